/** A damaged office: whatever part is cut, bent or zeroed, the program opens, says so, keeps every file and brings the newest copy back. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors'
import type { Core } from '../../electron/core'
import { openRead } from '../../electron/core/db'
import { testClock } from '../kit/clock'
import { desk, openCore, type Desk } from '../kit/office'
import { addPerson, copiesOf, FIRST, HERE, openBackupOffice, openOptions, PASSPHRASE, SECOND } from './backup-office'

const PAGE = 4096
/** Enough for inner pages of table and index. */
const PERSONS = 120
const root = mkdtempSync(join(tmpdir(), 'damage-'))
/** Closed in order, and as left by a kill with saves in the log. */
const [closed, killed] = [join(root, 'closed'), join(root, 'killed')]
let copy = ''
const pages = new Map<string, number>()

beforeAll(async () => {
  const office = await openBackupOffice()
  for (let i = 0; i < PERSONS; i++) await addPerson(office, `测${String.fromCodePoint(0x4e00 + i)}`)
  await office.admin.finish('backup.run', {})
  ;[copy = ''] = copiesOf(office.dir)
  await addPerson(office, '后来者')
  cpSync(office.dir, killed, { recursive: true })
  await office.core.close()
  cpSync(office.dir, closed, { recursive: true })
  const { db, close } = openRead(await openOptions(closed))
  const pageOf = (name: string, type: string): number =>
    db.value<number>('SELECT max(pageno) FROM dbstat WHERE name = ? AND pagetype = ?', name, type) ?? 0
  pages.set('person inner', pageOf('person', 'internal'))
  pages.set('person leaf', pageOf('person', 'leaf'))
  pages.set('index leaf', pageOf('person_by_pinyin', 'leaf'))
  pages.set('audit leaf', pageOf('audit_entry', 'leaf'))
  close()
  rmSync(office.dir, { recursive: true })
}, 120_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

type Blow = 'cut' | 'flip' | 'zero'
const BLOWS: readonly Blow[] = ['cut', 'flip', 'zero']

function strike(path: string, from: number, length: number, blow: Blow): void {
  if (blow === 'cut') {
    truncateSync(path, from)
    return
  }
  const octets = readFileSync(path)
  if (blow === 'zero') octets.fill(0, from, Math.min(octets.length, from + length))
  else octets[from + Math.floor(length / 2)] = (octets[from + Math.floor(length / 2)] ?? 0) ^ 0x10
  writeFileSync(path, octets)
}

const codeOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work()
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
  return 'no error'
}

interface Struck {
  readonly dir: string
  readonly core: Core
  readonly door: Desk
  readonly signedIn: string
}

async function struck(of: string, damage: (dir: string) => void): Promise<Struck> {
  const dir = mkdtempSync(join(root, 'case-'))
  cpSync(of, dir, { recursive: true })
  damage(dir)
  const core = await openCore(dir, testClock())
  const door = desk(core)
  const signedIn = await codeOf(() => door.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE }))
  return { dir, core, door, signedIn }
}

/** Says what is wrong, offers the newest copy, brings it back, and keeps the struck file as it was. */
async function comesBack({ dir, core }: Struck, file: string): Promise<void> {
  const octets = existsSync(join(dir, file)) ? readFileSync(join(dir, file)) : null
  const door = desk(core)
  const { rows } = await door.call('backup.found', {})
  expect(rows[0]).toMatchObject({ place: HERE, file: copy })
  const back = await door.call('backup.restore', { from: { place: HERE, file: copy }, first: FIRST, second: SECOND })
  expect(back.after['person']).toBe(PERSONS)
  const kept = join(dir, back.kept ?? '', file)
  if (octets !== null) expect(readFileSync(kept).equals(octets)).toBe(true)
  const clerk = desk(core)
  await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
  expect((await clerk.call('persons.count', { filter: {} })).count).toBe(PERSONS)
  await core.close()
}

