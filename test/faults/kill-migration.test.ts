/** kill −9 while a database is brought to a newer schema: every step is whole or absent, and the next start goes on. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { randomBytes } from '../../electron/core/crypto'
import { fasterCipher, migrate, migrations, openRead, openWrite, type OpenOptions } from '../../electron/core/db'
import { bundleScript } from '../kit/bundle-script'
import { runAndKill } from '../kit/killed-child'
import { killRounds, seededRandom, seedOf } from '../kit/seed'
import { LATER, laterSteps, NOW } from './later-steps'

const ROUNDS = killRounds(10)
const ROWS = 4000
const seed = seedOf('KILL_SEED')
const random = seededRandom(seed)
const root = mkdtempSync(join(tmpdir(), 'kill-migration-'))
const key = randomBytes(32)
const cipher = fasterCipher((one) => join(root, `probe-${one}`))
const openAt = (name: string): OpenOptions => ({ path: join(root, name), key, cipher })
let script = ''

beforeAll(async () => {
  console.info(`KILL_SEED=${seed}`)
  script = await bundleScript('test/faults/killed-migration.ts')
  const open = openAt('office.db')
  const office = openWrite(open)
  migrate(office, open, join(root, 'none'), NOW)
  office.transaction(() => {
    office.db.run("INSERT INTO account(id, name, display_name, roles, created_at) VALUES ('a', 'a', 'a', '[]', ?)", NOW)
    for (let at = 0; at < ROWS; at++)
      office.db.run('INSERT INTO draft(account_id, form, subject, value, saved_at) VALUES (?, ?, ?, ?, ?)', 'a', 'f', String(at), '稿', NOW)
  })
  office.close()
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

const SPREAD = 1.2

/** Steps of the schema to come that hold; fails when one of them holds by half. */
function stepsThatHold(open: OpenOptions): number {
  const office = openRead(open)
  try {
    const done = (office.db.value<number>('SELECT max(number) FROM migration') ?? 0) - migrations.length
    expect(office.db.all<{ value: string }>('SELECT DISTINCT value FROM draft')).toEqual([{ value: `稿${'+'.repeat(done)}` }])
    for (let at = 0; at < LATER; at++) {
      const there = office.db.value<number>('SELECT count(*) FROM sqlite_master WHERE name = ?', `later_${String(at)}`)
      expect(there).toBe(at < done ? 1 : 0)
      if (at < done) expect(office.db.value<number>(`SELECT count(*) FROM later_${String(at)}`)).toBe(ROWS)
    }
    expect(office.raw.pragma('integrity_check', { simple: true })).toBe('ok')
    return done
  } finally {
    office.close()
  }
}

it(`migrating › every step is whole or absent, and the next start goes on › over ${String(ROUNDS)} kills`, async () => {
  const run = (name: string, delay: number | null) => {
    copyFileSync(join(root, 'office.db'), join(root, name))
    const { path } = openAt(name)
    return runAndKill(script, { path, cipher, key: Buffer.from(key).toString('hex'), copy: join(root, `${name}-before`) }, delay)
  }
  const whole = await run('whole.db', null)
  expect(whole.lines).toEqual(['migrated'])
  expect(stepsThatHold(openAt('whole.db'))).toBe(LATER)
  const held = new Set<number>()
  for (let round = 0; round < ROUNDS; round++) {
    const name = `round-${String(round)}.db`
    // Spread over the whole run and a little beyond: the first run of a process is slower than those to come.
    await run(name, ((round + random()) / ROUNDS) * SPREAD * whole.ran)
    const open = openAt(name)
    const done = stepsThatHold(open)
    held.add(done)
    // Nothing changes before a copy of what was there has been read back.
    if (done > 0) expect(stepsThatHold({ ...open, path: join(root, `${name}-before`) })).toBe(0)
    const office = openWrite(open)
    migrate(office, open, join(root, `${name}-again`), NOW, laterSteps)
    office.close()
    expect(stepsThatHold(open)).toBe(LATER)
    expect(existsSync(join(root, `${name}-again`))).toBe(done < LATER)
    for (const end of ['', '-wal', '-shm', '-before', '-again']) rmSync(join(root, `${name}${end}`), { force: true })
  }
  expect(held.size).toBeGreaterThan(1)
})
