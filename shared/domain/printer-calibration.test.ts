/** Why: stationery is numbered and cannot be had again; a solver that is half a millimetre wrong spoils every sheet, one that takes a slip of the hand for a printer all of them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrationMarks, correctionOf, printedAt, shiftOf, solveCalibration, type PaperPoint } from './printer-calibration'

const BOOKLET = [106, 72] as const
const papers = fc.constantFrom(BOOKLET, [105, 148] as const, [148, 210] as const, [210, 297] as const, [297, 420] as const)
const upTo = (most: number) => fc.double({ min: -most, max: most, noNaN: true })

/** A real printer turns rigidly and stretches along its own axes; it does not know our five numbers. */
const printers = fc
  .record({ turn: upTo(Math.PI / 180), x: upTo(0.02), y: upTo(0.02), left: upTo(8), top: upTo(8) })
  .map(({ turn, x: sx, y: sy, left, top }) => ({ x, y }: PaperPoint): PaperPoint => ({
    x: (1 + sx) * (Math.cos(turn) * x - Math.sin(turn) * y) + left,
    y: (1 + sy) * (Math.sin(turn) * x + Math.cos(turn) * y) + top
  }))
const readings = fc.array(fc.record({ x: upTo(0.25), y: upTo(0.25) }), { minLength: 9, maxLength: 9 })
const read = (size: readonly [number, number], printer: (point: PaperPoint) => PaperPoint, errors: readonly PaperPoint[]): PaperPoint[] =>
  calibrationMarks(size).map((mark, at) => {
    const { x, y } = printer(mark)
    return { x: x + (errors[at]?.x ?? 0), y: y + (errors[at]?.y ?? 0) }
  })

/** Where CSS puts a point of the page, in millimetres. */
function moved(css: string, { x, y }: PaperPoint): PaperPoint {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = [...css.matchAll(/-?[0-9.]+/g)].map(([part]) => Number(part))
  return { x: a * x + c * y + (e * 25.4) / 96, y: b * x + d * y + (f * 25.4) / 96 }
}

describe('calibration of a printer', () => {
  it('the crosses › lie on the paper, four near the corners, one in the middle', () => {
    expect(calibrationMarks(BOOKLET)).toHaveLength(9)
    expect(calibrationMarks(BOOKLET)[0]).toEqual({ x: 10, y: 10 })
    expect(calibrationMarks(BOOKLET)[4]).toEqual({ x: 53, y: 36 })
    expect(calibrationMarks([210, 297]).at(-1)).toEqual({ x: 190, y: 277 })
  })

  it('measured to a quarter of a millimetre › the page lands within half a millimetre, wherever boxes stand', () => {
    const area = fc.record({ x: fc.double({ min: 0.05, max: 0.95, noNaN: true }), y: fc.double({ min: 0.05, max: 0.95, noNaN: true }) })
    fc.assert(
      fc.property(papers, printers, readings, area, (size, printer, errors, share) => {
        const solved = solveCalibration(size, read(size, printer, errors))
        if ('fault' in solved) return false
        const wanted = { x: share.x * size[0], y: share.y * size[1] }
        const landed = printer(moved(correctionOf(solved.fit), wanted))
        return Math.hypot(landed.x - wanted.x, landed.y - wanted.y) <= 0.5
      }),
      { numRuns: 3000, seed: 20260305 }
    )
  })

  it('without errors of reading › nothing is left, and what is told is what the printer does', () => {
    const fit = { scaleX: 1.012, scaleY: 0.991, turn: 0.008, left: 2.5, top: -1.25 }
    const solved = solveCalibration(
      BOOKLET,
      calibrationMarks(BOOKLET).map((mark) => printedAt(fit, mark))
    )
    if ('fault' in solved) throw new RangeError(solved.fault.kind)
    for (const part of ['scaleX', 'scaleY', 'turn', 'left', 'top'] as const) expect(solved.fit[part]).toBeCloseTo(fit[part], 9)
    expect(solved.rest).toBeLessThan(1e-9)
    expect(shiftOf(solved.fit, BOOKLET).x).toBeCloseTo(53 * 0.012 - 36 * 0.008 + 2.5, 9)
  })

  it('one number typed wrongly › is named, the cross and the side, and nothing is solved', () =>
    fc.assert(
      fc.property(
        papers,
        printers,
        readings,
        fc.nat(8),
        fc.constantFrom('x' as const, 'y' as const),
        fc.constantFrom(-30, -10, -2, 2, 5, 90),
        (size, printer, errors, at, axis, off) => {
          const measured = read(size, printer, errors).map((point, nth) => (nth === at ? { ...point, [axis]: point[axis] + off } : point))
          const solved = solveCalibration(size, measured)
          expect(solved).toMatchObject({ fault: { kind: 'slip', mark: at + 1, axis } })
        }
      ),
      { numRuns: 500, seed: 20260305 }
    ))

  it('what no printer does › is refused by what is wrong with it', () => {
    const nominal = calibrationMarks([210, 297])
    const kind = (measure: (point: PaperPoint) => PaperPoint): string => {
      const solved = solveCalibration([210, 297], nominal.map(measure))
      return 'fault' in solved ? solved.fault.kind : 'solved'
    }
    expect(kind(({ x, y }) => ({ x: x + 20, y }))).toBe('shift')
    // Fitted to the page by the dialog of the printer.
    expect(kind(({ x, y }) => ({ x: x * 0.93, y: y * 0.93 }))).toBe('scale')
    expect(kind(({ x, y }) => ({ x: x - 0.06 * y, y: y + 0.06 * x }))).toBe('turn')
    // Measured from the other side, and the two numbers exchanged everywhere.
    expect(kind(({ x, y }) => ({ x: 210 - x, y }))).not.toBe('solved')
    expect(kind(({ x, y }) => ({ x: y, y: x }))).not.toBe('solved')
    expect(kind((point) => point)).toBe('solved')
  })
})
