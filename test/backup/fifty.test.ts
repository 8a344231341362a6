/** Fifty copies of an office that goes on changing: each comes back table for table as it stood, and what is not whole or not ours changes nothing. */
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors'
import { sha256Hex } from '../../electron/core/crypto'
import { knownVersion, migrations, openForCopying, openRead, openWrite, readSlotFile, type SqlValue } from '../../electron/core/db'
import { backupName, makeBackup, stageBackup } from '../../electron/core/modules/backup'
import { desk } from '../kit/office'
import { seededRandom, seedOf } from '../kit/seed'
import { hashesOf, tableHashes } from '../kit/table-hash'
import { addPerson, filesIn, FIRST, HERE, openBackupOffice, openOptions, PASSPHRASE, SECOND, type BackupOffice } from './backup-office'

const COPIES = 50
const seed = seedOf('BACKUP_SEED')
const random = seededRandom(seed)
let office: BackupOffice
const into = mkdtempSync(join(tmpdir(), 'fifty-'))

beforeAll(async () => {
  console.info(`BACKUP_SEED=${seed}`)
  office = await openBackupOffice()
})
afterAll(async () => {
  await office.close()
  rmSync(into, { recursive: true, force: true })
})

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work()
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
  return 'no error'
}
const name = (): string => String.fromCodePoint(0x4e00 + Math.floor(random() * 15_000), 0x4e00 + Math.floor(random() * 15_000))

/** One to four small changes of different kinds. */
async function change(known: string[]): Promise<void> {
  for (let i = Math.ceil(random() * 4); i > 0; i--) {
    const id = known[Math.floor(random() * known.length)]
    const roll = random()
    if (id === undefined || roll < 0.5) known.push(await addPerson(office, name()))
    else if (roll < 0.75) {
      const { revision } = await office.call('persons.get', { id })
      await office.call('persons.save', {
        ...{ id, revision },
        person: {
          name: name(),
          sex: '2',
          birthDate: '1990-01-01',
          idType: 'none',
          noIdReason: 'not_shown',
          hukouCode: '141124',
          phone: `199${String(10_000_000 + i)}`
        }
      })
    } else await office.call('drafts.save', { form: 'person', subject: id, value: { note: name() } })
  }
}

describe('fifty copies', () => {
  it('each comes back as it stood, table for table', { timeout: 300_000 }, async () => {
    const known: string[] = []
    const { key, cipher } = await openOptions(office.dir)
    const seen = new Set<string>()
    for (let at = 0; at < COPIES; at++) {
      await change(known)
      const { made } = await office.admin.finish('backup.run', {})
      const { db, close } = openRead(await openOptions(office.dir))
      // Written behind the copy: its own row, its line in the log, the end of its job.
      const then = tableHashes(db, ['backup', 'audit_entry', 'job'])
      close()
      const file = join(office.dir, 'backups', made[0]?.file ?? '')
      for (const _part of stageBackup({ kind: 'stage', file, dataKey: key, into })) continue
      const back = hashesOf({ path: join(into, 'office.db'), key, cipher }, ['backup', 'audit_entry', 'job'])
      expect(back, `copy ${String(at)}`).toEqual(then)
      seen.add(JSON.stringify(back))
      office.clock.advance(60_000)
    }
    expect(seen.size).toBe(COPIES)
  })
})

