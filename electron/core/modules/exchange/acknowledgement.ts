/** Reads and writes acknowledgements: which of my bundles a partner holds, and how I tell him which of his I hold (exchange.md §2.4 state.ack). */
import type { AckEntry, EnvelopeState, Position } from '../../container'

/** What one envelope says of one of my epochs: everything up to `upto`, and single bundles beyond. */
export interface Acknowledged {
  readonly upto: number
  readonly ids: ReadonlySet<string>
}

export const NOTHING_ACKNOWLEDGED: Acknowledged = { upto: 0, ids: new Set() }

/**
 * It acknowledges content ids; numbers are only an index. A head I do not know says nothing by itself (my database may have gone back);
 * the checkpoints then lead to the last common bundle.
 * @param seqOf position of one of my bundles in that epoch, undefined for an id that is none of mine there
 */
export function readAck(state: Pick<EnvelopeState, 'ack'>, epoch: string, seqOf: (id: string) => number | undefined): Acknowledged {
  const entry = state.ack.find((each) => each.epoch === epoch)
  if (!entry) return NOTHING_ACKNOWLEDGED
  const ids = new Set(entry.extra.map(([, id]) => id))
  const head = entry.head === null ? undefined : seqOf(entry.head)
  if (head !== undefined) return { upto: head, ids }
  const known = entry.ck.map(([, id]) => seqOf(id) ?? 0)
  return { upto: Math.max(0, ...known), ids }
}

export const isAcknowledged = (acknowledged: Acknowledged, bundle: { readonly id: string; readonly seq: number }): boolean =>
  bundle.seq <= acknowledged.upto || acknowledged.ids.has(bundle.id)

/** Covered: every live epoch of the partner has it; with no live epoch nothing is. */
export const isCovered = (byEpoch: readonly Acknowledged[], bundle: { readonly id: string; readonly seq: number }): boolean =>
  byEpoch.length > 0 && byEpoch.every((acknowledged) => isAcknowledged(acknowledged, bundle))

export const MAX_EXTRA = 1_000
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

export function writeAck(held: HeldEpoch): AckEntry {
  const ck = checkpointSeqs(held.upto).flatMap((seq): Position[] => {
    const id = held.idAt(seq)
    return id === undefined ? [] : [[seq, id]]
  })
  return {
    epoch: held.epoch,
    upto: held.upto,
    head: held.head,
    extra: held.beyond.slice(0, MAX_EXTRA),
    ...(held.beyond.length > MAX_EXTRA ? { more: true as const } : {}),
    ck,
    closed: held.closed
  }
}

/**
 * Grows the verified prefix along `prev` alone: never by "the first file with that number", which would mix two branches.
 * @param next bundles held at a position, in the order they came
 * @returns the ids that join the prefix, and its new end
 */
export function growPrefix(
  end: { readonly upto: number; readonly head: string | null },
  next: (seq: number) => readonly { readonly id: string; readonly prev: string | null }[]
): { readonly joined: readonly string[]; readonly upto: number; readonly head: string | null } {
  const joined: string[] = []
  let { upto, head } = end
  for (;;) {
    const following = next(upto + 1).find(({ prev }) => prev === head)
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
