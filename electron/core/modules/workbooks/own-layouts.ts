/** Templates of the office's own: named, kept, given out and known again by their titles. */
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CommandContext, Handlers } from '../../rpc'
import { foldTitle } from '../../workbook'
import { fieldOf } from './fields'
import { titleOf, type WorkbookLayout, type WorkbookLayouts } from './layouts'
import { dropLayout, ownLayoutRecords, putLayout, type LayoutRecord } from './queries'

type WorkbookHandlers = Handlers<'workbooks'>
type Columns = { readonly key: string; readonly title: string }[]

/** What was kept is this program's own JSON; a field that is no more is left out. */
const columnsOf = ({ columns }: LayoutRecord): Columns => (JSON.parse(columns) as Columns).filter(({ key }) => fieldOf(key) !== undefined)

const asLayout = (row: LayoutRecord): WorkbookLayout => ({
  ...{ id: row.id, name: row.name, validFrom: null, validTo: null, source: row.updated_by, kind: row.move_kind },
  columns: columnsOf(row)
})

/** @throws AppError `workbooks.layout_unknown` */
export function layoutNamed(shipped: WorkbookLayouts, db: ReadDb, id: string): WorkbookLayout {
  const own = ownLayoutRecords(db).find((row) => row.id === id)
  const found = shipped.find((layout) => layout.id === id) ?? (own === undefined ? undefined : asLayout(own))
  if (found === undefined) throw new AppError('workbooks.layout_unknown')
  return found
}

/** The office's own first: they are what its townships are asked for. */
export const allLayouts = (shipped: WorkbookLayouts, db: ReadDb) => [
  ...ownLayoutRecords(db).map((row) => ({
    ...{ id: row.id, name: row.name, kind: row.move_kind, revision: row.revision },
    columns: columnsOf(row)
  })),
  ...shipped.map((layout) => ({
    ...{ id: layout.id, name: layout.name, kind: layout.kind, revision: null },
    columns: layout.columns.map((column) => ({ key: column.key, title: titleOf(column) }))
  }))
]

/** @returns the own template all of whose titles stand in the header, the longest first; null when there is none */
export function ownLayoutOf(db: ReadDb, titles: readonly string[]): WorkbookLayout | null {
  const header = new Set(titles.map(foldTitle))
  const fitting = ownLayoutRecords(db)
    .map(asLayout)
    .filter(({ columns }) => columns.length > 0 && columns.every((column) => header.has(foldTitle(titleOf(column)))))
  return fitting.sort((a, b) => b.columns.length - a.columns.length)[0] ?? null
}

/** @throws AppError `workbooks.layout_unknown`, `workbooks.layout_changed` */
function held({ db }: CommandContext, id: string, revision: number | null): LayoutRecord {
  const row = ownLayoutRecords(db).find((one) => one.id === id)
  if (row === undefined) throw new AppError('workbooks.layout_unknown')
  if (row.revision !== revision) throw new AppError('workbooks.layout_changed', { by: row.updated_by })
  return row
}

function assertFields(columns: Columns): void {
  const seen = new Set<string>()
  for (const { key } of columns) {
    const field = fieldOf(key)
    if (field === undefined) throw new AppError('workbooks.field_unknown', { field: key })
    if (seen.has(key)) throw new AppError('workbooks.field_twice', { field: field.label })
    seen.add(key)
  }
}

export const saveLayoutWith =
  (shipped: WorkbookLayouts): WorkbookHandlers['saveLayout'] =>
  (ctx, { id, revision, name, kind, columns }) => {
    const before = id === null ? null : held(ctx, id, revision)
    assertFields(columns)
    if (allLayouts(shipped, ctx.db).some((layout) => layout.name === name && layout.id !== id))
      throw new AppError('workbooks.layout_name_taken', { name }, { fields: { name: '已有同名的模板' } })
    const row = {
      ...{ id: before?.id ?? ctx.newId(), revision: (before?.revision ?? 0) + 1, name, move_kind: kind },
      ...{ columns: JSON.stringify(columns), updated_at: ctx.now, updated_by: ctx.actor.displayName }
    }
    putLayout(ctx.db, row)
    ctx.note({ subject: row.id, detail: { columns: columns.length } })
    return { id: row.id, revision: row.revision }
  }

export const removeLayout: WorkbookHandlers['removeLayout'] = (ctx, { id, revision }) => {
  dropLayout(ctx.db, held(ctx, id, revision).id)
  ctx.note({ subject: id })
  return { id }
}
