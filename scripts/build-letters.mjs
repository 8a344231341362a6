// Why: writes scripts/font-letters.txt: in its first line the letters that forms are printed with, in its second those that most pages add to them.
// Usage: node scripts/run.mjs scripts/build-letters.mjs            then build-fonts.mjs; only when the words have changed so much that pages open many slices
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

const ROOT = resolve(import.meta.dirname, '..')
/** So many letters write 98 of 100 letters of the names of villages. */
const OF_PLACES = 1000
/** Houses and flats, of which the lists of places know nothing. */
const HOUSES = '号楼栋幢座层室单元户弄巷里附院'

const readAll = (folder, wanted) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .filter((name) => wanted.test(name) && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('')
const readPacked = (name) => brotliDecompressSync(readFileSync(join(ROOT, 'resources/codes', name))).toString('utf8')

const byCode = (one, other) => one.codePointAt(0) - other.codePointAt(0)

/** @returns {string[]} Chinese letters of which there are `least` at least, the most frequent first */
function lettersOf(text, least = 1) {
  const counts = new Map()
  for (const letter of text) if (letter >= '一' && letter <= '\u9fff') counts.set(letter, (counts.get(letter) ?? 0) + 1)
  const known = [...counts].filter(([, count]) => count >= least)
  return known.sort(([a, one], [b, other]) => other - one || byCode(a, b)).map(([letter]) => letter)
}
/** Arrows, boxes and whatever else is no letter of a word. */
const signsOf = (text) => text.replace(/[\p{Script=Han}\0-\u024f]/gu, '')

const forms = readAll('resources/templates', /(page\.html|form\.json)$/u)
const screens = readAll('renderer', /\.(vue|ts)$/u) + readAll('shared', /\.ts$/u)
const first = [...lettersOf(forms), ...signsOf(forms + screens)]
const usual = [
  // Tables of rare letters name each once or twice.
  ...lettersOf(screens, 3),
  ...lettersOf(readAll('docs/manual', /\.md$/u)),
  ...lettersOf(readAll('resources/practice', /people\.json$/u)),
  ...HOUSES,
  // Provinces, prefectures and counties; the names of townships come with those of their villages.
  ...lettersOf(readPacked('divisions.tsv.br').replace(/^\d{9}\t.*$/gmu, '')),
  ...lettersOf(readPacked('villages.tsv.br')).slice(0, OF_PLACES)
]
const lines = [new Set(first), new Set(usual).difference(new Set(first))].map((letters) => [...letters].sort(byCode).join(''))
writeFileSync(join(ROOT, 'scripts/font-letters.txt'), `${lines.join('\n')}\n`)
console.log(lines.map((line) => [...line].length))
