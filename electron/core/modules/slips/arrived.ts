// Why: who judges a bundle as a whole must see which slips came in with it.
import type { LifecycleKind } from '@shared/domain'
import type { QueryContext } from '../../rpc'
import { isSlipInScope, knownSlip } from './compose'
import { arrivedWith, bundlesAbout } from './queries/stage-queries'

export interface Arrived {
  readonly id: string
  readonly slipNo: string | null
  readonly kind: LifecycleKind
}

/** @returns bundle id → slips that a record of the bundle is about, those the account may see */
export function arrivedIn(context: Pick<QueryContext, 'db' | 'actor'>, bundleIds: readonly string[]): Map<string, Arrived[]> {
  const seen = arrivedWith(context.db, bundleIds).filter(({ seq }) => isSlipInScope(context, seq))
  const byBundle = Map.groupBy(seen, (row) => row.bundle_id)
  return new Map([...byBundle].map(([id, rows]) => [id, rows.map(({ id: slip, slip_no: slipNo, kind }) => ({ id: slip, slipNo, kind }))]))
}

/**
 * @returns the link and the bundles by which the other office told of this slip
 * @throws AppError `slips.unknown`, `slips.out_of_scope`
 */
export function arrivedBy(
  context: Pick<QueryContext, 'db' | 'actor'>,
  slipId: string
): { readonly partnerId: string; readonly bundleIds: string[] } {
  const { seq, partner_id: partnerId } = knownSlip(context, slipId)
  return { partnerId, bundleIds: bundlesAbout(context.db, seq) }
}
