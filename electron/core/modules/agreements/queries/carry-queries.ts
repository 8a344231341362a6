/** SQL of the sheets that go with a stick. */
import type { ReadDb, WriteDb } from '../../../db'

export interface CarryRow {
  readonly seq: number
  readonly id: string
  readonly partner_id: string
  readonly partner_name: string
  readonly partner_code: string
  readonly written_at: string
  readonly by: string
  readonly place: string
  /** JSON, as the next one. */
  readonly files: string
  readonly kinds: string
  readonly slips: number
  readonly bytes: number
  readonly digest: string
}

const LISTED = 'SELECT c.*, p.name AS partner_name, p.code AS partner_code FROM carry_sheet c JOIN partner p ON p.id = c.partner_id'

export const sheetsBelow = (db: ReadDb, below: number, limit: number): CarryRow[] =>
  db.all<CarryRow>(`${LISTED} WHERE c.seq < ? ORDER BY c.seq DESC LIMIT ?`, below, limit)

export const sheetById = (db: ReadDb, id: string): CarryRow | undefined => db.one<CarryRow>(`${LISTED} WHERE c.id = ?`, id)

export const insertSheet = (db: WriteDb, row: Omit<CarryRow, 'seq' | 'partner_name' | 'partner_code'>): void =>
  void db.run(
    'INSERT INTO carry_sheet(id, partner_id, written_at, by, place, files, kinds, slips, bytes, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    row.id,
    row.partner_id,
    row.written_at,
    row.by,
    row.place,
    row.files,
    row.kinds,
    row.slips,
    row.bytes,
    row.digest
  )
