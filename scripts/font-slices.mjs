// Why: says into which slices each bundled font is cut, so that a page opens only the letters it uses. The reasons: resources/fonts/README.md.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

/**
 * @typedef {object} Slice
 * @property {string} name
 * @property {string} range `unicode-range` of CSS; ranges overlap, and what a slice lacks is looked for in the next
 * @property {number[]} codes
 */

const hex = (code) => code.toString(16).toUpperCase()
/** The first slice holds, besides its letters, whatever Latin words and Chinese sentences are written with: kerning and punctuation work within one font only. */
const WRITING = [
  [0x0, 0x24f],
  [0x300, 0x36f],
  [0x1e00, 0x1eff],
  [0x2000, 0x206f],
  [0x3000, 0x303f],
  [0xff01, 0xff5e]
]
const SIGNS = 'U+0-33FF,U+F000-1FFFF'
const isHan = (code) => (code >= 0x3400 && code < 0xa000) || (code >= 0xf900 && code < 0xfb00) || code >= 0x20000

/** @returns {Slice[]} one for every `width` code points in which there are any */
function blocks(kind, codes, width) {
  const groups = Map.groupBy(codes, (code) => Math.floor(code / width) * width)
  return [...groups].map(([start, held]) => ({
    name: `${kind}-${start.toString(16)}`,
    range: `U+${hex(start)}-${hex(start + width - 1)}`,
    codes: held
  }))
}

/** Letters of 通用规范汉字表. */
function standardLetters(resources) {
  const table = brotliDecompressSync(readFileSync(join(resources, 'codes/characters.tsv.br'))).toString('utf8')
  const rows = table.split('\n').map((line) => line.split('\t'))
  return new Set(rows.filter(([, , , standard]) => standard === '1').map(([letter]) => letter.codePointAt(0)))
}

/**
 * Slices of the font that writes nearly everything, in the order in which they are tried.
 * @param {number[]} codes that the font draws, ascending
 * @param {string} resources
 * @returns {Slice[]}
 */
export function slicesOfSans(codes, resources) {
  const letters = new Set(
    Array.from(readFileSync(join(import.meta.dirname, 'first-letters.txt'), 'utf8'), (letter) => letter.codePointAt(0))
  )
  const standard = standardLetters(resources)
  const isFirst = (code) => letters.has(code) || WRITING.some(([from, to]) => code >= from && code <= to)
  const rest = codes.filter((code) => !isFirst(code))
  const common = rest.filter((code) => isHan(code) && code < 0x20000)
  return [
    { name: 'first', range: 'U+0-FFFF', codes: codes.filter(isFirst) },
    { name: 'signs', range: SIGNS, codes: rest.filter((code) => !isHan(code)) },
    ...blocks(
      'standard',
      common.filter((code) => standard.has(code)),
      0x1000
    ),
    ...blocks(
      'other',
      common.filter((code) => !standard.has(code)),
      0x800
    ),
    ...blocks(
      'other',
      rest.filter((code) => code >= 0x20000),
      0x20000
    )
  ]
}

/**
 * Slices of the font that writes the rare letters: a page has one or two of them, and any is as likely as another.
 * @param {number[]} codes
 * @returns {Slice[]}
 */
export const slicesOfRare = (codes) => blocks('rare', codes, 0x400)
