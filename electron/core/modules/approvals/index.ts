/** The door of two-person approval: requests, the second person's word, and taking that word into use once. */
import type { ReadDb } from '../../db'
import type { ApprovalBook, ApprovalUse } from '../../rpc'
import { accountNames, activeActors, actorById, rightOf } from '../accounts'
import { digestOf } from './digest'
import { aliveRows, approvalRow, markUsed, type ApprovalRow } from './queries'
import { assertMayDo, assertStillMay, mayAgree } from './rules'

export { createApprovalHandlers } from './handlers'
export { endRequestsOf, openRequestsOf } from './queries'

const digestNow = ({ method, input, question, needs }: ApprovalUse): string => digestOf(method, input, question, needs)

/** The caller's own request for exactly this that was agreed to. */
const agreedRow = (db: ReadDb, use: ApprovalUse, digest: string): ApprovalRow | undefined =>
  aliveRows(db, use.now).find((row) => row.state === 'approved' && row.requested_by === use.accountId && row.digest === digest)

export const approvalBook: ApprovalBook = {
  approvers: (db, { permission }, accountId, now) =>
    activeActors(db, now)
      .filter((actor) => mayAgree(actor, permission, accountId))
      .map(({ displayName }) => displayName),
  isAgreed: (db, use) => agreedRow(db, use, digestNow(use)) !== undefined,
  use(db, use) {
    const { approval, method, needs, accountId, now } = use
    const digest = digestNow(use)
    const row = approval === null ? agreedRow(db, use, digest) : approvalRow(db, approval)
    assertMayDo(row, { method, digest, accountId, now })
    const by = row.decided_by ?? ''
    const approver = assertStillMay(actorById(db, by, now), needs, { name: accountNames(db).get(by) ?? '', requester: accountId })
    markUsed(db, row.id, now)
    const approvedFor = rightOf(approver, needs.permission, [accountId])
    const names = { requestedBy: actorById(db, accountId)?.name ?? '', approvedBy: approver.name }
    return { approval: row.id, ...names, ...(approvedFor === undefined ? {} : { approvedFor }) }
  }
}
