// Why: a merged area holds its content in one corner; every other cell under it looks empty in the file and full on the screen.
import { limits } from './limits'
import { parseCellName } from './raw-row'

export interface MergedArea {
  readonly row: number
  readonly column: number
  readonly lastRow: number
  readonly lastColumn: number
}

/** `A2:A5` as an area; null for a single cell or anything unreadable. */
export function parseArea(reference: string): MergedArea | null {
  const [first, last] = reference.split(':').map(parseCellName)
  if (!first || !last || last.row < first.row || last.column < first.column) return null
  if (last.row === first.row && last.column === first.column) return null
  return { ...first, lastRow: last.row, lastColumn: last.column }
}

/** An area met while walking down the rows, with what its corner showed. */
export interface OpenArea {
  readonly area: MergedArea
  shown: string
}

export interface MergeWalk {
  /** Moves to a row further down. @returns whether any area reaches it */
  enter(row: number): boolean
  /** The area over a column of the row entered last. */
  at(column: number): OpenArea | undefined
}

/** Walks merged areas row by row; each costs its width twice, however many rows it spans. */
export function walkMerges(areas: readonly MergedArea[]): MergeWalk {
  const sorted = [...areas].sort((a, b) => a.row - b.row || a.column - b.column)
  const open: (OpenArea | undefined)[] = []
  let next = 0
  let lastRow = 0
  let current = 0
  return {
    enter(row) {
      current = row
      for (let area = sorted[next]; area && area.row <= row; area = sorted[++next]) {
        if (area.lastRow < row) continue
        const entry: OpenArea = { area, shown: '' }
        lastRow = Math.max(lastRow, area.lastRow)
        for (let column = area.column; column <= area.lastColumn && column < limits.columns; column++) open[column] = entry
      }
      return lastRow >= row
    },
    at(column) {
      const entry = open[column]
      return entry && entry.area.lastRow >= current ? entry : undefined
    }
  }
}
