/** Periods of keeping: the rule that fits office and day, counted to the day, leap years included. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { dayFromNumber, endedBy, isDay, keptRecords, keptUntil, retentionRule, retentionSchema, type Day, type RetentionRule } from '.'

const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const { rules } = retentionSchema.parse(JSON.parse(readFileSync('resources/codes/retention.json', 'utf8')))

describe('retention rules', () => {
  it('shipped rules › every kind of record has one that holds today › with its source', () => {
    for (const record of keptRecords) expect(retentionRule(rules, record, day('2026-03-05'), '610802')?.source).toMatch(/^R：/)
  })

  it('a rule of a nearer region or a later day › goes before the general one', () => {
    const [general] = rules.filter(({ record }) => record === 'slip')
    if (!general) throw new RangeError('slip')
    const local: RetentionRule = { ...general, region: '6108', period: { years: 5 } }
    const later: RetentionRule = { ...general, validFrom: '2027-01-01', period: { years: 1 } }
    const all = [general, local, later]
    expect(retentionRule(all, 'slip', day('2026-03-05'), '610802')).toBe(local)
    expect(retentionRule(all, 'slip', day('2026-03-05'), '141124')).toBe(general)
    expect(retentionRule(all, 'slip', day('2027-03-05'), '141124')).toBe(later)
    expect(retentionRule([later], 'slip', day('2026-03-05'), '141124')).toBeUndefined()
  })

  it('29 February › is kept to the last day of February', () => {
    expect(keptUntil(day('2024-02-29'), { years: 3 })).toBe('2027-02-28')
    expect(endedBy(day('2027-02-28'), { years: 3 })).toBe('2024-02-29')
    expect(endedBy(day('2028-02-29'), { years: 3 })).toBe('2025-02-28')
  })

  it('what is due › is what has been kept long enough, to the day', () => {
    const period = fc.oneof(fc.record({ years: fc.integer({ min: 1, max: 9 }) }), fc.record({ days: fc.integer({ min: 1, max: 900 }) }))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 40_000 }), period, (ended, now, kept) => {
        const [from, today] = [dayFromNumber(ended), dayFromNumber(now)]
        if (from === null || today === null) throw new RangeError('day')
        expect(from <= endedBy(today, kept)).toBe(keptUntil(from, kept) <= today)
      })
    )
  })
})
