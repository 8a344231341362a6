/** Figures with their formula, and what is written to a partner because of them. */
import { z } from 'zod'
import {
  handWays,
  ledgerIndicators,
  minimumFields,
  peopleIndicators,
  registerIndicators,
  requestKinds,
  returnParts,
  tableColumns,
  tablePeriods,
  visitIndicators
} from '../domain'
import { command, query } from './define'
import { SlipDirection, SlipKind } from './slip-shapes'
import { Day, Id } from './values'

const parts = {
  answeredInTime: z.int(),
  answeredLate: z.int(),
  received: z.int(),
  carried: z.int(),
  notCarried: z.int(),
  /** Given back by the other office: not its area, asked twice, badly formed. */
  refused: z.int(),
  /** The other office's program could not take it. */
  undelivered: z.int()
}

/** Parts of one partner's slips by issue date; they add up to `issued` on any day. */
export const ReturnRateRow = z.strictObject({
  partnerId: Id,
  partnerName: z.string(),
  issued: z.int(),
  ...parts,
  /** Told apart: no part of `issued`. */
  withdrawn: z.int(),
  answered: z.int(),
  /** 应反馈: the limit has come, or the answer is here already; without refused and undelivered ones. */
  due: z.int(),
  overdue: z.int(),
  /** answered ÷ due as a decimal text with one place, or null below the small-number limit. */
  rate: z.string().nullable()
})
export type ReturnRateRow = z.infer<typeof ReturnRateRow>

const asked = {
  direction: SlipDirection.default('out'),
  kind: z.enum(requestKinds).nullable().default(null),
  partnerId: Id.nullable().default(null)
}

/** One table exchanged with one partner. @field month the month in which the period ends */
const table = { partnerId: Id, period: z.enum(tablePeriods), month: z.string().regex(/^[12][0-9]{3}-(?:0[1-9]|1[0-2])$/) }

/** @field agreed its author agrees that both offices list numbers of slips */
const SignedTable = z.strictObject({ id: Id, slipNo: z.string(), issuedOn: z.string(), asOf: z.string(), agreed: z.boolean() })

const To = z.strictObject({ name: z.string(), address: z.string(), postcode: z.string(), post: z.string(), phone: z.string() })

export const ReminderPaper = z.strictObject({
  partnerId: Id,
  to: To,
  asOf: Day,
  rows: z.array(
    z.strictObject({
      id: Id,
      slipNo: z.string(),
      kind: SlipKind,
      /** One character and marks, as on every list that goes out. */
      person: z.string(),
      issuedOn: Day,
      dueOn: Day,
      daysLate: z.int().min(1)
    })
  ),
  /** Overdue too, but never carried to the partner: nobody there can answer them. */
  notCarried: z.int()
})
export type ReminderPaper = z.infer<typeof ReminderPaper>

/** An indicator in the words of the rule pack. */
const indicatorRow = <T extends z.ZodType>(id: T) =>
  z.strictObject({
    id: z.string(),
    label: z.string(),
    numerator: z.string(),
    denominator: z.string(),
    /** How it is counted where the words above leave it open; why it is not, where `counted` is null. */
    rule: z.string(),
    counted: z.strictObject({ id, numerator: z.int(), denominator: z.int(), rate: z.string().nullable() }).nullable()
  })

