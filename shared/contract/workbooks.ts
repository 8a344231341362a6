/** Lists of the townships: templates out, tables in by dry run and one act, selections out as tables. */
import { z } from 'zod'
import { job, query, command } from './define'
import { MoveKind } from './person-records'
import { ListSort, PersonFilter } from './persons'
import { FileTicket, Id, Instant, PartialDay } from './values'

const Ticket = z.string().min(8).max(64)
const FieldKey = z.string().min(1).max(40)

/** A field that columns can be mapped to. */
export const WorkbookField = z.strictObject({ key: FieldKey, label: z.string() })

export const WorkbookLayout = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Move kind of every row; null where a column tells it. */
  kind: MoveKind.nullable(),
  columns: z.array(z.strictObject({ key: FieldKey, title: z.string() })),
  /** Of a template the office made itself; null for one that is shipped, which nobody changes. */
  revision: z.int().nullable()
})

/** It becomes the name of a file and of a sheet. */
const LayoutName = z
  .string()
  .trim()
  .min(1, '请填模板名称')
  .max(30, '最多 30 个字')
  .regex(/^[^\\/:*?"<>|[\]']+$/, '名称不能有 \\ / : * ? " < > | [ ] 这些符号')
const LayoutColumn = z.strictObject({ key: FieldKey, title: z.string().trim().min(1, '请填标题').max(60, '最多 60 个字') })

export const LookedColumn = z.strictObject({
  /** 0-based; `letters` as the clerk sees it. */
  column: z.int(),
  letters: z.string(),
  title: z.string(),
  key: FieldKey.nullable(),
  confidence: z.number(),
  /** Up to three values below the header. */
  samples: z.array(z.string())
})
export type LookedColumn = z.infer<typeof LookedColumn>

const MappedColumn = z.strictObject({
  column: z.int().min(0).max(255),
  key: FieldKey,
  /** A blank cell clears what is on file; otherwise it leaves it. */
  clear: z.boolean().default(false)
})

/** What is done with one list; the dry run and the import take the same. */
const Wanted = z.strictObject({
  ticket: Ticket,
  sheet: z.string().max(255),
  /** Last row of the header, 1-based; 0 when there is none. */
  headerRow: z.int().min(0).max(1_048_576),
  columns: z.array(MappedColumn).min(1, '请至少对应一列').max(256),
  kind: MoveKind.nullable().default(null),
  /** The clerk's word on doubtful rows; null makes a new person. `key` comes from the report. */
  decisions: z
    .array(z.strictObject({ key: z.string().max(400), personId: Id.nullable() }))
    .max(10_000)
    .default([])
})
export type WantedImport = z.output<typeof Wanted>

export const WorkbookProblem = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  label: z.string(),
  count: z.int(),
  /** The first 200. */
  rows: z.array(z.strictObject({ row: z.int().nullable(), column: z.string().nullable(), text: z.string() }))
})
export type WorkbookProblem = z.infer<typeof WorkbookProblem>

const Candidate = z.strictObject({
  id: Id,
  name: z.string(),
  sex: z.string(),
  birthDate: PartialDay,
  idNoMasked: z.string().nullable(),
  hukouName: z.string()
})

export const DoubtfulRow = z.strictObject({
  key: z.string(),
  row: z.int(),
  name: z.string(),
  birthDate: z.string(),
  idNoMasked: z.string().nullable(),
  why: z.string(),
  candidates: z.array(Candidate),
  /** What was decided: a person, `new`, or null while nothing is. */
  decided: z.string().nullable()
})
export type DoubtfulRow = z.infer<typeof DoubtfulRow>

const Counts = {
  rows: z.int(),
  fresh: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  doubtful: z.int(),
  wrong: z.int()
}

export const ImportReport = z.strictObject({
  file: z.string(),
  sheet: z.string(),
  ...Counts,
  problems: z.array(WorkbookProblem),
  /** The first 200. */
  doubts: z.array(DoubtfulRow)
})
export type ImportReport = z.infer<typeof ImportReport>

export const ExportRow = z.strictObject({
  at: Instant,
  by: z.string(),
  persons: z.int(),
  /** Whole numbers and telephones were given out, for this reason. */
  whole: z.boolean(),
  reason: z.string(),
  columns: z.array(z.string())
})
export type ExportRow = z.infer<typeof ExportRow>

/** `interrupted`: stopped on the way, by the clerk or by a power cut; it may go on, stay as it is, or be taken back. */
export const ImportState = z.enum(['running', 'interrupted', 'done', 'undoing', 'undone'])

export const ImportRow = z.strictObject({
  id: Id,
  act: Id,
  file: z.string(),
  sheet: z.string(),
  at: Instant,
  by: z.string(),
  state: ImportState,
  ...Counts
})
export type ImportRow = z.infer<typeof ImportRow>

const FILE_FAILS = [
  'file.unknown_ticket',
  'workbook.old_format',
  'workbook.encrypted',
  'workbook.not_a_workbook',
  'workbook.damaged',
  'workbook.hostile',
  'workbook.too_large',
  'workbook.sheet_unknown'
] as const
const PLAN_FAILS = ['workbooks.name_needed', 'workbooks.field_unknown', 'workbooks.field_twice'] as const

