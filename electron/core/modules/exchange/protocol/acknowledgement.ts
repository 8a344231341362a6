/** Reads and writes acknowledgements: which of my bundles a partner holds, and how I tell him which of his I hold (exchange.md §2.4 state.ack). */
import type { AckEntry, EnvelopeState, Position } from '../../../container'
import { RULES, type Rules } from './rules'

/** What one envelope says of one of my epochs: everything up to `upto`, and single bundles beyond; and what it shows that I do not know. */
export interface Acknowledged {
  readonly upto: number
  readonly ids: ReadonlySet<string>
  /** The chain leads through bundles I do not know: to be asked for. */
  readonly lost: { readonly after: number; readonly to: number } | null
  /** Single bundles I do not know. */
  readonly unknown: readonly string[]
}

export const NOTHING_ACKNOWLEDGED: Acknowledged = { upto: 0, ids: new Set(), lost: null, unknown: [] }

/** What I know of bundles of one of my epochs. */
export interface KnownBundles {
  /** Position of a bundle I sealed, undefined for any other id. */
  seqOf(id: string): number | undefined
  /** Predecessor of a bundle I had forgotten and know again; undefined for any other id. */
  recoveredPrev?(id: string): string | null | undefined
  /** The partner no longer holds its content. */
  isGone?(id: string): boolean
}

/**
 * It acknowledges content ids; numbers are only an index. From the head the chain is walked back until a bundle of mine: that and all before
 * it are acknowledged. Where the walk breaks, the checkpoints lead to the last common bundle, and what lies above has to be asked for.
 */
export function readAck(state: Pick<EnvelopeState, 'ack'>, epoch: string, known: KnownBundles, rules: Rules = RULES): Acknowledged {
  const entry = state.ack.find((each) => each.epoch === epoch)
  if (!entry) return NOTHING_ACKNOWLEDGED
  const ids = new Set(entry.extra.map(([, id]) => id))
  const unknown = [...ids].filter((id) => !isKnown(known, id))
  if (!rules.acknowledgeByChain) return { upto: entry.upto, ids, lost: null, unknown }
  const way: readonly Position[] = [...(entry.head === null ? [] : [[entry.upto, entry.head] as const]), ...entry.ck]
  const reached = way.map(([, id]) => walk(known, id))
  const upto = Math.max(0, ...reached.map((seq) => seq ?? 0))
  const firstWhole = reached.findIndex((seq) => seq !== undefined)
  const after = firstWhole === -1 ? 0 : (way[firstWhole]?.[0] ?? 0)
  return { upto, ids, unknown, lost: entry.head === null || firstWhole === 0 ? null : { after, to: entry.upto } }
}

const isKnown = (known: KnownBundles, id: string): boolean =>
  known.seqOf(id) !== undefined || known.recoveredPrev?.(id) !== undefined || known.isGone?.(id) === true

/** @returns position of the first bundle of mine on the way back, 0 at the beginning or where nothing more can be had; undefined: unknown */
function walk(known: KnownBundles, from: string): number | undefined {
  for (let id: string | null = from; id !== null;) {
    const seq = known.seqOf(id)
    if (seq !== undefined) return seq
    const prev: string | null | undefined = known.recoveredPrev?.(id)
    if (prev === undefined) return known.isGone?.(id) === true ? 0 : undefined
    id = prev
  }
  return 0
}

export const isAcknowledged = (
  acknowledged: Pick<Acknowledged, 'upto' | 'ids'>,
  bundle: { readonly id: string; readonly seq: number }
): boolean => bundle.seq <= acknowledged.upto || acknowledged.ids.has(bundle.id)

/** Covered: every live epoch of the partner has it; with no live epoch nothing is. */
export const isCovered = (
  byEpoch: readonly Pick<Acknowledged, 'upto' | 'ids'>[],
  bundle: { readonly id: string; readonly seq: number }
): boolean => byEpoch.length > 0 && byEpoch.every((acknowledged) => isAcknowledged(acknowledged, bundle))

const CHECKPOINTS = 24

/** Positions upto−1, upto−3, upto−7 … (upto − (2ᵏ−1)) by which the other side finds the point where streams parted. */
export function checkpointSeqs(upto: number): number[] {
  const seqs: number[] = []
  for (let k = 1; k <= CHECKPOINTS; k++) {
    const seq = upto - (2 ** k - 1)
    if (seq < 1) break
    seqs.push(seq)
  }
  return seqs
}

export interface HeldEpoch {
  readonly epoch: string
  readonly upto: number
  readonly head: string | null
  readonly closed: { readonly last: number; readonly head: string | null } | null
  /** Beyond a hole or on a branch, by seq; one more than the limit tells that there are more. */
  readonly beyond: readonly Position[]
  idAt(seq: number): string | undefined
}

export function writeAck(held: HeldEpoch, rules: Rules = RULES): AckEntry {
  const ck = checkpointSeqs(held.upto).flatMap((seq): Position[] => {
    const id = held.idAt(seq)
    return id === undefined ? [] : [[seq, id]]
  })
  return {
    epoch: held.epoch,
    upto: held.upto,
    head: held.head,
    extra: held.beyond.slice(0, rules.ids),
    ...(held.beyond.length > rules.ids ? { more: true as const } : {}),
    ck,
    closed: rules.echoClosed ? held.closed : null
  }
}

/**
 * Grows the verified prefix along `prev` alone: never by "the first file with that number", which would mix two branches.
 * @param next bundles held at a position, in the order they came
 * @returns the ids that join the prefix, and its new end
 */
export function growPrefix(
  end: { readonly upto: number; readonly head: string | null },
  next: (seq: number) => readonly { readonly id: string; readonly prev: string | null }[],
  rules: Rules = RULES
): { readonly joined: readonly string[]; readonly upto: number; readonly head: string | null } {
  const joined: string[] = []
  let { upto, head } = end
  for (;;) {
    const following = next(upto + 1).find(({ prev }) => prev === head || !rules.prefixAlongPrev)
    if (!following) return { joined, upto, head }
    joined.push(following.id)
    upto += 1
    head = following.id
  }
}

/** Numbers missing between the prefix and the last that is known to exist, at most `limit` of them. */
export function missingSeqs(upto: number, last: number, held: readonly number[], limit: number): number[] {
  const have = new Set(held)
  const missing: number[] = []
  for (let seq = upto + 1; seq <= last && missing.length < limit; seq++) if (!have.has(seq)) missing.push(seq)
  return missing
}
