// Why: due dates and birthdays are counted in days of the civil calendar, never through a clock or a time zone.
import type { Brand } from './brand'

/** A whole day `YYYY-MM-DD` of the Gregorian calendar, years 1800–2199. Compares correctly as text. */
export type Day = Brand<string, 'Day'>

export const FIRST_YEAR = 1800
export const LAST_YEAR = 2199

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export interface DayParts {
  year: number
  month: number
  day: number
}

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** @returns the number of days of month 1–12, 0 for any other month */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0)
}

export function isRealDay(year: number, month: number, day: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR && Number.isInteger(day) && day >= 1 && day <= daysInMonth(year, month)
}

/** @returns whether the text is a day that exists, written `YYYY-MM-DD` */
export function isDay(text: string): text is Day {
  return DAY.test(text) && isRealDay(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)))
}

/** @returns the day, or null when no such day exists in the years covered */
export function toDay(year: number, month: number, day: number): Day | null {
  if (!isRealDay(year, month, day)) return null
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isDay(text) ? text : null
}

export function partsOfDay(day: Day): DayParts {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) }
}

/** Days since 1970-01-01, negative before. Counting in 400-year eras from 1 March keeps the leap day last. */
export function dayNumber(day: Day): number {
  const { year, month, day: dayOfMonth } = partsOfDay(day)
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** @returns the day with that number, or null outside the years covered */
export function dayFromNumber(number: number): Day | null {
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
  return toDay(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1)
}

/** @returns the day `count` calendar days later (earlier when negative), or null outside the years covered */
export const addCalendarDays = (day: Day, count: number): Day | null => dayFromNumber(dayNumber(day) + count)

/** @returns whole days from `from` to `to`, negative when `to` is earlier */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)

/** @returns 1 Monday … 7 Sunday */
export function weekday(day: Day): number {
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1
}
