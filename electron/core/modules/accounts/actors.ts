/** Who may act, with what: the posts of the account, and of those it stands in for today. */
import { brokenBy, grantsOf, type Permission } from '@shared/contract'
import type { ReadDb } from '../../db'
import type { Actor, Principal } from '../../rpc'
import { seatOf } from '../organisation'
import { rolesOf } from './known'
import { accountById, accountByName, allAccounts, type AccountRow } from './queries/accounts'
import { deputyshipsOf, type DeputyRow } from './queries/deputies'
import { latestMoment } from './queries/moments'
import { chinaDayOf, isClockBehind, isInside, passedOn } from './deputy-rules'

const displayed = (row: AccountRow): Pick<Principal, 'accountId' | 'name' | 'displayName'> => ({
  accountId: row.id,
  name: row.name,
  displayName: row.display_name
})

/** What a deputyship gives on its day; null where it gives nothing: not begun, principal gone, or seated elsewhere meanwhile. */
function principalOf(db: ReadDb, row: DeputyRow, day: string, scope: string | null): Principal | null {
  const principal = accountById(db, row.principal)
  if (principal?.active !== 1 || row.from_on > day || row.to_on < day) return null
  if (!isInside(seatOf(db, principal.id)?.scope ?? null, scope)) return null
  return { ...displayed(principal), until: row.to_on, grants: passedOn(grantsOf(rolesOf(principal), scope), row.set_by === row.principal) }
}

/** @param now the moment as the office's clock shows it; null asks for the account's own posts alone */
function actorOf(db: ReadDb, row: AccountRow, now: string | null): Actor {
  const held = rolesOf(row)
  const at = seatOf(db, row.id)
  const scope = at?.scope ?? null
  const own = grantsOf(held, scope)
  const behind = now !== null && isClockBehind(now, latestMoment(db))
  const day = now === null || behind ? null : chinaDayOf(now)
  const grants = new Set<Permission>(own)
  const principals: Principal[] = []
  for (const deputyship of day === null ? [] : deputyshipsOf(db, row.id, day)) {
    const principal = day === null ? null : principalOf(db, deputyship, day, scope)
    if (principal === null) continue
    const together = new Set([...grants, ...principal.grants])
    // Posts may have changed since it was agreed: what must stand apart never comes together.
    if (brokenBy(together) !== null) continue
    for (const grant of principal.grants) grants.add(grant)
    principals.push(principal)
  }
  return { ...displayed(row), roles: held, grants, own, principals, scope, unit: at?.name ?? null }
}

/** @returns the account that may act under this name, or undefined when there is none or it was ended */
export function actorByName(db: ReadDb, name: string, now: string | null = null): Actor | undefined {
  const row = accountByName(db, name)
  return row?.active === 1 ? actorOf(db, row, now) : undefined
}

/** @returns the account as it stands, or undefined when there is none or it was ended */
export function actorById(db: ReadDb, id: string, now: string | null = null): Actor | undefined {
  const row = accountById(db, id)
  return row?.active === 1 ? actorOf(db, row, now) : undefined
}

/** How everybody who ever had an account is called, ended ones included, by the account's id. */
export const accountNames = (db: ReadDb): ReadonlyMap<string, string> => new Map(allAccounts(db).map((row) => [row.id, row.display_name]))

/** Everybody who may act. */
export const activeActors = (db: ReadDb, now: string | null = null): Actor[] =>
  allAccounts(db)
    .filter((row) => row.active === 1)
    .map((row) => actorOf(db, row, now))
