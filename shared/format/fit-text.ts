/** How large words may be in a box of a form: counted from the widths of the bundled fonts, so that screen, paper and a PC without a screen agree. */

/** Widths of U+0020–007E in hundredths of the letter's size: the wider of Noto Sans SC Regular and Bold, rounded up. */
const ASCII =
  '23 37 58 59 59 97 74 33 38 38 51 59 33 37 33 40 59 59 59 59 59 59 59 59 59 59 33 33 59 59 59 52 101 65 69 66 72 62 59 72 76 33 57 69 58 86 75 77 67 77 69 63 63 75 62 92 63 58 62 38 40 38 59 57 63 60 65 53 65 59 38 60 64 31 31 61 32 97 65 63 65 65 44 50 43 64 58 87 57 58 52 38 30 38 59'
    .split(' ')
    .map((hundredths) => Number(hundredths) / 100)

/** Width of a letter as a part of its size. Chinese letters are square; nothing that names are written with is wider, but a few Cyrillic ones. */
function letterWidth(letter: string): number {
  const code = letter.codePointAt(0) ?? 0
  const ascii = ASCII[code - 0x20]
  if (ascii !== undefined) return ascii
  if (code === 0x2e3a || code === 0x2e3b) return 2.5
  return code >= 0x400 && code <= 0x4ff ? 1.1 : code === 0x2116 || code === 0xfb03 || code === 0xfb04 ? 1.1 : 1
}

export const LINE_HEIGHT = 1.25
const POINTS_PER_MM = 72 / 25.4
/** Sizes are tried in quarters of a point. */
const STEP = 0.25
/** Widths are told in floating point by the fonts and in 1/64 pixel by the browser. */
const SLACK_PT = 0.3

export interface TextBox {
  /** Millimetres. */
  readonly w: number
  readonly h: number
  /** Points: the size of the form, and the smallest that still reads. */
  readonly size: number
  readonly min: number
  readonly fit: 'line' | 'wrap'
  /** Line height as a part of the size. */
  readonly lineHeight?: number
}

interface FittedText {
  /** Points. */
  readonly size: number
  readonly lines: number
  /** False when the words do not fit at the smallest size either: they stand over the edge, whole, and are told. */
  readonly fits: boolean
}

/** Lines of the words when every letter may begin one. */
function lineCount(paragraphs: readonly (readonly number[])[], room: number, size: number): number {
  let lines = 0
  for (const widths of paragraphs) {
    lines += 1
    let used = 0
    for (const width of widths) {
      if (used > 0 && used + width * size > room) {
        lines += 1
        used = 0
      }
      used += width * size
    }
  }
  return lines
}

/**
 * The largest size at which the words stand in the box. Source: domain.md PR-3.
 * @param box `line` keeps them on one line down to the smallest size and breaks them there; `wrap` breaks them first
 */
export function fitText(text: string, { w, h, size, min, fit, lineHeight = LINE_HEIGHT }: TextBox): FittedText {
  const paragraphs = text.split('\n').map((line) => Array.from(line, letterWidth))
  const room = w * POINTS_PER_MM - SLACK_PT
  const height = h * POINTS_PER_MM + SLACK_PT
  const fitsAt = (at: number, lines: number): boolean => lines * at * lineHeight <= height
  const steps = Math.max(0, Math.floor((size - min) / STEP))
  const sizes = Array.from({ length: steps + 1 }, (_, step) => size - step * STEP)
  if ((sizes.at(-1) ?? size) > min) sizes.push(min)
  if (fit === 'line')
    for (const at of sizes)
      if (lineCount(paragraphs, room, at) <= paragraphs.length && fitsAt(at, paragraphs.length))
        return { size: at, lines: paragraphs.length, fits: true }
  for (const at of fit === 'line' ? [min] : sizes) {
    const lines = lineCount(paragraphs, room, at)
    if (fitsAt(at, lines)) return { size: at, lines, fits: true }
  }
  return { size: min, lines: lineCount(paragraphs, room, min), fits: false }
}
