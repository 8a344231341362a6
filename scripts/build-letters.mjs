// Why: writes scripts/first-letters.txt, the letters that the first slice of each font holds: what forms and screens say, and what places are called.
// Usage: node scripts/run.mjs scripts/build-letters.mjs            then scripts/build-fonts.mjs; only when the words have changed so much that pages open many slices
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

const ROOT = resolve(import.meta.dirname, '..')
/** So many letters write 98 of 100 letters of the names of villages. */
const OF_PLACES = 1000

/** @param {RegExp} wanted */
const readAll = (folder, wanted) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .filter((name) => wanted.test(name) && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('')
/** @returns {string[]} the letters of a text, the most frequent first, those of which there are fewer than `least` left out */
function lettersOf(text, least) {
  const counts = new Map()
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count >= least)
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .map(([letter]) => letter)
}
const ofForms = lettersOf(readAll('resources/templates', /(page\.html|form\.json)$/u), 1)
const screens = readAll('renderer', /\.(vue|ts)$/u) + readAll('shared', /\.ts$/u)
// Tables of rare letters name each once or twice.
const ofScreens = [...lettersOf(screens, 3), ...lettersOf(screens.replace(/\p{Script=Han}/gu, ''), 1)]
const villages = brotliDecompressSync(readFileSync(join(ROOT, 'resources/codes/villages.tsv.br'))).toString('utf8')
const ofPlaces = lettersOf(villages.replace(/[^\p{Script=Han}]/gu, ''), 1).slice(0, OF_PLACES)

const letters = new Set([...ofForms, ...ofScreens, ...ofPlaces])
const written = [...letters].filter((letter) => letter > '~').sort((a, b) => a.codePointAt(0) - b.codePointAt(0))
writeFileSync(join(ROOT, 'scripts/first-letters.txt'), `${written.join('')}\n`)
console.log(written.length)
