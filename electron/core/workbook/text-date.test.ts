/** A date is read for what it can only mean. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTextDate } from './text-date'

describe('text date', () => {
  it.each([
    ['2026-03-05', '2026-03-05', 'house'],
    ['1986', '1986', 'house'],
    ['1986-03', '1986-03', 'house'],
    ['2026/3/5', '2026-03-05', 'excel'],
    ['2026-3-5', '2026-03-05', 'excel'],
    ['2026-03-05 00:00:00', '2026-03-05', 'excel'],
    ['2026-03-05T08:00:00Z', '2026-03-05', 'excel'],
    ['2026/3', '2026-03', 'excel'],
    ['20260305', '2026-03-05', 'compact'],
    ['202603', '2026-03', 'compact'],
    ['2026.3.5', '2026-03-05', 'other'],
    ['2026.03', '2026-03', 'other'],
    ['2026年3月5日', '2026-03-05', 'other'],
    ['2026 年 3 月 5 日', '2026-03-05', 'other'],
    ['2026年3月5号', '2026-03-05', 'other'],
    ['2026年3月', '2026-03', 'other'],
    ['2026年', '2026', 'house'],
    ['2026、3、5', '2026-03-05', 'other'],
    ['二〇二六年三月五日', '2026-03-05', 'other'],
    ['一九八六年十二月三十一日', '1986-12-31', 'other'],
    ['二○二六年十月十日', '2026-10-10', 'other'],
    ['13/5/2026', '2026-05-13', 'other'],
    ['5-13-2026', '2026-05-13', 'other'],
    ['3/3/2026', '2026-03-03', 'other'],
    ['1960-02-29', '1960-02-29', 'house'],
    ['1899.12.31', '1899-12-31', 'other']
  ])('%s is %s', (text, date, spelling) => {
    expect(readTextDate(text)).toEqual({ kind: 'date', date, spelling })
  })

  it.each([
    ['3/5/2026', 'ambiguous'],
    ['86.3.5', 'ambiguous'],
    ['03-05-26', 'ambiguous'],
    ['2026-02-30', 'impossible'],
    ['2023-02-29', 'impossible'],
    ['20261301', 'impossible'],
    ['31/31/2026', 'impossible'],
    ['1600-01-01', 'impossible'],
    ['不详', 'unreadable'],
    ['正月初五', 'unreadable'],
    ['2026-3-5-1', 'unreadable'],
    [`2026${' '.repeat(30_000)}3`, 'unreadable']
  ])('%s is %s', (text, kind) => {
    expect(readTextDate(text)).toEqual({ kind })
  })

  it('reads its own day in every spelling', () => {
    const days = fc.date({ min: new Date('1800-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
    fc.assert(
      fc.property(days, (moment) => {
        const day = moment.toISOString().slice(0, 10)
        const [year = '', month = '', date = ''] = day.split('-')
        const spellings = [
          day,
          `${year}${month}${date}`,
          `${year}/${Number(month)}/${Number(date)}`,
          `${year}.${Number(month)}.${date}`,
          `${year}年${Number(month)}月${Number(date)}日`
        ]
        for (const spelling of spellings) expect(readTextDate(spelling)).toMatchObject({ kind: 'date', date: day })
      }),
      { numRuns: 1000 }
    )
  })
})
