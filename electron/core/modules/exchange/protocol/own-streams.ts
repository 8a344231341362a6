/** Our own epochs: opened when a link is used, closed when this database may not be the one that wrote the last bundle (exchange.md §3.6, §3.7). */
import type { ReadDb, WriteDb } from '../../../db'
import { skipListVersions } from '../../proofs'
import {
  closeOwnEpoch,
  counter,
  currentEpoch,
  explainEpochs,
  insertOwnEpoch,
  openEpochs,
  openSeenEpochs,
  ownEpoch,
  ownEpochs,
  raiseCounter,
  streamEnd,
  unexplainedEpochs,
  unexplainedLinks,
  type OwnEpochRow
} from '../queries/own-stream-queries'
import { liveEnvelopes } from '../queries/peer-queries'
import { clearFlags, isFlagged, raiseFlag } from '../queries/recovery-queries'
import { stateOf } from './live-states'
import { RULES, type Moment, type Rules } from './rules'

/** The epoch we seal in now; drawn when the link is first used. */
export function ensureEpoch(db: WriteDb, partnerId: string, { now, drawEpoch }: Moment): string {
  const current = currentEpoch(db, partnerId)
  if (current !== undefined) return current
  const epoch = drawEpoch()
  insertOwnEpoch(db, epoch, partnerId, now)
  return epoch
}

/** Ends the stream of a link where it stands and draws the next, because a new kind of content may not follow what was sealed (§2.8). */
export function nextEpoch(db: WriteDb, partnerId: string, at: Moment): string {
  const current = currentEpoch(db, partnerId)
  if (current !== undefined) endEpoch(db, current, at.now)
  return ensureEpoch(db, partnerId, at)
}

/** An epoch ends with the bundle sealed last in it. */
function endEpoch(db: WriteDb, epoch: string, now: string): void {
  const { last, head } = streamEnd(db, epoch)
  closeOwnEpoch(db, epoch, last, head, now)
}

/**
 * Every stream ends where it stands; the next bundle of each link draws a new epoch. So after a change of the signing key (exchange.md §4.4)
 * and after a restore (§3.6). In the caller's transaction. @returns the epochs that went on until now
 */
export function endEveryEpoch(db: WriteDb, now: string): readonly string[] {
  const epochs = openEpochs(db)
  for (const epoch of epochs) endEpoch(db, epoch, now)
  return epochs
}

export const lastEnvelope = (db: ReadDb): number => counter(db, 'state_no')

/** Numbers of envelopes jump, and versions of the list of voided proofs with them: each of those left the PC beside an envelope of its own. */
function jumpAhead(db: WriteDb, seen: number, ahead: number): void {
  raiseCounter(db, 'state_no', Math.max(lastEnvelope(db), seen) + ahead)
  skipListVersions(db, lastEnvelope(db))
}

/**
 * After a restore nothing goes on where the restored database stopped: streams end, and envelopes are numbered far ahead. The next bundle of
 * each link draws a new epoch. In the caller's transaction.
 * @param seen highest envelope number known from elsewhere (the database that stood here before)
 * @param lostMs time between the copy and now: a second return from the same copy begins further ahead than the first could have come
 */
export function beginAnew(db: WriteDb, seen: number, lostMs: number, now: string, rules: Rules = RULES): void {
  for (const epoch of endEveryEpoch(db, now)) {
    const { partner_id: partnerId } = ownEpoch(db, epoch) ?? {}
    if (partnerId !== undefined) raiseFlag(db, partnerId, 'own-restored', now)
  }
  jumpAhead(db, seen, rules.ahead + Math.ceil(Math.max(0, lostMs) / 1_000))
}

