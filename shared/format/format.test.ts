// Why: a figure or a date that reads differently on screen and on paper is a mistake somebody signs.
import { describe, expect, test } from 'vitest'
import { formatBytes, formatCount, formatDaysLeft, formatInstant, formatPartialDate, isDay, isPartialDate, lunarHint } from './index'

const day = (text: string) => {
  if (!isDay(text)) throw new Error(text)
  return text
}
const partial = (text: string) => {
  if (!isPartialDate(text)) throw new Error(text)
  return text
}

describe('numbers', () => {
  test('formatCount › separates thousands', () => {
    expect(formatCount(12408)).toBe('12,408')
  })
  test.each([
    [0, '0 字节'],
    [1023, '1023 字节'],
    [1024, '1.0 KB'],
    [1_048_576, '1.0 MB'],
    [205 * 1024, '205 KB']
  ])('formatBytes › %i reads %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})

describe('dates', () => {
  test.each([
    ['1968', '1968年'],
    ['1968-03', '1968年3月'],
    ['1968-03-05', '1968-03-05']
  ])('formatPartialDate › %s reads %s', (date, text) => {
    expect(formatPartialDate(partial(date))).toBe(text)
  })
  test.each([
    [3, '还有 3 天'],
    [0, '今天'],
    [-2, '逾期 2 天']
  ])('formatDaysLeft › %i reads %s', (days, text) => {
    expect(formatDaysLeft(days)).toBe(text)
  })
  test('formatInstant › leaves alone › what is no instant', () => {
    expect(formatInstant('不详')).toBe('不详')
  })
  // Published lunar dates: the new year's days of 1960, 2000, 2026 and a day in a leap month.
  test.each([
    ['1960-01-28', '农历庚子年正月初一'],
    ['2000-02-05', '农历庚辰年正月初一'],
    ['2026-02-17', '农历丙午年正月初一'],
    ['2026-03-05', '农历丙午年正月十七'],
    ['2023-03-22', '农历癸卯年闰二月初一']
  ])('lunarHint › %s is %s', (date, text) => {
    expect(lunarHint(day(date))).toBe(text)
  })
  test('lunarHint › says nothing › for a bare year', () => {
    expect(lunarHint(partial('1968'))).toBeNull()
  })
})
