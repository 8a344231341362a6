/** What is known to exist of a partner's bundles and is not here, and what we ask for: of his streams, and of our own past (exchange.md §2.4 want). */
import type { EnvelopeState, WantEntry } from '../../../container'
import type { ReadDb } from '../../../db'
import { ownEpochs } from '../queries/own-stream-queries'
import { envelopesOf, heldSeqs, highestHeld, inBundlesAt, peerEpochs, refusedCode, type PeerEpochRow } from '../queries/peer-queries'
import { isGone } from '../queries/recovery-queries'
import { missingSeqs } from './acknowledgement'
import { isContentCode } from './give-up'
import { acknowledgedBy, liveStates, stateOf } from './live-states'
import { RULES, type Rules } from './rules'

const SHOWN_HOLES = 20
/** Positions looked at in one epoch when asking; the rest is asked for when these have come. */
const ASKED_HOLES = 2_000

export interface Holes {
  readonly epoch: string
  readonly missing: readonly number[]
}

/** A closed epoch has nothing above its end; a live one goes as far as its newest envelope says. */
function holesOf(db: ReadDb, row: PeerEpochRow, announced: ReadonlyMap<string, number>, limit: number): number[] {
  const last = row.closed_last ?? Math.max(announced.get(row.epoch) ?? 0, highestHeld(db, row.epoch))
  return missingSeqs(row.upto, last, heldSeqs(db, row.epoch, row.upto), limit)
}

const announcedBy = (db: ReadDb, partnerId: string): Map<string, number> =>
  new Map(envelopesOf(db, partnerId).map((row) => [row.epoch, stateOf(row).last]))

/** Holes by epoch, those of the epoch seen last first. */
export function holesIn(db: ReadDb, partnerId: string, limit = SHOWN_HOLES): Holes[] {
  const announced = announcedBy(db, partnerId)
  return peerEpochs(db, partnerId)
    .map((row) => ({ epoch: row.epoch, missing: holesOf(db, row, announced, limit) }))
    .filter(({ missing }) => missing.length > 0)
}

/** Numbers of the partner's bundles that are known to exist and are not here ("缺第 78 包"). */
export const missingFrom = (db: ReadDb, partnerId: string): number[] =>
  holesIn(db, partnerId)
    .flatMap(({ missing }) => missing)
    .slice(0, SHOWN_HOLES)

/** Everything we ask this partner for, our own past first: it is what the list is cut from last. */
export function wantsFor(db: ReadDb, partnerId: string, rules: Rules = RULES): WantEntry[] {
  if (!rules.askBack) return []
  return [...ownPast(db, partnerId, rules), ...peerHoles(db, partnerId, rules)].slice(0, rules.entries)
}

/** Bundles of ours the partner holds and we do not know, in epochs that ended; those that go on belong to another PC of ours. */
function ownPast(db: ReadDb, partnerId: string, rules: Rules): WantEntry[] {
  const wants = new Map<string, WantEntry>()
  const live = liveStates(db, partnerId, rules)
  for (const { epoch, closed_last: closed } of ownEpochs(db, partnerId)) {
    if (closed === null) continue
    for (const state of live) {
      const { lost, unknown } = acknowledgedBy(db, partnerId, state, epoch, rules)
      if (lost) wants.set(`${epoch} ${String(lost.after)}`, { epoch, after: lost.after, to: lost.to })
      if (unknown.length > 0) wants.set(`${epoch} ids ${unknown.join()}`, { epoch, ids: unknown.slice(0, rules.ids) })
    }
  }
  return [...wants.values()]
}

/** Holes in his streams: by id where the bundle behind, or his announcement, names it, else by number. */
function peerHoles(db: ReadDb, partnerId: string, rules: Rules): WantEntry[] {
  const announced = announcedBy(db, partnerId)
  const speaking = liveStates(db, partnerId, rules)
  return peerEpochs(db, partnerId).flatMap((row): WantEntry[] => {
    const ids: string[] = []
    const ranges: { after: number; to: number }[] = []
    const hopeless = new Set<number>()
    for (const seq of holesOf(db, row, announced, ASKED_HOLES)) {
      const named = namedAt(db, row, seq, speaking)
      const open = named.filter((id) => !isHopeless(db, partnerId, id, speaking, rules))
      const last = ranges.at(-1)
      ids.push(...open)
      if (named.length > 0 && open.length === 0) hopeless.add(seq)
      else if (named.length === 0 && last?.to === seq - 1) last.to = seq
      else if (named.length === 0) ranges.push({ after: seq - 1, to: seq })
    }
    return [
      ...(ids.length > 0 ? [{ epoch: row.epoch, ids: ids.slice(0, rules.ids) }] : []),
      // Content is let go oldest first: what lies below something gone is gone too.
      ...ranges.filter(({ to }) => !hopeless.has(to + 1)).map(({ after, to }) => ({ epoch: row.epoch, after, to }))
    ]
  })
}

/** Ids that bundles held at the next position give as their predecessor, or that he announces or declared as his last. */
const namedAt = (
  db: ReadDb,
  { epoch, closed_last: end, closed_head: head }: PeerEpochRow,
  seq: number,
  speaking: readonly EnvelopeState[]
): string[] => [
  ...new Set([
    ...(end === seq && head !== null ? [head] : []),
    ...inBundlesAt(db, epoch, seq + 1).flatMap(({ prev }) => (prev === null ? [] : [prev])),
    ...speaking.flatMap((state) => (state.epoch === epoch && state.last === seq && state.head !== null ? [state.head] : []))
  ])
]

const isHopeless = (db: ReadDb, partnerId: string, id: string, speaking: readonly EnvelopeState[], rules: Rules): boolean =>
  isContentCode(refusedCode(db, partnerId, id) ?? '') ||
  (rules.goneEndsAsking && speaking.some(({ epoch }) => isGone(db, partnerId, epoch, id)))
