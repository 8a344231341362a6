// Why: workbook and text file are handed on in one shape, so that what is done with rows need not know where they came from.

export type CellType = 'text' | 'number' | 'date' | 'boolean' | 'error' | 'blank'

export interface RawCell {
  /** 0-based. */
  readonly column: number
  /** As the clerk sees it on the screen. */
  readonly text: string
  /** As it lies in the file: digits of a number as written there, text with its guards. */
  readonly raw: string
  /** What an importer takes: text as it is, numbers without exponent, `YYYY-MM-DD` (`YYYY-MM`, `…THH:MM:SS`), TRUE/FALSE; '' for blank and error. */
  readonly plain: string
  readonly type: CellType
  /** The text, number … is the stored result of a formula. */
  readonly formula: boolean
  readonly merged: 'origin' | 'covered' | null
  /** For a covered cell what the whole merged area shows; null otherwise. */
  readonly spanned: string | null
  /** Number format code; '' in a text file. */
  readonly format: string
}

export interface RawRow {
  /** 1-based, as at the left edge of the sheet; in a text file the number of the record. */
  readonly number: number
  readonly hidden: boolean
  /** Ascending by column; blank cells are left out unless a merged area covers them. */
  readonly cells: readonly RawCell[]
}

export const cellAt = (row: RawRow, column: number): RawCell | undefined => {
  const { cells } = row
  const guess = cells[column]
  if (guess?.column === column) return guess
  return cells.find((cell) => cell.column === column)
}

/** `A`, `Z`, `AA` … for 0, 25, 26 … */
export function columnLetters(column: number): string {
  let rest = column + 1
  let letters = ''
  for (; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return letters
}

export const cellName = (row: number, column: number): string => `${columnLetters(column)}${row}`

export interface CellPlace {
  readonly row: number
  readonly column: number
}

/** `B7` → row 7, column 1; null for anything else. Both are checked by the caller against its limits. */
export function parseCellName(name: string): CellPlace | null {
  const found = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(name)
  if (!found) return null
  let column = 0
  for (const letter of found[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  return { row: Number(found[2]), column: column - 1 }
}
