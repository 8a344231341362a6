/** Writing, verifying and opening a bundle beside the stock tools that do parts of it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkSlipLine, inflateBundle, openBundle, parseStrictJson, recipientsOf } from '../electron/core/container'
import { slipLines, twoOffices, verified, writeBundle, type MadeUpOffice } from './bundle-material'
import { race, type Comparison } from './measure'
import { peakMemory } from './open-memory'

const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0

interface Place {
  readonly dir: string
  readonly plain: string
  readonly bundle: string
  readonly keyFile: string
}

const sh = (command: string): void => void execFileSync('sh', ['-c', command])

export async function exchangeBench(rows: number): Promise<Comparison[]> {
  if (!has('age') || !has('gzip')) {
    console.info(`exchange: skipped, age or gzip is not installed`)
    return []
  }
  const dir = mkdtempSync(join(tmpdir(), 'bench-exchange-'))
  const place: Place = { dir, plain: join(dir, 'plain'), bundle: join(dir, 'b.jhb'), keyFile: join(dir, 'key') }
  try {
    const { from, to } = await twoOffices()
    const lines = slipLines(rows, from, to)
    writeFileSync(place.plain, `${lines.join('\n')}\n`)
    writeFileSync(place.keyFile, `${to.identities[0] ?? ''}\n`, { mode: 0o600 })
    return [
      await fewSlips(from, to, place),
      await writing(rows, lines, from, to, place),
      await againstGzip(rows, lines, from, to, place),
      await suites(rows, lines, from, to, place),
      await strictness(rows, lines),
      await checking(rows, lines, from),
      await verifying(rows, from, to, place),
      await opening(rows, from, to, place),
      size(rows, place),
      ...(rows >= 100_000 ? [await peakMemory(from, to, place.dir)] : [])
    ]
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const roundsFor = (rows: number): number => (rows >= 1_000_000 ? 3 : rows >= 100_000 ? 5 : 9)

function writing(rows: number, lines: readonly string[], from: MadeUpOffice, to: MadeUpOffice, place: Place): Promise<Comparison> {
  const level = rows < 5_000 ? 6 : 3
  const [recipient = ''] = recipientsOf(to.card)
  return race({
    name: 'P1 bundle write (hash, gzip, age, sign, flush)',
    rows,
    rounds: roundsFor(rows),
    bound: 1.1,
    floorName: `gzip -${level} | age -r`,
    ours: async () => {
      await writeBundle(lines, from, to, place.bundle, level)
      return undefined
    },
    floor: () => {
      const out = join(place.dir, 'floor.age')
      sh(`gzip -${level} < '${place.plain}' | age -r ${recipient} -o '${out}.part'`)
      const handle = openSync(`${out}.part`, 'r+')
      fsyncSync(handle)
      closeSync(handle)
      renameSync(`${out}.part`, out)
      return undefined
    },
    note: `${(statSync(place.plain).size / 1e6).toFixed(1)} MB of content`
  })
}

/** What a writer does to every record before a number is used up, counted apart from the writing itself. */
function checking(rows: number, lines: readonly string[], from: MadeUpOffice): Promise<Comparison> {
  return race({
    name: 'record check by the reader’s rules (J1–J4, digest)',
    rows,
    rounds: roundsFor(rows),
    bound: null,
    floorName: 'JSON.parse + JSON.stringify',
    ours: () => {
      for (const line of lines) checkSlipLine(line, { sender: from.card.id })
      return undefined
    },
    floor: () => {
      for (const line of lines) if (JSON.stringify(JSON.parse(line)) !== line) throw new TypeError('not a fixed point')
      return undefined
    }
  })
}

function verifying(rows: number, from: MadeUpOffice, to: MadeUpOffice, place: Place): Promise<Comparison> {
  return race({
    name: 'P3 bundle verify only',
    rows,
    rounds: 15,
    bound: 2.5,
    allowance: 5,
    floorName: 'SHA-256 of the file (5 ms allowed)',
    ours: async () => {
      const { source } = await verified(from, to, place)
      await source.close()
      return undefined
    },
    floor: () => {
      createHash('sha256').update(readFileSync(place.bundle)).digest()
      return undefined
    },
    note: `${(statSync(place.bundle).size / 1e6).toFixed(1)} MB`
  })
}

