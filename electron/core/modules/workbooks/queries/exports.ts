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

/** Bit n is row n of table person. */
export interface ExportedFiles {
  readonly files: Uint8Array
}

const INSERT = 'INSERT INTO workbook_export (at, by, persons, whole, columns, reason, files) VALUES (?, ?, ?, ?, ?, ?, ?)'
export const insertExport = (db: WriteDb, { at, by, persons, whole, columns, reason, files }: ExportRecord & ExportedFiles): void =>
  void db.run(INSERT, at, by, persons, whole, columns, reason, files)

const SINCE = `SELECT coalesce(sum(persons), 0) FROM workbook_export
  WHERE seq > coalesce((SELECT max(seq) FROM workbook_export) - 5000, 0) AND by = ? AND at > ? AND whole >= ? AND persons <= ?`
/** Persons that somebody exported since an instant by tables of up to `limit` persons; `whole` counts only tables with whole numbers. */
export const exportedSince = (
  db: ReadDb,
  { by, since, whole, limit }: { readonly by: string; readonly since: string; readonly whole: boolean; readonly limit: number }
): number => db.value<number>(SINCE, by, since, whole ? 1 : 0, limit) ?? 0

const LATEST = 'SELECT at, by, persons, whole, columns, reason FROM workbook_export ORDER BY seq DESC LIMIT ?'
export const latestExports = (db: ReadDb, limit: number): ExportRecord[] => db.all<ExportRecord>(LATEST, limit)

const HOLDING = `SELECT e.at, e.by, e.persons, e.whole, e.columns, e.reason, substr(e.files, (? >> 3) + 1, 1) AS byte FROM workbook_export e
  WHERE length(e.files) > (? >> 3) AND e.at >= (SELECT created_at FROM exported_person WHERE seq = ?) ORDER BY e.seq DESC`
/** Tables that held a file, the latest first. @param seq row of table person */
export const exportsHolding = (db: ReadDb, seq: number): ExportRecord[] =>
  db
    .all<ExportRecord & { byte: Uint8Array }>(HOLDING, seq, seq, seq)
    .filter(({ byte }) => (((byte[0] ?? 0) >> (seq % 8)) & 1) === 1)
    .map(({ byte: _, ...row }) => row)
