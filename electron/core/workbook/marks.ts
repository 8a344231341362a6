// Why: what is to be said at which cell has one shape, whatever kind of file it is said in.
import type { ByteSource } from './byte-source'
import type { ByteTarget } from './byte-target'

/** What is to be said at a cell. */
export interface Mark {
  readonly sheet: string
  /** 1-based. */
  readonly row: number
  /** 0-based; what concerns the whole row is said at its first column. */
  readonly column: number
  readonly text: string
}

export interface MarkedCopy {
  /** Cells that carry a comment (or a text in the added column of a text file). */
  readonly commented: number
  /** Cells that are only coloured: a sheet takes 20,000 comments before Excel grows slow. */
  readonly colouredOnly: number
}

export interface MarkJob {
  readonly source: ByteSource
  readonly into: ByteTarget
  readonly marks: readonly Mark[]
  readonly summary: readonly string[]
  readonly signal: AbortSignal | undefined
}

/** Texts of the marks by row and column, several at one cell below one another. */
export function byCell(marks: readonly Mark[]): Map<number, Map<number, string>> {
  const rows = new Map<number, Map<number, string>>()
  for (const { row, column, text } of marks) {
    const cells = rows.get(row) ?? new Map<number, string>()
    const above = cells.get(column)
    cells.set(column, above === undefined ? text : `${above}\n${text}`)
    rows.set(row, cells)
  }
  return rows
}
