/** Meetings of bordering regions: what was decided, and what is still to be done by whom. */
import { z } from 'zod'
import { command, query } from './define'
import { Cursor, Day, Id, Instant, optionalText, PageLimit, text } from './values'

/** An office and the post that came; never a person's name. */
export const Participant = z.strictObject({ office: text(100), post: z.string().trim().max(60).default('') })

export const MeetingRow = z.strictObject({
  id: Id,
  title: z.string(),
  heldOn: Day,
  place: z.string(),
  offices: z.array(z.string()),
  /** Items that are not done. */
  open: z.int()
})
export type MeetingRow = z.infer<typeof MeetingRow>

export const MeetingItem = z.strictObject({
  id: Id,
  text: z.string(),
  office: z.string(),
  dueOn: Day,
  /** Null once it is done. */
  daysLeft: z.int().nullable(),
  doneOn: Day.nullable(),
  doneBy: z.string().nullable(),
  result: z.string().nullable()
})

export const MeetingView = z.strictObject({
  ...MeetingRow.shape,
  revision: z.int(),
  participants: z.array(Participant),
  topics: z.string(),
  decisions: z.string(),
  items: z.array(MeetingItem),
  updatedAt: Instant,
  updatedBy: z.string()
})
export type MeetingView = z.infer<typeof MeetingView>

const knowing = ['meetings.unknown'] as const

export const meetings = {
  /** The latest meeting first. */
  list: query({
    input: z.strictObject({ cursor: Cursor.nullable().default(null), limit: PageLimit }),
    output: z.strictObject({ rows: z.array(MeetingRow), next: Cursor.nullable() }),
    needs: 'partners.read'
  }),
  get: query({ input: z.strictObject({ id: Id }), output: MeetingView, needs: 'partners.read', fails: knowing }),
  /** Items that are left out and not done are dropped; what is done stays as it was. */
  save: command({
    input: z.strictObject({
      id: Id.nullable().default(null),
      revision: z.int().min(0).default(0),
      title: text(100),
      heldOn: Day,
      place: text(100),
      participants: z.array(Participant).min(1, '请至少写一个参加单位').max(30),
      topics: text(2000),
      decisions: text(4000),
      items: z
        .array(z.strictObject({ id: Id.nullable().default(null), text: text(300), office: text(100), dueOn: Day }))
        .max(30)
        .default([])
    }),
    output: z.strictObject({ id: Id }),
    needs: 'partners.manage',
    audit: 'meeting.saved',
    fails: [...knowing, 'meetings.bad_day', 'agreements.changed_meanwhile', 'agreements.bad_text']
  }),
  finish: command({
    input: z.strictObject({ item: Id, on: Day, result: optionalText(300) }),
    output: z.strictObject({ id: Id }),
    needs: 'partners.manage',
    audit: 'meeting.item_finished',
    fails: [...knowing, 'meetings.bad_day', 'meetings.item_done', 'agreements.bad_text']
  }),
  /** Open items that are due within a week or overdue, for the beginning of the day. */
  due: query({
    input: z.strictObject({}),
    output: z.strictObject({
      rows: z.array(
        z.strictObject({ meetingId: Id, title: z.string(), text: z.string(), office: z.string(), dueOn: Day, daysLeft: z.int() })
      )
    }),
    needs: 'partners.read'
  })
} as const
