// Decides, without database or clock, what a further card of a pinned office means (exchange.md §4.2).
import type { CardContent, KeyCard, RootChange } from './card'

/** What is remembered of a pinned office. */
export interface PinnedCards {
  /** The newest installed card. */
  readonly newest: KeyCard
  /** Digest of the bytes once held for a version, null when that version was never seen. */
  digestOf(ver: number): string | null
}

export type CardDecision =
  /** These bytes are the installed card. */
  | { readonly kind: 'same' }
  /** An older card in a late bundle: nothing to do. */
  | { readonly kind: 'older' }
  /** Install these, in this order; the last is the new newest. */
  | { readonly kind: 'install'; readonly cards: readonly KeyCard[] }
  /** Newer, but versions from `missing` on are not here: wait for them, or let a person counter-confirm. */
  | { readonly kind: 'ancestors'; readonly missing: number }
  /** Not a continuation of what is pinned. `alarm`: one version with two contents — root misused or copied. */
  | { readonly kind: 'refuse'; readonly alarm: boolean }

/**
 * @param candidate a card whose own signature is good (`readCard`)
 * @param supplied other cards at hand (`.jhk` files on the stick), in any order; those of other offices are ignored
 * @param counterConfirmed a person confirmed this very card, so missing ancestors do not matter
 */
export function judgeCard(
  pinned: PinnedCards,
  candidate: KeyCard,
  supplied: readonly KeyCard[] = [],
  counterConfirmed = false
): CardDecision {
  const { newest } = pinned
  if (candidate.id !== newest.id) return { kind: 'refuse', alarm: false }
  if (candidate.digest === newest.digest) return { kind: 'same' }
  if (candidate.ver <= newest.ver) return judgeOlder(pinned, candidate)
  if (!continues(newest, candidate)) return { kind: 'refuse', alarm: false }
  if (counterConfirmed) return { kind: 'install', cards: [candidate] }
  return judgeNewer(newest, candidate, supplied)
}

function judgeOlder(pinned: PinnedCards, candidate: KeyCard): CardDecision {
  const { newest } = pinned
  const remembered =
    candidate.ver === newest.ver
      ? newest.digest
      : (pinned.digestOf(candidate.ver) ?? (candidate.ver === newest.ver - 1 ? newest.prev : null))
  if (remembered !== null) return remembered === candidate.digest ? { kind: 'older' } : { kind: 'refuse', alarm: true }
  return continues(candidate, newest) ? { kind: 'older' } : { kind: 'refuse', alarm: false }
}

/** Walks back from the candidate, which names its ancestor by digest: only the right card of each version can fill a gap. */
function judgeNewer(newest: KeyCard, candidate: KeyCard, supplied: readonly KeyCard[]): CardDecision {
  const byDigest = new Map(supplied.map((card) => [card.digest, card]))
  const chain: KeyCard[] = [candidate]
  for (let card = candidate; card.ver > newest.ver + 1;) {
    const ancestor = card.prev === null ? undefined : byDigest.get(card.prev)
    if (ancestor === undefined) return { kind: 'ancestors', missing: firstMissing(newest.ver, supplied, candidate) }
    if (ancestor.ver !== card.ver - 1 || !continues(ancestor, card) || !continues(newest, ancestor)) return { kind: 'refuse', alarm: false }
    chain.unshift(ancestor)
    card = ancestor
  }
  return chain[0]?.prev === newest.digest ? { kind: 'install', cards: chain } : { kind: 'refuse', alarm: false }
}

function firstMissing(ver: number, supplied: readonly KeyCard[], candidate: KeyCard): number {
  const held = new Set(supplied.filter((card) => card.id === candidate.id).map((card) => card.ver))
  let missing = ver + 1
  while (held.has(missing)) missing += 1
  return missing
}

/** `lower`'s root changes are the beginning of `higher`'s, and what `lower` lacks came after it. */
function continues(lower: CardContent, higher: CardContent): boolean {
  const lacking = higher.roots[lower.roots.length]
  if (!lower.roots.every((change, i) => sameChange(change, higher.roots[i]))) return false
  return lacking === undefined ? lower.root === higher.root : lower.ver < lacking.ver && lower.root === lacking.from
}

function sameChange(a: RootChange, b: RootChange | undefined): boolean {
  return b !== undefined && a.from === b.from && a.to === b.to && a.ver === b.ver && a.sig === b.sig
}
