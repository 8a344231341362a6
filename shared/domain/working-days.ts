// Why: limits in working days depend on the yearly table of holidays and make-up days, which is data and may end before the limit does.
import { z } from 'zod'
import { addCalendarDays, daysBetween, weekday, type Day } from './calendar-day'
import { daySchema } from './partial-date'

const yearSchema = z.strictObject({
  /** weekdays and week-ends nobody works */
  off: z.array(daySchema),
  /** Saturdays and Sundays that are worked */
  work: z.array(daySchema)
})

/** resources/codes/holidays.json and the yearly file an office imports; see docs/formats/reference-data.md. */
export const holidayTableSchema = z
  .strictObject({
    format: z.literal('holidays/1'),
    source: z.string().min(1).max(200),
    years: z.record(z.string().regex(/^(?:19|20|21)[0-9]{2}$/), yearSchema)
  })
  .superRefine((table, context) => {
    for (const [year, days] of Object.entries(table.years)) {
      for (const fault of faultsOfYear(year, days)) context.addIssue({ code: 'custom', message: fault, path: ['years', year] })
    }
  })

export type HolidayYear = z.infer<typeof yearSchema>
export type HolidayTable = z.infer<typeof holidayTableSchema>

/** A computed day; `estimated` when a year on the way had no table and only week-ends were known. */
export interface CountedDay {
  day: Day
  estimated: boolean
}

export interface WorkCalendar {
  isWorkingDay: (day: Day) => boolean
  isCovered: (year: number) => boolean
}

function faultsOfYear(year: string, days: HolidayYear): string[] {
  const faults: string[] = []
  const all = [...days.off, ...days.work]
  if (all.some((day) => !day.startsWith(year))) faults.push('day of another year')
  if (new Set(all).size !== all.length) faults.push('day named twice')
  if (days.work.some((day) => weekday(day) < 6)) faults.push('make-up day that is no week-end')
  return faults
}

/** @returns a calendar over the table; a later table of the same year replaces an earlier one */
export function workCalendar(...tables: readonly HolidayTable[]): WorkCalendar {
  const years = new Map(tables.flatMap((table) => Object.entries(table.years)))
  const off = new Set([...years.values()].flatMap((year) => year.off))
  const work = new Set([...years.values()].flatMap((year) => year.work))
  return {
    isWorkingDay: (day) => work.has(day) || (weekday(day) <= 5 && !off.has(day)),
    isCovered: (year) => years.has(String(year))
  }
}

/**
 * The `count`-th working day after `start` (the start day itself is not counted). `count` 0 gives the start day.
 * @returns null when the day lies outside the years a day can have
 */
export function addWorkingDays(start: Day, count: number, calendar: WorkCalendar): CountedDay | null {
  let estimated = count > 0 && !calendar.isCovered(Number(start.slice(0, 4)))
  let at = start
  for (let left = count; left > 0;) {
    const next = addCalendarDays(at, 1)
    if (next === null) return null
    at = next
    if (!calendar.isCovered(Number(at.slice(0, 4)))) estimated = true
    if (calendar.isWorkingDay(at)) left -= 1
  }
  return { day: at, estimated }
}

/** @returns the day itself when it is worked, otherwise the next working day */
export function nextWorkingDay(day: Day, calendar: WorkCalendar): CountedDay | null {
  let estimated = false
  for (let at: Day | null = day; at !== null; at = addCalendarDays(at, 1)) {
    if (!calendar.isCovered(Number(at.slice(0, 4)))) estimated = true
    if (calendar.isWorkingDay(at)) return { day: at, estimated }
  }
  return null
}

/** @returns working days after `from` up to and including `to`; 0 when `to` is not later */
export function countWorkingDays(from: Day, to: Day, calendar: WorkCalendar): number {
  const total = Math.max(0, daysBetween(from, to))
  let worked = 0
  for (let step = 1; step <= total; step += 1) {
    const day = addCalendarDays(from, step)
    if (day !== null && calendar.isWorkingDay(day)) worked += 1
  }
  return worked
}
