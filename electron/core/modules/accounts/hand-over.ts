/** Ending an account in favour of a colleague, who may get its posts. */
import { roleNames } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { CommandContext } from '../../rpc'
import { endDeputyshipsOf } from './deputies'
import { knownAccount, rolesOf } from './known'
import { allAccounts, updateAccount } from './queries/accounts'
import { removeSlot } from './queries/slots'
import { assertAdministratorLeft, assertApart } from './rules'

interface HandOver {
  readonly from: string
  readonly to: string
  readonly roles: boolean
}

/**
 * @returns how the one who leaves is called
 * @throws AppError `accounts.unknown`, `accounts.not_to_himself`, `accounts.own_leaving`, `accounts.ended`, `accounts.last_administrator`,
 *   `accounts.posts_apart`
 */
export function endAccount(context: CommandContext, { from, to, roles }: HandOver): { leaver: string } {
  const { db, actor, places } = context
  const [leaver, successor] = [knownAccount(db, from), knownAccount(db, to)]
  if (from === to) throw new AppError('accounts.not_to_himself')
  // The present session would be gone before the reply; a colleague ends it.
  if (from === actor.accountId) throw new AppError('accounts.own_leaving')
  for (const row of [leaver, successor]) if (row.active !== 1) throw new AppError('accounts.ended', { name: row.display_name })
  const held = rolesOf(successor)
  const next = roles ? roleNames.filter((role) => held.includes(role) || rolesOf(leaver).includes(role)) : held
  assertApart(next)
  const others = allAccounts(db).filter(({ id }) => id !== from && id !== to)
  assertAdministratorLeft([...others.map((row) => ({ roles: rolesOf(row), active: row.active === 1 })), { roles: next, active: true }])
  updateAccount(db, to, successor.display_name, JSON.stringify(next), true)
  updateAccount(db, from, leaver.display_name, leaver.roles, false)
  removeSlot(places.folder, leaver.name)
  endDeputyshipsOf(context, from)
  return { leaver: leaver.display_name }
}
