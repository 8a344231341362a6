// Why: invisible and direction-changing characters make two readers see two different names, so no text field may hold them.

/** Source: exchange-format.md §2.3 J3; single code points are written twice. */
const UNSAFE_RANGES: readonly (readonly [number, number])[] = [
  [0x0000, 0x001f],
  [0x007f, 0x009f],
  [0x061c, 0x061c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2060],
  [0x2066, 0x2069],
  [0xd800, 0xdfff],
  [0xfdd0, 0xfdef],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe007f]
]

/** Ordinary letters, Chinese characters and punctuation: nearly every text there is, told apart without looking at each character. */
const PLAIN = /^[ -~\u00a0-\u02ff\u2010-\u2027\u3000-\u9fff\uff01-\uff5e]*$/

/** @returns whether J3 refuses the code point in a single-line text: controls, lone surrogates, noncharacters, bidi, zero-width, tags */
export function isUnsafeCodePoint(codePoint: number): boolean {
  if ((codePoint & 0xfffe) === 0xfffe) return true
  return UNSAFE_RANGES.some(([from, to]) => codePoint >= from && codePoint <= to)
}

/**
 * @param multiline allow line feed and tab, as a remark may hold
 * @returns the first code point J3 refuses, or null
 */
export function findUnsafeCodePoint(text: string, multiline = false): number | null {
  if (PLAIN.test(text)) return null
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    if (multiline && (codePoint === 0x0a || codePoint === 0x09)) continue
    if (isUnsafeCodePoint(codePoint)) return codePoint
  }
  return null
}

/** @returns the number of code points: 𠮷 counts once */
export function countCodePoints(text: string): number {
  return Array.from(text).length
}
