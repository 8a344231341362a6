/** kill −9 at random moments of saving, importing and stick writing: no partial state, no acknowledged save lost, everything heals. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bytesSource, inspectBundle } from '../../electron/core/container'
import { bundleScript } from '../kit/bundle-script'
import { runAndKill } from '../kit/killed-child'
import { makePair, SLIPS } from '../kit/pair'
import { openWhere, type Desk } from '../kit/office'
import { killRounds, seededRandom, seedOf } from '../kit/seed'

// Every step of an import and of a writing is struck in crash-points.test.ts; here the process really dies.
const ROUNDS = { save: killRounds(16), import: killRounds(8), write: killRounds(8) }
const seed = seedOf('KILL_SEED')
const random = seededRandom(seed)
const root = mkdtempSync(join(tmpdir(), 'kill-'))
let script = ''

beforeAll(async () => {
  console.info(`KILL_SEED=${seed}`)
  script = await bundleScript('test/faults/killed-work.ts')
  await makePair(root)
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

const copyOf = (name: string, round: number): string => {
  const to = join(root, `${name}-${round}`)
  cpSync(join(root, name), to, { recursive: true })
  return to
}

async function takeAll(clerk: Desk, stick: string): Promise<{ outcome: string; fresh: number }[]> {
  const { found } = await clerk.finish('exchange.scanStick', { source: clerk.connection.offer(stick).ticket })
  if (found.length === 0) return []
  return (await clerk.finish('exchange.importBundles', { spools: found.map((one) => one.spool) })).bundles
}

const slipCount = async (clerk: Desk): Promise<number> => (await clerk.call('slips.count', { filter: { direction: 'in' } })).count

it(`saving › loses no acknowledged save and keeps none half › over ${ROUNDS.save} kills`, async () => {
  const dir = copyOf('b', -1)
  const acknowledged = new Map<string, number>()
  for (let round = 0; round < ROUNDS.save; round++) {
    const { lines, killed } = await runAndKill(script, { mode: 'save', dir, stick: '', round }, 10 + random() * 250)
    expect(killed).toBe(true)
    for (const line of lines) {
      const [, id = '', revision = ''] = line.split(' ')
      acknowledged.set(id, Math.max(acknowledged.get(id) ?? 0, Number(revision)))
    }
  }
  expect(acknowledged.size).toBeGreaterThan(ROUNDS.save)
  await openWhere(dir, async (clerk) => {
    for (const [id, revision] of acknowledged) expect((await clerk.call('persons.get', { id })).revision).toBeGreaterThanOrEqual(revision)
    // Every stored revision has exactly one audit line, and the other way round: nothing was half done.
    let before: number | null = null
    let saves = 0
    const seen = new Set<string>()
    for (;;) {
      const { rows }: { rows: { seq: number; subject: string | null }[] } = await clerk.call('audit.search', {
        event: 'person.saved',
        before,
        limit: 200
      })
      if (rows.length === 0) break
      for (const row of rows) {
        saves += 1
        if (row.subject !== null) seen.add(row.subject)
      }
      before = rows.at(-1)?.seq ?? null
    }
    let revisions = 0
    for (const id of seen) {
      const person = await clerk.call('persons.get', { id })
      revisions += person.revision
      expect(person.episodes).toHaveLength(1)
    }
    expect(revisions).toBe(saves)
    expect(await clerk.call('audit.verify', {})).toMatchObject({ intact: true })
  })
})

it(`T72 import › is whole or absent, and then happens exactly once › over ${ROUNDS.import} kills`, async () => {
  const whole = await runAndKill(script, { mode: 'import', dir: copyOf('b', -2), stick: join(root, 'full-stick'), round: 0 }, null)
  expect(whole.lines).toEqual([`imported ${SLIPS}`])
  const outcomes = { absent: 0, whole: 0 }
  for (let round = 0; round < ROUNDS.import; round++) {
    const dir = copyOf('b', round)
    await runAndKill(script, { mode: 'import', dir, stick: join(root, 'full-stick'), round }, random() * whole.ran)
    await openWhere(dir, async (clerk) => {
      const count = await slipCount(clerk)
      expect([0, SLIPS]).toContain(count)
      outcomes[count === 0 ? 'absent' : 'whole'] += 1
      await takeAll(clerk, join(root, 'full-stick'))
      expect(await slipCount(clerk)).toBe(SLIPS)
      const again = await takeAll(clerk, join(root, 'full-stick'))
      expect(again.every((one) => one.outcome === 'duplicate' || one.outcome === 'status')).toBe(true)
      expect(await slipCount(clerk)).toBe(SLIPS)
    })
    rmSync(dir, { recursive: true, force: true })
  }
  expect(outcomes.absent).toBeGreaterThan(0)
})

it(`T72 stick writing › leaves no bad final file and uses no number twice › over ${ROUNDS.write} kills`, async () => {
  const plain = join(root, 'plain-stick')
  mkdirSync(plain)
  const whole = await runAndKill(script, { mode: 'write', dir: copyOf('a', -1), stick: plain, round: 0 }, null)
  expect(whole.lines).toEqual(['written true'])
  for (let round = 0; round < ROUNDS.write; round++) {
    const dir = copyOf('a', round)
    const stick = join(root, `stick-${round}`)
    mkdirSync(stick)
    await runAndKill(script, { mode: 'write', dir, stick, round }, random() * whole.ran)
    for (const file of bundleFiles(stick)) await expect(inspectBundle(bytesSource(readFileSync(file)))).resolves.toBeDefined()
    await openWhere(dir, async (clerk) => {
      const { safeToRemove } = await clerk.finish('exchange.writeStick', { target: clerk.connection.offer(stick).ticket })
      expect(safeToRemove).toBe(true)
      const { rows } = await clerk.call('exchange.bundles', {})
      expect(rows.filter((row) => row.direction === 'out').map((row) => row.seq)).toEqual([1])
    })
    const receiver = copyOf('b', 1000 + round)
    await openWhere(receiver, async (clerk) => {
      const taken = await takeAll(clerk, stick)
      expect(taken.reduce((sum, one) => sum + one.fresh, 0)).toBe(SLIPS)
    })
    for (const gone of [dir, stick, receiver]) rmSync(gone, { recursive: true, force: true })
  }
})

const bundleFiles = (stick: string): string[] =>
  readdirSync(stick, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.jhb'))
    .map((entry) => join(entry.parentPath, entry.name))
