// Why: what a clerk types must become the date meant, or nothing; day and month are never swapped to make one fit.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayFromNumber, isDay, type Day } from './calendar-day'
import {
  ageOn,
  comparePartialDates,
  firstDayOf,
  isPartialDate,
  lastDayOf,
  parseTypedDate,
  partialDateSchema,
  precisionOf,
  type PartialDate
} from './partial-date'

const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const date = (text: string): PartialDate => {
  if (!isPartialDate(text)) throw new RangeError(text)
  return text
}
const today = day('2026-03-01')
const dates = fc.integer({ min: -60_000, max: 60_000 }).map((number) => day(dayFromNumber(number) ?? ''))
const partials = fc.tuple(dates, fc.constantFrom(4, 7, 10)).map(([whole, length]) => date(whole.slice(0, length)))

describe('parseTypedDate', () => {
  it.each([
    ['20260305', '2026-03-05'],
    ['2026-3-5', '2026-03-05'],
    ['2026.03.05', '2026-03-05'],
    ['2026/3/5', '2026-03-05'],
    ['2026年3月5日', '2026-03-05'],
    ['２０２６０３０５', '2026-03-05'],
    [' 2026 03 05 ', '2026-03-05'],
    ['3-5', '2026-03-05'],
    ['3月5日', '2026-03-05'],
    ['12.31', '2026-12-31'],
    ['今天', '2026-03-01'],
    ['昨天', '2026-02-28'],
    ['前天', '2026-02-27'],
    ['明天', '2026-03-02'],
    ['19680229', '1968-02-29'],
    ['1932-1-1', '1932-01-01'],
    ['202603', '2026-03'],
    ['2026年3月', '2026-03'],
    ['2026-3', '2026-03'],
    ['1968', '1968'],
    ['1968年', '1968']
  ])('parseTypedDate › reads › %s as %s', (typed, expected) => expect(parseTypedDate(typed, { today })).toBe(expected))

  it.each([
    '20260230',
    '2023-02-29',
    '19000229',
    '31-12',
    '2026-13-01',
    '13-5',
    '202613',
    '05032026',
    '3',
    '260305',
    '明年',
    '',
    '2026-3-',
    'abc',
    '3月',
    '2026-03-05x'
  ])('parseTypedDate › gives nothing for › %s', (typed) => expect(parseTypedDate(typed, { today })).toBeNull())

  it('parseTypedDate › a field that needs the whole day › refuses year and month', () => {
    expect(parseTypedDate('1968', { today, atLeast: 'day' })).toBeNull()
    expect(parseTypedDate('196803', { today, atLeast: 'day' })).toBeNull()
    expect(parseTypedDate('196803', { today, atLeast: 'month' })).toBe('1968-03')
    expect(parseTypedDate('3-5', { today, atLeast: 'day' })).toBe('2026-03-05')
  })

  it('parseTypedDate › every partial date and every whole day in compact form › is read back', () => {
    fc.assert(
      fc.property(partials, (text) => {
        expect(parseTypedDate(text, { today })).toBe(text)
        expect(parseTypedDate(text.replaceAll('-', ''), { today })).toBe(text)
      })
    )
  })
})

describe('partial dates', () => {
  it('comparePartialDates › any two › agrees with comparing every day they can mean', () => {
    fc.assert(
      fc.property(partials, partials, (a, b) => {
        const order = comparePartialDates(a, b)
        const allBefore = lastDayOf(a) < firstDayOf(b)
        const allAfter = firstDayOf(a) > lastDayOf(b)
        expect(order).toBe(a === b ? 'same' : allBefore ? 'before' : allAfter ? 'after' : 'unsure')
        expect(firstDayOf(a) <= lastDayOf(a)).toBe(true)
      })
    )
  })

  it('comparePartialDates › a month inside the other’s year › is unsure, which no rule may call an error', () => {
    expect(comparePartialDates(date('1988'), date('1988-05'))).toBe('unsure')
    expect(comparePartialDates(date('1988'), date('1988-12-31'))).toBe('unsure')
    expect(comparePartialDates(date('1988-01-01'), date('1988'))).toBe('unsure')
    expect(comparePartialDates(date('1988'), date('1987-12-31'))).toBe('after')
    expect(comparePartialDates(date('1988'), date('1989-01'))).toBe('before')
  })

  it('firstDayOf, lastDayOf › year, month, 29 February › are the ends', () => {
    expect([firstDayOf(date('1968')), lastDayOf(date('1968'))]).toEqual(['1968-01-01', '1968-12-31'])
    expect([firstDayOf(date('1968-02')), lastDayOf(date('1968-02'))]).toEqual(['1968-02-01', '1968-02-29'])
    expect(lastDayOf(date('1900-02'))).toBe('1900-02-28')
    expect(['1968', '1968-02', '1968-02-29'].map((text) => precisionOf(date(text)))).toEqual(['year', 'month', 'day'])
  })

  it('isPartialDate › other shapes › are refused', () => {
    for (const text of ['68', '1968-2', '1968-13', '1968-00', '1968-02-30', '1799', '2200', '1968-'])
      expect(isPartialDate(text)).toBe(false)
    expect(partialDateSchema.safeParse('1968-02').success).toBe(true)
    expect(partialDateSchema.safeParse('1968-2').success).toBe(false)
  })

  it('ageOn › birthday › counts on the day itself, and a leap birthday on 1 March', () => {
    expect(ageOn(date('1988-03-05'), day('2026-03-04'))).toEqual({ min: 37, max: 37 })
    expect(ageOn(date('1988-03-05'), day('2026-03-05'))).toEqual({ min: 38, max: 38 })
    expect(ageOn(date('1988-02-29'), day('2026-02-28'))).toEqual({ min: 37, max: 37 })
    expect(ageOn(date('1988'), day('2026-06-01'))).toEqual({ min: 37, max: 38 })
  })
})
