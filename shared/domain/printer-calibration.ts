/**
 * A printer prints aside: shifted, a little too large or small along each axis, a little turned. What somebody measured on a calibration sheet gives
 * how far, and its inverse moves a page beforehand so that it lands where the form says. Source: domain.md PR-1.
 */

/** Millimetres from the left and the top edge of the paper. */
export interface PaperPoint {
  readonly x: number
  readonly y: number
}

/** Where the printer puts a point: x′ = scaleX·x − turn·y + left, y′ = scaleY·y + turn·x + top. `turn` in radians, clockwise as it lies. */
export interface PrinterFit {
  readonly scaleX: number
  readonly scaleY: number
  readonly turn: number
  readonly left: number
  readonly top: number
}

export const printedAt = ({ scaleX, scaleY, turn, left, top }: PrinterFit, { x, y }: PaperPoint): PaperPoint => ({
  x: scaleX * x - turn * y + left,
  y: scaleY * y + turn * x + top
})

/** Crosses keep this share of the shorter side from the edges, in whole millimetres: no printer reaches the edge itself. */
const INSET = 0.14
const INSET_MOST = 20
/** Three rows of three: enough that readings to half a millimetre land within half a millimetre. */
export const MARK_COUNT = 9

/** @returns the crosses of a sheet, in the order of their numbers from 1: row by row, four near the corners and one in the middle among them */
export function calibrationMarks([width, height]: readonly [width: number, height: number]): PaperPoint[] {
  const inset = Math.min(INSET_MOST, Math.round(Math.min(width, height) * INSET))
  const across = [inset, width / 2, width - inset]
  const down = [inset, height / 2, height - inset]
  return down.flatMap((y) => across.map((x) => ({ x, y })))
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const total = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((sum, item) => sum + of(item), 0)

interface Pair {
  readonly nominal: PaperPoint
  readonly measured: PaperPoint
}

/** Least squares about the middle of the crosses, where shift, scale and turn come apart. */
function fitted(pairs: readonly Pair[]): PrinterFit {
  const middle = (which: keyof Pair): PaperPoint => ({
    x: mean(pairs.map((pair) => pair[which].x)),
    y: mean(pairs.map((pair) => pair[which].y))
  })
  const [from, to] = [middle('nominal'), middle('measured')]
  const apart = pairs.map(({ nominal, measured }) => ({
    ...{ x: nominal.x - from.x, y: nominal.y - from.y },
    ...{ u: measured.x - to.x, v: measured.y - to.y }
  }))
  const [xx, yy, xy] = [total(apart, ({ x }) => x * x), total(apart, ({ y }) => y * y), total(apart, ({ x, y }) => x * y)]
  const [xu, yv] = [total(apart, ({ x, u }) => x * u), total(apart, ({ y, v }) => y * v)]
  const turn = (total(apart, ({ x, y, u, v }) => x * v - y * u) + xy * (xu / xx - yv / yy)) / (xx + yy - xy * xy * (1 / xx + 1 / yy))
  const [scaleX, scaleY] = [(xu + turn * xy) / xx, (yv - turn * xy) / yy]
  return { scaleX, scaleY, turn, left: to.x - scaleX * from.x + turn * from.y, top: to.y - scaleY * from.y - turn * from.x }
}

const missOf = (fit: PrinterFit, { nominal, measured }: Pair): PaperPoint => {
  const { x, y } = printedAt(fit, nominal)
  return { x: measured.x - x, y: measured.y - y }
}
const worst = (fit: PrinterFit, pairs: readonly Pair[]): number =>
  Math.max(...pairs.map((pair) => missOf(fit, pair)).map(({ x, y }) => Math.hypot(x, y)))

/** A cross that lies further than this from where the others put it was read or typed wrongly, in millimetres. */
const SLIP = 1.2
/** Beyond these the paper lies wrongly or was measured from another edge; no correction mends that. */
export const calibrationLimits = { shift: 15, scale: 0.05, turn: (2 * Math.PI) / 180 } as const

export type CalibrationFault =
  /** Number of the cross, which of its two numbers, and how far it lies from where the others put it. */
  | { readonly kind: 'slip'; readonly mark: number; readonly axis: 'x' | 'y'; readonly off: number }
  | { readonly kind: 'shift' | 'scale' | 'turn' }

const faultLabels = {
  shift: '整页偏了 15 毫米以上',
  scale: '整页放大或者缩小了 5 % 以上，多半是打印时按“适合纸张”缩放了',
  turn: '整页斜了 2 度以上，多半是纸放歪了'
} as const
/** What is wrong, without an end, and what it comes from where that is known. */
export const calibrationFaultWords = (fault: CalibrationFault): string =>
  fault.kind === 'slip'
    ? `第 ${String(fault.mark)} 个十字的“${fault.axis === 'x' ? '左' : '上'}”和其余的对不上，差 ${fault.off.toFixed(1)} 毫米`
    : faultLabels[fault.kind]

export interface Calibration {
  readonly fit: PrinterFit
  /** The most that a cross still lies off, in millimetres. */
  readonly rest: number
}

/** The cross without which the others agree best, when any lies too far from where its others put it. */
function slipAmong(pairs: readonly Pair[]): CalibrationFault | undefined {
  const [found] = pairs
    .map((pair, at) => {
      const others = pairs.filter((other) => other !== pair)
      const fit = fitted(others)
      const { x, y } = missOf(fit, pair)
      const axis = Math.abs(x) >= Math.abs(y) ? ('x' as const) : ('y' as const)
      return { mark: at + 1, axis, off: Math.max(Math.abs(x), Math.abs(y)), rest: worst(fit, others) }
    })
    .filter(({ off }) => off > SLIP)
    .sort((one, other) => one.rest - other.rest)
  return found && { kind: 'slip', mark: found.mark, axis: found.axis, off: found.off }
}

/** The shift of the middle of the paper: there a turn moves nothing, and people see it as the shift of the print. */
export function shiftOf(fit: PrinterFit, [width, height]: readonly [width: number, height: number]): PaperPoint {
  const { x, y } = printedAt(fit, { x: width / 2, y: height / 2 })
  return { x: x - width / 2, y: y - height / 2 }
}

function faultOf(fit: PrinterFit, size: readonly [width: number, height: number]): CalibrationFault | undefined {
  const { shift, scale, turn } = calibrationLimits
  const { x, y } = shiftOf(fit, size)
  if (Math.max(Math.abs(fit.scaleX - 1), Math.abs(fit.scaleY - 1)) > scale) return { kind: 'scale' }
  if (Math.abs(fit.turn) > turn) return { kind: 'turn' }
  return Math.max(Math.abs(x), Math.abs(y)) > shift ? { kind: 'shift' } : undefined
}

/** @param measured the crosses as they were measured, in the order of `calibrationMarks` */
export function solveCalibration(
  size: readonly [width: number, height: number],
  measured: readonly PaperPoint[]
): Calibration | { readonly fault: CalibrationFault } {
  const pairs = calibrationMarks(size).flatMap((nominal, at) => {
    const found = measured[at]
    return found === undefined ? [] : [{ nominal, measured: found }]
  })
  const fit = fitted(pairs)
  const fault = slipAmong(pairs) ?? faultOf(fit, size)
  return fault ? { fault } : { fit, rest: worst(fit, pairs) }
}

const PX_PER_MM = 96 / 25.4

/** @returns the inverse as a CSS matrix about the top left edge of the paper: what is printed through it lands where the form says */
export function correctionOf({ scaleX, scaleY, turn, left, top }: PrinterFit): string {
  const share = 1 / (scaleX * scaleY + turn * turn)
  const [a, b, c, d] = [scaleY * share, -turn * share, turn * share, scaleX * share]
  const moved = [a, b, c, d, -(a * left + c * top) * PX_PER_MM, -(b * left + d * top) * PX_PER_MM]
  return `matrix(${moved.map((part) => part.toFixed(6)).join(',')})`
}