/** Closed epochs of a link of which some live epoch of the partner has not yet taken note, the newest first. */
export function unsettledEpochs(db: ReadDb, partnerId: string): OwnEpochRow[] {
  const live = liveEnvelopes(db, partnerId).map(stateOf)
  return ownEpochs(db, partnerId).filter(({ epoch, closed_last: last }) => {
    if (last === null) return false
    const settled = live.map(({ ack }) => ack.find((entry) => entry.epoch === epoch))
    return live.length === 0 || !settled.every((entry) => entry?.closed?.last === last && entry.upto >= last)
  })
}

/** Whether a further epoch may be opened or noted by what a partner says; beyond that a person must look (T85). */
function hasRoom(db: WriteDb, partnerId: string, { now, rules }: Moment): boolean {
  const room = ownEpochs(db, partnerId).length < rules.epochs || unsettledEpochs(db, partnerId).length < rules.epochs
  if (!room) raiseFlag(db, partnerId, 'own-epochs', now)
  return room
}

/**
 * A partner holds a bundle of this epoch that is not known here: this database went back, or another PC writes the same epoch. It ends where
 * it is remembered to, and a new one begins; numbers of envelopes jump ahead. One that has ended already, by a change of keys for instance, is
 * only told of.
 */
export function leaveEpoch(db: WriteDb, partnerId: string, epoch: string, at: Moment, seenNo = 0): void {
  if (!at.rules.closeWhenUnknown) return
  if (currentEpoch(db, partnerId) === epoch) {
    if (!hasRoom(db, partnerId, at)) return
    endEpoch(db, epoch, at.now)
    ensureEpoch(db, partnerId, at)
    jumpAhead(db, seenNo, at.rules.ahead)
  }
  raiseFlag(db, partnerId, 'own-restored', at.now)
}

/**
 * Epochs of ours that this database never opened. The first time on a link they are taken for a forgotten past and closed; a second time means
 * that somebody lives in them, and they are left alone until a person says that this is the only PC.
 */
export function noteStrangeEpochs(db: WriteDb, partnerId: string, epochs: readonly string[], at: Moment): void {
  const strange = epochs.filter((epoch) => ownEpoch(db, epoch) === undefined)
  if (strange.length === 0) return
  if (unexplainedEpochs(db, partnerId) > 0 && at.rules.closeStrangeEpochs) raiseFlag(db, partnerId, 'own-twice', at.now)
  const alone = !isFlagged(db, 'own-twice') && at.rules.closeStrangeEpochs
  for (const epoch of strange) {
    if (!hasRoom(db, partnerId, at)) return
    insertOwnEpoch(db, epoch, partnerId, at.now, 'seen')
    if (alone) closeOwnEpoch(db, epoch, 0, null, at.now)
  }
  raiseFlag(db, partnerId, 'own-restored', at.now)
  jumpAhead(db, 0, at.rules.ahead)
}

/** The partner says this epoch was declared closed, perhaps by another PC of ours: it stays closed, at the lowest end ever said. */
export function adoptClosing(
  db: WriteDb,
  partnerId: string,
  { epoch, closed }: { readonly epoch: string; readonly closed: { readonly last: number; readonly head: string | null } },
  at: Moment
): void {
  const wasCurrent = currentEpoch(db, partnerId) === epoch
  if (wasCurrent && !at.rules.openAnewWhenClosed) return
  closeOwnEpoch(db, epoch, closed.last, closed.head, at.now)
  if (!wasCurrent) return
  ensureEpoch(db, partnerId, at)
  jumpAhead(db, 0, at.rules.ahead)
}

/** Links on which somebody opened epochs in our name that no person has explained: a forgotten past, or another PC. */
export const strangeLinks = (db: ReadDb): number => unexplainedLinks(db)

/** A person said that this is the only PC: whatever else was opened under our name is closed. @returns how many epochs were */
export function closeOthers(db: WriteDb, now: string): number {
  const others = openSeenEpochs(db)
  for (const { epoch } of others) closeOwnEpoch(db, epoch, 0, null, now)
  explainEpochs(db)
  clearFlags(db, 'own-twice')
  return others.length
}