function opening(rows: number, from: MadeUpOffice, to: MadeUpOffice, place: Place): Promise<Comparison> {
  const payload = join(place.dir, 'payload.age')
  return race({
    name: 'P4 bundle open (decrypt, inflate, digest)',
    rows,
    rounds: roundsFor(rows),
    bound: 1.3,
    floorName: 'age -d | gunzip',
    ours: async () => {
      const { source, bundle } = await verified(from, to, place)
      let bytes = 0
      for await (const chunk of inflateBundle(bundle, to.identities)) bytes += chunk.length
      await source.close()
      if (bytes === 0) throw new TypeError('nothing came out')
      return undefined
    },
    floor: (round) => {
      if (round === 0) sh(`unzip -p '${place.bundle}' payload.age > '${payload}'`)
      sh(`age -d -i '${place.keyFile}' '${payload}' | gunzip > /dev/null`)
      return undefined
    }
  })
}

const levelFor = (rows: number): number => (rows < 5_000 ? 6 : 3)

/** P2: everything that writing adds to the compression itself. */
function againstGzip(rows: number, lines: readonly string[], from: MadeUpOffice, to: MadeUpOffice, place: Place): Promise<Comparison> {
  const plain = readFileSync(place.plain)
  return race({
    name: 'P2 bundle write',
    rows,
    rounds: roundsFor(rows),
    bound: 1.7,
    floorName: `zlib.gzipSync at level ${String(levelFor(rows))} alone`,
    ours: async () => {
      await writeBundle(lines, from, to, place.bundle, levelFor(rows))
      return undefined
    },
    floor: () => {
      if (gzipSync(plain, { level: levelFor(rows) }).length === 0) throw new TypeError('nothing came out')
      return undefined
    }
  })
}

/** P10: the same content in the national suite. */
function suites(rows: number, lines: readonly string[], from: MadeUpOffice, to: MadeUpOffice, place: Place): Promise<Comparison> {
  const write = async (name: string, suite: 'A1' | 'G1'): Promise<undefined> => {
    await writeBundle(lines, from, to, join(place.dir, name), levelFor(rows), suite)
    return undefined
  }
  return race({
    name: 'P10 bundle write in suite G1',
    rows,
    rounds: roundsFor(rows),
    // Three wraps and a signature in JavaScript cost the same however little is written; the goal speaks of real amounts.
    bound: rows >= 10_000 ? 2 : null,
    floorName: 'the same in suite A1',
    ours: () => write('g1.jhb', 'G1'),
    floor: () => write('a1.jhb', 'A1')
  })
}

/** P5: what strictness costs beside reading at all. */
function strictness(rows: number, lines: readonly string[]): Promise<Comparison> {
  return race({
    name: 'P5 strict JSON of every line',
    rows,
    rounds: roundsFor(rows),
    bound: 1.3,
    floorName: 'JSON.parse + JSON.stringify',
    ours: () => {
      for (const line of lines) if (!parseStrictJson(line, 'line').ok) throw new TypeError('refused')
      return undefined
    },
    floor: () => {
      for (const line of lines) if (JSON.stringify(JSON.parse(line)) !== line) throw new TypeError('not a fixed point')
      return undefined
    }
  })
}

/** P9, in octets: encryption and envelope add next to nothing. */
function size(rows: number, place: Place): Comparison {
  const [ours, floor] = [statSync(place.bundle).size, gzipSync(readFileSync(place.plain), { level: levelFor(rows) }).length]
  const ratio = Math.max(0, ours - 4096) / floor
  return {
    name: 'P9 bundle size, octets',
    rows,
    ours,
    floor,
    floorName: 'gzip of the content (4 kB allowed)',
    ratio,
    bound: 1.01,
    note: ''
  }
}

const FEW = 1_000

/** P11: writing and reading a day's bundle, each against 100 ms. */
async function fewSlips(from: MadeUpOffice, to: MadeUpOffice, place: Place): Promise<Comparison> {
  const lines = slipLines(FEW, from, to)
  const path = join(place.dir, 'few.jhb')
  return race({
    name: 'P11 export of 1,000 slips, verified and read again',
    rows: FEW,
    rounds: 9,
    bound: 1,
    floorName: '100 ms',
    ours: async () => {
      const start = performance.now()
      await writeBundle(lines, from, to, path, 6)
      const { source, bundle } = await verified(from, to, { bundle: path })
      let items = 0
      for await (const batch of openBundle(bundle, { identities: to.identities })) items += batch.items.length
      await source.close()
      if (items !== FEW) throw new TypeError('not all came out')
      return performance.now() - start
    },
    floor: () => 100
  })
}
