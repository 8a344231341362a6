// Why: a slip counted in two months, or in none, makes every table wrong; both kinds of month cut every day of eighteen years exactly once.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addCalendarDays, dayFromNumber, isDay, type Day } from './calendar-day'
import { halvesOf, isWholeMonths, lastMonths, type StatisticalMonth } from './counting-period'

const day = (number: number): Day => {
  const text = dayFromNumber(number) ?? ''
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const FIRST = Date.UTC(2009, 0, 1) / 86_400_000
const LAST = Date.UTC(2026, 11, 31) / 86_400_000
const anyDay = fc.integer({ min: FIRST, max: LAST }).map(day)
const rules: readonly (StatisticalMonth | null)[] = [{ fromDay: 21, toDay: 20 }, { fromDay: 26, toDay: 25 }, null]

describe('lastMonths', () => {
  it.each(rules)('%o › each month begins the day after the one before, and the last holds today', (rule) => {
    for (let number = FIRST; number <= LAST; number += 1) {
      const today = day(number)
      const months = lastMonths(today, 13, rule)
      const last = months.at(-1)
      if (months.length !== 13 || !last || today < last.from || today > last.to) throw new RangeError(`${today}: ${JSON.stringify(last)}`)
      for (const [at, { from }] of months.entries()) {
        const before = months[at - 1]
        if (before && addCalendarDays(before.to, 1) !== from) throw new RangeError(`${today}: ${from} does not follow ${before.to}`)
      }
    }
  })

  it.each([
    ['2012-02-29', '2012-03', '2012-02-21', '2012-03-20'],
    ['2012-02-20', '2012-02', '2012-01-21', '2012-02-20'],
    ['2025-12-21', '2026-01', '2025-12-21', '2026-01-20']
  ])('statistical month of %s › is %s', (today, month, from, to) => {
    expect(lastMonths(today as Day, 1, { fromDay: 21, toDay: 20 })).toEqual([{ month, from, to }])
  })
})

describe('halvesOf', () => {
  it('whole halves and the days left over › hold every day of the period once, and no other', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(800), (from, length) => {
        const to = addCalendarDays(from, length) ?? from
        const { whole, rest } = halvesOf(from, to)
        const halfOf = (text: string): string => `${text.slice(0, 8)}${text.slice(8) < '21' ? '01' : '21'}`
        for (let at: Day | null = from; at !== null && at <= to; at = addCalendarDays(at, 1)) {
          const on = at
          const inHalves = whole !== null && halfOf(on) >= whole[0] && halfOf(on) <= whole[1]
          const inRest = rest.filter(([first, last]) => first <= on && on <= last).length
          if (Number(inHalves) + inRest !== 1) throw new RangeError(`${on} in ${from}–${to}`)
        }
        // A whole half reaches no day outside the period.
        if (whole !== null) expect(whole[0] >= from && addCalendarDays(to, 1) !== null).toBe(true)
        for (const [first, last] of rest) expect(first >= from && last <= to && first <= last).toBe(true)
      }),
      { numRuns: 200 }
    )
  })
})

describe('isWholeMonths', () => {
  it.each(rules)('%o › one month and several are, a day more or less at either end is not', (rule) => {
    for (const count of [1, 3, 12]) {
      const months = lastMonths(day(LAST), count, rule)
      const [from, to] = [months[0]?.from ?? day(0), months.at(-1)?.to ?? day(0)]
      expect(isWholeMonths(from, to, rule)).toBe(true)
      for (const days of [-1, 1]) {
        expect(isWholeMonths(addCalendarDays(from, days) ?? from, to, rule)).toBe(false)
        expect(isWholeMonths(from, addCalendarDays(to, days) ?? to, rule)).toBe(false)
      }
    }
  })
})
