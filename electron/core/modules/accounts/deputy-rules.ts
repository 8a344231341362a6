/** Pure decisions about deputies: from when to when, whose rights go to whom, and which never do. */
import type { Permission } from '@shared/contract'
import { addCalendarDays, isDay, scopeCovers, type Day } from '@shared/domain'
import { AppError } from '@shared/errors'
import { chinaDay } from '../../platform'
import type { Actor } from '../../rpc'

/** Small steps back are what time servers do. */
const TOLERANCE_MS = 300_000
/** Longer than a leave: then the post itself is to be given. */
export const MOST_DAYS = 92

export const chinaDayOf = (now: string): string => chinaDay({ now: () => Date.parse(now) })

/** A clock that stands before what the office has already written would let dates come again that are over. */
export const isClockBehind = (now: string, latest: string | undefined): boolean =>
  latest !== undefined && Date.parse(now) < Date.parse(latest) - TOLERANCE_MS

/** @returns whether everything the deputy covers lies in what the principal covers: rights of a township are no rights in the county */
export const isInside = (principal: string | null, deputy: string | null): boolean =>
  principal === null || (deputy !== null && scopeCovers(principal, [deputy]))

/** What is sealed, and the second person's word, are passed on by an administrator, never by the one who holds them. */
export const passedOn = (grants: ReadonlySet<Permission>, byHimself: boolean): ReadonlySet<Permission> =>
  new Set([...grants].filter((grant) => !(byHimself && /^(?:services|sealing|approve)\./.test(grant))))

/** @returns whether the account may do it without the rights of these persons: nobody's right is used on his own matter by another's hand */
export const mayWithout = (
  { own, principals }: Pick<Actor, 'own' | 'principals'>,
  needs: Permission,
  without: readonly string[]
): boolean => own.has(needs) || principals.some(({ accountId, grants }) => !without.includes(accountId) && grants.has(needs))

/** @returns the sign-in name of the one by whose right the account does it; undefined where its own posts carry it */
export const rightOf = (
  { own, principals }: Pick<Actor, 'own' | 'principals'>,
  needs: Permission,
  without: readonly string[]
): string | undefined =>
  own.has(needs) ? undefined : principals.find(({ accountId, grants }) => !without.includes(accountId) && grants.has(needs))?.name

const wrong = (field: string, why: string): AppError => new AppError('accounts.deputy_days', {}, { fields: { [field]: why } })

/** @throws AppError `accounts.deputy_days` for days that are none, over, or too many */
export function checkDays(from: string, to: string, today: Day): void {
  if (!isDay(from) || from < today) throw wrong('from', '从今天或以后开始')
  if (!isDay(to) || to < from) throw wrong('to', '不早于开始的那天')
  const last = addCalendarDays(from, MOST_DAYS - 1)
  if (last === null || to > last) throw wrong('to', `最长 ${String(MOST_DAYS)} 天`)
}
