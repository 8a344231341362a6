/** What a list decides without asking anybody: its number, its order, whether a day may stand on it, how places below it are told. */
import { isDay } from '@shared/domain'
import type { VisitResult } from '@shared/domain/roster'
import { AppError } from '@shared/errors'

/** Rows that one list holds; more is no longer one walk, and its sheet with all its codes no longer one request to the printer. */
export const MOST_ROWS = 1000
/** Files of a place that are looked at before it is told to be split. */
export const MOST_LOOKED_AT = 5000

const LOWEST = 100_000_000
const SPAN = 900_000_000

/**
 * Nine digits from the random tail of an id. By chance and not counted, so that the code of a list from another office, or from a time that a
 * restored backup has forgotten, meets a list here once in a hundred million.
 * @param id UUIDv7, whose last twelve hexadecimal digits are random
 */
export const numberFrom = (id: string): number => LOWEST + (Number.parseInt(id.slice(-12), 16) % SPAN)

/** Addresses as one walks along: numbers by value, so that 2号 comes before 10号. By bytes, so that the PC's language data does not matter. */
const walkingKey = (text: string): string => text.normalize('NFKC').replace(/\d+/g, (digits) => digits.padStart(10, '0'))

export interface Placed {
  /** Division code, then the address in words. */
  readonly code: string
  readonly text: string
  readonly sortKey: string
}

const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Sorts by place, then by name; rows without an address stand behind those of their place. */
export function inWalkingOrder<T extends Placed>(rows: readonly T[]): T[] {
  const keyed = rows.map((row) => ({ row, key: walkingKey(row.text) }))
  keyed.sort(
    (a, b) =>
      byBytes(a.row.code, b.row.code) ||
      Number(a.row.text === '') - Number(b.row.text === '') ||
      byBytes(a.key, b.key) ||
      byBytes(a.row.sortKey, b.row.sortKey)
  )
  return keyed.map(({ row }) => row)
}

/** @returns the part of a division's full name below the place of the list, then the address */
export function placeBelow(full: string, listPlace: string, text: string): string {
  const below = full.startsWith(listPlace) ? full.slice(listPlace.length) : full
  return [below, text].filter((part) => part !== '').join(' ')
}

/** @throws AppError `rosters.bad_day` for a day that is none, lies before the list or has not come */
export function assertVisitDay(day: string, issuedOn: string, today: string): void {
  if (!isDay(day) || day < issuedOn || day > today)
    throw new AppError('rosters.bad_day', { value: day }, { fields: { visitedOn: '请填写开出名单以后、今天以前的日期' } })
}

/** @returns what changed, only where something did @throws AppError `rosters.field_needed` */
export function changedOf<F extends string>(result: VisitResult, fields: readonly F[]): F[] {
  if (result !== 'changed') return []
  if (fields.length === 0) throw new AppError('rosters.field_needed', {}, { fields: { fields: '请至少选一项' } })
  return [...new Set(fields)]
}
