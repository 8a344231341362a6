/** Abolished division codes in the register: where they stand, what they become, and the batch that changes them as one act. */
import { z } from 'zod'
import { conversionReasonLabels, divisionChangeKinds, type ConversionReason } from '../domain/division-conversion'
import { job } from './define'
import { Day, DivisionCode, Id } from './values'

const reasons = Object.keys(conversionReasonLabels) as [ConversionReason, ...ConversionReason[]]

const NamedPlace = z.strictObject({ code: z.string(), fullName: z.string() })
/** A target and the number of places that would get it. */
const Counted = NamedPlace.extend({ count: z.int() })

/** All places of the register whose county code is one abolished code, or stands on no list. */
export const ConversionGroup = z.strictObject({
  /** Six digits: the county of the stored codes. */
  code: z.string(),
  fullName: z.string(),
  kind: z.enum(divisionChangeKinds),
  /** First day, month or year without the code; null when it is on no list. */
  since: z.string().nullable(),
  /** Registered residences and present stays that carry it. */
  hukou: z.int(),
  stays: z.int(),
  /** Decided by the tables, largest first; at most 20 targets are named. */
  sure: z.array(Counted),
  sureCount: z.int(),
  /** Proposed because the address names the place; the clerk decides whether that is followed. */
  proposed: z.array(Counted),
  proposedCount: z.int(),
  /** Nothing is proposed: the clerk names one heir for all, or leaves them. */
  openCount: z.int(),
  /** On no list, or nobody knows what became of it: left as it is. */
  unknownCount: z.int(),
  /** What the clerk may choose from. */
  heirs: z.array(NamedPlace),
  /** Why the tables do not decide, for those that are open or proposed. */
  reasons: z.array(z.enum(reasons))
})
export type ConversionGroup = z.infer<typeof ConversionGroup>

const Decision = z.strictObject({
  /** County of the group. */
  code: DivisionCode,
  /** Whether what the address names is taken. */
  followText: z.boolean(),
  /** Heir for those that the tables and the address leave open; null leaves them. */
  otherwise: DivisionCode.nullable()
})
export type ConversionDecision = z.infer<typeof Decision>

export const conversion = {
  /** Looks through the whole register and changes nothing. */
  preview: job({
    input: z.strictObject({ on: Day.nullable().default(null) }),
    output: z.strictObject({ on: Day, rows: z.array(ConversionGroup), files: z.int() }),
    needs: 'persons.write',
    audit: 'conversion.previewed',
    steps: { look: '查找已撤销的代码' },
    fails: ['conversion.whole_county_only', 'conversion.bad_day']
  }),
  /** Changes the groups named, as one act that can be taken back (`acts.undo`). Groups without a decision are left. */
  apply: job({
    input: z.strictObject({ on: Day.nullable().default(null), decisions: z.array(Decision).min(1, '请至少选一组').max(5000) }),
    output: z.strictObject({
      act: Id,
      on: Day,
      files: z.int(),
      hukou: z.int(),
      stays: z.int(),
      /** Places of the groups named that were left because nothing was decided for them. */
      left: z.int(),
      rows: z.array(z.strictObject({ code: z.string(), fullName: z.string(), to: NamedPlace, count: z.int() }))
    }),
    needs: 'persons.write',
    audit: 'conversion.applied',
    steps: { convert: '逐份改写代码' },
    fails: ['conversion.whole_county_only', 'conversion.bad_day', 'conversion.bad_choice', 'conversion.nothing']
  })
} as const
