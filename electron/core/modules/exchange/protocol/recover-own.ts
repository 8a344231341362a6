/** Takes back an own bundle this database had forgotten: its slips are queued once more, its place in the chain is remembered (exchange.md §3.6). */
import type { StreamPosition } from '../../../container'
import type { WriteDb } from '../../../db'
import { recoverRecord, type RecoverContext } from '../../slips'
import { counter, ownEpoch } from '../queries/own-stream-queries'
import { insertRecovered, isKnownOwn, raiseFlag } from '../queries/recovery-queries'
import { leaveEpoch, noteStrangeEpochs } from './own-streams'
import type { Moment } from './rules'

/** An own bundle proved by our own signature. */
export interface OwnBundle {
  readonly id: string
  readonly stream: StreamPosition
  /** Slip lines of its content, in order. */
  readonly slipLines: Iterable<string>
}

export interface Recovered {
  /** False when this bundle was known. */
  readonly fresh: boolean
  /** Slips in it, and how many of them were not known here. */
  readonly slips: number
  readonly found: number
}

/** In the caller's transaction. Knowing the bundle again closes the chain, so that nobody is asked for it any more. */
export function recoverOwnBundle(db: WriteDb, partnerId: string, bundle: OwnBundle, context: RecoverContext, at: Moment): Recovered {
  const { id, stream } = bundle
  if (isKnownOwn(db, id)) return { fresh: false, slips: 0, found: 0 }
  noteOwnFile(db, partnerId, { epoch: stream.epoch, no: 0, isKnown: false }, at)
  let slips = 0
  let found = 0
  for (const line of bundle.slipLines) {
    slips += 1
    if (recoverRecord(db, partnerId, line, context, at.rules.sendRecoveredAgain)) found += 1
  }
  const { epoch, seq, prev } = stream
  insertRecovered(db, { id, partner_id: partnerId, epoch, seq, prev, slips }, at.now)
  return { fresh: true, slips, found }
}

/**
 * An echo that is word for word what was asked for, under a signature that is not ours, or of a key we have lost since: nobody can tell whose
 * it was, so no slip of it is taken and people are told. Its place, which its id is the digest of, is remembered: the chain closes behind it
 * and asking ends – otherwise it would come again with every stick.
 */
export function disownEcho(
  db: WriteDb,
  partnerId: string,
  { id, stream }: Omit<OwnBundle, 'slipLines'>,
  { now }: Moment,
  why: 'false-echo' | 'lost-key' = 'false-echo'
): void {
  raiseFlag(db, partnerId, why, now)
  if (ownEpoch(db, stream.epoch)?.partner_id === partnerId) insertRecovered(db, { id, partner_id: partnerId, ...stream, slips: 0 }, now)
}

/** An envelope signed by us that came back on a stick; one this database cannot have sealed tells that it went back or was copied (S3). */
export function noteOwnFile(
  db: WriteDb,
  partnerId: string,
  { epoch, no, isKnown }: { readonly epoch: string; readonly no: number; readonly isKnown: boolean },
  at: Moment
): void {
  const of = ownEpoch(db, epoch)
  if (of && of.partner_id !== partnerId) return
  if (!of) noteStrangeEpochs(db, partnerId, [epoch], at)
  else if (!isKnown || no > counter(db, 'state_no')) leaveEpoch(db, partnerId, epoch, at, no)
}
