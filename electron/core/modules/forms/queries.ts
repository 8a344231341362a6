/** SQL of what the office changed of forms. */
import type { ReadDb, WriteDb } from '../../db'

export interface ChangeRow {
  readonly seq: number
  readonly form: string
  readonly edition: string
  readonly no: number
  readonly change: string
  readonly note: string
  readonly at: string
  readonly by: string
  readonly withdrawn_at: string | null
  readonly withdrawn_by: string | null
}

const OF_FORM = 'SELECT * FROM form_change WHERE form = ? ORDER BY seq DESC'
export const changesOf = (db: ReadDb, form: string): ChangeRow[] => db.all<ChangeRow>(OF_FORM, form)

const BY_NO = 'SELECT * FROM form_change WHERE form = ? AND edition = ? AND no = ?'
export const changeByNo = (db: ReadDb, form: string, edition: string, no: number): ChangeRow | undefined =>
  db.one<ChangeRow>(BY_NO, form, edition, no)

const LATEST = 'SELECT * FROM form_change WHERE form = ? AND edition = ? AND withdrawn_at IS NULL ORDER BY no DESC LIMIT 1'
/** The change in force. */
export const latestChange = (db: ReadDb, form: string, edition: string): ChangeRow | undefined => db.one<ChangeRow>(LATEST, form, edition)

const NEXT_NO = 'SELECT coalesce(max(no), 0) + 1 FROM form_change WHERE form = ? AND edition = ?'
const INSERT = 'INSERT INTO form_change (form, edition, no, change, note, at, by) VALUES (?, ?, ?, ?, ?, ?, ?)'

/** @returns the number of the change */
export function insertChange(
  db: WriteDb,
  { form, edition, change, note, at, by }: Omit<ChangeRow, 'seq' | 'no' | 'withdrawn_at' | 'withdrawn_by'>
): number {
  const no = db.value<number>(NEXT_NO, form, edition) ?? 1
  db.run(INSERT, form, edition, no, change, note, at, by)
  return no
}

const WITHDRAW = 'UPDATE form_change SET withdrawn_at = ?, withdrawn_by = ? WHERE seq = ?'
export const withdrawChange = (db: WriteDb, seq: number, at: string, by: string): void => void db.run(WITHDRAW, at, by, seq)
