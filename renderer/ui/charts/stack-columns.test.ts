// Why: a column that does not stand as high as its number says shows another figure than the table beside it.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placeColumns } from './stack-columns'

const column = fc
  .tuple(fc.nat(5000), fc.nat(5000), fc.nat(5000))
  .map(([a, b, rest]) => ({ label: '3月', total: a + b + rest, values: [a, b] }))

it('placeColumns › any numbers › pieces follow each other, none passes its column, no two columns touch', () => {
  fc.assert(
    fc.property(fc.array(column, { minLength: 1, maxLength: 12 }), (columns) => {
      const tallest = Math.max(1, ...columns.map(({ total }) => total))
      const placed = placeColumns(columns, 2)
      placed.forEach(({ x, width, whole, pieces }, at) => {
        const { total = 0, values = [] } = columns[at] ?? {}
        expect(whole).toBeCloseTo((total / tallest) * 130, 6)
        pieces.forEach(({ from, to }, nth) => expect(to - from).toBeCloseTo(((values[nth] ?? 0) / tallest) * 130, 6))
        expect(pieces[1]?.from).toBe(pieces[0]?.to)
        expect(pieces[1]?.to).toBeLessThanOrEqual(whole + 1e-6)
        expect(x + width).toBeLessThan(placed[at + 1]?.x ?? 480)
      })
    })
  )
})
