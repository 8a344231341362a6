// Why: a name with a character that no shipped font draws must be noticed when it is typed, not when the paper comes out of the printer.
import { glyphCoverage } from './glyph-coverage'

export type ShippedFont = keyof typeof glyphCoverage

interface Coverage {
  readonly font: ShippedFont
  /** First code point of each run, ascending. */
  readonly starts: Int32Array
  /** Last code point of each run. */
  readonly ends: Int32Array
}

function readRuns(font: ShippedFont): Coverage {
  const runs = glyphCoverage[font].runs.split(' ')
  const coverage = { font, starts: new Int32Array(runs.length), ends: new Int32Array(runs.length) }
  let last = 0
  runs.forEach((run, at) => {
    const [gap = '', length = '1'] = run.split('.')
    coverage.starts[at] = last + Number.parseInt(gap, 36)
    last = (coverage.starts[at] ?? 0) + Number.parseInt(length, 36) - 1
    coverage.ends[at] = last
  })
  return coverage
}

let read: readonly Coverage[] | undefined
const coverages = (): readonly Coverage[] => (read ??= [readRuns('Noto Sans SC'), readRuns('HanaMin B')])

function draws({ starts, ends }: Coverage, codePoint: number): boolean {
  let low = 0
  let high = starts.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) > codePoint) high = middle - 1
    else if ((ends[middle] ?? 0) < codePoint) low = middle + 1
    else return true
  }
  return false
}

/** @returns the first shipped font that draws the character, or null when none does and a PC shows a box or whatever font it has */
export function drawnBy(character: string): ShippedFont | null {
  const codePoint = character.codePointAt(0)
  if (codePoint === undefined) return null
  return coverages().find((coverage) => draws(coverage, codePoint))?.font ?? null
}

/** Letters, digits and the common Chinese characters, which every shipped text font draws: told apart without a look-up. */
const ORDINARY = /^[ -~\u00b7\u4e00-\u9fa5]*$/u

/** @returns each character of the text that no shipped font draws, once, in order of appearance */
export function missingGlyphs(text: string): string[] {
  if (ORDINARY.test(text)) return []
  return [...new Set(text)].filter((character) => drawnBy(character) === null)
}
