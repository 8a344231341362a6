/** Gives up an own bundle whose content the partner can never import, so that it is not carried for ever (exchange.md §3.2). */
import type { WriteDb } from '../../../db'
import { queueAgain } from '../../slips'
import {
  closeOwnEpoch,
  currentEpoch,
  outBundle,
  outBundleAt,
  setGivenUp,
  unbindReceipts,
  type OutBundleRow
} from '../queries/own-stream-queries'
import { setLetGo, unbindEchoes } from '../queries/recovery-queries'
import { ensureEpoch } from './own-streams'
import type { Moment } from './rules'

/** Codes that speak of the content itself; every other is a matter of transport, and the bundle is simply carried again. */
const CONTENT_CODES: ReadonlySet<string> = new Set(['E_LINE', 'E_CONTENT', 'E_CORE', 'E_LIMIT', 'E_BOMB'])

export const isContentCode = (code: string): boolean => CONTENT_CODES.has(code)

/** Slips stay bound to the bundle they were first sealed in. */
export const slipsBoundTo = (bundle: Pick<OutBundleRow, 'id' | 'replaces'>): string => bundle.replaces ?? bundle.id

/**
 * Once per bundle, in the caller's transaction: its epoch ends before it, a new one begins, its records and echoes wait to be sealed again.
 * Bundles above it go on as they are.
 * @param id content id from the partner's `state.bad`; an unknown one, or one of another partner, is ignored
 */
export function giveUp(db: WriteDb, partnerId: string, id: string, code: string, at: Moment): void {
  if (!isContentCode(code) || !at.rules.giveUpBad) return
  const bundle = outBundle(db, id)
  if (bundle?.partner_id !== partnerId || bundle.state === 'acknowledged' || setGivenUp(db, id) === 0) return
  endBefore(db, partnerId, bundle, at)
}

function endBefore(db: WriteDb, partnerId: string, bundle: OutBundleRow, at: Moment): void {
  const before = outBundleAt(db, bundle.epoch, bundle.seq - 1)
  const wasCurrent = currentEpoch(db, partnerId) === bundle.epoch
  closeOwnEpoch(db, bundle.epoch, bundle.seq - 1, before?.id ?? null, at.now)
  unbindEchoes(db, bundle.id)
  if (wasCurrent) ensureEpoch(db, partnerId, at)
}

/**
 * The content of an own bundle is lost from the archive: it can never be carried again, ends as one that was refused, and its slips wait for
 * another bundle. Of one that a partner holds already only its slips go again, for whoever of his office lacks it.
 * In the caller's transaction. @returns how many records wait again
 */
export function giveUpLost(db: WriteDb, partnerId: string, id: string, at: Moment): number {
  const bundle = outBundle(db, id)
  if (bundle?.partner_id !== partnerId || setLetGo(db, id, at.now) === 0) return 0
  if (bundle.state !== 'acknowledged' && setGivenUp(db, id) > 0) endBefore(db, partnerId, bundle, at)
  if (bundle.state === 'sealed') unbindReceipts(db, id)
  return queueAgain(db, slipsBoundTo(bundle))
}
