// Why: a bar that does not add up would show another figure than the table under it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parts, rateWords, segmentsOf, type RateRow } from './rate-parts'

const counts = fc.tuple(...parts.map(() => fc.nat(400)))
const rowOf = (numbers: readonly number[]): RateRow => {
  const at = (index: number): number => numbers[index] ?? 0
  return {
    partnerId: 'p',
    partnerName: '乙局',
    issued: numbers.reduce((sum, number) => sum + number, 0),
    answeredInTime: at(0),
    answeredLate: at(1),
    received: at(2),
    carried: at(3),
    notCarried: at(4),
    refused: at(5),
    undelivered: at(6),
    withdrawn: 0,
    answered: at(0) + at(1),
    due: at(0) + at(1),
    overdue: 0,
    rate: null
  }
}

describe('segmentsOf', () => {
  it('segmentsOf › any row › segments follow each other without gap and fill the share of the longest bar', () => {
    fc.assert(
      fc.property(counts, fc.nat(1000), (numbers, more) => {
        const row = rowOf(numbers)
        const segments = segmentsOf(row, row.issued + more)
        let at = 0
        for (const { from, width, count } of segments) {
          expect(from).toBeCloseTo(at, 6)
          expect(count).toBeGreaterThan(0)
          at = from + width
        }
        expect(at).toBeCloseTo(row.issued === 0 ? 0 : (row.issued / (row.issued + more)) * 100, 6)
      })
    )
  })

  it('rateWords › small numbers and none › give counts, no percentage', () => {
    const row = rowOf([2, 1, 0, 0, 0, 0, 0])
    expect([rateWords(row), rateWords({ ...row, rate: '85.7' }), rateWords(rowOf([0, 0, 3, 0, 0, 0, 0]))]).toEqual(['3/3 张', '85.7%', '—'])
  })
})
