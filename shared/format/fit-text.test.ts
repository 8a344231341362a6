// Why: words in a box are made as large as they may be and never larger, for any words and any box.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fitText } from './fit-text'

const box = { w: 40, h: 6, size: 12, min: 7, fit: 'line' } as const

it('a short name › keeps its size on one line', () => expect(fitText('王小明', box)).toEqual({ size: 12, lines: 1, fits: true }))
it('a name too long for its line › is smaller on one line', () => {
  const { size, lines, fits } = fitText('买买提·阿不都热合曼', box)
  expect([lines, fits]).toEqual([1, true])
  expect(size).toBeLessThan(12)
})
it('a name too long at the smallest size › is broken where the box has room', () =>
  expect(fitText('字'.repeat(30), { ...box, h: 12 })).toMatchObject({ size: 7, lines: 2, fits: true }))
it('words that do not fit at all › are told, whole', () => expect(fitText('字'.repeat(300), box)).toMatchObject({ size: 7, fits: false }))
it('lines of their own › stay lines', () =>
  expect(fitText('一\n二', { ...box, h: 12, fit: 'wrap' })).toMatchObject({ lines: 2, fits: true }))

const letters = fc.string({ unit: fc.constantFrom(...'王𠮷·A1 Wi，\n'), maxLength: 80 })
it('any words in any box › a larger box never makes them smaller, and what fits stands inside', () => {
  fc.assert(
    fc.property(
      letters,
      fc.integer({ min: 5, max: 120 }),
      fc.integer({ min: 3, max: 40 }),
      fc.constantFrom('line', 'wrap'),
      (text, w, h, fit) => {
        const found = fitText(text, { w, h, size: 12, min: 7, fit })
        expect(found.size).toBeGreaterThanOrEqual(7)
        expect(found.size).toBeLessThanOrEqual(12)
        if (found.fits) expect(found.lines * found.size * 1.25).toBeLessThanOrEqual((h * 72) / 25.4 + 0.3)
        const larger = fitText(text, { w: w + 20, h: h + 5, size: 12, min: 7, fit })
        if (found.fits) expect(larger.fits).toBe(true)
      }
    ),
    { numRuns: 2_000 }
  )
})
