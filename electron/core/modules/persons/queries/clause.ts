/** A piece of SQL with its parameters, so that statements are put together without ever mixing up which value belongs where. */
import { divisionLevelOf, isDivisionCode } from '@shared/domain'
import type { SqlValue } from '../../../db'

export interface Clause {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

export const clause = (sql: string, ...params: readonly SqlValue[]): Clause => ({ sql, params })

export const join = (parts: readonly Clause[], by: string): Clause => ({
  sql: parts.map((part) => part.sql).join(by),
  params: parts.flatMap((part) => part.params)
})

/** Behind every digit, so that a prefix of a code becomes a range. */
const AFTER_DIGITS = ':'
const PREFIX_LENGTH = { province: 2, prefecture: 4, county: 6, township: 9, village: 12 } as const

/** @param column qualified name of a column of division codes */
export function within(column: string, code: string): Clause {
  const prefix = isDivisionCode(code) ? code.slice(0, PREFIX_LENGTH[divisionLevelOf(code)]) : code
  return clause(`${column} >= ? AND ${column} < ?`, prefix, prefix + AFTER_DIGITS)
}

/**
 * Persons an account may see: present residence or 户籍 in its scope, or no place at all; one that covers the whole county sees all.
 * @param alias of the table person
 */
export function inScope(scope: string | null, alias = 'p'): Clause {
  if (scope === null) return clause('1')
  const [stay, home] = [within(`${alias}.stay_code`, scope), within(`${alias}.hukou_code`, scope)]
  const nowhere = `${alias}.stay_code = '' AND ${alias}.hukou_code = ''`
  return clause(`((${stay.sql}) OR (${home.sql}) OR (${nowhere}))`, ...stay.params, ...home.params)
}

/** First text behind all that begin with the prefix. */
export const successor = (prefix: string): string => `${prefix}\u{10ffff}`
