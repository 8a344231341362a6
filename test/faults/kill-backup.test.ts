/** kill −9 while copying and restoring: copies that are there are whole, the office is the former or the restored one, never a mixture, and nobody who was deleted is in either. */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openManifest, withBackup } from '../../electron/core/modules/backup'
import { addPerson, copiesOf, eraseByTwo, openBackupOffice, openOptions } from '../backup/backup-office'
import { bundleScript } from '../kit/bundle-script'
import { testClock } from '../kit/clock'
import { runAndKill } from '../kit/killed-child'
import { desk, openCore, PASSPHRASE } from '../kit/office'
import { killRounds, seededRandom, seedOf } from '../kit/seed'

const ROUNDS = killRounds(12)
/** Persons in the copy, and behind it. */
const [THEN, NOW] = [40, 55]
/** In the copy, and deleted since at the own request. */
const GONE = '䶮罍夔'
const seed = seedOf('KILL_SEED')
const random = seededRandom(seed)
const root = mkdtempSync(join(tmpdir(), 'kill-backup-'))
const founded = join(root, 'office')
let [script, threads] = ['', '']

beforeAll(async () => {
  console.info(`KILL_SEED=${seed}`)
  script = await bundleScript('test/faults/killed-backup.ts')
  threads = dirname(await bundleScript('electron/core/house/backup-thread.ts'))
  const office = await openBackupOffice()
  for (let i = 0; i < THEN; i++) await addPerson(office, `测${String.fromCodePoint(0x4e00 + i)}`)
  const gone = await addPerson(office, GONE)
  await office.admin.finish('backup.run', {})
  await eraseByTwo(office, gone)
  for (let i = THEN; i < NOW; i++) await addPerson(office, `测${String.fromCodePoint(0x4e00 + i)}`)
  await office.core.close()
  cpSync(office.dir, founded, { recursive: true })
  rmSync(office.dir, { recursive: true })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Opens what the blow left. @returns number of persons, the chain of the log intact */
async function persons(dir: string): Promise<number> {
  const core = await openCore(dir, testClock())
  try {
    const clerk = desk(core)
    await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
    expect((await clerk.call('audit.verify', {})).intact).toBe(true)
    expect((await clerk.call('persons.search', { filter: { text: GONE } })).rows).toEqual([])
    return (await clerk.call('persons.count', { filter: {} })).count
  } finally {
    await core.close()
  }
}

it(`copying › leaves only whole copies and the office as it was › over ${ROUNDS} kills`, async () => {
  const dir = join(root, 'copying')
  cpSync(founded, dir, { recursive: true })
  const acknowledged: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const before = copiesOf(dir)
    const work = { mode: 'backup', dir, ...(round % 2 === 0 ? { threads } : {}) }
    const { lines, killed } = await runAndKill(script, work, 5 + random() * 400)
    expect(killed).toBe(true)
    acknowledged.push(...lines.map((line) => line.replace('made ', '')))
    const { key } = await openOptions(dir)
    for (const name of copiesOf(dir))
      withBackup(join(dir, 'backups', name), (_fd, file) => expect(openManifest(file, key).members.length).toBeGreaterThan(2))
    // The rule of keeping lets copies go, never below the last three.
    expect(copiesOf(dir).length).toBeGreaterThanOrEqual(Math.min(before.length, 3))
  }
  expect(acknowledged.length).toBeGreaterThan(0)
  expect(await persons(dir)).toBe(NOW)
  const core = await openCore(dir, testClock())
  const admin = desk(core)
  await admin.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
  await admin.finish('backup.run', {})
  // What the blows left half written is gone with the next whole copy.
  expect(readdirSync(join(dir, 'backups')).filter((name) => name.endsWith('.part'))).toEqual([])
  expect(existsSync(join(dir, 'backup-scratch'))).toBe(false)
  await core.close()
})

/** Milliseconds a restore takes here and today, as far as the last point at which it was cut. */
let restoring = 300

it('between deleting again and standing in place › the former office before the note, the restored one after it, without whoever was deleted', async () => {
  for (const dies of [0, 1, 3, 6]) {
    const dir = join(root, `between-${String(dies)}`)
    cpSync(founded, dir, { recursive: true })
    const { lines, killed, ran } = await runAndKill(script, { mode: 'restore', dir, dies }, null)
    restoring = Math.max(restoring, ran)
    expect([killed, lines], `point ${String(dies)}`).toEqual([true, []])
    // The copy lies unpacked and without the person, but only the note decides.
    expect(existsSync(join(dir, 'restoring'))).toBe(true)
    expect(await persons(dir), `point ${String(dies)}`).toBe(dies === 0 ? NOW : THEN)
    expect(existsSync(join(dir, 'restoring'))).toBe(false)
    rmSync(dir, { recursive: true, force: true })
  }
})

it(`restoring › leaves the former or the restored office, whole › over ${ROUNDS} kills`, async () => {
  const ends = { former: 0, restored: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const dir = join(root, `restoring-${String(round)}`)
    cpSync(founded, dir, { recursive: true })
    const work = { mode: 'restore', dir, ...(round % 2 === 0 ? { threads } : {}) }
    const { lines } = await runAndKill(script, work, 5 + random() * restoring * 1.6)
    const count = await persons(dir)
    expect([THEN, NOW]).toContain(count)
    if (lines.includes('restored')) expect(count).toBe(THEN)
    ends[count === THEN ? 'restored' : 'former'] += 1
    expect(existsSync(join(dir, 'restoring'))).toBe(false)
    // The former one is kept, and is still there whole.
    if (count === THEN) expect(readdirSync(join(dir, 'before-restore'))).toHaveLength(1)
    rmSync(dir, { recursive: true, force: true })
  }
  console.info(`former ${String(ends.former)}, restored ${String(ends.restored)}`)
  expect(Math.min(ends.former, ends.restored)).toBeGreaterThan(0)
})
