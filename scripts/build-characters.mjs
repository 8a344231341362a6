// Why: builds resources/codes/characters.tsv.br, by which a rare character of a name is found by its parts, strokes or reading.
// Usage: node scripts/run.mjs scripts/build-characters.mjs [--unicode DIR] [--sources DIR] [--out DIR]
//   --unicode   files of the Unicode Character Database 15.1, as Debian's unicode-data 15.1.0-1 lays them out (default /usr/share/unicode)
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { decompositions } from './character-parts.mjs'
import { readSourcePackage, sha256, SOURCES, sourcesFolder } from './source-package.mjs'

/** SHA-256 of the files of Unicode 15.1.0 the table is made of. */
const UNICODE = {
  'EquivalentUnifiedIdeograph.txt': '460a08f497d0f3e45aae734708848fadf1ced44b752971bac37c23da55b33aa9',
  'USourceData.txt': 'c1738e4b85564cecd3c4ed423598236149cb4476e8470e165cb3ef5903f0cfb6',
  'Unihan_IRGSources.txt.bz2': 'f43b5d4be58d9f89811c85eca7193d846c69e23ec25b5a23eca119a542523064',
  'Unihan_Readings.txt.bz2': '83b3b432e0c46037c099db1b23d9d99b0023b2cb97eb6b54b09d6db01e5e0ded',
  'Unihan_OtherMappings.txt.bz2': '33f427446a282dd2fa82c9ff5150435c561d4222a05049112f84cbf401f11119',
  'Unihan_Variants.txt.bz2': '69a7583c95ee91d206fc0b71a346c83c913516147ad8939f393fb41d5da6fcfd'
}
const LOOKALIKES = ['kSpoofingVariant', 'kZVariant', 'kSemanticVariant', 'kSpecializedSemanticVariant']
/** More readings of one character than this are of no use to a clerk. */
const MOST_READINGS = 8

const argument = (name, otherwise) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const unicodeFolder = argument('--unicode', '/usr/share/unicode')
const out = argument('--out', join(import.meta.dirname, '../resources/codes'))

function readUnicode(name) {
  const path = join(unicodeFolder, name)
  const bytes = readFileSync(path)
  if (sha256(bytes) !== `sha256:${UNICODE[name]}`) throw new Error(`${path} is not the file of Unicode 15.1.0`)
  return name.endsWith('.bz2') ? execFileSync('bzip2', ['-dc', path], { encoding: 'utf8', maxBuffer: 1 << 28 }) : bytes.toString('utf8')
}

const charOf = (label) => String.fromCodePoint(Number.parseInt(label.slice(2), 16))

/** @returns {Map<string, Map<string, string>>} property → character → value, of the properties asked for */
function unihan(name, properties) {
  const found = new Map(properties.map((property) => [property, new Map()]))
  for (const line of readUnicode(name).split('\n')) {
    const [label, property, value] = line.split('\t')
    if (value !== undefined) found.get(property)?.set(charOf(label), value)
  }
  return found
}

const irg = unihan('Unihan_IRGSources.txt.bz2', ['kRSUnicode', 'kTotalStrokes'])
const read = unihan('Unihan_Readings.txt.bz2', ['kMandarin', 'kTGHZ2013', 'kXHC1983', 'kHanyuPinyin'])
const standard = unihan('Unihan_OtherMappings.txt.bz2', ['kTGH']).get('kTGH')
const variants = unihan('Unihan_Variants.txt.bz2', [...LOOKALIKES, 'kTraditionalVariant', 'kSimplifiedVariant'])

/** Readings of today's dictionaries, the usual one first; what only the great dictionaries know counts where those say nothing. */
function readingsOf(character) {
  const located = (property) =>
    [...(read.get(property).get(character) ?? '').matchAll(/[\d.*]+(?:,[\d.*]+)*:([^ ]+)/g)].flatMap(([, all]) => all.split(','))
  const usual = (read.get('kMandarin').get(character) ?? '').split(' ')
  const modern = [...usual, ...located('kTGHZ2013'), ...located('kXHC1983')].filter(Boolean)
  return [...new Set(modern.length > 0 ? modern : located('kHanyuPinyin'))].slice(0, MOST_READINGS)
}

