/** SQL of what left the office as a table. */
import type { ReadDb, WriteDb } from '../../../db'

export interface ExportRecord {
  readonly at: string
  readonly by: string
  readonly persons: number
  readonly whole: 0 | 1
  /** JSON. */
  readonly columns: string
  readonly reason: string
}

const INSERT = 'INSERT INTO workbook_export (at, by, persons, whole, columns, reason) VALUES (?, ?, ?, ?, ?, ?)'
export const insertExport = (db: WriteDb, { at, by, persons, whole, columns, reason }: ExportRecord): void =>
  void db.run(INSERT, at, by, persons, whole, columns, reason)

const LATEST = 'SELECT at, by, persons, whole, columns, reason FROM workbook_export ORDER BY seq DESC LIMIT ?'
export const latestExports = (db: ReadDb, limit: number): ExportRecord[] => db.all<ExportRecord>(LATEST, limit)
