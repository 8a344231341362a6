/** SQL of the audit chain. */
import type { ReadDb, WriteDb } from '../../db'

export interface AuditRow {
  readonly seq: number
  readonly at: string
  readonly account: string
  readonly method: string
  readonly event: string
  readonly outcome: 'done' | 'refused' | 'failed'
  readonly subject: string | null
  readonly detail: string | null
  readonly prev: string
  readonly hash: string
}

const COLUMNS = 'seq, at, account, method, event, outcome, subject, detail, prev, hash'

export const lastEntry = (db: ReadDb): { seq: number; hash: string } | undefined =>
  db.one<{ seq: number; hash: string }>('SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1')

export const insertEntry = (db: WriteDb, row: AuditRow): void =>
  void db.run(
    `INSERT INTO audit_entry(${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.seq,
    row.at,
    row.account,
    row.method,
    row.event,
    row.outcome,
    row.subject,
    row.detail,
    row.prev,
    row.hash
  )

export const allEntries = (db: ReadDb): IterableIterator<AuditRow> => db.each<AuditRow>(`SELECT ${COLUMNS} FROM audit_entry ORDER BY seq`)

export const entriesBefore = (
  db: ReadDb,
  before: number,
  account: string | null,
  event: string | null,
  without: readonly string[],
  limit: number
): AuditRow[] =>
  db.all<AuditRow>(
    `SELECT ${COLUMNS} FROM audit_entry
      WHERE seq < ? AND (? IS NULL OR account = ?) AND (? IS NULL OR event = ?)
        AND event NOT IN (SELECT value FROM json_each(?))
      ORDER BY seq DESC LIMIT ?`,
    before,
    account,
    account,
    event,
    event,
    JSON.stringify(without),
    limit
  )
