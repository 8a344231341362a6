/** SQL of agreements: the list, one of them, its changes and the pictures of its paper. */
import type { ReadDb, SqlValue, WriteDb } from '../../../db'

export interface AgreementStored {
  readonly seq: number
  readonly id: string
  readonly revision: number
  readonly partner_id: string
  readonly number: string
  readonly signed_on: string
  readonly valid_from: string
  readonly valid_to: string | null
  /** JSON, as the five below. */
  readonly kinds: string
  readonly items: string
  readonly deadlines: string
  readonly our_posts: string
  readonly their_posts: string
  readonly clauses: string
  readonly renews: string | null
  readonly ended_on: string | null
  readonly ended_why: string | null
  readonly updated_at: string
  readonly updated_by: string
}

export interface AgreementListed extends AgreementStored {
  readonly partner_name: string
  readonly partner_code: string
  readonly scans: number
  readonly renewed: number
}

const LISTED = `SELECT a.*, p.name AS partner_name, p.code AS partner_code,
    (SELECT count(*) FROM agreement_scan s WHERE s.agreement = a.seq) AS scans,
    EXISTS (SELECT 1 FROM agreement n WHERE n.renews = a.id) AS renewed
  FROM agreement a JOIN partner p ON p.id = a.partner_id`

export interface AgreementQuestion {
  readonly partnerId: string | null
  /** The day from which on it must hold; null for all. */
  readonly holdingFrom: string | null
}

/** Rows below a row number, the latest first. */
export const agreementsBelow = (
  db: ReadDb,
  { partnerId, holdingFrom }: AgreementQuestion,
  below: number,
  limit: number
): AgreementListed[] =>
  db.all<AgreementListed>(
    `${LISTED} WHERE a.seq < ? AND (? IS NULL OR a.partner_id = ?)
       AND (? IS NULL OR (coalesce(a.valid_to, '9999-12-31') >= ? AND coalesce(a.ended_on, '9999-12-31') > ?))
     ORDER BY a.seq DESC LIMIT ?`,
    below,
    partnerId,
    partnerId,
    holdingFrom,
    holdingFrom,
    holdingFrom,
    limit
  )

export const agreementById = (db: ReadDb, id: string): AgreementListed | undefined =>
  db.one<AgreementListed>(`${LISTED} WHERE a.id = ?`, id)

export const agreementByNumber = (db: ReadDb, number: string): AgreementListed | undefined =>
  db.one<AgreementListed>(`${LISTED} WHERE a.number = ?`, number)

/** The one that counts on a day: of several that hold, the latest signed. */
export const agreementHolding = (db: ReadDb, partnerId: string, day: string): AgreementStored | undefined =>
  db.one<AgreementStored>(
    `SELECT * FROM agreement WHERE partner_id = ? AND valid_from <= ? AND coalesce(valid_to, '9999-12-31') >= ? AND coalesce(ended_on, '9999-12-31') > ?
     ORDER BY signed_on DESC, seq DESC LIMIT 1`,
    partnerId,
    day,
    day,
    day
  )

/** Those with an end between the days that nothing follows. */
export const agreementsEnding = (db: ReadDb, from: string, to: string): AgreementListed[] =>
  db.all<AgreementListed>(
    `${LISTED} WHERE a.valid_to BETWEEN ? AND ? AND a.ended_on IS NULL AND NOT EXISTS (SELECT 1 FROM agreement n WHERE n.renews = a.id)
     ORDER BY a.valid_to, a.seq`,
    from,
    to
  )

const COLUMNS = [
  ...['id', 'revision', 'partner_id', 'number', 'signed_on', 'valid_from', 'valid_to', 'kinds', 'items', 'deadlines', 'our_posts'],
  ...['their_posts', 'clauses', 'renews', 'ended_on', 'ended_why', 'updated_at', 'updated_by']
] as const

const cellsOf = (row: Omit<AgreementStored, 'seq'>): SqlValue[] => {
  const cells: Readonly<Record<string, SqlValue>> = { ...row }
  return COLUMNS.map((column) => cells[column] ?? null)
}

/** @returns the row number */
export const insertAgreement = (db: WriteDb, row: Omit<AgreementStored, 'seq'>): number =>
  db.value<number>(
    `INSERT INTO agreement(${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')}) RETURNING seq`,
    ...cellsOf(row)
  ) ?? 0

export const updateAgreement = (db: WriteDb, row: AgreementStored): void =>
  void db.run(`UPDATE agreement SET ${COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE seq = ?`, ...cellsOf(row), row.seq)

export interface AgreementChange {
  readonly at: string
  readonly by: string
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

export const addAgreementChange = (db: WriteDb, seq: number, row: AgreementChange): void =>
  void db.run(
    'INSERT INTO agreement_change(agreement, at, by, field, before, after) VALUES (?, ?, ?, ?, ?, ?)',
    seq,
    row.at,
    row.by,
    row.field,
    row.before,
    row.after
  )

export const agreementChanges = (db: ReadDb, seq: number, limit: number): AgreementChange[] =>
  db.all<AgreementChange>(
    'SELECT at, by, field, before, after FROM agreement_change WHERE agreement = ? ORDER BY seq DESC LIMIT ?',
    seq,
    limit
  )

export interface ScanRow {
  readonly id: string
  readonly agreement: number
  readonly name: string
  readonly type: 'pdf' | 'jpg' | 'png'
  readonly added_at: string
  readonly added_by: string
}

export const scansOf = (db: ReadDb, seq: number): (ScanRow & { readonly size: number })[] =>
  db.all(
    'SELECT id, agreement, name, type, added_at, added_by, length(bytes) AS size FROM agreement_scan WHERE agreement = ? ORDER BY seq',
    seq
  )

export const scanById = (db: ReadDb, id: string): (ScanRow & { readonly bytes: Uint8Array }) | undefined =>
  db.one('SELECT id, agreement, name, type, bytes, added_at, added_by FROM agreement_scan WHERE id = ?', id)

export const insertScan = (db: WriteDb, row: ScanRow, bytes: Uint8Array): void =>
  void db.run(
    'INSERT INTO agreement_scan(id, agreement, name, type, bytes, added_at, added_by) VALUES (?, ?, ?, ?, ?, ?, ?)',
    row.id,
    row.agreement,
    row.name,
    row.type,
    bytes,
    row.added_at,
    row.added_by
  )

export const deleteScan = (db: WriteDb, id: string): void => void db.run('DELETE FROM agreement_scan WHERE id = ?', id)
