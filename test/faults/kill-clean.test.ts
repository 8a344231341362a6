/**
 * Death in the middle of cleaning a closed database by a copy, at every file that comes, goes or is flushed, and at random moments between: the
 * database is the old one or the cleaned one, whole either way, the half-made copy is gone at the next start, and the next closing finishes the work.
 */
import fs, { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dropHalfCleaned, openWrite, type OpenOptions } from '../../electron/core/db'
import { cleanAtClose, cleansAtClose, cleanWaiting } from '../../electron/core/house/clean-at-close'
import { verifyChain } from '../../electron/core/modules/audit'
import { addPerson, eraseByTwo, openBackupOffice, openOptions, PASSPHRASE } from '../backup/backup-office'
import { bundleScript } from '../kit/bundle-script'
import { testClock } from '../kit/clock'
import { runAndKill } from '../kit/killed-child'
import { desk, openCore } from '../kit/office'
import { plainPages } from '../kit/plain-pages'
import { seededRandom, seedOf } from '../kit/seed'

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 1)
const NOW = '2026-03-05T10:00:00.000Z'
const NAME = '䶮罍夔'
const STAYS = '留下人'
const seed = seedOf('KILL_SEED')
const random = seededRandom(seed)
const root = mkdtempSync(join(tmpdir(), 'kill-clean-'))
const founded = join(root, 'office')
const run = join(root, 'run')
let open: OpenOptions

beforeAll(async () => {
  console.info(`KILL_SEED=${String(seed)}`)
  const office = await openBackupOffice()
  const gone = await addPerson(office, NAME)
  await addPerson(office, STAYS)
  await eraseByTwo(office, gone)
  await office.core.close()
  cleanAtClose(office.dir)
  cpSync(office.dir, founded, { recursive: true })
  open = await openOptions(founded)
  await office.close()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function fresh(from: string, to: string): string {
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true })
  return to
}
const leftIn = (dir: string): string[] => readdirSync(dir).filter((name) => name.includes('.cleaned'))

/** As the next start finds it: whole, with everybody who is to be there, and no half-made copy. @returns how the run stands */
function found(dir: string): string {
  const options = { ...open, path: join(dir, 'office.db') }
  dropHalfCleaned(options.path)
  expect(leftIn(dir)).toEqual([])
  const { db, raw, close } = openWrite(options)
  try {
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(verifyChain(db)).toMatchObject({ intact: true })
    expect(db.all('SELECT name FROM person')).toEqual([{ name: STAYS }])
    return db.value<string>('SELECT state FROM purge_run') ?? 'none'
  } finally {
    close()
  }
}

/** Runs the work and keeps what lies on the disk before each file goes, moves or is flushed. @returns the folders, in order */
function stepsOf(work: () => void): string[] {
  const steps: string[] = []
  const real = { rmSync: fs.rmSync, renameSync: fs.renameSync, fsyncSync: fs.fsyncSync }
  const watched =
    <A extends unknown[], R>(act: (...args: A) => R) =>
    (...args: A): R => {
      const kept = join(root, `step-${String(steps.length)}`)
      steps.push(kept)
      cpSync(run, kept, { recursive: true })
      return act(...args)
    }
  Object.assign(fs, { rmSync: watched(real.rmSync), renameSync: watched(real.renameSync), fsyncSync: watched(real.fsyncSync) })
  syncBuiltinESMExports()
  try {
    work()
  } finally {
    Object.assign(fs, real)
    syncBuiltinESMExports()
  }
  return steps
}

it('death at each step › the database is the old one or the cleaned one, and cleaning again ends well', () => {
  fresh(founded, run)
  const here = { ...open, path: join(run, 'office.db') }
  const steps = stepsOf(() => cleanWaiting(run, here, NOW))
  expect(cleansAtClose(run)).toBe(false)
  const halves = steps.filter((dir) => leftIn(dir).length > 0).length
  const states = steps.map((dir) => {
    const state = found(dir)
    expect(cleansAtClose(dir)).toBe(true)
    cleanWaiting(dir, { ...open, path: join(dir, 'office.db') }, NOW)
    expect([found(dir), cleansAtClose(dir)]).toEqual(['done', false])
    expect(plainPages({ ...open, path: join(dir, 'office.db') }).includes(Buffer.from(NAME))).toBe(false)
    return state
  })
  // Both ends were met, and copies that stood half-made or not yet in place.
  expect([states[0], states.at(-1), new Set(states)]).toEqual(['cleaning', 'done', new Set(['cleaning', 'done'])])
  expect(halves).toBeGreaterThan(2)
})

it(`kill −9 at a random moment › the office opens, and its next closing finishes the work › over ${String(ROUNDS)} kills`, async () => {
  const script = await bundleScript('test/faults/killed-clean.ts')
  const child = (delay: number | null) => runAndKill(script, { dir: fresh(founded, run), now: NOW }, delay)
  const whole = await child(null)
  expect([whole.lines, found(run)]).toEqual([['cleaned'], 'done'])
  const met = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const { killed } = await child(((round + random()) / ROUNDS) * whole.ran)
    met.add(killed ? `killed, ${found(fresh(run, join(root, 'seen')))}` : 'ended first')
    const core = await openCore(run, testClock(NOW))
    try {
      const clerk = desk(core)
      await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
      expect(leftIn(run)).toEqual([])
      expect((await clerk.call('persons.search', { filter: { text: STAYS } })).rows).toHaveLength(1)
    } finally {
      await core.close()
    }
    expect([found(run), cleansAtClose(run)]).toEqual(['done', false])
  }
  console.info(`found after the blow: ${[...met].join(', ')}`)
})
