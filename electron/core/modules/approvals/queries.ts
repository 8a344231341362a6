/** SQL of requests for a second person's word. */
import type { ReadDb, WriteDb } from '../../db'

export interface ApprovalRow {
  readonly id: string
  readonly method: string
  readonly digest: string
  readonly input: string | null
  readonly sentence: string
  readonly reason: string
  readonly state: 'open' | 'approved' | 'refused' | 'withdrawn' | 'used' | 'expired'
  readonly requested_by: string
  readonly requested_at: string
  readonly expires_at: string
  readonly decided_by: string | null
  readonly decided_at: string | null
  readonly decided_why: string | null
  readonly used_at: string | null
}

const COLUMNS =
  'id, method, digest, input, sentence, reason, state, requested_by, requested_at, expires_at, decided_by, decided_at, decided_why, used_at'

const ONE = `SELECT ${COLUMNS} FROM approval WHERE id = ?`
export const approvalRow = (db: ReadDb, id: string): ApprovalRow | undefined => db.one<ApprovalRow>(ONE, id)

const ALIVE = `SELECT ${COLUMNS} FROM approval WHERE (state = 'open' OR state = 'approved') AND expires_at > ? ORDER BY expires_at LIMIT 500`
/** Requests that can still be decided or done, the oldest first. */
export const aliveRows = (db: ReadDb, now: string): ApprovalRow[] => db.all<ApprovalRow>(ALIVE, now)

const OWN = `SELECT ${COLUMNS} FROM approval WHERE requested_by = ? AND requested_at > ? ORDER BY requested_at DESC LIMIT 200`
export const ownRows = (db: ReadDb, account: string, since: string): ApprovalRow[] => db.all<ApprovalRow>(OWN, account, since)

const INSERT = `INSERT INTO approval (id, method, digest, input, sentence, reason, state, requested_by, requested_at, expires_at)
  VALUES (?, ?, ?, ?, ?, ?, 'open', ?, ?, ?)`
export const insertRequest = (
  db: WriteDb,
  row: Pick<ApprovalRow, 'id' | 'method' | 'digest' | 'input' | 'sentence' | 'reason' | 'requested_by' | 'requested_at' | 'expires_at'>
): void =>
  void db.run(
    INSERT,
    row.id,
    row.method,
    row.digest,
    row.input,
    row.sentence,
    row.reason,
    row.requested_by,
    row.requested_at,
    row.expires_at
  )

const AGREE = `UPDATE approval SET state = 'approved', decided_by = ?, decided_at = ? WHERE id = ?`
export const agree = (db: WriteDb, id: string, account: string, now: string): void => void db.run(AGREE, account, now, id)

const REFUSE = `UPDATE approval SET state = 'refused', decided_by = ?, decided_at = ?, decided_why = ?, input = NULL WHERE id = ?`
export const refuse = (db: WriteDb, id: string, account: string, now: string, why: string): void =>
  void db.run(REFUSE, account, now, why, id)

const WITHDRAW = `UPDATE approval SET state = 'withdrawn', input = NULL WHERE id = ?`
export const withdraw = (db: WriteDb, id: string): void => void db.run(WITHDRAW, id)

const OPEN_OF = `SELECT count(*) FROM approval WHERE (state = 'open' OR state = 'approved') AND requested_by = ? AND expires_at > ?`
export const openRequestsOf = (db: ReadDb, account: string, now: string): number => db.value<number>(OPEN_OF, account, now) ?? 0

const END_OF = `UPDATE approval SET state = 'withdrawn', input = NULL
  WHERE (state = 'open' OR state = 'approved') AND requested_by = ? AND expires_at > ?`
/** Whoever leaves does nothing more that was agreed to. @returns how many ended */
export const endRequestsOf = (db: WriteDb, account: string, now: string): number => db.run(END_OF, account, now)

const USE = `UPDATE approval SET state = 'used', used_at = ?, input = NULL WHERE id = ?`
export const markUsed = (db: WriteDb, id: string, now: string): void => void db.run(USE, now, id)

const LAPSE = `UPDATE approval SET state = 'expired', input = NULL WHERE (state = 'open' OR state = 'approved') AND expires_at <= ?`
/** Ends what nobody decided or did in time and forgets what it was about. */
export const lapse = (db: WriteDb, now: string): number => db.run(LAPSE, now)
