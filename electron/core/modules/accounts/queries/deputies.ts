/** SQL of deputyships: who stands in for whom. */
import type { ReadDb, WriteDb } from '../../../db'

export interface DeputyRow {
  readonly id: string
  readonly principal: string
  /** The one who stands in. */
  readonly account: string
  readonly from_on: string
  readonly to_on: string
  readonly reason: string
  readonly set_by: string
  readonly set_at: string
}

const COLUMNS = 'id, principal, account, from_on, to_on, reason, set_by, set_at'

const HELD = `SELECT ${COLUMNS} FROM deputy WHERE account = ? AND to_on >= ? AND ended_at IS NULL ORDER BY from_on, seq`
/** Not over on the day and not ended, also those that have not begun. */
export const deputyshipsOf = (db: ReadDb, account: string, day: string): DeputyRow[] => db.all<DeputyRow>(HELD, account, day)

const GIVEN = `SELECT ${COLUMNS} FROM deputy WHERE principal = ? AND to_on >= ? AND ended_at IS NULL ORDER BY from_on, seq`
export const deputiesOf = (db: ReadDb, principal: string, day: string): DeputyRow[] => db.all<DeputyRow>(GIVEN, principal, day)

const ONE = `SELECT ${COLUMNS} FROM deputy WHERE id = ? AND ended_at IS NULL`
export const deputyById = (db: ReadDb, id: string): DeputyRow | undefined => db.one<DeputyRow>(ONE, id)

const INSERT = 'INSERT INTO deputy (id, principal, account, from_on, to_on, reason, set_by, set_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
export const insertDeputy = (db: WriteDb, row: DeputyRow): void =>
  void db.run(INSERT, row.id, row.principal, row.account, row.from_on, row.to_on, row.reason, row.set_by, row.set_at)

const END = 'UPDATE deputy SET ended_at = ?, ended_by = ? WHERE id = ?'
export const endDeputy = (db: WriteDb, id: string, now: string, by: string): void => void db.run(END, now, by, id)
