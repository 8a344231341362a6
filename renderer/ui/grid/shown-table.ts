/** What a grid shows as a plain table: the chosen rows, or all of the list, with the columns as they are arranged. */
import type { GridColumn } from './column'
import type { LoadPage } from './row-source'
import type { Chosen } from './selection'

export interface ShownTable {
  readonly columns: readonly { readonly title: string; readonly width: number }[]
  readonly rows: readonly (readonly string[])[]
  /** The list goes on behind these rows. */
  readonly more: boolean
}

export interface ShownParts<Row> {
  readonly columns: readonly (GridColumn<Row> & { readonly width: number })[]
  readonly load: LoadPage<Row>
  readonly idOf: (row: Row) => string
  readonly chosen: Chosen
  /** Rows chosen by name. */
  readonly picked: readonly Row[]
}

const PAGE = 200

/** @param most rows at most; @throws what the list throws */
export async function shownTable<Row>({ columns, load, idOf, chosen, picked }: ShownParts<Row>, most: number): Promise<ShownTable> {
  const head = columns.map(({ title, width }) => ({ title, width }))
  const cells = (rows: readonly Row[]): string[][] => rows.slice(0, most).map((row) => columns.map((column) => column.text(row)))
  if (!chosen.all && picked.length > 0) return { columns: head, rows: cells(picked), more: picked.length > most }
  const left = new Set(chosen.all ? chosen.except : [])
  const rows: Row[] = []
  const { signal } = new AbortController()
  for (let cursor: string | null = null; rows.length <= most;) {
    const page = await load({ cursor, limit: PAGE, signal })
    rows.push(...page.rows.filter((row) => !left.has(idOf(row))))
    cursor = page.next
    if (cursor === null) break
  }
  return { columns: head, rows: cells(rows), more: rows.length > most }
}
