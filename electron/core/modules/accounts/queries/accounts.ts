/** SQL of accounts and settings. */
import type { ReadDb, WriteDb } from '../../../db'

export interface AccountRow {
  readonly id: string
  readonly name: string
  readonly display_name: string
  readonly roles: string
  readonly active: number
  readonly created_at: string
  readonly last_sign_in_at: string | null
}

const COLUMNS = 'id, name, display_name, roles, active, created_at, last_sign_in_at'

export const accountById = (db: ReadDb, id: string): AccountRow | undefined => db.one(`SELECT ${COLUMNS} FROM account WHERE id = ?`, id)
export const accountByName = (db: ReadDb, name: string): AccountRow | undefined =>
  db.one(`SELECT ${COLUMNS} FROM account WHERE name = ?`, name)
export const allAccounts = (db: ReadDb): AccountRow[] => db.all(`SELECT ${COLUMNS} FROM account ORDER BY active DESC, created_at`)

export const insertAccount = (db: WriteDb, row: Omit<AccountRow, 'last_sign_in_at' | 'active'>): void =>
  void db.run(
    'INSERT INTO account(id, name, display_name, roles, created_at) VALUES (?, ?, ?, ?, ?)',
    row.id,
    row.name,
    row.display_name,
    row.roles,
    row.created_at
  )

export const updateAccount = (db: WriteDb, id: string, displayName: string, roles: string, active: boolean): void =>
  void db.run('UPDATE account SET display_name = ?, roles = ?, active = ? WHERE id = ?', displayName, roles, active ? 1 : 0, id)

export const noteSignIn = (db: WriteDb, id: string, now: string): void =>
  void db.run('UPDATE account SET last_sign_in_at = ? WHERE id = ?', now, id)

export const settingOf = (db: ReadDb, name: string): string | undefined =>
  db.value<string>('SELECT value FROM setting WHERE name = ?', name)

export const putSetting = (db: WriteDb, name: string, value: string): void =>
  void db.run('INSERT INTO setting(name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value)
