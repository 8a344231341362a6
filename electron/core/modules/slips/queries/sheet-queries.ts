/** SQL of the sheets on which a village verifies: which slips, in which order. */
import type { ReadDb, WriteDb } from '../../../db'

export interface SheetRecord {
  readonly seq: number
  readonly id: string
  readonly number: number
  readonly at: string
  readonly by: string
  readonly account: string
  readonly count: number
}

const INSERT = 'INSERT INTO check_sheet(id, number, at, by, account, count) VALUES (?, ?, ?, ?, ?, ?) RETURNING seq'
const INSERT_ROW = 'INSERT INTO check_sheet_row(sheet, row, slip) VALUES (?, ?, ?)'
/** @param slips in the order of the paper */
export function insertSheet(db: WriteDb, { id, number, at, by, account, count }: Omit<SheetRecord, 'seq'>, slips: readonly number[]): void {
  const sheet = db.value<number>(INSERT, id, number, at, by, account, count) ?? 0
  slips.forEach((slip, at) => void db.run(INSERT_ROW, sheet, at + 1, slip))
}

export const sheetById = (db: ReadDb, id: string): SheetRecord | undefined =>
  db.one<SheetRecord>('SELECT * FROM check_sheet WHERE id = ?', id)
export const sheetByNumber = (db: ReadDb, number: number): SheetRecord | undefined =>
  db.one<SheetRecord>('SELECT * FROM check_sheet WHERE number = ?', number)

const LATEST = 'SELECT * FROM check_sheet WHERE (? IS NULL OR account = ?) ORDER BY seq DESC LIMIT ?'
/** The latest first. @param account whose alone; null: all */
export const latestSheets = (db: ReadDb, account: string | null, limit: number): SheetRecord[] =>
  db.all<SheetRecord>(LATEST, account, account, limit)

const ROWS = 'SELECT r.row, s.id FROM check_sheet_row r JOIN slip s ON s.seq = r.slip WHERE r.sheet = ? ORDER BY r.row'
export const rowsOfSheet = (db: ReadDb, sheet: number): { row: number; id: string }[] => db.all<{ row: number; id: string }>(ROWS, sheet)

const OPEN = `SELECT count(*) FROM check_sheet_row r CROSS JOIN slip s ON s.seq = r.slip
  WHERE r.sheet = ? AND s.waits = 'us' AND s.status <> 'to_review'`
/** Rows that nobody answered yet. */
export const openOnSheet = (db: ReadDb, sheet: number): number => db.value<number>(OPEN, sheet) ?? 0
