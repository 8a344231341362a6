/** Pure decisions about requests: how one stands at a moment, who may decide it, and whether it may be done now. */
import { permissions, type Approval, type Permission } from '@shared/contract'
import type { ApprovalState } from '@shared/contract/approvals'
import { AppError } from '@shared/errors'
import type { Actor } from '../../rpc'
import { mayWithout } from '../accounts'
import type { ApprovalRow } from './queries'

export const stateWords: Readonly<Record<ApprovalState, string>> = {
  open: '待批',
  approved: '批准',
  refused: '被拒绝',
  withdrawn: '撤回',
  used: '办理过',
  expired: '过期'
}

/** A request that nobody decided or did in time has ended, whether or not anybody has noted that yet. */
export const stateAt = ({ state, expires_at }: Pick<ApprovalRow, 'state' | 'expires_at'>, now: string): ApprovalState =>
  (state === 'open' || state === 'approved') && expires_at <= now ? 'expired' : state

const ended = (state: ApprovalState): AppError => new AppError('approval.ended', { state: stateWords[state] })

/** Never one's own request, and never by the right of the one who asks, who may have passed it on. */
export const mayAgree = (
  { accountId, own, principals }: Pick<Actor, 'accountId' | 'own' | 'principals'>,
  permission: Permission,
  requester: string
): boolean => accountId !== requester && mayWithout({ own, principals }, permission, [requester])

/** @throws AppError `approval.own`, `approval.not_permitted`, `approval.ended` */
export function assertMayDecide(
  row: ApprovalRow,
  needs: Approval,
  actor: Pick<Actor, 'accountId' | 'displayName' | 'own' | 'principals'>,
  now: string
): void {
  if (row.requested_by === actor.accountId) throw new AppError('approval.own')
  if (!mayAgree(actor, needs.permission, row.requested_by))
    throw new AppError('approval.not_permitted', { name: actor.displayName, permission: permissions[needs.permission] })
  const state = stateAt(row, now)
  if (state !== 'open') throw ended(state)
}

/** @throws AppError `approval.ended` */
export function assertMayWithdraw(row: ApprovalRow, now: string): void {
  const state = stateAt(row, now)
  if (state !== 'open' && state !== 'approved') throw ended(state)
}

interface Doing {
  readonly method: string
  readonly digest: string
  readonly accountId: string
  readonly now: string
}

/** @throws AppError `approval.unknown`, `approval.waiting`, `approval.ended`, `approval.changed` */
export function assertMayDo(row: ApprovalRow | undefined, { method, digest, accountId, now }: Doing): asserts row is ApprovalRow {
  if (row?.requested_by !== accountId) throw new AppError('approval.unknown')
  const state = stateAt(row, now)
  if (state === 'open') throw new AppError('approval.waiting')
  if (state !== 'approved') throw ended(state)
  if (row.method !== method || row.digest !== digest) throw new AppError('approval.changed')
}

/**
 * An agreement counts as long as the one who gave it could still give it.
 * @param approver the account as it stands now; undefined when it was ended
 * @throws AppError `approval.approver_gone`
 */
export function assertStillMay<A extends Pick<Actor, 'accountId' | 'own' | 'principals'>>(
  approver: A | undefined,
  { permission }: Approval,
  { name, requester }: { readonly name: string; readonly requester: string }
): A {
  if (approver === undefined || !mayAgree(approver, permission, requester))
    throw new AppError('approval.approver_gone', { name, permission: permissions[permission] })
  return approver
}
