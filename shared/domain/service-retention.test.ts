// Why: a record that outstays its purpose by one wrong day is kept against the law.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isDay, type Day } from './calendar-day'
import { monthsLater, serviceRetentionOn, serviceRetentionSchema, type ServiceRetention } from './service-retention'

const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const editionsOf = (...editions: readonly (readonly [string | null, string | null, number])[]): readonly ServiceRetention[] =>
  serviceRetentionSchema.parse({
    format: 'service-retention/1',
    editions: editions.map(([validFrom, validTo, months]) => ({ validFrom, validTo, source: '测试', months }))
  }).editions

describe('service retention', () => {
  it('resources › hold one year from the beginning', () => {
    const { editions } = serviceRetentionSchema.parse(
      JSON.parse(readFileSync(join(import.meta.dirname, '../../resources/codes/service-retention.json'), 'utf8'))
    )
    expect(serviceRetentionOn(editions, day('2026-11-22')).months).toBe(12)
  })

  it('edition › is the one in force on the day, else the newest', () => {
    const editions = editionsOf(['2020-01-01', '2026-01-01', 24], ['2026-01-01', '2027-01-01', 6])
    expect(serviceRetentionOn(editions, day('2024-05-05')).months).toBe(24)
    expect(serviceRetentionOn(editions, day('2026-05-05')).months).toBe(6)
    expect(serviceRetentionOn(editions, day('2030-05-05')).months).toBe(6)
    expect(() => serviceRetentionOn([], day('2030-05-05'))).toThrow(RangeError)
  })

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-12-15', 12, '2027-12-15'],
    ['2026-11-30', 3, '2027-02-28']
  ])('monthsLater › %s and %i months › is %s', (from, months, to) => {
    expect(monthsLater(day(from), months)).toBe(to)
  })
})
