// Builds the bundled fonts once, from pinned sources, so that screens and paper show every name alike on every PC.
// Needs Python 3 with fonttools and brotli (Debian: python3-fonttools python3-brotli) and Debian's fonts-hanazono.
// Usage: node scripts/build-fonts.mjs            takes about four minutes; the result is committed under resources/fonts
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const OUT = resolve(import.meta.dirname, '../resources/fonts')
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3'
const NOTO = '@expo-google-fonts/noto-sans-sc@0.4.3'
const HANA = { file: '/usr/share/fonts/truetype/hanazono/HanaMinB.ttf', copyright: '/usr/share/doc/fonts-hanazono/copyright' }
const NOTO_FACES = [
  ['400Regular/NotoSansSC_400Regular.ttf', 'noto-sans-sc-regular.woff2'],
  ['700Bold/NotoSansSC_700Bold.ttf', 'noto-sans-sc-bold.woff2']
]

const work = mkdtempSync(join(tmpdir(), 'yipanqi-fonts-'))
try {
  if (!existsSync(HANA.file)) throw new Error(`找不到 ${HANA.file}：请先安装 Debian 软件包 fonts-hanazono`)
  const packed = JSON.parse(
    execFileSync('npm', ['pack', NOTO, '--json', '--pack-destination', work], { encoding: 'utf8', shell: process.platform === 'win32' })
  )[0]
  execFileSync('tar', ['-xzf', join(work, packed.filename), '-C', work])
  const source = (path) => join(work, 'package', path)
  const tables = 'from fontTools.ttLib import woff2; import sys; woff2.compress(sys.argv[1], sys.argv[2])'
  for (const [from, to] of NOTO_FACES) execFileSync(PYTHON, ['-c', tables, source(from), join(OUT, to)])
  // Extensions B–F only: everything in the basic plane comes from Noto Sans SC, so the second font stays as small as it can be.
  execFileSync(PYTHON, [
    '-m',
    'fontTools.subset',
    HANA.file,
    '--unicodes=U+20000-2FFFF',
    '--flavor=woff2',
    '--no-hinting',
    '--layout-features=',
    '--name-IDs=*',
    `--output-file=${join(OUT, 'hana-min-b.woff2')}`
  ])
  const licence = ['LICENSE_FONT', 'LICENSE', 'OFL.txt'].map(source).find(existsSync)
  if (licence === undefined) throw new Error(`${NOTO} 里没有许可证文本`)
  copyFileSync(licence, join(OUT, 'noto-sans-sc.licence.txt'))
  copyFileSync(HANA.copyright, join(OUT, 'hana-min-b.licence.txt'))
  const digest = (name) =>
    `${createHash('sha256')
      .update(readFileSync(join(OUT, name)))
      .digest('hex')}  ${name}  ${statSync(join(OUT, name)).size}`
  const names = [...NOTO_FACES.map(([, to]) => to), 'hana-min-b.woff2']
  writeFileSync(join(OUT, 'SHA256SUMS'), `${names.map((name) => digest(name).split('  ').slice(0, 2).join('  ')).join('\n')}\n`)
  for (const name of names) console.log(digest(name))
  console.log(`${NOTO} ${packed.integrity}`)
} finally {
  rmSync(work, { recursive: true, force: true })
}
