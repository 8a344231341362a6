/** Writing, verifying and opening a bundle beside the stock tools that do parts of it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkSlipLine, inflateBundle, openFileSource, recipientsOf, verifyBundle } from '../electron/core/container'
import { slipLines, twoOffices, writeBundle, type MadeUpOffice } from './bundle-material'
import { race, type Comparison } from './measure'

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
      await writing(rows, lines, from, to, place),
      await checking(rows, lines, from),
      await verifying(rows, from, to, place),
      await opening(rows, from, to, place)
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
    name: 'bundle write (hash, gzip, age, sign, flush)',
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

const pins = (from: MadeUpOffice, to: MadeUpOffice) => ({
  recipient: to.card.id,
  own: to.card.id,
  pinned: (id: string) => (id === from.card.id ? { newest: from.card, digestOf: () => from.card.digest, suites: ['A1'] } : null)
})

async function verified(from: MadeUpOffice, to: MadeUpOffice, place: Place) {
  const source = await openFileSource(place.bundle)
  return { source, bundle: await verifyBundle(source, pins(from, to)) }
}

function verifying(rows: number, from: MadeUpOffice, to: MadeUpOffice, place: Place): Promise<Comparison> {
  return race({
    name: 'bundle verify only',
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
    name: 'bundle open (decrypt, inflate, digest)',
    rows,
    rounds: roundsFor(rows),
    bound: 1.3,
    floorName: 'age -d | gunzip',
    ours: async () => {
      const { source, bundle } = await verified(from, to, place)
      let bytes = 0
      for await (const chunk of inflateBundle(bundle, { identities: to.identities })) bytes += chunk.length
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