const charsOf = (value) => [...(value ?? '').matchAll(/U\+[0-9A-F]+/g)].map(([label]) => charOf(label))
const lookalikesOf = (character) =>
  [...new Set(LOOKALIKES.flatMap((property) => charsOf(variants.get(property).get(character))))].filter((other) => other !== character)

/** Radicals of the supplement block (⺮) and the ideographs they are: typed as parts, never offered as characters. */
const forms = new Map(
  [...readUnicode('EquivalentUnifiedIdeograph.txt').matchAll(/^(2E[0-9A-F]{2})(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)/gm)].flatMap(
    ([, from, to, same]) => {
      const [first, last] = [from, to ?? from].map((code) => Number.parseInt(code, 16))
      return Array.from({ length: last - first + 1 }, (_, at) => [String.fromCodePoint(first + at), charOf(`U+${same}`)])
    }
  )
)

// A compatibility ideograph is stored as the one it stands for (NFC), so it is not offered.
const characters = [...irg.get('kRSUnicode').keys()].filter((character) => character.normalize('NFC') === character)
characters.sort((a, b) => a.codePointAt(0) - b.codePointAt(0))
const strokesOf = (character) => Number((irg.get('kTotalStrokes').get(character) ?? '0').split(' ')[0])
const radicalsOf = (character) => irg.get('kRSUnicode').get(character)
const { partsOf, counts } = decompositions({
  decomp: readSourcePackage('hanzi', sourcesFolder()).get('lib/data/cjk-decomp.txt.js').toString('utf8'),
  ids: readUnicode('USourceData.txt'),
  characters: new Set(characters),
  forms,
  strokesOf,
  radicalsOf,
  traditionalOf: (character) => charsOf(variants.get('kTraditionalVariant').get(character)),
  simplifiedOf: (character) => charsOf(variants.get('kSimplifiedVariant').get(character))
})

const formRows = [...forms].map(([form, same]) => `${form}\t${strokesOf(same)}\t${radicalsOf(same)}\t-\t\t${same}`)
const rows = characters.map((character) =>
  [
    character,
    strokesOf(character),
    radicalsOf(character),
    standard.has(character) ? '1' : '',
    readingsOf(character).join(' '),
    partsOf(character).join(''),
    lookalikesOf(character).join('')
  ]
    .join('\t')
    .trimEnd()
)
const table = Buffer.from(`char\tstrokes\tradicals\tstandard\treadings\tparts\tlookalikes\n${[...formRows, ...rows].join('\n')}\n`)
const packed = brotliCompressSync(table, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: table.length }
})
const manifest = {
  format: 'characters/1',
  asOf: '2023-09-12',
  sources: [
    {
      name: 'Unicode Character Database and Unihan',
      version: '15.1.0',
      licence: 'Unicode',
      files: Object.fromEntries(Object.entries(UNICODE).map(([name, digest]) => [name, `sha256:${digest}`]))
    },
    { name: 'hanzi', ...SOURCES.hanzi, file: 'lib/data/cjk-decomp.txt.js', licence: 'Apache-2.0 (CJK Decomposition Data)' }
  ],
  rows: characters.length,
  parts: counts,
  file: 'characters.tsv.br',
  digest: sha256(packed),
  bytes: packed.length,
  contentDigest: sha256(table),
  contentBytes: table.length
}
mkdirSync(out, { recursive: true })
writeFileSync(join(out, 'characters.tsv.br'), packed)
writeFileSync(join(out, 'characters.manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
console.log(`${characters.length} characters, ${packed.length} bytes, ${JSON.stringify(counts)}`)
