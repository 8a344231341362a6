/** Draws a 2-D code as one sharp outline in millimetres, the same for the same text on screen, paper and in PDF. */
import encodeQR from 'qr'
import { escapeText } from './escape-text'

/** Blank modules around the code. Source: ISO/IEC 18004 §6.3.8. */
const QUIET = 4
/** Four dots of a printer with 300 dots an inch; a finer module is smeared by toner. */
const MIN_MODULE_MM = 0.33

interface QrShape {
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
  // The encoder frames the code by one light module at least.
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 1 })
  const size = modules.length - 2
  const isDark: IsDark = (x, y) => modules[y + 1]?.[x + 1] === true
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

/**
 * One outline around every dark area instead of a square for each module: squares side by side show hairlines between them on paper.
 * Each side between dark and light is one step, dark on its right hand; the steps are chained into closed loops. A corner is the number
 * `y × wide + x`, and at most two steps begin at one.
 */
function outline(size: number, isDark: IsDark): string {
  const wide = size + 1
  const [first, second] = [new Int32Array(wide * wide).fill(-1), new Int32Array(wide * wide).fill(-1)]
  const add = (x: number, y: number, toX: number, toY: number): void => {
    const from = y * wide + x
    const steps = first[from] === -1 ? first : second
    steps[from] = toY * wide + toX
  }
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      if (!isDark(x, y)) continue
      if (!isDark(x, y - 1)) add(x, y, x + 1, y)
      if (!isDark(x + 1, y)) add(x + 1, y, x + 1, y + 1)
      if (!isDark(x, y + 1)) add(x + 1, y + 1, x, y + 1)
      if (!isDark(x - 1, y)) add(x, y + 1, x, y)
    }
  /** Takes a step that begins there; −1 when none is left. */
  const take = (from: number): number => {
    const steps = second[from] === -1 ? first : second
    const to = steps[from] ?? -1
    steps[from] = -1
    return to
  }
  // Thousands of words: joined at the end they leave nothing to clear away.
  const path: string[] = []
  for (let from = 0; from < wide * wide; from += 1) for (let to = take(from); to !== -1; to = take(from)) loop(from, to, wide, take, path)
  return path.join('')
}

/** From one corner around and back to it, straight steps joined. */
function loop(from: number, second: number, wide: number, take: (from: number) => number, path: string[]): void {
  path.push(`M${String((from % wide) + QUIET)} ${String(Math.floor(from / wide) + QUIET)}`)
  const isLevel = (step: number): boolean => Math.abs(step) === 1
  let run = second - from
  const draw = (): void => void path.push(Math.abs(run) < wide ? `h${String(run)}` : `v${String(run / wide)}`)
  for (let at = second; at !== from;) {
    const next = take(at)
    if (next === -1) break
    const step = next - at
    if (isLevel(step) === Math.abs(run) < wide) run += step
    else {
      draw()
      run = step
    }
    at = next
  }
  draw()
  path.push('z')
}
