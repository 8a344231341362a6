/** SQL of own slips that come back after a restore. */
import type { ReadDb, SqlValue, WriteDb } from '../../../db'

/** Whether this revision is known as written here. */
export const hasOwnRecord = (db: ReadDb, record: Uint8Array, rev: number): boolean =>
  db.value<number>('SELECT 1 FROM slip_record WHERE record_id = ? AND rev = ? AND batch IS NULL LIMIT 1', record, rev) !== undefined

/** Whether this office deleted the slip since. */
export const isDeleted = (db: ReadDb, id: string): boolean =>
  db.value<number>("SELECT 1 FROM gone WHERE kind = 'slip' AND id = ?", id) !== undefined

export const ownNumberTaken = (db: ReadDb, slipNo: string): boolean =>
  db.value<number>("SELECT 1 FROM slip WHERE slip_no = ? AND direction = 'out'", slipNo) !== undefined

export interface OpenDraft {
  readonly seq: number
  readonly person_id: string | null
  readonly draft: string
}

/** Drafts for a partner that may have been signed once already. */
export const openDrafts = (db: ReadDb, partnerId: string, kind: string): OpenDraft[] =>
  db.all(
    `SELECT seq, person_id, draft FROM slip WHERE status IN ('draft', 'to_sign') AND direction = 'out' AND kind = ? AND partner_id = ?
       AND draft IS NOT NULL ORDER BY seq`,
    kind,
    partnerId
  )

export const raiseRevision = (db: WriteDb, slip: number, rev: number, record: number): number =>
  db.run('UPDATE slip SET rev = ?, body_record = ? WHERE seq = ?', rev, record, slip)

/** Own answers that were taken back before their question came, and the questions that are here now. */
export const ownReplyQuestions = (db: ReadDb, partnerId: string): { readonly reply: number; readonly question: number }[] =>
  db.all(
    `SELECT r.seq AS reply, q.seq AS question FROM slip r INDEXED BY slip_orphan
     CROSS JOIN slip q ON q.record_id = r.ref AND q.direction = 'in' AND q.partner_id = r.partner_id
     WHERE r.ref IS NOT NULL AND r.answer_to IS NULL AND r.direction = 'out' AND r.partner_id = ? ORDER BY r.seq`,
    partnerId
  )

export interface RecoveredSlip {
  readonly id: string
  readonly recordId: Uint8Array
  readonly rev: number
  readonly kind: string
  readonly waits: string | null
  readonly owed: boolean
  readonly partnerId: string
  readonly slipNo: string
  readonly urgency: string | null
  readonly issuedOn: string | null
  readonly dueOn: string | null
  readonly at: string
  readonly name: string | null
  readonly sex: string | null
  readonly birth: string | null
  readonly idNo: string | null
  readonly ref: Uint8Array | null
  readonly answerTo: number | null
  readonly rulePack: string
  readonly record: number
}

/** It left before the restore, and goes once more; nobody of this database wrote it. @returns its row number */
export function addRecovered(db: WriteDb, slip: RecoveredSlip): number {
  const row: SqlValue[] = [slip.id, slip.recordId, slip.rev, slip.kind, slip.waits, slip.owed ? 1 : 0, slip.partnerId, slip.slipNo]
  row.push(slip.urgency, slip.issuedOn, slip.dueOn, slip.at, slip.name, slip.sex, slip.birth, slip.idNo)
  row.push(slip.ref, slip.answerTo, slip.rulePack, slip.record)
  db.run(
    `INSERT INTO slip(id, record_id, rev, direction, kind, status, waits, owed, partner_id, slip_no, urgency, issued_on, due_on, created_at,
       subject_name, subject_sex, subject_birth, subject_id_no, ref, answer_to, rule_pack, body_record)
     VALUES (?, ?, ?, 'out', ?, 'delivered', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...row
  )
  return db.value<number>('SELECT seq FROM slip WHERE id = ?', slip.id) ?? 0
}
