// Why: papers often state only a year or a month, and the clerk types dates in a handful of short ways.
import { z } from 'zod'
import type { Brand } from './brand'
import { addCalendarDays, daysInMonth, isDay, isRealDay, partsOfDay, toDay, FIRST_YEAR, LAST_YEAR, type Day } from './calendar-day'

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, years 1800–2199. Source: domain.md §3 type D. */
export type PartialDate = Brand<string, 'PartialDate'> | Day

export type DatePrecision = 'year' | 'month' | 'day'

export interface DateTyping {
  /** what 今天 means and which year `3-5` falls in */
  today: Day
  /** the shortest form the field accepts; `day` refuses a bare year or month */
  atLeast?: DatePrecision
}

const PARTIAL = /^([0-9]{4})(?:-([0-9]{2}))?$/
const RELATIVE: Readonly<Record<string, number>> = { 前天: -2, 昨天: -1, 今天: 0, 今日: 0, 明天: 1, 后天: 2 }
const RANK: Readonly<Record<DatePrecision, number>> = { year: 0, month: 1, day: 2 }

const yearCovered = (year: number): boolean => year >= FIRST_YEAR && year <= LAST_YEAR

export function isPartialDate(text: string): text is PartialDate {
  if (isDay(text)) return true
  const found = PARTIAL.exec(text)
  if (found === null || !yearCovered(Number(found[1]))) return false
  return found[2] === undefined || (Number(found[2]) >= 1 && Number(found[2]) <= 12)
}

/** Zod schemas for the contract: a whole day, and a date that may lack day or month. */
export const daySchema = z.string().refine(isDay)
export const partialDateSchema = z.string().refine(isPartialDate)

export function precisionOf(date: PartialDate): DatePrecision {
  return date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day'
}

/** @returns the earliest day the date can mean */
export function firstDayOf(date: PartialDate): Day {
  return wholeDay(date, '-01-01', '-01')
}

/** @returns the latest day the date can mean */
export function lastDayOf(date: PartialDate): Day {
  return wholeDay(date, '-12-31', `-${String(daysInMonth(Number(date.slice(0, 4)), Number(date.slice(5, 7)))).padStart(2, '0')}`)
}

function wholeDay(date: PartialDate, monthAndDay: string, day: string): Day {
  const text = date.length === 4 ? date + monthAndDay : date.length === 7 ? date + day : date
  if (isDay(text)) return text
  throw new RangeError('a partial date always completes to a day')
}

/**
 * Order of two dates that may be incomplete.
 * @returns `before` or `after` only when every day `a` can mean is before or after every day `b` can mean; `same` when both are the same
 *   text; otherwise `unsure`, which no rule may treat as an error
 */
export function comparePartialDates(a: PartialDate, b: PartialDate): 'before' | 'after' | 'same' | 'unsure' {
  if (a === b) return 'same'
  if (lastDayOf(a) < firstDayOf(b)) return 'before'
  if (firstDayOf(a) > lastDayOf(b)) return 'after'
  return 'unsure'
}

/**
 * Reads what a clerk types: `20260305`, `2026-3-5`, `2026.3.5`, `2026年3月5日`, `3-5` and `3月5日` (this year), `202603`, `2026年3月`, `1968`,
 * 今天/昨天/前天/明天/后天; full-width digits count as digits.
 * @returns null when the text is no date, or coarser than the field accepts; a day and a month are never swapped to make one fit
 */
export function parseTypedDate(input: string, { today, atLeast = 'year' }: DateTyping): PartialDate | null {
  const text = input.normalize('NFKC').replace(/\s+/g, '')
  const shift = RELATIVE[text]
  const date = shift !== undefined ? addCalendarDays(today, shift) : (compactDate(text) ?? separatedDate(text, partsOfDay(today).year))
  return date !== null && RANK[precisionOf(date)] >= RANK[atLeast] ? date : null
}

function compactDate(text: string): PartialDate | null {
  if (/^[0-9]{8}$/.test(text)) return toDay(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)))
  if (/^[0-9]{6}$/.test(text)) return month(text.slice(0, 4), text.slice(4))
  return /^[0-9]{4}$/.test(text) && isPartialDate(text) ? text : null
}

function separatedDate(text: string, thisYear: number): PartialDate | null {
  const parts = /^(?:([0-9]{4})[-./年])?([0-9]{1,2})(?:[-./月]([0-9]{1,2})日?|月)$/.exec(text)
  if (parts !== null) {
    const [, year, first, second] = parts
    if (second !== undefined) return toDay(year === undefined ? thisYear : Number(year), Number(first), Number(second))
    return year === undefined ? null : month(year, first ?? '')
  }
  const coarse = /^([0-9]{4})(?:年|[-./]([0-9]{1,2}))$/.exec(text)
  if (coarse?.[1] === undefined) return null
  return coarse[2] === undefined ? compactDate(coarse[1]) : month(coarse[1], coarse[2])
}

function month(year: string, monthText: string): PartialDate | null {
  if (!isRealDay(Number(year), Number(monthText), 1)) return null
  const text = `${year}-${monthText.padStart(2, '0')}`
  return isPartialDate(text) ? text : null
}

/** @returns full years of age on `on`, counted from the earliest and the latest possible birthday; both are equal for a full birth date */
export function ageOn(birth: PartialDate, on: Day): { min: number; max: number } {
  return { min: fullYears(lastDayOf(birth), on), max: fullYears(firstDayOf(birth), on) }
}

function fullYears(from: Day, to: Day): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  return to.slice(5) < from.slice(5) ? years - 1 : years
}
