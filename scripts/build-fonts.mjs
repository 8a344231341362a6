// Builds the bundled fonts once, from pinned sources, so that screens and paper show every name alike on every PC.
// Needs Debian with python3-fonttools 4.38 and python3-brotli.
// Usage: node scripts/run.mjs scripts/build-fonts.mjs            takes three minutes; the result is committed under resources/fonts
import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { slicesOfRare, slicesOfSans } from './font-slices.mjs'

const RESOURCES = resolve(import.meta.dirname, '../resources')
const OUT = join(RESOURCES, 'fonts')
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3'
const NOTO = {
  name: '@expo-google-fonts/noto-sans-sc@0.4.3',
  archive: 'expo-google-fonts-noto-sans-sc-0.4.3.tgz',
  sha256: '0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59'
}
const HANA = {
  name: 'fonts-hanazono=20170904-2.1',
  archive: 'fonts-hanazono_20170904-2.1_all.deb',
  sha256: 'a6943366b4f5a6cec34221f8b4eb22555a628f0ee6ef4e3d3401cabe9363aeae'
}
/** What a browser applies unasked in horizontal lines; the rest asks for letters that no page of ours shows. */
const FEATURES = 'ccmp,liga,locl,mark,kern,halt'
const FACES = [
  { file: 'noto-sans-sc-bold', family: 'Yipanqi Sans', weight: '700', source: 'package/700Bold/NotoSansSC_700Bold.ttf' },
  { file: 'noto-sans-sc-regular', family: 'Yipanqi Sans', weight: '400', source: 'package/400Regular/NotoSansSC_400Regular.ttf' },
  {
    ...{ file: 'hana-min-b', family: 'Yipanqi Rare', weight: '400 700', source: 'usr/share/fonts/truetype/hanazono/HanaMinB.ttf' },
    // Extensions B–F only: everything in the basic plane comes from Noto Sans SC.
    ...{ from: 0x20000, options: ['--no-hinting'] }
  }
]

const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26, shell: process.platform === 'win32' && command === 'npm' })
const python = promisify(execFile)
const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex')

function fetched(work, { name, archive, sha256: wanted }, fetch, unpack) {
  fetch(name)
  if (sha256(join(work, archive)) !== wanted) throw new Error(`${name} 不是原来的那一份`)
  unpack(archive)
}

const CODES = `
import sys; from fontTools.ttLib import TTFont
print(*sorted(TTFont(sys.argv[1]).getBestCmap()))`
const codesOf = (path) => run(PYTHON, ['-c', CODES, path]).trim().split(' ').map(Number)

// A line must be as high, and a letter as wide, whichever slices are open.
const COMPARE = `
import sys; from fontTools.ttLib import TTFont
def heights(font):
    head, hhea, os2 = font['head'], font['hhea'], vars(font['OS/2'])
    rest = {name: os2[name] for name in os2 if name not in ('usFirstCharIndex', 'usLastCharIndex', 'usMaxContex', 'panose')}
    return head.unitsPerEm, hhea.ascent, hhea.descent, hhea.lineGap, rest
def widths(font, codes):
    cmap = font.getBestCmap()
    return [font['hmtx'][cmap[code]] for code in codes]
whole = TTFont(sys.argv[1])
for path in sys.argv[2:]:
    part = TTFont(path); codes = sorted(part.getBestCmap())
    assert heights(whole) == heights(part) and widths(whole, codes) == widths(part, codes), path`

async function cut(work, source, { name, codes }, { file, options = [] }) {
  const list = join(work, `${file}-${name}.txt`)
  writeFileSync(list, codes.map((code) => code.toString(16)).join('\n'))
  const output = join(OUT, `${file}-${name}.woff2`)
  const kept = [`--layout-features=${FEATURES}`, '--name-IDs=*', '--no-prune-unicode-ranges', '--notdef-outline', ...options]
  await python(PYTHON, ['-m', 'fontTools.subset', source, `--unicodes-file=${list}`, '--flavor=woff2', ...kept, `--output-file=${output}`])
  return output
}

async function cutAll(work, face) {
  const source = join(work, face.source)
  const codes = codesOf(source).filter((code) => code >= (face.from ?? 0))
  const slices = face.from === undefined ? slicesOfSans(codes, RESOURCES) : slicesOfRare(codes)
  const waiting = [...slices]
  const lane = async () => {
    for (let slice = waiting.shift(); slice !== undefined; slice = waiting.shift()) await cut(work, source, slice, face)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
  run(PYTHON, ['-c', COMPARE, source, ...slices.map(({ name }) => join(OUT, `${face.file}-${name}.woff2`))])
  return slices
}

/** The rule that stands last is tried first. */
const rulesOf = ({ file, family, weight }, slices) =>
  slices
    .toReversed()
    .map(
      ({ name, range }) =>
        `@font-face{font-family:'${family}';font-weight:${weight};font-display:swap;src:url(${file}-${name}.woff2)format('woff2');unicode-range:${range}}\n`
    )
    .join('')

const work = mkdtempSync(join(tmpdir(), 'yipanqi-fonts-'))
try {
  const unpackTar = (archive) => run('tar', ['-xzf', archive], work)
  fetched(work, NOTO, (name) => run('npm', ['pack', name, '--silent'], work), unpackTar)
  fetched(
    work,
    HANA,
    (name) => run('apt-get', ['download', name], work),
    (archive) => run('dpkg-deb', ['-x', archive, '.'], work)
  )
  for (const name of readdirSync(OUT)) if (name.endsWith('.woff2')) rmSync(join(OUT, name))
  let css = '/* Every slice of the bundled fonts; written by scripts/build-fonts.mjs, not by hand. */\n'
  for (const face of FACES) css += rulesOf(face, await cutAll(work, face))
  writeFileSync(join(OUT, 'slices.css'), css)
  copyFileSync(join(work, 'package/LICENSE_FONT'), join(OUT, 'noto-sans-sc.licence.txt'))
  copyFileSync(join(work, 'usr/share/doc/fonts-hanazono/copyright'), join(OUT, 'hana-min-b.licence.txt'))
  const files = readdirSync(OUT).filter((name) => name.endsWith('.woff2'))
  writeFileSync(join(OUT, 'SHA256SUMS'), files.map((name) => `${sha256(join(OUT, name))}  ${name}\n`).join(''))
  console.log(`${files.length} slices`)
} finally {
  rmSync(work, { recursive: true, force: true })
}
