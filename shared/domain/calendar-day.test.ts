// Why: day arithmetic is checked against the language's own calendar, and where people get it wrong: 1900, 29 February, before 1970.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addCalendarDays,
  dayFromNumber,
  dayNumber,
  daysBetween,
  daysInMonth,
  isDay,
  partsOfDay,
  toDay,
  weekday,
  type Day
} from './calendar-day'

const first = Date.UTC(1800, 0, 1) / 86_400_000
const last = Date.UTC(2199, 11, 31) / 86_400_000
const anyDay = fc.integer({ min: first, max: last })
const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}

describe('calendar day', () => {
  it('dayFromNumber › every day of the years covered › is the day of the language’s own calendar', () => {
    fc.assert(
      fc.property(anyDay, (number) => {
        const text = dayFromNumber(number)
        expect(text).toBe(new Date(number * 86_400_000).toISOString().slice(0, 10))
        expect(text !== null && dayNumber(text)).toBe(number)
        expect(text !== null && weekday(text)).toBe(new Date(number * 86_400_000).getUTCDay() || 7)
      }),
      { numRuns: 2000 }
    )
  })

  it('dayFromNumber › outside the years covered › gives null', () => {
    expect(dayFromNumber(first)).toBe('1800-01-01')
    expect(dayFromNumber(first - 1)).toBeNull()
    expect(dayFromNumber(last)).toBe('2199-12-31')
    expect(dayFromNumber(last + 1)).toBeNull()
    expect(addCalendarDays(day('2199-12-31'), 1)).toBeNull()
  })

  it.each(['2024-02-29', '2000-02-29', '1932-12-31', '1800-01-01'])('isDay › accepts › %s', (text) => expect(isDay(text)).toBe(true))
  it.each(['2023-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-3-5', '26-03-05', '2026-03-05 ', '1799-12-31', ''])(
    'isDay › refuses › %s',
    (text) => expect(isDay(text)).toBe(false)
  )

  it('addCalendarDays › there and back › is the same day', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (number, shift) => {
        fc.pre(number + shift >= first && number + shift <= last)
        const start = dayFromNumber(number)
        const moved = start === null ? null : addCalendarDays(start, shift)
        expect(start !== null && moved !== null && daysBetween(start, moved)).toBe(shift)
      })
    )
  })

  it('toDay › numbers that are no day › gives null', () => {
    expect(toDay(2026, 2, 29)).toBeNull()
    expect(toDay(2026, 3, 1.5)).toBeNull()
    expect(daysInMonth(2026, 13)).toBe(0)
    expect(partsOfDay(day('1968-02-29'))).toEqual({ year: 1968, month: 2, day: 29 })
  })
})
