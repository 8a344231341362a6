/** One backup file: made from a database that goes on being written, read back before it counts, refused when a single octet is another. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import { randomBytes } from '../../crypto'
import {
  holdSnapshot,
  knownVersion,
  makeSlot,
  migrate,
  openForCopying,
  openWrite,
  type Connection,
  type OpenOptions,
  type SlotFile,
  type WriteDb
} from '../../db'
import { makeBackup, openManifest, readBackupName, unlockKeys, withBackup, type BackupPart, type BackupTask, type MadeBackup } from '.'

let dir = ''
let open: OpenOptions
let office: Connection<WriteDb>
let keys: SlotFile
const dataKey = randomBytes(32)

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'backup-'))
  for (const folder of ['keys', 'archive/in', 'place']) mkdirSync(join(dir, folder), { recursive: true })
  writeFileSync(join(dir, 'keys/device-1.age'), 'key')
  writeFileSync(join(dir, 'archive/in/sent-1.age'), randomBytes(3000))
  open = { path: join(dir, 'office.db'), key: dataKey, cipher: 'aegis' }
  office = openWrite(open)
  migrate(office, open, join(dir, 'before.db'), '2026-03-05T01:00:00.000Z')
  office.db.run('INSERT INTO setting VALUES (?, ?)', 'word', '山高水长')
  const facts = { id: '0'.repeat(32), code: '610802-00', name: '测试', phone: '', practice: false }
  keys = { format: 'yipanqi-keys/1', cipher: 'aegis', databaseId: 'ab'.repeat(16), office: facts, slots: [] }
  const slot = await makeSlot(keys, dataKey, { account: 'guanli', displayName: '甲', secret: '口令一二三', logN: 4 })
  keys = { ...keys, slots: [slot] }
})
afterEach(() => {
  office.close()
  rmSync(dir, { recursive: true, force: true })
})

const task = (more: Partial<BackupTask> & Pick<BackupTask, 'fd' | 'databaseBytes'>): BackupTask => ({
  ...{ kind: 'make', dataKey, keys, folder: dir, place: join(dir, 'place'), placeLabel: '移动硬盘', scratch: join(dir, 'scratch') },
  ...{ name: 'yipanqi-610802-00-20260305-091500-asked-1a2b3c4d.ypqbak', id: '01945ff0-0000-7000-8000-000000000001' },
  ...{ madeAt: '2026-03-05T01:15:00.000Z', why: 'asked', appVersion: 'test' },
  ...more
})

/** Runs to its end; `during` is called at each part. */
function run(more: Partial<BackupTask> = {}, during: (part: BackupPart) => void = () => undefined): MadeBackup {
  const held = holdSnapshot(office, open)
  const file = openForCopying(open.path)
  try {
    let made: MadeBackup | null = null
    for (const part of makeBackup(task({ fd: file.fd, databaseBytes: held?.bytes ?? 0, ...more }))) {
      if ('copied' in part) held?.release()
      if ('made' in part) ({ made } = part)
      during(part)
    }
    if (!made) expect.fail('nothing was made')
    return made
  } finally {
    held?.release()
    file.close()
  }
}

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
  return 'no error'
}
const at = (name: string): string => join(dir, 'place', name)

describe('backup file', () => {
  it('says whose and of when without a key, and what is in it with the key', async () => {
    const made = run()
    expect(readBackupName(made.file)).toEqual({ code: '610802-00', madeAt: '2026-03-05T01:15:00.000Z', why: 'asked' })
    const { header, members } = withBackup(at(made.file), (_fd, file) => ({
      header: file.header,
      members: openManifest(file, dataKey).members
    }))
    expect(header).toMatchObject({ madeAt: '2026-03-05T01:15:00.000Z', keys, schema: knownVersion })
    expect(header.counts).toMatchObject({ setting: 1, person: 0 })
    expect(members.map(({ name }) => name)).toEqual(['office.db', 'archive/in/sent-1.age', 'keys/device-1.age'])
    expect(await unlockKeys(header.keys, 'guanli', '口令一二三')).toEqual(dataKey)
    expect(await unlockKeys(header.keys, 'guanli', '口令一二四')).toBeNull()
    expect(readFileSync(at(made.file)).includes('山高水长')).toBe(false)
  })

  it('holds the state of its beginning › while saving goes on', () => {
    let saved = 0
    const made = run({}, (part) => {
      if ('step' in part && part.step === 'copy')
        office.transaction(() => {
          for (let i = 0; i < 3000; i++) office.db.run('INSERT INTO setting VALUES (?, ?)', `n${String(saved++)}`, 'x'.repeat(500))
        })
    })
    expect(saved).toBeGreaterThan(2999)
    expect(made.counts['setting']).toBe(1)
    expect(run({ name: 'second.ypqbak' }).counts['setting']).toBe(saved + 1)
  })

  it('leaves nothing but what was there › when the place is missing or the database cannot be read', () => {
    const first = run()
    expect(codeOf(() => run({ place: join(dir, 'pulled') }))).toBe('backup.place_gone')
    expect(codeOf(() => run({ databaseBytes: 999_999_999, name: 'b.ypqbak' }))).toBe('backup.source_damaged')
    expect(codeOf(() => run({ dataKey: randomBytes(32), name: 'c.ypqbak' }))).toBe('backup.source_damaged')
    expect(readdirSync(join(dir, 'place'))).toEqual([first.file])
  })

  it('is refused › cut anywhere, or with any octet of its frame another', () => {
    const { file, bytes } = run()
    const whole = readFileSync(at(file))
    const { body } = withBackup(at(file), (_fd, one) => one)
    const open = (): unknown => withBackup(at(file), (_fd, one) => openManifest(one, dataKey))
    fc.assert(
      fc.property(fc.nat(bytes - 1), (length) => {
        truncateSync(at(file), length)
        const code = codeOf(open)
        writeFileSync(at(file), whole)
        expect(['backup.unreadable', 'backup.not_one']).toContain(code)
      }),
      { numRuns: 30 }
    )
    fc.assert(
      fc.property(fc.integer({ min: body, max: bytes - 1 }), fc.integer({ min: 1, max: 255 }), (where, mask) => {
        const bent = Buffer.from(whole)
        bent[where] = (bent[where] ?? 0) ^ mask
        writeFileSync(at(file), bent)
        expect(codeOf(open)).toBe('backup.unreadable')
      }),
      { numRuns: 60 }
    )
  })
})
