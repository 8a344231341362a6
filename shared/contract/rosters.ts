/** Lists for the field: cards, rosters and visit lists on paper, and what the village answers. */
import { z } from 'zod'
import { changedFacts, rosterBases, rosterColumns, rosterKinds, visitAsks, visitResults } from '../domain/roster'
import { command, query } from './define'
import { Careful, MoveKind } from './person-records'
import { Cursor, Day, DivisionCode, Id, Instant, optionalText, PageLimit } from './values'

const ListNumber = z.int().min(1).max(999_999_999)
const RowNumber = z.int().min(1).max(99_999)

/** How many rows stand as what; `open` are those nothing came back about yet. */
const Progress = z.strictObject({
  open: z.int(),
  found: z.int(),
  moved: z.int(),
  unknown: z.int(),
  changed: z.int(),
  declined: z.int()
})
export type RosterProgress = z.infer<typeof Progress>

export const RosterView = z.strictObject({
  id: Id,
  number: z.int(),
  kind: z.enum(rosterKinds),
  at: Instant,
  by: z.string(),
  /** Division and its name on the day of issue; null for cards of chosen persons. */
  place: DivisionCode.nullable(),
  placeName: z.string().nullable(),
  basis: z.enum(rosterBases).nullable(),
  moveKind: MoveKind.nullable(),
  columns: z.array(z.strictObject({ key: z.string(), title: z.string() })),
  asks: z.array(z.enum(visitAsks)),
  sheet: z.enum(['A4', 'A5']).nullable(),
  /** Whether whole numbers are printed. */
  whole: z.boolean(),
  count: z.int(),
  progress: Progress
})
export type RosterView = z.infer<typeof RosterView>

export const RosterEntry = z.strictObject({
  id: Id,
  result: z.enum(visitResults),
  fields: z.array(z.enum(changedFacts)),
  visitedOn: Day,
  collector: z.string().nullable(),
  at: Instant,
  by: z.string()
})
export type RosterEntry = z.infer<typeof RosterEntry>

/** One row as it was printed, by column; whole numbers are masked wherever they are not printed again. */
const Cells = z.record(z.string(), z.string())
export const RosterRow = z.strictObject({
  row: RowNumber,
  personId: Id,
  cells: Cells,
  /** What stands; null while nothing came back. */
  entry: RosterEntry.nullable()
})
export type RosterRow = z.infer<typeof RosterRow>

const Where = {
  /** Null lets in every kind. */
  moveKind: MoveKind.nullable().default(null),
  place: DivisionCode,
  basis: z.enum(rosterBases).default('residence')
}
const Whole = {
  /** Whole numbers instead of masked ones; needs the right to see them, and what for. */
  whole: z.boolean().default(false),
  reason: optionalText(100)
}

const Wanted = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('visit'), ...Where, asks: z.array(z.enum(visitAsks)).max(visitAsks.length) }),
  z.strictObject({ kind: z.literal('roster'), ...Where, columns: z.array(z.enum(rosterColumns)).max(rosterColumns.length), ...Whole }),
  z.strictObject({
    kind: z.literal('card'),
    persons: z.array(Id).min(1, '请先选人').max(200, '一次最多 200 人'),
    /** The others of the household stand on the card of each. */
    household: z.boolean().default(false),
    sheet: z.enum(['A4', 'A5']).default('A5'),
    careful: Careful,
    ...Whole
  })
])
export type WantedRoster = z.output<typeof Wanted>

const ISSUE_FAILS = ['persons.out_of_scope', 'reference.division_unknown'] as const

export const rosters = {
  /** How many a list would hold, and how many it leaves out: who declined a visit, children under 14, and whose data are only kept or who is to be met with care. */
  preview: query({
    input: z.strictObject(Where),
    output: z.strictObject({
      count: z.int(),
      declined: z.int(),
      young: z.int(),
      restricted: z.int().default(0),
      most: z.int(),
      tooMany: z.boolean()
    }),
    needs: 'persons.search',
    fails: ISSUE_FAILS
  }),
  /** Makes a list and keeps it as issued. */
  issue: command({
    input: z.strictObject({ wanted: Wanted }),
    output: z.strictObject({ id: Id, number: z.int(), count: z.int() }),
    needs: 'persons.write',
    audit: 'roster.issued',
    fails: [
      ...ISSUE_FAILS,
      'persons.unknown',
      'persons.restricted',
      'persons.with_care',
      'rosters.nobody',
      'rosters.too_many',
      'rosters.column_needed',
      'rosters.whole_not_allowed',
      'rosters.reason_needed'
    ]
  }),
  /** Lists issued, the latest first; an account of a part of the county sees those of its part and its own cards. */
  list: query({
    input: z.strictObject({ cursor: Cursor.nullable().default(null), limit: PageLimit }),
    output: z.strictObject({ rows: z.array(RosterView), next: Cursor.nullable() }),
    needs: 'persons.search'
  }),
  get: query({
    input: z.strictObject({ id: Id }),
    output: RosterView,
    needs: 'persons.read',
    fails: ['rosters.unknown']
  }),
  /** Rows in the order of the paper, from a row number on. */
  rows: query({
    input: z.strictObject({ id: Id, from: RowNumber.default(1), limit: PageLimit }),
    output: z.strictObject({ rows: z.array(RosterRow) }),
    needs: 'persons.read',
    audit: 'roster.seen',
    fails: ['rosters.unknown']
  }),
  /** The first row from here on about which nothing came back; null when there is none, then also before. */
  nextOpen: query({
    input: z.strictObject({ id: Id, from: RowNumber.default(1) }),
    output: z.strictObject({ row: RowNumber.nullable() }),
    needs: 'persons.read',
    fails: ['rosters.unknown']
  }),
  /** The whole list as it was issued, to be printed, as often as needed. */
  paper: query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ list: RosterView, rows: z.array(z.strictObject({ row: RowNumber, cells: Cells })) }),
    needs: 'persons.read',
    audit: 'roster.printed',
    leaves: true,
    fails: ['rosters.unknown', 'rosters.whole_not_allowed']
  }),
  /** The list and row a scanned code means. */
  find: query({
    input: z.strictObject({ number: ListNumber, row: RowNumber }),
    output: z.strictObject({ id: Id, row: RowNumber }),
    needs: 'persons.read',
    fails: ['rosters.code_unknown', 'rosters.row_unknown']
  }),
  /** What came back about one row. Files are not changed by it; 谢绝 keeps the person off every later list. */
  enter: command({
    input: z.strictObject({
      id: Id,
      row: RowNumber,
      result: z.enum(visitResults),
      fields: z.array(z.enum(changedFacts)).max(changedFacts.length).default([]),
      visitedOn: Day,
      collector: optionalText(30),
      /** The entry on screen that this one corrects; null for a row without one. */
      replaces: Id.nullable().default(null)
    }),
    output: z.strictObject({ entry: RosterEntry, progress: Progress }),
    needs: 'persons.write',
    audit: 'roster.result_entered',
    fails: [
      'rosters.unknown',
      'rosters.row_unknown',
      'rosters.no_results_here',
      'rosters.entered_meanwhile',
      'rosters.field_needed',
      'rosters.bad_day',
      'persons.unknown',
      'persons.bad_text'
    ]
  }),
  /** Takes back the last result that this account entered on the list; what it corrected stands again. */
  undoLast: command({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ row: RowNumber, result: z.enum(visitResults), entry: RosterEntry.nullable(), progress: Progress }),
    needs: 'persons.write',
    audit: 'roster.result_undone',
    fails: ['rosters.unknown', 'rosters.nothing_to_undo']
  })
} as const
