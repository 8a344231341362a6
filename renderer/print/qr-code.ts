/** Draws a 2-D code as one sharp outline in millimetres, the same for the same text on screen, paper and in PDF. */
import encodeQR from 'qr'
import { LEAST_MODULE_MM, QUIET_MODULES } from '@shared/domain/code-room'
import { escapeText } from './escape-text'

interface QrShape {
  /** Side in modules, quiet zone included: the view box is `0 0 side side`. */
  readonly side: number
  /** Outline of all dark modules; fill it with the rule `evenodd`. */
  readonly path: string
}

/**
 * @param text up to some 200 characters; digits alone make the smallest code
 * @returns the code at error correction level M (15 % may be lost)
 */
export function qrShape(text: string): QrShape {
  // The encoder frames the code by one light module at least.
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 1 })
  const frame = modules.length
  const dark = new Uint8Array(frame * frame)
  for (const [y, row] of modules.entries()) for (let x = 0; x < frame; x += 1) if (row[x] === true) dark[y * frame + x] = 1
  return { side: frame - 2 + 2 * QUIET_MODULES, path: outline(frame, dark) }
}

/**
 * The same as an `<svg>` of `mm` millimetres a side, quiet zone included, for a print page.
 * @param label what a screen reader says of it
 * @throws RangeError when the modules would be too fine to print: sizes are chosen when a form is designed
 */
export function qrSvg(text: string, mm: number, label: string): string {
  const { side, path } = qrShape(text)
  if (!(mm / side >= LEAST_MODULE_MM)) throw new RangeError('the code would be too fine to print')
  const size = `width="${String(mm)}mm" height="${String(mm)}mm" viewBox="0 0 ${String(side)} ${String(side)}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escapeText(label)}"><path fill="#fff" d="M0 0h${String(side)}v${String(side)}H0z"/><path fill="#000" fill-rule="evenodd" d="${path}"/></svg>`
}

/**
 * One outline around every dark area instead of a square for each module: squares side by side show hairlines between them on paper. A side between
 * dark and light is walked once; where two dark modules touch by their corners the way goes straight on, which the even-odd rule fills alike, so that
 * only true corners are written. The last side of a loop is drawn by its end.
 * @param frame modules a side with the light ones around them, one deep
 * @param dark row by row
 */
function outline(frame: number, dark: Uint8Array): string {
  // Sides that are still to be walked, by the corner at their upper or left end.
  const [downward, rightward] = [new Uint8Array(dark.length), new Uint8Array(dark.length)]
  for (let at = frame; at < dark.length; at += 1) {
    if (dark[at] !== dark[at - 1]) downward[at] = 1
    if (dark[at] !== dark[at - frame]) rightward[at] = 1
  }
  /** Walks from a corner as far as there are sides; the number of sides, negative for up or left. */
  const walk = (sides: Uint8Array, from: number, step: number): number => {
    let at = from
    for (; sides[at] === 1; at += step) sides[at] = 0
    if (at !== from) return (at - from) / step
    for (; sides[at - step] === 1; at -= step) sides[at - step] = 0
    return (at - from) / step
  }
  // Thousands of words: joined at the end they leave nothing to clear away.
  const path: string[] = []
  for (let from = 0; from < dark.length; from += 1) {
    if (downward[from] !== 1) continue
    path.push(`M${String((from % frame) - 1 + QUIET_MODULES)} ${String(Math.floor(from / frame) - 1 + QUIET_MODULES)}`)
    for (let at = from; ;) {
      const down = walk(downward, at, frame)
      at += down * frame
      const right = walk(rightward, at, 1)
      at += right
      path.push(`v${String(down)}`)
      if (at === from) break
      path.push(`h${String(right)}`)
    }
    path.push('z')
  }
  return path.join('')
}
