/** Naming somebody who stands in for a colleague from one day to another, and ending it. */
import { brokenBy, grantsOf } from '@shared/contract'
import type { DeputyView } from '@shared/contract/staff'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CommandContext } from '../../rpc'
import { seatOf } from '../organisation'
import { chinaDayOf, checkDays, isInside } from './deputy-rules'
import { knownAccount, rolesOf } from './known'
import { accountById, allAccounts } from './queries/accounts'
import { deputiesOf, deputyById, deputyshipsOf, endDeputy, insertDeputy, type DeputyRow } from './queries/deputies'

interface Naming {
  readonly principal: string
  readonly deputy: string
  readonly from: string
  readonly to: string
  readonly reason: string
}

/**
 * @throws AppError `accounts.unknown`, `accounts.ended`, `accounts.deputy_himself` for oneself, `accounts.deputy_days`,
 *   `accounts.deputy_elsewhere` where the deputy covers more than the principal, `accounts.posts_apart`
 */
export function nameDeputy(context: CommandContext, { principal, deputy, from, to, reason }: Naming): { id: string } {
  const { db, actor, today, now, newId, note, changed } = context
  const [absent, present] = [knownAccount(db, principal), knownAccount(db, deputy)]
  for (const row of [absent, present]) if (row.active !== 1) throw new AppError('accounts.ended', { name: row.display_name })
  // Nobody gives himself what a colleague may do, an administrator least of all.
  if (principal === deputy || deputy === actor.accountId) throw new AppError('accounts.deputy_himself')
  checkDays(from, to, today)
  const [theirs, own] = [seatOf(db, principal)?.scope ?? null, seatOf(db, deputy)?.scope ?? null]
  if (!isInside(theirs, own)) throw new AppError('accounts.deputy_elsewhere', { name: present.display_name })
  const others = deputyshipsOf(db, deputy, from).map((row) => accountById(db, row.principal))
  const posts = [absent, present, ...others].flatMap((row) => (row === undefined ? [] : rolesOf(row)))
  const broken = brokenBy(grantsOf([...new Set(posts)]))
  if (broken !== null) throw new AppError('accounts.posts_apart', { rule: broken.label })
  const id = newId()
  insertDeputy(db, { id, principal, account: deputy, from_on: from, to_on: to, reason, set_by: actor.accountId, set_at: now })
  note({ subject: deputy, detail: { principal: absent.name, deputy: present.name, since: from, until: to } })
  changed('accounts')
  return { id }
}

/** By the principal, the deputy, or whoever manages accounts; everybody else is told that there is none. @throws AppError `accounts.deputy_unknown` */
export function endDeputyship({ db, actor, now, note, changed }: CommandContext, id: string): { id: string } {
  const row = deputyById(db, id)
  const mine = row !== undefined && [row.principal, row.account].includes(actor.accountId)
  if (row === undefined || !(mine || actor.grants.has('accounts.manage'))) throw new AppError('accounts.deputy_unknown')
  endDeputy(db, id, now, actor.accountId)
  note({ subject: row.account, detail: { since: row.from_on, until: row.to_on } })
  changed('accounts')
  return { id }
}

/** Whoever goes stands in for nobody and has nobody standing in, also when the account is restored later. */
export function endDeputyshipsOf({ db, actor, now }: CommandContext, account: string): void {
  const day = chinaDayOf(now)
  for (const row of [...deputyshipsOf(db, account, day), ...deputiesOf(db, account, day)]) endDeputy(db, row.id, now, actor.accountId)
}

/** @param account null for everybody's @returns those that are not over, the next to begin first */
export function deputyViews(db: ReadDb, account: string | null, day: string): DeputyView[] {
  const accounts = allAccounts(db)
  const names = new Map(accounts.map((row) => [row.id, row.display_name]))
  const named = (id: string) => ({ id, displayName: names.get(id) ?? '' })
  const rows = accounts.flatMap(({ id }) => deputyshipsOf(db, id, day))
  const seen = (row: DeputyRow): boolean => account === null || row.principal === account || row.account === account
  return rows.filter(seen).map((row) => ({
    ...{ id: row.id, principal: named(row.principal), deputy: named(row.account), from: row.from_on, to: row.to_on },
    ...{ reason: row.reason, setBy: names.get(row.set_by) ?? '' }
  }))
}
