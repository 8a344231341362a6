/** SQL of the register of checked proofs and of what people found out. */
import type { CheckWay, FindingWay, ProofFinding } from '@shared/domain'
import type { ReadDb, SqlValue, WriteDb } from '../../../db'

export interface CheckRow {
  readonly seq: number
  readonly id: string
  readonly at: string
  readonly by: string
  readonly account: string
  readonly scope: string | null
  readonly way: CheckWay
  readonly digest: string | null
  readonly answer: 'valid' | 'voided' | 'unconfirmed'
  readonly reason: string | null
  readonly said: string
  readonly voided_on: string | null
  readonly list_ver: number | null
  readonly issuer_id: string | null
  readonly issuer_code: string | null
  readonly issuer_name: string | null
  readonly form: string | null
  readonly number: string | null
  readonly proof_id: string | null
  readonly practice: number
  readonly person_id: string | null
  /** The latest; null while nobody found out. */
  readonly finding: ProofFinding | null
}

const NAMES = `id, at, by, account, scope, way, digest, answer, reason, said, voided_on, list_ver, issuer_id, issuer_code, issuer_name, form, number,
  proof_id, practice, person_id`
const FINDING = '(SELECT finding FROM proof_finding f WHERE f.checked = proof_check.seq ORDER BY f.seq DESC LIMIT 1)'
const ROW = `SELECT seq, ${NAMES}, ${FINDING} AS finding FROM proof_check`

export type NewCheck = Omit<CheckRow, 'seq' | 'finding'>

export function insertCheck(db: WriteDb, row: NewCheck): void {
  db.run(
    `INSERT INTO proof_check(${NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[row.id, row.at, row.by, row.account, row.scope, row.way, row.digest, row.answer, row.reason, row.said, row.voided_on],
    ...[row.list_ver, row.issuer_id, row.issuer_code, row.issuer_name, row.form, row.number, row.proof_id, row.practice, row.person_id]
  )
}

export const checkById = (db: ReadDb, id: string): CheckRow | undefined => db.one<CheckRow>(`${ROW} WHERE id = ?`, id)

const SHOWN = {
  all: '1',
  unconfirmed: "answer = 'unconfirmed'",
  not_genuine: `${FINDING} IN ('differs', 'not_issued')`
} as const
export type Shown = keyof typeof SHOWN

/** The latest first. @param scope division code whose checks alone are seen; null for all */
export function checksBefore(db: ReadDb, show: Shown, scope: string | null, before: number, limit: number): CheckRow[] {
  const values: SqlValue[] = scope === null ? [before, limit] : [scope, before, limit]
  return db.all<CheckRow>(
    `${ROW} WHERE ${SHOWN[show]} ${scope === null ? '' : 'AND scope = ?'} AND seq < ? ORDER BY seq DESC LIMIT ?`,
    ...values
  )
}

/** Proofs under a number whose signature somebody saw here before. */
export const proofsSeen = (db: ReadDb, number: string, code: string): { issuer_id: string; proof_id: string }[] =>
  db.all(
    `SELECT DISTINCT issuer_id, proof_id FROM proof_check
     WHERE number = ? AND issuer_code = ? AND proof_id IS NOT NULL AND issuer_id IS NOT NULL AND digest IS NOT NULL`,
    ...[number, code]
  )

export interface FindingRow {
  readonly checked: number
  readonly finding: ProofFinding
  readonly way: FindingWay
  readonly asked: string | null
  readonly note: string | null
  readonly at: string
  readonly by: string
  readonly account: string
}

export const insertFinding = (db: WriteDb, row: FindingRow): void =>
  void db.run(
    'INSERT INTO proof_finding(checked, finding, way, asked, note, at, by, account) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ...[row.checked, row.finding, row.way, row.asked, row.note, row.at, row.by, row.account]
  )

/** The latest first. */
export const findingsOf = (db: ReadDb, checked: number): FindingRow[] =>
  db.all<FindingRow>(
    'SELECT checked, finding, way, asked, note, at, by, account FROM proof_finding WHERE checked = ? ORDER BY seq DESC',
    checked
  )
