/** Takes in what a verified envelope says: acknowledgements, announced and closed epochs, what is asked, refused and gone; and what it tells of our own past. */
import type { AckEntry, EnvelopeState } from '../../../container'
import type { WriteDb } from '../../../db'
import { noteHeard } from '../../partners'
import { markReceived } from '../../slips'
import { noteClosing } from '../queries/key-queries'
import { outBundle, ownEpoch, setAcknowledged, unacknowledged } from '../queries/own-stream-queries'
import { envelopesOf, openPeerEpochs, peerEpoch, putEnvelope, seePeerEpoch, setPeerClosed } from '../queries/peer-queries'
import { forgetGone, goneCount, insertGone, isGone, raiseFlag, recoveredBundle } from '../queries/recovery-queries'
import { isAcknowledged, type Acknowledged } from './acknowledgement'
import { answerWants } from './answer-wants'
import { giveUp, slipsBoundTo } from './give-up'
import { acknowledgedBy, leftOutOf, stateOf } from './live-states'
import { adoptClosing, leaveEpoch, noteStrangeEpochs } from './own-streams'
import type { Moment } from './rules'

export interface Envelope {
  readonly state: EnvelopeState
  /** Version of our card the sender knows. */
  readonly toCard: number
  /** When the sender says he sealed it; display only. */
  readonly sealed: string
  /** Fingerprint of the key that signed it. */
  readonly signedBy: string
}

/**
 * Replaces what was known of that epoch even when it says less than before: at worst something is carried twice.
 * Part of the transaction that imports the envelope's bundle, or of its own for a status file. Never called for an envelope that was signed by
 * a revoked key: a thief's word counts for nothing.
 */
export function hearEnvelope(db: WriteDb, partnerId: string, envelope: Envelope, at: Moment): void {
  const { state } = envelope
  noteHeard(db, partnerId, at.now)
  if (!takeEpochs(db, partnerId, envelope, at)) return
  notePeerRestored(db, partnerId, state, at)
  if (at.rules.goneUntilMoreShown && showsMorePast(db, partnerId, state)) forgetGone(db, partnerId, state.epoch)
  const heard = at.rules.acknowledgementsShrink ? state : withEarlier(db, partnerId, state)
  putEnvelope(db, partnerId, {
    epoch: state.epoch,
    no: state.no,
    state: JSON.stringify(heard),
    left_out: JSON.stringify(leftOut(db, partnerId, heard)),
    to_card: envelope.toCard,
    sealed: envelope.sealed,
    seen_at: at.now
  })
  for (const id of state.gone) if (goneCount(db, partnerId) < at.rules.goneRemembered) insertGone(db, partnerId, state.epoch, id, at.now)
  learnOwnPast(db, partnerId, state, at)
  takeAcknowledgements(db, partnerId, heard, at)
  for (const [, id, code] of state.bad) giveUp(db, partnerId, id, code, at)
  answerWants(db, partnerId, state.want, at)
}

/** @returns false when the partner announces one epoch more than a person has looked at (T85): the envelope then counts for nothing */
function takeEpochs(db: WriteDb, partnerId: string, { state, signedBy }: Envelope, { now, rules }: Moment): boolean {
  for (const { epoch, last, head } of state.closed) {
    // Of an epoch already closed when it is first heard of there is nothing to watch.
    seePeerEpoch(db, partnerId, epoch, now)
    setPeerClosed(db, partnerId, epoch, last, head)
    noteClosing(db, partnerId, signedBy, { epoch, last, head })
  }
  if (!peerEpoch(db, partnerId, state.epoch) && openPeerEpochs(db, partnerId) >= rules.epochs) {
    raiseFlag(db, partnerId, 'peer-epochs', now)
    return false
  }
  seePeerEpoch(db, partnerId, state.epoch, now)
  return true
}

/** Numbers jump only after a restore, or when two PCs were found to write one stream. */
function notePeerRestored(db: WriteDb, partnerId: string, state: EnvelopeState, { now, rules }: Moment): void {
  const before = envelopesOf(db, partnerId)
  const known = Math.max(0, ...before.map(({ no }) => no))
  if (before.length > 0 && !before.some(({ epoch }) => epoch === state.epoch) && state.no >= known + rules.ahead)
    raiseFlag(db, partnerId, 'peer-restored', now)
}

