/** SQL of slips that go by post or telephone, and of answers that came that way. */
import type { ReadDb, WriteDb } from '../../../db'

/** Takes the queued records of a slip out of the queue and notes how they left. @returns how many there were */
export function noteMailed(
  db: WriteDb,
  slip: number,
  sent: { readonly way: 'paper' | 'phone'; readonly on: string; readonly at: string; readonly by: string }
): number {
  const noted = db.run(
    `INSERT INTO slip_mailing(record, slip, partner_id, way, sent_on, at, by)
     SELECT record, slip, partner_id, ?, ?, ?, ? FROM slip_travel WHERE slip = ? AND bundle_id IS NULL AND cancelled = 0`,
    sent.way,
    sent.on,
    sent.at,
    sent.by,
    slip
  )
  db.run('UPDATE slip_travel SET cancelled = 1 WHERE slip = ? AND bundle_id IS NULL AND cancelled = 0', slip)
  db.run('UPDATE slip SET carried_at = ? WHERE seq = ? AND carried_at IS NULL', sent.at, slip)
  return noted
}

/** The latest day on which something of the slip was sent. */
export const sentOn = (db: ReadDb, slip: number): string | null =>
  db.value<string | null>('SELECT max(sent_on) FROM slip_mailing WHERE slip = ?', slip) ?? null

/** Ids of own slips of a partner with something in the queue, oldest first. */
export const waitingIds = (db: ReadDb, partnerId: string, limit: number): string[] =>
  db
    .all<{ id: string }>(
      `SELECT s.id FROM slip_travel t JOIN slip s ON s.seq = t.slip
       WHERE t.partner_id = ? AND t.bundle_id IS NULL AND t.cancelled = 0 GROUP BY s.seq ORDER BY s.seq LIMIT ?`,
      partnerId,
      limit
    )
    .map(({ id }) => id)

/** Content that nobody sent as a record: no number of its own, no digest. @returns the row number */
export function addHeardRecord(
  db: WriteDb,
  record: {
    readonly recordId: Uint8Array
    readonly slipKind: string
    readonly ref: Uint8Array
    readonly rulePack: string
    readonly content: string
  }
): number {
  db.run(
    "INSERT INTO slip_record(record_id, rev, kind, slip_kind, ref, rule_pack, content) VALUES (?, 1, 'reply', ?, ?, ?, ?)",
    record.recordId,
    record.slipKind,
    record.ref,
    record.rulePack,
    record.content
  )
  return db.value<number>('SELECT last_insert_rowid()') ?? 0
}

export interface TakenRecord {
  readonly recordId: Uint8Array
  readonly slipKind: string
  readonly rulePack: string
  readonly number: string | null
  readonly content: string
}

/** A question that somebody typed from paper. @returns the row number */
export function addTakenRecord(db: WriteDb, record: TakenRecord): number {
  db.run(
    "INSERT INTO slip_record(record_id, rev, kind, slip_kind, rule_pack, slip_no, content) VALUES (?, 1, 'request', ?, ?, ?, ?)",
    record.recordId,
    record.slipKind,
    record.rulePack,
    record.number,
    record.content
  )
  return db.value<number>('SELECT last_insert_rowid()') ?? 0
}

export interface TakenFacts {
  readonly record: number
  readonly number: string | null
  readonly issuedOn: string
  readonly receivedOn: string
  readonly dueOn: string | null
  readonly workDueOn: string | null
}

export const setTaken = (db: WriteDb, slip: number, { record, number, issuedOn, receivedOn, dueOn, workDueOn }: TakenFacts): void =>
  void db.run(
    'UPDATE slip SET body_record = ?, slip_no = ?, issued_on = ?, imported_on = ?, due_on = ?, work_due_on = ? WHERE seq = ?',
    record,
    number,
    issuedOn,
    receivedOn,
    dueOn,
    workDueOn,
    slip
  )

/** Whether a question of this number came from the office before. */
export const isTaken = (db: ReadDb, partnerId: string, number: string): boolean =>
  db.value<number>("SELECT 1 FROM slip WHERE slip_no = ? AND direction = 'in' AND partner_id = ? LIMIT 1", number, partnerId) !== undefined

export const setHeard = (db: WriteDb, slip: number, record: number, on: string, today: string): void =>
  void db.run('UPDATE slip SET body_record = ?, issued_on = ?, imported_on = ? WHERE seq = ?', record, on, today, slip)
