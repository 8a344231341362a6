/** The door of two-person approval: requests, the second person's word, and taking that word into use once. */
import type { UseApproval } from '../../rpc'
import { accountNames, actorById } from '../accounts'
import { digestOf } from './digest'
import { approvalRow, markUsed } from './queries'
import { assertMayDo, assertStillMay } from './rules'

export { createApprovalHandlers } from './handlers'

/** Runs inside the transaction of the act: the request is used up if and only if the act is done. */
export const useApproval: UseApproval = (db, { approval, method, input, question, needs, accountId, now }) => {
  const row = approvalRow(db, approval)
  assertMayDo(row, { method, digest: digestOf(method, input, question), accountId, now })
  const approver = assertStillMay(
    row.decided_by === null ? undefined : actorById(db, row.decided_by),
    needs,
    accountNames(db).get(row.decided_by ?? '') ?? ''
  )
  markUsed(db, row.id, now)
  return { approval: row.id, requestedBy: actorById(db, accountId)?.name ?? '', approvedBy: approver.name }
}
