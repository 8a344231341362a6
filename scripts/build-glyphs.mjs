// Why: writes shared/domain/glyph-coverage.ts, the list of characters that the shipped fonts really draw, read from the fonts themselves.
// Needs Python 3 with fonttools and brotli (Debian: python3-fonttools python3-brotli).
// Usage: node scripts/build-glyphs.mjs            takes a minute; run it after scripts/build-fonts.mjs
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const FONTS = resolve(import.meta.dirname, '../resources/fonts')
const OUT = resolve(import.meta.dirname, '../shared/domain/glyph-coverage.ts')
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3'
/** In the order the screen and the paper try them; a name is drawn when every weight of one font draws it. */
const FACES = [
  { font: 'Noto Sans SC', weights: ['noto-sans-sc-regular', 'noto-sans-sc-bold'] },
  { font: 'HanaMin B', weights: ['hana-min-b'] }
]
/** Characters in a line of the table, so that a change shows where it is. */
const WIDTH = 130

// A character that is mapped to an empty outline is not drawn, unless it is a blank.
const READ = `
import sys, unicodedata
from fontTools.ttLib import TTFont
for path in sys.argv[1:]:
    font = TTFont(path); glyphs = font['glyf']
    for code, name in font.getBestCmap().items():
        if glyphs[name].numberOfContours != 0 or unicodedata.category(chr(code)) == 'Zs': print(code)
`
const sums = readFileSync(join(FONTS, 'SHA256SUMS'), 'utf8').split('\n')
const filesOf = (weight) => sums.flatMap((line) => line.split('  ').slice(1)).filter((file) => file.startsWith(`${weight}-`))
const drawnBy = (weight) =>
  new Set(
    execFileSync(PYTHON, ['-c', READ, ...filesOf(weight).map((file) => join(FONTS, file))], { encoding: 'utf8', maxBuffer: 1 << 26 })
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

/** Of the lines of SHA256SUMS, so that it names every octet of every slice. */
const digest = (weight) =>
  createHash('sha256')
    .update(sums.filter((line) => line.includes(`  ${weight}-`)).join('\n'))
    .digest('hex')
    .slice(0, 16)
const entries = FACES.map(({ font, weights }) => {
  const [first, ...others] = weights.map(drawnBy)
  const codes = [...first].filter((code) => others.every((other) => other.has(code))).sort((a, b) => a - b)
  console.log(`${font}: ${codes.length}`)
  const digests = weights.map((weight) => `'${weight}': '${digest(weight)}'`).join(', ')
  return `  '${font}': {\n    weights: { ${digests} },\n    count: ${codes.length},\n    runs:\n${lines(runs(codes)).replace(/^ {4}/gmu, '      ')}\n  }`
})
writeFileSync(
  OUT,
  `// Why: which characters the shipped fonts draw, so that a name nobody could print is told at once. Written by scripts/build-glyphs.mjs, not by hand.

/** Fonts in the order they are tried; \`weights\` names the slices of each weight by the first 16 digits of the SHA-256 of their lines in SHA256SUMS. */
export const glyphCoverage = {
${entries.join(',\n')}
} as const
`
)