export const reports = {
  /** @field asOf null for today; a report of an earlier day counts what was known then */
  returnRate: query({
    input: z.strictObject({ from: Day, to: Day, asOf: Day.nullable().default(null), ...asked }),
    output: z.strictObject({
      rows: z.array(ReturnRateRow),
      total: ReturnRateRow,
      formula: z.string(),
      smallNumber: z.int(),
      asOf: Day,
      statisticalMonth: z.strictObject({ fromDay: z.int(), toDay: z.int() })
    }),
    needs: 'reports.read'
  }),
  /** The last twelve statistical months as they stand today, the oldest first. */
  returnMonths: query({
    input: z.strictObject(asked),
    output: z.strictObject({ months: z.array(z.strictObject({ month: z.string(), from: Day, to: Day, row: ReturnRateRow })) }),
    needs: 'reports.read'
  }),
  /** Every indicator of the rule pack but those of the register, for slips whose limit falls in the period and people recorded in it, with its formula and how many it was counted from. */
  indicators: query({
    input: z.strictObject({ from: Day, to: Day }),
    output: z.strictObject({
      rows: z.array(indicatorRow(z.enum([...ledgerIndicators, ...peopleIndicators, ...visitIndicators]))),
      smallNumber: z.int(),
      asOf: Day,
      rulePack: z.string(),
      statisticalMonth: z.strictObject({ fromDay: z.int(), toDay: z.int() })
    }),
    needs: 'reports.read'
  }),
  /** Indicators of the files in the list of persons as they stand today. @field gaps required facts and how many files do not hold them; empty for who opens no files */
  registerIndicators: query({
    input: z.strictObject({}),
    output: z.strictObject({
      rows: z.array(indicatorRow(z.enum(registerIndicators))),
      gaps: z.array(z.strictObject({ field: z.enum(minimumFields), label: z.string(), persons: z.int() })),
      ...{ smallNumber: z.int(), asOf: Day, rulePack: z.string() }
    }),
    needs: 'reports.read'
  }),
  /** Our figures beside those the partner signed, of the same period and day; and slip by slip where both agreed to that. */
  comparison: query({
    input: z.strictObject(table),
    output: z.strictObject({
      ...{ from: Day, to: Day, asOf: Day, mine: SignedTable.nullable(), theirs: SignedTable.nullable() },
      /** An own table that waits for its signature. */
      waiting: Id.nullable(),
      /** Seen from here: `out` is what we sent and came to them. */
      rows: z.array(
        z.strictObject({
          direction: SlipDirection,
          cells: z.array(z.strictObject({ number: z.enum(tableColumns), ours: z.int(), theirs: z.int().nullable() })),
          /** answered ÷ due by the same formula on both sides; null below the small-number limit. */
          rates: z.strictObject({ ours: z.string().nullable(), theirs: z.string().nullable() })
        })
      ),
      /** Whether the partner's table names slips, both having agreed. */
      listed: z.boolean(),
      /** Slips that the partner's list left out for want of room. */
      more: z.int(),
      /** @field id null for a slip that only they count */
      differences: z.array(
        z.strictObject({
          ...{ direction: SlipDirection, slipNo: z.string(), id: Id.nullable() },
          ...{ ours: z.enum(returnParts).nullable(), theirs: z.enum(returnParts).nullable() }
        })
      ),
      found: z.int()
    }),
    needs: 'reports.read',
    fails: ['slips.out_of_scope', 'slips.table_period']
  }),
  /** 把本表交给对方核对: a draft that is read, signed and carried like any slip. @field anew as of yesterday, not of the day their table names */
  offerTable: command({
    input: z.strictObject({ ...table, agree: z.boolean(), anew: z.boolean().default(false) }),
    output: z.strictObject({ id: Id }),
    needs: 'slips.write',
    audit: 'reports.table_drafted',
    fails: [
      'slips.partner_needed',
      'partners.link_closed',
      'slips.out_of_scope',
      'slips.table_period',
      'slips.table_waiting',
      'slips.kind_not_in_rules',
      'slips.field_missing',
      'slips.field_not_allowed',
      'slips.text_refused'
    ]
  }),
  /** What a partner owes an answer to after its limit, for a 催办单. */
  reminder: query({
    input: z.strictObject({ partnerId: Id }),
    output: ReminderPaper,
    needs: 'slips.write',
    audit: 'slip.reminder_printed',
    leaves: true,
    fails: ['slips.partner_needed']
  }),
  /** 已催办: stands in the course of each slip that is still owed; others are left out. */
  noteReminded: command({
    input: z.strictObject({ partnerId: Id, ids: z.array(Id).min(1).max(1000), way: z.enum(handWays) }),
    /** `act`: what `slips.undoBatch` takes back; null where nothing was noted. */
    output: z.strictObject({ act: Id.nullable(), ids: z.array(Id) }),
    needs: 'slips.write',
    audit: 'slip.reminded',
    fails: ['slips.partner_needed', 'slips.unknown', 'slips.out_of_scope']
  }),
  /** The figures of a period for a letter to one partner: no slip and no name in it. */
  letter: query({
    input: z.strictObject({ partnerId: Id, from: Day, to: Day }),
    output: z.strictObject({ to: To, row: ReturnRateRow, formula: z.string(), asOf: Day }),
    needs: 'reports.read',
    audit: 'reports.letter_printed',
    leaves: true,
    fails: ['slips.partner_needed']
  })
} as const
