// Why: the figure is laid before the partner it speaks about, so its parts must add up on any day and small numbers give no percentage.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReturnSums } from '../slips'
import { rateOf, returnRate, returnRateFormula } from './return-rate'

const few = fc.integer({ min: 0, max: 500 })
const count = fc
  .record({
    ...{ partner_id: fc.constantFrom('p1', 'p2', 'p3'), answered_in_time: few, answered_late: few, received: few, carried: few },
    ...{ not_carried: few, refused: few, undelivered: few, withdrawn: few }
  })
  .chain((row) =>
    fc.nat(row.received + row.carried + row.not_carried).chain((due) => fc.nat(due).map((overdue) => ({ ...row, open_due: due, overdue })))
  )
const names = new Map([
  ['p1', '甲局'],
  ['p2', '乙局']
])

describe('returnRate', () => {
  it('returnRate › any counts › parts add up to issued, partners to the total, and no rate passes 100', () => {
    fc.assert(
      fc.property(fc.array(count, { maxLength: 21 }), (counts: ReturnSums[]) => {
        const { rows, total } = returnRate(counts, names, 10)
        for (const row of [...rows, total]) {
          const { notCarried, carried, received, answeredInTime, answeredLate, refused, undelivered } = row
          expect(notCarried + carried + received + answeredInTime + answeredLate + refused + undelivered).toBe(row.issued)
          expect(row.due).toBeLessThanOrEqual(row.issued - refused - undelivered)
          expect(row.answered).toBe(answeredInTime + answeredLate)
          if (row.rate !== null) expect(Number(row.rate)).toBeLessThanOrEqual(100)
          expect(row.rate === null).toBe(row.due < 10)
        }
        for (const name of ['issued', 'due', 'overdue', 'withdrawn'] as const)
          expect(rows.reduce((sum, row) => sum + row[name], 0)).toBe(total[name])
      })
    )
  })

  it('rateOf › halves and bounds › rounds half up to one place', () => {
    expect([rateOf(9, 9, 10), rateOf(9, 10, 10), rateOf(1, 16, 10), rateOf(2, 3, 1), rateOf(0, 0, 0), rateOf(12, 12, 10)]).toEqual([
      null,
      '90.0',
      '6.3',
      '66.7',
      null,
      '100.0'
    ])
  })

  it('returnRateFormula › both directions › names the numerator, the denominator and the small-number rule', () => {
    for (const direction of ['out', 'in'] as const) {
      const text = returnRateFormula(direction, 10)
      expect(text).toContain('返回率 = 已反馈 ÷ 应反馈')
      expect(text).toContain('不足 10 张')
    }
  })
})
