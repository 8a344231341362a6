/** When staff leave: what they leave behind, and one act that gives it to a colleague and ends the account. */
import { z } from 'zod'
import { command, query } from './define'
import { Id } from './values'

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
    fails: ['accounts.unknown', 'accounts.last_administrator', 'accounts.not_to_himself', 'accounts.ended', 'accounts.own_leaving']
  })
} as const
