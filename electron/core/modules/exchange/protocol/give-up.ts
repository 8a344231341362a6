/** Gives up an own bundle whose content the partner can never import, so that it is not carried for ever (exchange.md §3.2). */
import type { WriteDb } from '../../../db'
import { closeOwnEpoch, currentEpoch, outBundle, outBundleAt, setGivenUp, type OutBundleRow } from '../queries/own-stream-queries'
import { unbindEchoes } from '../queries/recovery-queries'
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
  const before = outBundleAt(db, bundle.epoch, bundle.seq - 1)
  const wasCurrent = currentEpoch(db, partnerId) === bundle.epoch
  closeOwnEpoch(db, bundle.epoch, bundle.seq - 1, before?.id ?? null, at.now)
  unbindEchoes(db, id)
  if (wasCurrent) ensureEpoch(db, partnerId, at)
}
