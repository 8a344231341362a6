/** Two persons for dangerous acts: a request, another account's word about it, and what is left to be done. */
import { z } from 'zod'
import { command, query } from './define'
import { Id, Instant, text } from './values'

/** `open`: nobody has decided; `approved`: may be done once; `expired`: nobody decided or did it in time. */
export const ApprovalState = z.enum(['open', 'approved', 'refused', 'withdrawn', 'used', 'expired'])
export type ApprovalState = z.infer<typeof ApprovalState>

export const ApprovalView = z.strictObject({
  id: Id,
  method: z.string(),
  title: z.string(),
  /** What will be done, in one sentence without a person's name. */
  sentence: z.string(),
  reason: z.string(),
  state: ApprovalState,
  requestedBy: z.string(),
  requestedAt: Instant,
  expiresAt: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  /** Why it was refused. */
  decidedWhy: z.string().nullable(),
  usedAt: Instant.nullable(),
  /** Can be done from the list; otherwise on its own page, where the agreement is found again. */
  resumable: z.boolean()
})
export type ApprovalView = z.infer<typeof ApprovalView>

const Reason = text(200)
const one = z.strictObject({ id: Id })
const DECIDE_FAILS = ['approval.unknown', 'approval.own', 'approval.not_permitted', 'approval.ended'] as const

export const approvals = {
  /** Asks for another person's word on one call; the same open request again answers with the one that waits. */
  request: command({
    input: z.strictObject({ method: z.string().min(3).max(80), input: z.unknown(), reason: Reason }),
    output: z.strictObject({ id: Id, expiresAt: Instant }),
    needs: 'signed-in',
    audit: 'approval.requested',
    fails: ['approval.not_asked', 'approval.nobody', 'approval.too_many', 'session.forbidden']
  }),
  approve: command({
    input: one,
    output: one,
    needs: 'signed-in',
    audit: 'approval.given',
    fails: DECIDE_FAILS
  }),
  /** The second person agrees on the first one's screen, with his own account and passphrase. */
  approveHere: command({
    input: z.strictObject({ id: Id, account: z.string().trim().min(1).max(64), passphrase: z.string().min(1).max(200) }),
    output: one,
    needs: 'signed-in',
    audit: 'approval.given',
    fails: [...DECIDE_FAILS, 'session.wrong_passphrase', 'session.wait']
  }),
  refuse: command({
    input: z.strictObject({ id: Id, why: Reason }),
    output: one,
    needs: 'signed-in',
    audit: 'approval.refused',
    fails: DECIDE_FAILS
  }),
  /** By the one who asked. */
  withdraw: command({
    input: one,
    output: one,
    needs: 'signed-in',
    audit: 'approval.withdrawn',
    fails: ['approval.unknown', 'approval.ended']
  }),
  /** What waits for this account's word, oldest first, and what it asked for itself in the last 30 days, newest first. */
  list: query({
    input: z.strictObject({}),
    output: z.strictObject({ forMe: z.array(ApprovalView), mine: z.array(ApprovalView) }),
    needs: 'signed-in'
  }),
  /** Input of an agreed request of one's own, to be called with `approval` set to the id; what was secret is missing. */
  resume: query({
    input: one,
    output: z.strictObject({ method: z.string(), input: z.unknown() }),
    needs: 'signed-in',
    fails: ['approval.unknown', 'approval.waiting', 'approval.ended']
  })
} as const
