/** Draws a 2-D code as one sharp outline in millimetres, the same for the same text on screen, paper and in PDF. */
import QRCode from 'qrcode'
import { escapeText } from './escape-text'

/** Blank modules around the code. Source: ISO/IEC 18004 §6.3.8. */
const QUIET = 4
/** Four dots of a printer with 300 dots an inch; a finer module is smeared by toner. */
const MIN_MODULE_MM = 0.33

export interface QrShape {
  /** Side in modules, quiet zone included: the view box is `0 0 side side`. */
  readonly side: number
  /** Outline of all dark modules; fill it with the rule `evenodd`. */
  readonly path: string
}

type IsDark = (x: number, y: number) => boolean

/**
 * @param text up to some 200 characters; digits alone make the smallest code
 * @returns the code at error correction level M (15 % may be lost)
 */
export function qrShape(text: string): QrShape {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  const isDark: IsDark = (x, y) => x >= 0 && y >= 0 && x < size && y < size && modules.get(y, x) === 1
  return { side: size + 2 * QUIET, path: outline(size, isDark) }
}

/**
 * The same as an `<svg>` of `mm` millimetres a side, quiet zone included, for a print page.
 * @param label what a screen reader says of it
 * @throws RangeError when the modules would be too fine to print: sizes are chosen when a form is designed
 */
export function qrSvg(text: string, mm: number, label: string): string {
  const { side, path } = qrShape(text)
  if (!(mm / side >= MIN_MODULE_MM)) throw new RangeError('the code would be too fine to print')
  const size = `width="${String(mm)}mm" height="${String(mm)}mm" viewBox="0 0 ${String(side)} ${String(side)}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escapeText(label)}"><path fill="#fff" d="M0 0h${String(side)}v${String(side)}H0z"/><path fill="#000" fill-rule="evenodd" d="${path}"/></svg>`
}

interface Corner {
  readonly x: number
  readonly y: number
}

/**
 * One outline around every dark area instead of a square for each module: squares side by side show hairlines between them on paper.
 * Each side between dark and light is one step, dark on its right hand; the steps are chained into closed loops.
 */
function outline(size: number, isDark: IsDark): string {
  const steps = new Map<string, Corner[]>()
  const add = (x: number, y: number, toX: number, toY: number): void => {
    const from = `${String(x)},${String(y)}`
    steps.set(from, [...(steps.get(from) ?? []), { x: toX, y: toY }])
  }
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      if (!isDark(x, y)) continue
      if (!isDark(x, y - 1)) add(x, y, x + 1, y)
      if (!isDark(x + 1, y)) add(x + 1, y, x + 1, y + 1)
      if (!isDark(x, y + 1)) add(x + 1, y + 1, x, y + 1)
      if (!isDark(x - 1, y)) add(x, y + 1, x, y)
    }
  let path = ''
  for (const [from, ways] of steps) for (let way = ways.pop(); way; way = ways.pop()) path += loop(from, way, steps)
  return path
}

function loop(from: string, first: Corner, steps: ReadonlyMap<string, Corner[]>): string {
  const [startX = 0, startY = 0] = from.split(',').map(Number)
  let path = `M${String(startX + QUIET)} ${String(startY + QUIET)}`
  let run = { dx: first.x - startX, dy: first.y - startY }
  const draw = (): void => void (path += run.dx === 0 ? `v${String(run.dy)}` : `h${String(run.dx)}`)
  for (let at = first; at.x !== startX || at.y !== startY;) {
    const next = steps.get(`${String(at.x)},${String(at.y)}`)?.pop()
    if (!next) break
    const step = { dx: next.x - at.x, dy: next.y - at.y }
    if ((run.dx === 0) === (step.dx === 0)) run = { dx: run.dx + step.dx, dy: run.dy + step.dy }
    else {
      draw()
      run = step
    }
    at = next
  }
  draw()
  return `${path}z`
}