describe.each(BLOWS)('%s', (blow) => {
  it('header › is told at sign-in, nothing else is touched, the copy comes back', async () => {
    const one = await struck(closed, (dir) => strike(join(dir, 'office.db'), blow === 'cut' ? 100 : 0, PAGE, blow))
    expect(one.signedIn).toBe('office.damaged')
    expect((await one.door.call('office.status', {})).state).toBe('damaged')
    expect(await codeOf(() => one.door.call('backup.salvage', { first: FIRST, second: SECOND }))).toBe('backup.nothing_readable')
    await comesBack(one, 'office.db')
  })

  it.each(['person inner', 'person leaf', 'index leaf', 'audit leaf'])(
    '%s › is found at the latest by the next copy, which does not count',
    async (name) => {
      const page = pages.get(name) ?? 0
      expect(page).toBeGreaterThan(1)
      const one = await struck(closed, (dir) => strike(join(dir, 'office.db'), (page - 1) * PAGE, PAGE, blow))
      if (one.signedIn === 'no error') {
        expect(await codeOf(() => one.door.finish('backup.run', {}))).toMatch(/^(backup\.source_damaged|office\.damaged)$/)
        expect(copiesOf(one.dir)).toEqual([copy])
      } else expect(one.signedIn).toBe('office.damaged')
      // Struck while it was open: closing may still write what was not touched by the blow.
      await one.core.close()
      const core = await openCore(one.dir, testClock())
      await comesBack({ ...one, core }, 'office.db')
    }
  )

  it('log › opens with what is whole, says what is missing, keeps the log', async () => {
    // The second frame: what lies far behind may be left of a former run of the log and mean nothing.
    const one = await struck(killed, (dir) => strike(join(dir, 'office.db-wal'), 32 + 24 + PAGE, PAGE, blow))
    if (one.signedIn === 'no error') {
      const { paused, warnings } = await one.door.call('backup.state', {})
      expect(paused).toMatchObject({ source: 'log' })
      expect(warnings).toContain('torn')
      expect(existsSync(join(one.dir, 'damaged-log'))).toBe(true)
    } else expect(one.signedIn).toBe('office.damaged')
    await one.core.close()
    const core = await openCore(one.dir, testClock())
    await comesBack({ ...one, core }, 'keys/device-1.age')
  })

  it('key slots › are told before sign-in, and lent by the copy', async () => {
    const one = await struck(closed, (dir) => strike(join(dir, 'office.json'), 40, 200, blow))
    const status = await one.door.call('office.status', {})
    if (status.state === 'damaged') {
      const from = { place: HERE, file: copy }
      const salvaged = await one.door.call('backup.salvage', { first: FIRST, second: SECOND, keysFrom: from })
      expect(salvaged).toMatchObject({ torn: [], orphans: 0 })
      const clerk = desk(one.core)
      await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
      // The data itself was whole: nothing is missing but passphrases changed since.
      expect((await clerk.call('persons.count', { filter: {} })).count).toBe(PERSONS + 1)
      expect((await clerk.call('persons.search', { filter: { text: '后来者' }, limit: 5 })).rows).toHaveLength(1)
      await one.core.close()
    } else await comesBack(one, 'office.json')
  })
})

it('missing key slots › are told, and no new office is founded over the old one', async () => {
  const one = await struck(closed, (dir) => rmSync(join(dir, 'office.json')))
  expect(await one.door.call('office.status', {})).toMatchObject({ state: 'damaged', trouble: { code: 'office.damaged' } })
  const office = { code: '610802-00', name: '另一个', phone: '' }
  const admin = { name: 'guanli', displayName: '管理员', passphrase: PASSPHRASE }
  expect(await codeOf(() => one.door.call('office.setUp', { office, rules: 'order-555', admin }))).toBe('office.damaged')
  await comesBack(one, 'office.db')
})

it('missing database › is told, and the copy comes back', async () => {
  const one = await struck(closed, (dir) => rmSync(join(dir, 'office.db')))
  expect(one.signedIn).toBe('office.damaged')
  await comesBack(one, 'office.json')
})

it('salvage › reads around a page that cannot be read, says how much, and loses nobody it can read', async () => {
  const page = pages.get('person leaf') ?? 0
  const one = await struck(closed, (dir) => strike(join(dir, 'office.db'), (page - 1) * PAGE, PAGE, 'zero'))
  const { rows, torn, kept } = await one.door.call('backup.salvage', { first: FIRST, second: SECOND })
  expect(torn).toContain('person')
  expect(rows['person']).toBeGreaterThan(PERSONS - 30)
  expect(rows['person']).toBeLessThan(PERSONS + 1)
  expect(existsSync(join(one.dir, kept, 'office.db'))).toBe(true)
  const clerk = desk(one.core)
  await clerk.call('session.signIn', { account: 'guanli', passphrase: PASSPHRASE })
  expect((await clerk.call('backup.state', {})).paused).toMatchObject({ source: 'salvage' })
  expect((await clerk.finish('backup.run', {})).made).toHaveLength(1)
  const worker = desk(one.core)
  await worker.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
  expect((await worker.call('persons.count', { filter: {} })).count).toBe(rows['person'])
  await one.core.close()
})
