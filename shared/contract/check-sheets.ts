/** 调查核实表: a batch of questions on paper for a village, and what came back in the order of the paper. */
import { z } from 'zod'
import { command, query } from './define'
import { Finding, ItemView, SlipKind } from './slip-shapes'
import { Day, Id, Instant } from './values'

const SheetNumber = z.int().min(100_000_000).max(999_999_999)

export const CheckSheet = z.strictObject({
  id: Id,
  number: SheetNumber,
  at: Instant,
  by: z.string(),
  count: z.int(),
  /** Rows that nobody answered yet. */
  open: z.int()
})
export type CheckSheet = z.infer<typeof CheckSheet>

export const CheckRow = z.strictObject({
  row: z.int(),
  slipId: Id,
  slipNo: z.string().nullable(),
  kind: SlipKind,
  partnerName: z.string(),
  dueOn: Day.nullable(),
  /** Null once its author took the slip back. */
  name: z.string().nullable(),
  sex: z.string(),
  birthDate: z.string(),
  /** Where she lives by the file, else as the slip says. */
  door: z.string(),
  /** `unpaired`: nobody looked who is meant · `nobody`: nobody could be named, answered by itself · `done`: answered, or nothing is owed any more. */
  state: z.enum(['open', 'unpaired', 'nobody', 'done']),
  items: z.array(ItemView),
  /** What stands: of an answer that was sent back, and what was declined for good. */
  findings: z.array(Finding),
  /** Items declined in an answer that left the office: they are not asked again. */
  declined: z.array(z.string())
})
export type CheckRow = z.infer<typeof CheckRow>

const whole = { sheet: CheckSheet, rows: z.array(CheckRow) }

export const checkSheets = {
  /** The latest first; an account of a part of the county sees its own. */
  sheets: query({ input: z.strictObject({}), output: z.strictObject({ rows: z.array(CheckSheet) }), needs: 'slips.verify' }),
  /** Questions of the other side in walking order; one that needs no answer any more stands on no paper. */
  makeSheet: command({
    input: z.strictObject({ ids: z.array(Id).min(1).max(300) }),
    output: z.strictObject({ id: Id, number: SheetNumber, count: z.int() }),
    needs: 'slips.verify',
    audit: 'slip.sheet_made',
    fails: ['slips.unknown', 'slips.out_of_scope', 'slips.action_not_allowed', 'persons.restricted']
  }),
  sheet: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject(whole),
    needs: 'slips.verify',
    audit: 'slip.sheet_seen',
    fails: ['slips.sheet_unknown']
  }),
  /** The same for the printer. */
  sheetPaper: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject(whole),
    needs: 'slips.verify',
    audit: 'slip.sheet_printed',
    fails: ['slips.sheet_unknown']
  }),
  /** By the number in the code of a row. */
  findSheet: query({
    input: z.strictObject({ number: SheetNumber }),
    output: z.strictObject({ id: Id }),
    needs: 'slips.verify',
    fails: ['slips.sheet_unknown']
  })
} as const
