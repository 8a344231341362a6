/** After a restore nothing goes on where the restored database stopped: streams end, and envelopes are numbered far ahead (exchange.md §3.6). */
import type { ReadDb, WriteDb } from '../../db'
import { closeOwnEpoch, counter, openEpochs, raiseCounter, streamEnd } from './queries/own-stream-queries'

/** More envelopes than any office seals between a backup and its return. */
const AHEAD = 1_000_000

export const lastEnvelope = (db: ReadDb): number => counter(db, 'state_no')

/**
 * In the caller's transaction. The next bundle of each link draws a new epoch.
 * @param seen highest envelope number known from elsewhere (the database that stood here before)
 * @param lostMs time between the copy and now: a second return from the same copy begins further ahead than the first could have come
 */
export function beginAnew(db: WriteDb, seen: number, lostMs: number, now: string): void {
  for (const epoch of openEpochs(db)) {
    const { last, head } = streamEnd(db, epoch)
    closeOwnEpoch(db, epoch, last, head, now)
  }
  raiseCounter(db, 'state_no', Math.max(lastEnvelope(db), seen) + AHEAD + Math.ceil(Math.max(0, lostMs) / 1_000))
}
