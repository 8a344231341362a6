// Why: a rare character is asked for in whatever way the clerk knows it: its code, its parts, its strokes or its sound.
import type { ShippedFont } from './glyphs'

/** One character that may be put into a name. */
export interface CharacterEntry {
  readonly char: string
  /** U+20BB7 */
  readonly codePoint: string
  /** Pinyin with tone marks, the usual one first; empty when no dictionary gives one. */
  readonly readings: readonly string[]
  /** Null for what is no ideograph. */
  readonly strokes: number | null
  /** The shipped font that draws it; null: 缺字. */
  readonly drawnBy: ShippedFont | null
}

export interface FoundCharacters {
  /** Best first. */
  readonly rows: readonly CharacterEntry[]
  /** How many fit in all. */
  readonly total: number
}

/** The characters that Unicode knows, through extension I and, by code point, beyond. */
export interface CharacterBook {
  search(text: string, limit: number): FoundCharacters
  /** Toneless syllables with v for ü, the likeliest first; empty for an unknown character. */
  readings(character: string): readonly string[]
  /** Whether two characters are easily taken for each other: known look-alikes, or built for the most part of the same parts. */
  alike(one: string, other: string): boolean
}

export interface CharacterQuery {
  /** Characters typed as code points. */
  readonly codePoints: readonly number[]
  /** Ideographs and radicals that the character is seen to hold. */
  readonly parts: readonly string[]
  /** Strokes beside the parts; without parts, strokes in all. */
  readonly strokes: number | null
  /** Toneless syllable, or null. */
  readonly reading: string | null
}

const CODE_POINT = /^(?:u\+?|0x|&#x|\\u\{?|\\x\{)?([0-9a-f]{4,6})[};]?$/iu
const PART = /[\p{Unified_Ideograph}\u2e80-\u2fd5]/gu
const LETTERS = /[a-zü\u00e0-\u01dc]+/iu
const MOST_PARTS = 8
/** `12画`: a word for strokes behind a number is no part. */
const COUNT_WORDS = /(?<=\d)[画畫劃划笔]/gu
/** `lü3`: the number behind a syllable is its tone. */
const TONE = /(?<=[a-zü])[0-5](?!\d)/giu
const SEPARATORS = /(?:[\s＋、，,;；\u2ff0-\u2fff]|(?<!^u|[^a-z]u)\+)+/iu

/** @returns a syllable without tones: `lǚ` and `lü3` are `lv` */
export const tonelessSyllable = (typed: string): string =>
  typed
    .normalize('NFC')
    .toLowerCase()
    .replace(/[üǖǘǚǜ]/gu, 'v')
    .normalize('NFD')
    .replace(/[^a-z]/gu, '')

/** @returns the code points that a typed `U+20BB7`, `20BB7`, `0x20BB7` or `&#x20BB7;` stands for, or null */
export function readCodePoint(typed: string): number | null {
  const digits = CODE_POINT.exec(typed)?.[1]
  const codePoint = digits === undefined ? Number.NaN : Number.parseInt(digits, 16)
  return codePoint <= 0x10ffff ? codePoint : null
}

/**
 * Reads what a clerk types: `U+20BB7`, `吉口`, `土+口`, `钅8` or `钅8画` (eight more strokes), `12画` (in all), `zhé`, and any of them together.
 * Description characters (⿰), plus signs and blanks only separate.
 */
export function readCharacterQuery(text: string): CharacterQuery {
  const codePoints: number[] = []
  const parts: string[] = []
  let strokes: number | null = null
  let reading: string | null = null
  for (const word of text.normalize('NFC').split(SEPARATORS)) {
    const codePoint = readCodePoint(word)
    if (codePoint !== null) {
      codePoints.push(codePoint)
      continue
    }
    const plain = word
      .replace(/[０-９]/gu, (digit) => digit.normalize('NFKC'))
      .replace(COUNT_WORDS, '')
      .replace(TONE, '')
    parts.push(...(plain.match(PART) ?? []))
    const digits = /\d{1,2}/u.exec(plain)
    if (digits) strokes = Number(digits[0])
    const letters = LETTERS.exec(word)
    if (letters && tonelessSyllable(letters[0]) !== '') reading = tonelessSyllable(letters[0])
  }
  return { codePoints, parts: parts.slice(0, MOST_PARTS), strokes, reading }
}
