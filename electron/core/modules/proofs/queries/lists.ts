/** SQL of the lists of voided and vouched proofs: the newest file of each office, and all that its lists ever said. */
import type { ReadDb, WriteDb } from '../../../db'

export interface ListRow {
  readonly office_id: string
  readonly ver: number
  readonly digest: string
  readonly made: string
  readonly bytes: Uint8Array
  readonly sig: Uint8Array
}

const LIST = 'SELECT office_id, ver, digest, made, bytes, sig FROM proof_list'

export const listOf = (db: ReadDb, officeId: string): ListRow | undefined => db.one<ListRow>(`${LIST} WHERE office_id = ?`, officeId)

export const allLists = (db: ReadDb): ListRow[] => db.all<ListRow>(`${LIST} ORDER BY office_id`)

export const putList = (db: WriteDb, row: ListRow, now: string): void =>
  void db.run(
    `INSERT INTO proof_list(office_id, ver, digest, made, bytes, sig, taken_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (office_id) DO UPDATE SET ver = excluded.ver, digest = excluded.digest, made = excluded.made, bytes = excluded.bytes,
       sig = excluded.sig, taken_at = excluded.taken_at`,
    ...[row.office_id, row.ver, row.digest, row.made, row.bytes, row.sig, now]
  )

export const voidedOf = (db: ReadDb, officeId: string): { id: string; on: string }[] =>
  db.all('SELECT proof_id AS id, voided_on AS "on" FROM proof_said WHERE office_id = ? AND vouched = 0 ORDER BY proof_id', officeId)

export const vouchedOf = (db: ReadDb, officeId: string): string[] =>
  db
    .all<{ id: string }>('SELECT proof_id AS id FROM proof_said WHERE office_id = ? AND vouched = 1 ORDER BY proof_id', officeId)
    .map(({ id }) => id)

export const voidedOn = (db: ReadDb, officeId: string, proofId: string): string | undefined =>
  db.value<string>('SELECT voided_on FROM proof_said WHERE office_id = ? AND proof_id = ? AND vouched = 0', officeId, proofId)

/** What is said already stays as it was said. */
export function addSaid(
  db: WriteDb,
  officeId: string,
  voided: readonly { readonly id: string; readonly on: string }[],
  vouched: readonly string[]
): void {
  const said = 'INSERT INTO proof_said(office_id, proof_id, voided_on, vouched) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'
  for (const { id, on } of voided) db.run(said, officeId, id, on, 0)
  for (const id of vouched) db.run(said, officeId, id, null, 1)
}

export const leastVersion = (db: ReadDb): number => db.value<number>('SELECT ver FROM proof_list_least') ?? 0

export const setLeastVersion = (db: WriteDb, ver: number): void =>
  void db.run('INSERT INTO proof_list_least(one, ver) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET ver = excluded.ver', ver)
