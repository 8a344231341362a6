// Why: offices report by the statistical month (21st–20th) and compare by the calendar month; both must cut the same slips everywhere.
import { addCalendarDays, daysInMonth, partsOfDay, toDay, type Day } from './calendar-day'

/** Last month's `fromDay` to this month's `toDay`. Source: domain.md §2.5. */
export interface StatisticalMonth {
  readonly fromDay: number
  readonly toDay: number
}

export interface CountingPeriod {
  /** `2026-03`: the month in which it ends. */
  readonly month: string
  readonly from: Day
  readonly to: Day
}

/** @param index months since the year 0 @param rule null for the calendar month @returns null outside the years covered */
function monthPeriod(index: number, rule: StatisticalMonth | null): CountingPeriod | null {
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1]
  const from = rule === null ? toDay(year, month, 1) : toDay(Math.floor((index - 1) / 12), ((index - 1) % 12) + 1, rule.fromDay)
  const to = toDay(year, month, rule === null ? daysInMonth(year, month) : rule.toDay)
  return from === null || to === null ? null : { month: to.slice(0, 7), from, to }
}

/** The month of either making that ends in this one; month 0 is the December before. @param rule null for the calendar month */
export const monthEnding = (year: number, month: number, rule: StatisticalMonth | null): CountingPeriod | null =>
  monthPeriod(year * 12 + month - 1, rule)

/** The month that `today` lies in and those before it, the oldest first. */
export function lastMonths(today: Day, count: number, rule: StatisticalMonth | null): CountingPeriod[] {
  const { year, month, day } = partsOfDay(today)
  const last = year * 12 + month - 1 + (rule !== null && day > rule.toDay ? 1 : 0)
  return Array.from({ length: count }, (_, at) => monthPeriod(last - count + 1 + at, rule)).filter((period) => period !== null)
}

/** Whether the days are whole months of this making. @param rule null for calendar months */
export function isWholeMonths(from: Day, to: Day, rule: StatisticalMonth | null): boolean {
  const before = addCalendarDays(from, -1)
  return [before, to].every((day) => {
    if (day === null) return false
    const { year, month } = partsOfDay(day)
    return monthEnding(year, month, rule)?.to === day
  })
}

export interface Halves {
  /** First days of the first and the last half month that lie whole in the period; null when none does. */
  readonly whole: readonly [first: Day, last: Day] | null
  /** Days at both ends that fill no half month. */
  readonly rest: readonly (readonly [from: Day, to: Day])[]
}

/** Cuts a period into half months (1st–20th, 21st to the end), of which counts are kept ready, and the days left over. */
export function halvesOf(from: Day, to: Day): Halves {
  const after = addCalendarDays(to, 1)
  const first = halfOf(from) === from ? from : nextHalf(from)
  const end = after === null ? null : halfOf(after)
  if (from > to) return { whole: null, rest: [] }
  if (first === null || end === null || first >= end) return { whole: null, rest: [[from, to]] }
  const rest: (readonly [Day, Day])[] = []
  if (first > from) rest.push([from, dayBefore(first)])
  if (end <= to) rest.push([end, to])
  return { whole: [first, halfOf(dayBefore(end))], rest }
}

/** A half month stands for its first day. */
function halfOf(day: Day): Day {
  const { year, month, day: dayOfMonth } = partsOfDay(day)
  return toDay(year, month, dayOfMonth < 21 ? 1 : 21) ?? day
}

function nextHalf(day: Day): Day | null {
  const { year, month, day: dayOfMonth } = partsOfDay(day)
  if (dayOfMonth < 21) return toDay(year, month, 21)
  return month === 12 ? toDay(year + 1, 1, 1) : toDay(year, month + 1, 1)
}

const dayBefore = (day: Day): Day => addCalendarDays(day, -1) ?? day