describe('a copy that is not whole or not for us', () => {
  /** Everything but logs of looking, counted wrong passphrases and the lock. */
  const APART = /^(in-use\.lock|office\.db-(wal|shm)|attempts\.jsonl|logs|spool|backups)/
  let file = ''
  let first = ''
  let whole: Buffer
  beforeAll(async () => {
    const { made } = await office.admin.finish('backup.run', {})
    file = made[0]?.file ?? ''
    first = file
    whole = readFileSync(join(office.dir, 'backups', file))
  })
  const restore = (): Promise<string> =>
    codeOf(() => desk(office.core).call('backup.restore', { from: { place: HERE, file }, first: FIRST, second: SECOND }))
  const put = (octets: Buffer): void => writeFileSync(join(office.dir, 'backups', file), octets)

  it('cut or with one octet another › is refused, the office goes on untouched', async () => {
    const before = filesIn(office.dir, APART)
    for (let at = 0; at < 12; at++) {
      const where = Math.floor(random() * whole.length)
      if (at % 2 === 0) truncateSync(join(office.dir, 'backups', file), where)
      else put(Buffer.from(whole.map((octet, place) => (place === where ? octet ^ (1 + Math.floor(random() * 255)) : octet))))
      expect(await restore(), `${at % 2 === 0 ? 'cut' : 'bent'} at ${String(where)}`).toMatch(/^backup\.(unreadable|not_one)$/)
      put(whole)
    }
    expect(filesIn(office.dir, APART)).toEqual(before)
    // Nobody was signed out by a refusal.
    expect(await codeOf(() => office.admin.call('accounts.list', {}))).toBe('no error')
  })

  it('of a newer program › is refused; of an older one › is brought up on the side', async () => {
    const step = async (sql: string): Promise<string> => {
      const connection = openWrite(await openOptions(office.dir))
      connection.raw.exec(sql)
      connection.close()
      const { made } = await office.admin.finish('backup.run', {})
      return made[0]?.file ?? ''
    }
    const future = `INSERT INTO migration VALUES (${String(knownVersion + 1)}, 'future', 'x', '2026-03-05T01:00:00.000Z')`
    file = await step(future)
    office.clock.advance(60_000)
    const before = filesIn(office.dir, APART)
    expect(await restore()).toBe('backup.schema_newer')
    expect(filesIn(office.dir, APART)).toEqual(before)
    const connection = openWrite(await openOptions(office.dir))
    connection.db.run('DELETE FROM migration WHERE number = ?', knownVersion + 1)
    connection.close()
    file = await olderCopy()
    expect(await restore()).toBe('no error')
    const after = openRead(await openOptions(office.dir))
    expect(after.db.value('SELECT max(number) FROM migration')).toBe(knownVersion)
    after.close()
  })

  /** A copy as a program without the last step of the schema would have made it. */
  async function olderCopy(): Promise<string> {
    const open = await openOptions(office.dir)
    const keys = readSlotFile(join(office.dir, 'office.json'))
    if (!keys) throw new RangeError('no slots')
    for (const _part of stageBackup({ kind: 'stage', file: join(office.dir, 'backups', first), dataKey: open.key, into })) continue
    const older = { ...open, path: join(into, 'office.db') }
    const madeAt = new Date(office.clock.now()).toISOString()
    const present = openRead(older)
    const before = openWrite({ ...older, path: join(into, 'older.db') })
    for (const { number, name, sql } of migrations.slice(0, -1)) {
      before.raw.exec(sql)
      before.db.run('INSERT INTO migration VALUES (?, ?, ?, ?)', number, name, sha256Hex(sql), madeAt)
    }
    for (const table of ['setting', 'account', 'partner_card', 'audit_entry']) {
      const columns = before.db.all<{ name: string }>('SELECT name FROM pragma_table_info(?)', table).map((one) => one.name)
      for (const row of present.db.all<Record<string, SqlValue>>(`SELECT * FROM ${table}`))
        before.db.run(
          `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
          ...columns.map((one) => row[one] ?? null)
        )
    }
    before.close()
    present.close()
    const path = join(into, 'older.db')
    const octets = openForCopying(path)
    const facts = { id: '01945ff0-0000-7000-8000-00000000abcd', madeAt, why: 'asked' as const }
    const copy = backupName({ ...facts, code: keys.office.code })
    const parts = makeBackup({
      ...{ kind: 'make', fd: octets.fd, databaseBytes: statSync(path).size, dataKey: open.key, keys, folder: into, ...facts },
      ...{ place: join(office.dir, 'backups'), placeLabel: '', name: copy, scratch: join(into, 'scratch'), appVersion: 'older' }
    })
    for (const _part of parts) continue
    octets.close()
    return copy
  }
})

it('everybody signs in after the last restore › as on that day', async () => {
  const { rows } = await desk(office.core).call('backup.found', {})
  expect(rows.length).toBeGreaterThan(2)
  const clerk = desk(office.core)
  await clerk.call('session.signIn', { account: 'banli', passphrase: PASSPHRASE })
})
