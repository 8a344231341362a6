// Why: a limit in working days is a promise to a citizen; the table, its gaps and the counting are checked against hand-counted cases.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addCalendarDays, dayFromNumber, isDay, weekday, type Day } from './calendar-day'
import { addWorkingDays, countWorkingDays, holidayTableSchema, nextWorkingDay, workCalendar } from './working-days'

const table = holidayTableSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../resources/codes/holidays.json'), 'utf8')))
const calendar = workCalendar(table)
const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const covered = fc
  .integer({ min: Date.UTC(2009, 0, 1) / 86_400_000, max: Date.UTC(2026, 9, 1) / 86_400_000 })
  .map((number) => day(dayFromNumber(number) ?? ''))

describe('holiday table', () => {
  it('holidays.json › years › covers 2009 to 2026 and says where it is from', () => {
    expect(Object.keys(table.years)).toEqual(Array.from({ length: 18 }, (_, index) => String(2009 + index)))
    expect(table.source).toContain('chinese-days@1.5.7')
  })

  it.each(Object.keys(table.years))('holidays.json › %s › has New Year, Labour Day and 1–3 October off', (year) => {
    for (const tail of ['01-01', '05-01', '10-01', '10-02', '10-03']) expect(table.years[year]?.off).toContain(`${year}-${tail}`)
  })

  it.each([
    ['2026-02-14', true],
    ['2026-02-16', false],
    ['2026-10-10', true],
    ['2026-10-08', true],
    ['2020-01-31', false],
    ['2009-10-08', false],
    ['2026-03-07', false],
    ['2026-03-09', true]
  ])('workCalendar › %s › worked: %s', (text, worked) => expect(calendar.isWorkingDay(day(text))).toBe(worked))

  it('holidayTableSchema › damaged yearly files › are refused', () => {
    const year = (change: object): unknown => ({
      format: 'holidays/1',
      source: '国办发明电',
      years: { 2027: { off: ['2027-01-01'], work: ['2027-01-02'], ...change } }
    })
    expect(holidayTableSchema.safeParse(year({})).success).toBe(true)
    expect(holidayTableSchema.safeParse(year({ off: ['2028-01-01'] })).success).toBe(false)
    expect(holidayTableSchema.safeParse(year({ off: ['2027-02-29'] })).success).toBe(false)
    expect(holidayTableSchema.safeParse(year({ work: ['2027-01-04'] })).success).toBe(false)
    expect(holidayTableSchema.safeParse(year({ off: ['2027-01-02'] })).success).toBe(false)
    expect(holidayTableSchema.safeParse(year({ extra: [] })).success).toBe(false)
  })

  it('workCalendar › a later table › replaces the same year and adds new ones', () => {
    const imported = holidayTableSchema.parse({
      format: 'holidays/1',
      source: '测试',
      years: { 2026: { off: [], work: [] }, 2027: { off: ['2027-01-01'], work: [] } }
    })
    const both = workCalendar(table, imported)
    expect(both.isWorkingDay(day('2026-02-16'))).toBe(true)
    expect(both.isWorkingDay(day('2025-01-29'))).toBe(false)
    expect(both.isCovered(2027)).toBe(true)
    expect(calendar.isCovered(2027)).toBe(false)
  })
})

describe('addWorkingDays', () => {
  it.each([
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-14', 1, '2026-02-24'],
    ['2026-03-05', 15, '2026-03-26'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2026-03-07', 0, '2026-03-07']
  ])('addWorkingDays › %s and %i days › is %s', (start, count, expected) => {
    expect(addWorkingDays(day(start), count, calendar)).toEqual({ day: expected, estimated: false })
  })

  it('addWorkingDays › any start and count › lands on a working day with exactly that many on the way', () => {
    fc.assert(
      fc.property(covered, fc.integer({ min: 1, max: 60 }), (start, count) => {
        const due = addWorkingDays(start, count, calendar)
        if (due === null) throw new RangeError('covered years end long before the calendar does')
        expect(calendar.isWorkingDay(due.day)).toBe(true)
        expect(countWorkingDays(start, due.day, calendar)).toBe(count)
        expect(due.estimated).toBe(due.day.startsWith('2027'))
      })
    )
  })

  it('addWorkingDays › a year without a table › counts week-ends only and says it is estimated', () => {
    expect(addWorkingDays(day('2026-12-31'), 1, calendar)).toEqual({ day: '2027-01-01', estimated: true })
    expect(addWorkingDays(day('2030-05-10'), 5, calendar)).toEqual({ day: '2030-05-17', estimated: true })
    expect(addWorkingDays(day('2199-12-31'), 1, calendar)).toBeNull()
  })

  it('nextWorkingDay › in the National Day week › is the first day worked', () => {
    expect(nextWorkingDay(day('2026-10-03'), calendar)).toEqual({ day: '2026-10-08', estimated: false })
    expect(nextWorkingDay(day('2026-03-09'), calendar)).toEqual({ day: '2026-03-09', estimated: false })
    expect(nextWorkingDay(day('2027-01-02'), calendar)).toEqual({ day: '2027-01-04', estimated: true })
  })

  it('countWorkingDays › plain weeks without a table › are five each', () => {
    fc.assert(
      fc.property(covered, fc.integer({ min: 0, max: 30 }), (start, weeks) => {
        const end = addCalendarDays(start, weeks * 7)
        if (end !== null)
          expect(countWorkingDays(start, end, { isWorkingDay: (on) => weekday(on) <= 5, isCovered: () => false })).toBe(weeks * 5)
      })
    )
  })
})
