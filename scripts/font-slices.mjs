// Why: says into which slices each bundled font is cut, so that a page opens only the letters it uses. The reasons: resources/fonts/README.md.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

/**
 * @typedef {object} Slice
 * @property {string} name
 * @property {string} range `unicode-range` of CSS; what a slice lacks of its range is looked for in the next
 * @property {number[]} codes
 */

const hex = (code) => code.toString(16).toUpperCase()
const span = (from, to) => (from === to ? `U+${hex(from)}` : `U+${hex(from)}-${hex(to)}`)
const isHan = (code) => (code >= 0x3400 && code < 0xa000) || (code >= 0xf900 && code < 0xfb00) || code >= 0x20000
/** Latin words and Chinese sentences are written with these: kerning and the spacing of punctuation work within one font only. */
const WRITING = [
  [0x0, 0x24f],
  [0x300, 0x36f],
  [0x2000, 0x206f],
  [0x3000, 0x303f],
  [0xff01, 0xff5e]
]

/** @param {number[]} codes ascending */
function exactRange(codes) {
  const runs = []
  for (const code of codes) {
    const last = runs.at(-1)
    if (last?.[1] === code - 1) last[1] = code
    else runs.push([code, code])
  }
  return runs.map(([from, to]) => span(from, to)).join()
}

/** @returns {Slice[]} one for every `width` code points in which there are any */
function blocks(kind, codes, width) {
  const groups = Map.groupBy(codes, (code) => Math.floor(code / width) * width)
  return [...groups].map(([start, held]) => ({ name: `${kind}-${start.toString(16)}`, range: span(start, start + width - 1), codes: held }))
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
  const [forms, usual] = readFileSync(join(import.meta.dirname, 'font-letters.txt'), 'utf8')
    .split('\n')
    .map((line) => new Set(Array.from(line, (letter) => letter.codePointAt(0))))
  const standard = standardLetters(resources)
  const kindOf = (code) => {
    if (forms.has(code) || WRITING.some(([from, to]) => code >= from && code <= to)) return 'first'
    if (!isHan(code)) return 'signs'
    if (code >= 0x20000) return 'beyond'
    return usual.has(code) ? 'usual' : standard.has(code) ? 'standard' : 'other'
  }
  const { first, usual: second, signs, standard: third, other, beyond } = Object.groupBy(codes, kindOf)
  return [
    { name: 'first', range: exactRange(first), codes: first },
    { name: 'usual', range: exactRange(second), codes: second },
    { name: 'signs', range: 'U+0-33FF,U+F000-1FFFF', codes: signs },
    ...blocks('standard', third, 0x800),
    ...blocks('other', other, 0x800),
    // Few, among the letters of the rare font: as a block it would be opened, in vain, before each of those.
    ...blocks('beyond', beyond, 0x20000).map((slice) => ({ ...slice, range: exactRange(slice.codes) }))
  ]
}

/**
 * Slices of the font that writes the rare letters: a page has one or two of them, and any is as likely as another.
 * @param {number[]} codes
 * @returns {Slice[]}
 */
export const slicesOfRare = (codes) => blocks('rare', codes, 0x200)
