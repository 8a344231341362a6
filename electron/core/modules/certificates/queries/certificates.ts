/** SQL of certificates, of what was signed, and of what people did with them. */
import type { CertificateStatus } from '@shared/domain'
import type { ReadDb, SqlValue, WriteDb } from '../../../db'

export interface CertificateRow {
  readonly seq: number
  readonly id: string
  readonly form: string
  readonly edition: string
  readonly rule_pack: string
  readonly unit: string | null
  readonly unit_code: string
  readonly person_id: string | null
  readonly subject_name: string | null
  readonly status: CertificateStatus
  readonly draft: string | null
  readonly block: number | null
  readonly serial: number | null
  readonly number: string | null
  readonly signed_on: string | null
  readonly valid_to: string | null
  readonly replaces: number | null
  readonly replaces_why: string | null
  readonly created_at: string
  readonly created_by: string
}

const COLUMNS = `seq, id, form, edition, rule_pack, unit, unit_code, person_id, subject_name, status, draft, block, serial, number, signed_on, valid_to, replaces,
  replaces_why, created_at, created_by`
const ROW = `SELECT ${COLUMNS} FROM certificate`

export const certificateById = (db: ReadDb, id: string): CertificateRow | undefined => db.one<CertificateRow>(`${ROW} WHERE id = ?`, id)
export const certificateBySeq = (db: ReadDb, seq: number): CertificateRow | undefined => db.one<CertificateRow>(`${ROW} WHERE seq = ?`, seq)
export const replacementOf = (db: ReadDb, seq: number): CertificateRow | undefined =>
  db.one<CertificateRow>(`${ROW} WHERE replaces = ? AND status <> 'dropped'`, seq)

export function insertCertificate(
  db: WriteDb,
  row: Omit<CertificateRow, 'seq' | 'block' | 'serial' | 'number' | 'signed_on' | 'valid_to' | 'status'>
): number {
  db.run(
    `INSERT INTO certificate(id, form, edition, rule_pack, unit, unit_code, person_id, subject_name, status, draft, replaces, replaces_why, created_at,
       created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'drafted', ?, ?, ?, ?, ?)`,
    ...[row.id, row.form, row.edition, row.rule_pack, row.unit, row.unit_code, row.person_id, row.subject_name, row.draft],
    ...[row.replaces, row.replaces_why, row.created_at, row.created_by]
  )
  return db.value<number>('SELECT seq FROM certificate WHERE id = ?', row.id) ?? 0
}

export const setStatus = (db: WriteDb, seq: number, status: CertificateStatus): void =>
  void db.run('UPDATE certificate SET status = ? WHERE seq = ?', status, seq)
export const setDraft = (db: WriteDb, seq: number, draft: string | null): void =>
  void db.run('UPDATE certificate SET draft = ? WHERE seq = ?', draft, seq)

export interface Signing {
  readonly block: number
  readonly serial: number
  readonly number: string
  readonly on: string
  readonly validTo: string | null
}

/** The number, and the state that has one, are written as one. */
export const setSigned = (db: WriteDb, seq: number, { block, serial, number, on, validTo }: Signing): void =>
  void db.run(
    "UPDATE certificate SET status = 'signed', draft = NULL, block = ?, serial = ?, number = ?, signed_on = ?, valid_to = ? WHERE seq = ?",
    ...[block, serial, number, on, validTo, seq]
  )

export interface SnapshotRow {
  readonly certificate: number
  readonly data: string | null
  readonly digest: string
  readonly at: string
  readonly by: string
  readonly account: string
}

export const insertSnapshot = (db: WriteDb, row: SnapshotRow): void =>
  void db.run(
    'INSERT INTO certificate_snapshot(certificate, data, digest, at, by, account) VALUES (?, ?, ?, ?, ?, ?)',
    ...[row.certificate, row.data, row.digest, row.at, row.by, row.account]
  )
export const snapshotOf = (db: ReadDb, certificate: number): SnapshotRow | undefined =>
  db.one<SnapshotRow>('SELECT certificate, data, digest, at, by, account FROM certificate_snapshot WHERE certificate = ?', certificate)

export interface EventRow {
  readonly at: string
  readonly by: string
  readonly account: string
  readonly action: string
  readonly status: CertificateStatus
  readonly reason: string | null
  readonly note: string | null
}

export const addEvent = (db: WriteDb, certificate: number, row: EventRow): void =>
  void db.run(
    'INSERT INTO certificate_event(certificate, at, by, account, action, status, reason, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ...[certificate, row.at, row.by, row.account, row.action, row.status, row.reason, row.note]
  )
export const eventsOf = (db: ReadDb, certificate: number): EventRow[] =>
  db.all<EventRow>(
    'SELECT at, by, account, action, status, reason, note FROM certificate_event WHERE certificate = ? ORDER BY seq',
    certificate
  )

export interface ListAsked {
  readonly status: CertificateStatus | null
  readonly personIds: readonly string[] | null
  readonly number: string | null
  /** Division code whose certificates alone are seen; null for all. */
  readonly code: string | null
}

/** The latest first. */
export function certificatesBefore(
  db: ReadDb,
  { status, personIds, number, code }: ListAsked,
  before: number,
  limit: number
): CertificateRow[] {
  const [where, values]: [string[], SqlValue[]] = [[], []]
  const also = (condition: string, ...given: SqlValue[]): void => {
    where.push(condition)
    values.push(...given)
  }
  if (code !== null) also('unit_code = ?', code)
  if (status !== null) also('status = ?', status)
  if (number !== null) also('number = ?', number)
  if (personIds !== null) also('person_id IN (SELECT value FROM json_each(?))', JSON.stringify(personIds))
  also('seq < ?', before)
  return db.all<CertificateRow>(`${ROW} WHERE ${where.join(' AND ')} ORDER BY seq DESC LIMIT ?`, ...values, limit)
}

/** Ids of certificates that ended after they were signed, with the day in China; lists of proofs are made of them. */
export const endedCertificates = (db: ReadDb): { id: string; on: string }[] =>
  db.all(
    `SELECT c.id, min(date(e.at, '+8 hours')) AS "on" FROM certificate c JOIN certificate_event e ON e.certificate = c.seq AND e.status = c.status
     WHERE c.status IN ('voided', 'replaced') AND c.number IS NOT NULL GROUP BY c.seq`
  )

/** The latest first. @param until instant */
export const certificatesSigned = (db: ReadDb, until: string): string[] =>
  db
    .all<{ id: string }>(
      'SELECT c.id FROM certificate_snapshot s JOIN certificate c ON c.seq = s.certificate WHERE s.at <= ? ORDER BY s.certificate DESC',
      until
    )
    .map(({ id }) => id)

export const certificateIdByNumber = (db: ReadDb, number: string): string | undefined =>
  db.value<string>('SELECT id FROM certificate WHERE number = ?', number)