const lastOf = (db: WriteDb, partnerId: string, epoch: string) => envelopesOf(db, partnerId).find((row) => row.epoch === epoch)

/** What earlier envelopes of this epoch acknowledged of closed epochs of ours and this one does not mention. */
function leftOut(db: WriteDb, partnerId: string, { epoch, ack }: EnvelopeState): AckEntry[] {
  const earlier = lastOf(db, partnerId, epoch)
  if (!earlier) return []
  const said = new Set(ack.map((entry) => entry.epoch))
  return [...stateOf(earlier).ack, ...leftOutOf(earlier)].filter((entry) => {
    const own = ownEpoch(db, entry.epoch)
    return !said.has(entry.epoch) && own?.partner_id === partnerId && own.closed_last !== null
  })
}

/**
 * Whether he shows bundles of our closed epochs that his last envelope did not. What he could not give back then because it had never come to the
 * database he was put back to may have come since, on a stick that was late; of what he has let go he will say so again.
 */
function showsMorePast(db: WriteDb, partnerId: string, { epoch, ack }: EnvelopeState): boolean {
  const earlier = lastOf(db, partnerId, epoch)
  if (!earlier) return false
  const shown = new Set([...stateOf(earlier).ack, ...leftOutOf(earlier)].flatMap(idsIn))
  return ack.some((entry) => idsIn(entry).some((id) => !shown.has(id)) && ownEpoch(db, entry.epoch)?.closed_last != null)
}

const idsIn = ({ head, extra, ck }: AckEntry): string[] => [...(head === null ? [] : [head]), ...[...extra, ...ck].map(([, id]) => id)]

/** Only where the rule is taken away: the better of two acknowledgements of one epoch stands. */
function withEarlier(db: WriteDb, partnerId: string, state: EnvelopeState): EnvelopeState {
  const earlier = lastOf(db, partnerId, state.epoch)
  if (!earlier) return state
  const best = new Map(stateOf(earlier).ack.map((entry) => [entry.epoch, entry]))
  for (const entry of state.ack) if ((best.get(entry.epoch)?.upto ?? -1) <= entry.upto) best.set(entry.epoch, entry)
  return { ...state, ack: [...best.values()] }
}

/** What the partner holds of us that is not known here: we were rolled back, or somebody else writes in our name (§3.6 S4, S5; §3.7). */
function learnOwnPast(db: WriteDb, partnerId: string, state: EnvelopeState, at: Moment): void {
  const mine = (epoch: string): boolean => (ownEpoch(db, epoch)?.partner_id ?? partnerId) === partnerId
  const entries = state.ack.filter(({ epoch }) => mine(epoch))
  noteStrangeEpochs(
    db,
    partnerId,
    entries.map(({ epoch }) => epoch),
    at
  )
  for (const entry of entries) {
    if (entry.closed) adoptClosing(db, partnerId, { epoch: entry.epoch, closed: entry.closed }, at)
    if (showsUnknown(db, partnerId, state.epoch, entry)) leaveEpoch(db, partnerId, entry.epoch, at)
  }
}

function showsUnknown(db: WriteDb, partnerId: string, peersEpoch: string, { head, extra }: AckEntry): boolean {
  const shown = [...(head === null ? [] : [head]), ...extra.map(([, id]) => id)]
  return shown.some((id) => outBundle(db, id) === undefined && !recoveredBundle(db, id) && !isGone(db, partnerId, peersEpoch, id))
}

function takeAcknowledgements(db: WriteDb, partnerId: string, state: EnvelopeState, { now, rules }: Moment): void {
  const said = new Map<string, Acknowledged>()
  for (const bundle of unacknowledged(db, partnerId)) {
    const known = said.get(bundle.epoch) ?? acknowledgedBy(db, partnerId, state, bundle.epoch, rules)
    said.set(bundle.epoch, known)
    if (isAcknowledged(known, bundle) && setAcknowledged(db, bundle.id, now) > 0) markReceived(db, slipsBoundTo(bundle), now)
  }
}
