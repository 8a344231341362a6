/** When staff leave: what they leave behind, and one act that gives it to a colleague and ends the account. */
import { z } from 'zod'
import { command, query } from './define'
import { Day, Id, text } from './values'

const Someone = z.strictObject({ id: Id, displayName: z.string() })

export const DeputyView = z.strictObject({
  id: Id,
  principal: Someone,
  deputy: Someone,
  from: Day,
  /** Last day. */
  to: Day,
  reason: z.string(),
  setBy: z.string()
})
export type DeputyView = z.infer<typeof DeputyView>

/** From the first to the last day, both within; at most 92. */
const span = { deputy: Id, from: Day, to: Day, reason: text(100) }
const DEPUTY_FAILS = [
  'accounts.unknown',
  'accounts.ended',
  'accounts.deputy_himself',
  'accounts.deputy_days',
  'accounts.deputy_elsewhere',
  'accounts.posts_apart'
] as const

export const staff = {
  /** What would be handed over; the contents are nobody's but the owner's. */
  leaving: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({
      /** Half-filled forms, own presets, requests that nobody has decided or done. */
      drafts: z.int(),
      presets: z.int(),
      requests: z.int()
    }),
    needs: 'accounts.manage',
    fails: ['accounts.unknown']
  }),
  /** Drafts and presets go to the colleague, open requests end, the account is ended; its name stays on everything it did. */
  handOver: command({
    input: z.strictObject({
      from: Id,
      to: Id,
      /** The colleague also gets the posts. */
      roles: z.boolean().default(false)
    }),
    output: z.strictObject({
      drafts: z.int(),
      presets: z.int(),
      requests: z.int(),
      /** Drafts that stay with the ended account: the colleague has one of the same form, or may not see all that their owner could. */
      left: z.int()
    }),
    needs: 'accounts.manage',
    audit: 'account.handed_over',
    fails: [
      'accounts.unknown',
      'accounts.last_administrator',
      'accounts.not_to_himself',
      'accounts.ended',
      'accounts.own_leaving',
      'accounts.posts_apart'
    ]
  }),
  /** Who stands in for whom, now or later: the caller's own, everybody's for whoever manages accounts; and who could be named. */
  deputies: query({
    input: z.strictObject({}),
    output: z.strictObject({ rows: z.array(DeputyView), colleagues: z.array(Someone) }),
    needs: 'signed-in'
  }),
  /** An administrator names somebody who stands in for a colleague, with everything the colleague's posts carry. Never himself. */
  nameDeputy: command({
    input: z.strictObject({ principal: Id, ...span }),
    output: z.strictObject({ id: Id }),
    needs: 'accounts.manage',
    audit: 'account.deputy_named',
    fails: DEPUTY_FAILS
  }),
  /** The caller names who stands in for him; sealed contents and the second person's word are not passed on so. */
  nameMyDeputy: command({
    input: z.strictObject(span),
    output: z.strictObject({ id: Id }),
    needs: 'signed-in',
    audit: 'account.deputy_named',
    fails: DEPUTY_FAILS
  }),
  endDeputy: command({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ id: Id }),
    needs: 'signed-in',
    audit: 'account.deputy_ended',
    fails: ['accounts.deputy_unknown']
  })
} as const
