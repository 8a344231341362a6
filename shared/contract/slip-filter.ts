/** What the ledger and the home page are narrowed by. */
import { z } from 'zod'
import { indicatorSides, ledgerIndicators, returnNumbers } from '../domain'
import { SlipDirection, SlipKind, SlipStatus } from './slip-shapes'
import { Day, DivisionCode, Id } from './values'

export const SlipFilter = z.strictObject({
  text: z.string().max(200).default(''),
  direction: SlipDirection.nullable().default(null),
  kinds: z.array(SlipKind).default([]),
  statuses: z.array(SlipStatus).default([]),
  partnerId: Id.nullable().default(null),
  /** `today` due today or before · `mine` waits for an act here · `partner` waits for the other side. */
  queue: z.enum(['today', 'mine', 'partner']).nullable().default(null),
  open: z.boolean().nullable().default(null),
  issuedFrom: Day.nullable().default(null),
  issuedTo: Day.nullable().default(null),
  /** Of a person who lives or is registered there, or given to whoever works there. */
  place: DivisionCode.nullable().default(null),
  /** An answer is owed: overdue · today · until Sunday. */
  due: z.enum(['late', 'today', 'week']).nullable().default(null),
  dueFrom: Day.nullable().default(null),
  dueTo: Day.nullable().default(null),
  /** `mine` given to the account, those it stands in for, or its unit · `none` of the other side, open, and given to nobody. */
  hand: z.enum(['mine', 'none']).nullable().default(null),
  /** About her, in whichever of her files: written for one, or paired with it. */
  personId: Id.nullable().default(null),
  /** Only what one number of the return rate counts at the end of a day. */
  counted: z
    .strictObject({ number: z.enum(returnNumbers), asOf: Day })
    .nullable()
    .default(null),
  /** Only what one side of an indicator counts. */
  indicator: z
    .strictObject({ id: z.enum(ledgerIndicators), side: z.enum(indicatorSides), from: Day, to: Day })
    .nullable()
    .default(null)
})

/** By the limit, or what came last first. */
export const SlipSort = z.enum(['due', 'newest'])
