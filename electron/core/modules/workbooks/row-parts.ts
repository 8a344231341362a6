/** A list as parts of rows, read where it is asked for: beside the writer on a thread of its own, or in turn with it. */
import type { WantedImport } from '@shared/contract/workbooks'
import type { Day, ReferenceBook } from '@shared/domain'
import { openWorkbook } from '../../workbook'
import { freshRow, type FreshContext } from './fresh-row'
import { planOf } from './plan'
import { createRowReader, type ListRow, type Trouble } from './read-rows'
import { createValueReader } from './values'

/** All that reading needs to know; plain JSON. */
export interface RowRequest extends Pick<WantedImport, 'sheet' | 'headerRow' | 'columns' | 'kind'> {
  readonly path: string
  readonly today: Day
  /** Who is named in the history. */
  readonly by: string
}

export interface RowPart {
  readonly rows: readonly ListRow[]
  /** Rows read so far, of about how many. */
  readonly read: number
  readonly of: number
  /** In the last part what showed only in the whole; null before. */
  readonly end: readonly (Trouble & { readonly row: number | null })[] | null
}

export interface ReadOptions {
  readonly signal?: AbortSignal
  /** Every row is also made ready as somebody new. */
  readonly fresh: boolean
}

/** Rows of one part. */
const PART = 200

/** @throws AppError of the workbook room, `workbooks.field_unknown`, `workbooks.field_twice`, `workbooks.name_needed` */
export async function* rowParts(request: RowRequest, reference: ReferenceBook, { signal, fresh }: ReadOptions): AsyncGenerator<RowPart> {
  const { path, sheet, headerRow, today, kind, by } = request
  const plan = planOf(request, reference, today)
  const workbook = await openWorkbook(path, signal === undefined ? {} : { signal })
  const context: FreshContext = { reference, today, moveKind: kind, by }
  try {
    const reader = await createRowReader(workbook, sheet, plan, createValueReader(reference, today))
    const { rowElements } = await workbook.facts(sheet)
    let rows: ListRow[] = []
    let read = 0
    const part = (end: RowPart['end']): RowPart => ({
      ...{ rows, end, read: Math.min(read, rowElements) },
      of: Math.max(read, rowElements - headerRow)
    })
    for await (const raw of workbook.rows(sheet, headerRow + 1)) {
      read += 1
      const row = reader.row(raw)
      if (row !== null) rows.push(fresh ? withFresh(context, row) : row)
      if (rows.length < PART) continue
      yield part(null)
      rows = []
    }
    yield part(reader.end())
  } finally {
    await workbook.close()
  }
}

/** Whoever is named by our own number is on file. */
const withFresh = (context: FreshContext, row: ListRow): ListRow =>
  row.identity.own !== '' || row.troubles.some(({ severity }) => severity === 'error') ? row : { ...row, fresh: freshRow(context, row) }
