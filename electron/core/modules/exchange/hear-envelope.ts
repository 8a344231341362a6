/** Takes in what a verified envelope says: acknowledgements, announced and closed epochs, bundles of ours that can never be imported. */
import type { BundleHeader, VerifiedBundle } from '../../container'
import type { WriteDb } from '../../db'
import { noteHeard } from '../partners'
import { markReceived } from '../slips'
import { isAcknowledged, type Acknowledged } from './acknowledgement'
import { giveUp, slipsBoundTo } from './give-up'
import { acknowledgedBy } from './link-state'
import { setAcknowledged, unacknowledged } from './queries/own-stream-queries'
import { noteClosing } from './queries/key-queries'
import { putEnvelope, seePeerEpoch, setPeerClosed } from './queries/peer-queries'

/** Late bundles of a lost key come in for their content alone: whoever has the key may have written the envelope anew. */
export function hearBundle(
  db: WriteDb,
  partnerId: string,
  { header, signer }: Pick<VerifiedBundle, 'header' | 'signer'>,
  now: string
): void {
  if (signer.revoked?.reason !== 'lost') hearEnvelope(db, partnerId, header, now)
}

/**
 * Replaces what was known of that epoch even when it says less than before: at worst something is carried twice.
 * Part of the transaction that imports the envelope's bundle, or of its own for a status file.
 */
function hearEnvelope(db: WriteDb, partnerId: string, header: BundleHeader, now: string): void {
  const { state } = header
  seePeerEpoch(db, partnerId, state.epoch, now)
  for (const closed of state.closed) {
    seePeerEpoch(db, partnerId, closed.epoch, now)
    setPeerClosed(db, partnerId, closed.epoch, closed.last, closed.head)
    noteClosing(db, partnerId, header.from.key, closed)
  }
  putEnvelope(db, partnerId, {
    epoch: state.epoch,
    no: state.no,
    state: JSON.stringify(state),
    to_card: header.to.card,
    sealed: header.sealed,
    seen_at: now
  })
  noteHeard(db, partnerId, now)
  const said = new Map<string, Acknowledged>()
  for (const bundle of unacknowledged(db, partnerId)) {
    const known = said.get(bundle.epoch) ?? acknowledgedBy(db, state, bundle.epoch)
    said.set(bundle.epoch, known)
    if (isAcknowledged(known, bundle) && setAcknowledged(db, bundle.id, now) > 0) markReceived(db, slipsBoundTo(bundle), now)
  }
  for (const [, id, code] of state.bad) giveUp(db, partnerId, id, code, now)
}
