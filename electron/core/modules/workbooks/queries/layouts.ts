/** SQL of the templates the office made itself. */
import type { ReadDb, WriteDb } from '../../../db'

export interface LayoutRecord {
  readonly id: string
  readonly revision: number
  readonly name: string
  readonly move_kind: 'in' | 'out' | 'intra_county' | null
  /** Field and title of each column, as JSON. */
  readonly columns: string
  readonly updated_at: string
  readonly updated_by: string
}

// A handful: one for each kind of list a county asks its townships for.
const ALL = 'SELECT id, revision, name, move_kind, columns, updated_at, updated_by FROM workbook_layout ORDER BY name LIMIT 500'
export const ownLayoutRecords = (db: ReadDb): LayoutRecord[] => db.all<LayoutRecord>(ALL)

const PUT = `INSERT INTO workbook_layout(id, revision, name, move_kind, columns, updated_at, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, name = excluded.name, move_kind = excluded.move_kind,
    columns = excluded.columns, updated_at = excluded.updated_at, updated_by = excluded.updated_by`
export const putLayout = (db: WriteDb, row: LayoutRecord): void =>
  void db.run(PUT, row.id, row.revision, row.name, row.move_kind, row.columns, row.updated_at, row.updated_by)

const REMOVE = 'DELETE FROM workbook_layout WHERE id = ?'
export const dropLayout = (db: WriteDb, id: string): void => void db.run(REMOVE, id)
