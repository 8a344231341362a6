// Why: writes shared/domain/glyph-coverage.ts, the list of characters that the shipped fonts really draw, read from the fonts themselves.
// Needs Python 3 with fonttools and brotli (Debian: python3-fonttools python3-brotli).
// Usage: node scripts/build-glyphs.mjs            takes a few minutes; run it after scripts/build-fonts.mjs
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const FONTS = resolve(import.meta.dirname, '../resources/fonts')
const OUT = resolve(import.meta.dirname, '../shared/domain/glyph-coverage.ts')
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3'
/** In the order the screen and the paper try them; a name is drawn when every weight of one font draws it. */
const FACES = [
  { font: 'Noto Sans SC', files: ['noto-sans-sc-regular.woff2', 'noto-sans-sc-bold.woff2'] },
  { font: 'HanaMin B', files: ['hana-min-b.woff2'] }
]
/** Characters in a line of the table, so that a change shows where it is. */
const WIDTH = 130

// A character that is mapped to an empty outline is not drawn, unless it is a blank.
const READ = `
import sys, unicodedata
from fontTools.ttLib import TTFont
font = TTFont(sys.argv[1]); glyphs = font['glyf']
for code, name in sorted(font.getBestCmap().items()):
    if glyphs[name].numberOfContours != 0 or unicodedata.category(chr(code)) == 'Zs': print(code)
`
const drawnBy = (file) =>
  new Set(
    execFileSync(PYTHON, ['-c', READ, join(FONTS, file)], { encoding: 'utf8', maxBuffer: 1 << 26 })
      .split('\n')
      .filter(Boolean)
      .map(Number)
  )

/** @param {number[]} codes ascending → runs written as "gap since the last run.length", both in base 36, the length left out when it is 1 */
function runs(codes) {
  const written = []
  let last = 0
  for (let at = 0; at < codes.length;) {
    let end = at + 1
    while (codes[end] === codes[end - 1] + 1) end += 1
    const length = end - at
    written.push((codes[at] - last).toString(36) + (length === 1 ? '' : `.${length.toString(36)}`))
    last = codes[end - 1]
    at = end
  }
  return written
}

function lines(words) {
  const all = ['']
  for (const word of words) {
    if (all.at(-1).length + word.length >= WIDTH) all.push('')
    all.push(`${all.pop()}${word} `)
  }
  return all.map((line, at) => `    '${at === all.length - 1 ? line.trimEnd() : line}'`).join(' +\n')
}

const digest = (file) =>
  createHash('sha256')
    .update(readFileSync(join(FONTS, file)))
    .digest('hex')
    .slice(0, 16)
const entries = FACES.map(({ font, files }) => {
  const [first, ...others] = files.map(drawnBy)
  const codes = [...first].filter((code) => others.every((other) => other.has(code))).sort((a, b) => a - b)
  console.log(`${font}: ${codes.length}`)
  const digests = files.map((file) => `'${file}': '${digest(file)}'`).join(', ')
  return `  '${font}': {\n    files: { ${digests} },\n    count: ${codes.length},\n    runs:\n${lines(runs(codes)).replace(/^ {4}/gmu, '      ')}\n  }`
})
writeFileSync(
  OUT,
  `// Why: which characters the shipped fonts draw, so that a name nobody could print is told at once. Written by scripts/build-glyphs.mjs, not by hand.

/** Fonts in the order they are tried; \`files\` names each file with the first 16 digits of its SHA-256. */
export const glyphCoverage = {
${entries.join(',\n')}
} as const
`
)
