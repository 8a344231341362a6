// Tells text that needs no closer look: strict JSON asks it of every line, and a regular expression is half as fast.

/** First and last units: ASCII but controls and the backslash, CJK signs but the combining ones, kana, Han characters of the basic plane, full-width forms. */
const PLAIN = [
  [0x20, 0x5b],
  [0x5d, 0x7e],
  [0x3000, 0x3029],
  [0x3030, 0x3098],
  [0x309b, 0x9fff],
  [0xff00, 0xffee]
] as const

const ODD = new Uint8Array(0x1_0000).fill(1)
for (const [first, last] of PLAIN) ODD.fill(0, first, last + 1)

/** Longer text is hardly ever seen and is said to be odd. */
const LONGEST = 8192
const units = new Uint16Array(LONGEST)
const octets = Buffer.from(units.buffer)

/** @returns true only when nothing in the text is forbidden (J3), escaped, or changed by NFC; false says nothing */
export function isPlainText(text: string): boolean {
  if (text.length > LONGEST) return false
  // Copied whole and read as numbers: asking the string for one unit at a time costs twice as much.
  octets.write(text, 'utf16le')
  let odd = 0
  for (let i = 0; i < text.length; i++) odd |= ODD[units[i] as number] as number
  return odd === 0
}
