/** SQL of who sits at which unit. */
import type { ReadDb, WriteDb } from '../../../db'

export interface BoundRow {
  readonly id: string
  readonly name: string
  readonly display_name: string
  readonly active: number
}

export const unitIdOf = (db: ReadDb, account: string): string | undefined =>
  db.value<string>('SELECT organisation FROM account_unit WHERE account_id = ?', account)

export const accountsAt = (db: ReadDb, unit: string): BoundRow[] =>
  db.all(
    `SELECT a.id, a.name, a.display_name, a.active FROM account_unit u JOIN account_name a ON a.id = u.account_id
     WHERE u.organisation = ? ORDER BY a.active DESC, a.name`,
    unit
  )

/** Accounts that may sign in, at the unit or anywhere below it. */
export const accountsWithin = (db: ReadDb, unit: string): number =>
  db.value<number>(
    `WITH RECURSIVE below(id) AS (SELECT ? UNION ALL SELECT o.id FROM below JOIN organisation o ON o.parent = below.id)
     SELECT count(*) FROM below JOIN account_unit u ON u.organisation = below.id JOIN account_name a ON a.id = u.account_id WHERE a.active = 1`,
    unit
  ) ?? 0

export const isAccount = (db: ReadDb, id: string): boolean => db.one('SELECT id FROM account_name WHERE id = ?', id) !== undefined

export const bind = (db: WriteDb, account: string, unit: string): void =>
  void db.run(
    'INSERT INTO account_unit(account_id, organisation) VALUES (?, ?) ON CONFLICT (account_id) DO UPDATE SET organisation = excluded.organisation',
    account,
    unit
  )

export const unbind = (db: WriteDb, account: string): void => void db.run('DELETE FROM account_unit WHERE account_id = ?', account)