export const workbooks = {
  layouts: query({
    input: z.strictObject({}),
    output: z.strictObject({ layouts: z.array(WorkbookLayout), fields: z.array(WorkbookField) }),
    needs: 'persons.read'
  }),
  /** An empty list of one layout: columns in text format, choices, 填写说明. */
  template: job({
    input: z.strictObject({ layout: z.string().max(40) }),
    output: z.strictObject({ file: FileTicket }),
    needs: 'persons.read',
    audit: 'workbook.template_made',
    steps: { write: '生成模板' },
    fails: ['workbooks.layout_unknown']
  }),
  /** A template of the office's own: its titles are known again when the list comes back. */
  saveLayout: command({
    input: z.strictObject({
      /** Null for a new one. */
      id: Id.nullable().default(null),
      revision: z.int().nullable().default(null),
      name: LayoutName,
      kind: MoveKind.nullable().default(null),
      columns: z
        .array(LayoutColumn)
        .min(1, '请至少留一列')
        .max(100)
        .refine((columns) => new Set(columns.map(({ title }) => title)).size === columns.length, '有两列的标题相同')
    }),
    output: z.strictObject({ id: Id, revision: z.int() }),
    needs: 'persons.write',
    audit: 'workbook.layout_saved',
    fails: [
      'workbooks.layout_unknown',
      'workbooks.layout_changed',
      'workbooks.layout_name_taken',
      'workbooks.field_unknown',
      'workbooks.field_twice'
    ]
  }),
  /** What came in by it stays. */
  removeLayout: command({
    input: z.strictObject({ id: Id, revision: z.int() }),
    output: z.strictObject({ id: Id }),
    needs: 'persons.write',
    audit: 'workbook.layout_removed',
    fails: ['workbooks.layout_unknown', 'workbooks.layout_changed']
  }),
  /** What lies in a file: its sheets, where the header seems to be, which column seems to hold what. Changes nothing. */
  look: job({
    input: z.strictObject({
      ticket: Ticket,
      /** Null takes the first sheet that is not hidden. */
      sheet: z.string().max(255).nullable().default(null),
      /** Null proposes one. */
      headerRow: z.int().min(0).max(1_048_576).nullable().default(null)
    }),
    output: z.strictObject({
      name: z.string(),
      kind: z.enum(['xlsx', 'csv']),
      /** What a text file was read as. */
      encoding: z.string().nullable(),
      sheets: z.array(z.strictObject({ name: z.string(), hidden: z.boolean() })),
      sheet: z.string(),
      headerRow: z.int(),
      columns: z.array(LookedColumn),
      moveKind: MoveKind.nullable(),
      /** The mapping is the one this user confirmed for the same header earlier. */
      remembered: z.boolean()
    }),
    needs: 'persons.write',
    audit: 'workbook.looked_at',
    steps: { read: '打开表格' },
    fails: FILE_FAILS
  }),
  /** The dry run: what an import would do, row by row, and a copy of the file with the trouble marked. Changes nobody's file. */
  check: job({
    input: Wanted,
    output: z.strictObject({ report: ImportReport, marked: FileTicket.nullable() }),
    needs: 'persons.write',
    audit: 'workbook.checked',
    steps: { read: '逐行核对', mark: '生成标记副本' },
    fails: [...FILE_FAILS, ...PLAN_FAILS]
  }),
  /** Takes the good rows in as one act; rows with errors and undecided ones are left out. */
  apply: job({
    input: Wanted.extend({
      /** Goes on with an import that was interrupted, in the same act. */
      resume: Id.nullable().default(null)
    }),
    output: z.strictObject({ id: Id, act: Id, report: ImportReport }),
    needs: 'persons.write',
    audit: 'workbook.imported',
    steps: { apply: '写入登记库' },
    fails: [...FILE_FAILS, ...PLAN_FAILS, 'workbooks.import_unknown']
  }),
  /** The latest 100 imports, newest first. */
  imports: query({
    input: z.strictObject({}),
    output: z.strictObject({ rows: z.array(ImportRow) }),
    needs: 'persons.read'
  }),
  /** Leaves an interrupted import as it stands. */
  settle: command({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({ id: Id }),
    needs: 'persons.write',
    audit: 'workbook.import_settled',
    fails: ['workbooks.import_unknown']
  }),
  /** A list or selection as a table. Whole numbers of more than 1,000 persons are asked for twice. */
  export: job({
    input: z.strictObject({
      /** Null takes all that the filter finds. */
      ids: z.array(Id).min(1).max(10_000).nullable().default(null),
      filter: PersonFilter.prefault({}),
      sort: ListSort.default('pinyin'),
      /** Left out of what the filter finds: a whole list but a few. */
      except: z.array(Id).max(10_000).default([]),
      columns: z.array(FieldKey).min(1, '请至少选一列').max(100),
      format: z.enum(['xlsx', 'csv', 'csv-gb18030']).default('xlsx'),
      /** Whole numbers and telephones instead of masked ones; needs the right to see them. */
      whole: z.boolean().default(false),
      /** With `whole`: children under 14 as well, always by two persons; otherwise they stay masked (PV-12). */
      children: z.boolean().default(false),
      /** The second answer for many whole numbers: as many as the first refusal named. */
      confirmed: z.int().nullable().default(null),
      reason: z.string().trim().max(200).default('')
    }),
    /** `restricted`: left out, because their data may only be kept. */
    output: z.strictObject({ file: FileTicket, rows: z.int(), restricted: z.int().default(0) }),
    needs: 'persons.search',
    audit: 'workbook.exported',
    approval: { permission: 'approve.export', title: '大批导出' },
    steps: { write: '生成表格' },
    fails: [
      'workbooks.field_unknown',
      'workbooks.whole_not_allowed',
      'workbooks.reason_needed',
      'workbooks.confirm_needed',
      'workbook.cannot_encode'
    ]
  }),
  /** The latest 100 tables of persons that left the office, newest first. */
  exports: query({
    input: z.strictObject({}),
    output: z.strictObject({ rows: z.array(ExportRow) }),
    needs: 'persons.reveal'
  })
} as const
