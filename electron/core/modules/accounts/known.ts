/** An account as its row tells it. */
import { roleNames, type Role } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import { accountById, type AccountRow } from './queries/accounts'

export const rolesOf = (row: AccountRow): Role[] => {
  const held: unknown = JSON.parse(row.roles)
  return roleNames.filter((role) => Array.isArray(held) && held.includes(role))
}

/** @throws AppError `accounts.unknown` */
export function knownAccount(db: ReadDb, id: string): AccountRow {
  const row = accountById(db, id)
  if (!row) throw new AppError('accounts.unknown')
  return row
}
