/** The database room against wrong keys, second programs, cut files and half-made upgrades. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import { randomBytes } from '../crypto'
import {
  fasterCipher,
  keyFileSecret,
  knownVersion,
  lockFolder,
  makeSlot,
  migrate,
  migrations,
  newRecoveryKey,
  normaliseRecoveryKey,
  openRead,
  openSlot,
  openWrite,
  readSlotFile,
  writeSlotFile,
  writeWhole,
  type Cipher,
  type OpenOptions,
  type SlotFile
} from '.'

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
  return 'no error'
}

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'db-'))
})
afterEach(() => {
  rmSync(dir, { recursive: true, force: true })
})

const NOW = '2026-03-05T01:00:00.000Z'
const options = (cipher: Cipher = 'aegis', key = randomBytes(32)): OpenOptions => ({ path: join(dir, 'office.db'), key, cipher })

describe('connection', () => {
  it.each(['aegis', 'chacha20'] as const)('opens › keeps what was written › with %s', (cipher) => {
    const open = options(cipher)
    const first = openWrite(open)
    first.raw.exec('CREATE TABLE t(a TEXT NOT NULL) STRICT')
    first.transaction(() => first.db.run('INSERT INTO t VALUES (?)', '赵䶮'))
    first.close()
    const again = openRead(open)
    expect(again.db.value('SELECT a FROM t')).toBe('赵䶮')
    again.close()
  })

  it('pieces of a long work › hold many pages only where they touch the whole register, and only while it lasts', () => {
    const { raw, transaction, unflushed, close } = openWrite(options())
    const heldKib = (): number => -Number(raw.pragma('cache_size', { simple: true }))
    const atRest = heldKib()
    unflushed(() => undefined)
    expect(heldKib()).toBe(atRest)
    transaction(() => undefined)
    unflushed(() => undefined, 'everywhere')
    expect(heldKib()).toBeGreaterThanOrEqual(128_000)
    transaction(() => undefined)
    expect(heldKib()).toBe(atRest)
    close()
  })

  it('opens › says damaged › when the key is another', () => {
    const open = options()
    openWrite(open).close()
    const first = openWrite(open)
    first.raw.exec('CREATE TABLE t(a TEXT) STRICT')
    first.close()
    expect(codeOf(() => openWrite({ ...open, key: randomBytes(32) }))).toBe('office.damaged')
  })

  it('file › shows nothing of its content › on disk, WAL included', () => {
    const open = options()
    const connection = openWrite(open)
    connection.raw.exec('CREATE TABLE t(a TEXT) STRICT')
    connection.db.run('INSERT INTO t VALUES (?)', 'PLAINTEXT-MARKER-演练')
    const wal = readFileSync(`${open.path}-wal`)
    const main = readFileSync(open.path)
    connection.close()
    for (const bytes of [wal, main]) {
      expect(bytes.includes('PLAINTEXT-MARKER')).toBe(false)
      expect(bytes.includes('CREATE TABLE')).toBe(false)
    }
  })

  it('reading connection › is refused every write › by SQLite itself', () => {
    const open = options()
    const write = openWrite(open)
    write.raw.exec('CREATE TABLE t(a TEXT) STRICT')
    const read = openRead(open)
    expect(codeOf(() => read.raw.exec('INSERT INTO t VALUES (1)'))).toMatch(/readonly/)
    read.close()
    write.close()
  })

  it('settings › are those the office relies on', () => {
    const connection = openWrite(options())
    const pragma = (name: string): unknown => connection.raw.pragma(name, { simple: true })
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('temp_store')]).toEqual(['wal', 2, 1, 2])
    connection.close()
  })

  it('transaction › leaves nothing › when the work throws', () => {
    const connection = openWrite(options())
    connection.raw.exec('CREATE TABLE t(a INTEGER) STRICT')
    expect(
      codeOf(() =>
        connection.transaction(() => {
          connection.db.run('INSERT INTO t VALUES (1)')
          throw new AppError('job.cancelled')
        })
      )
    ).toBe('job.cancelled')
    expect(connection.db.value('SELECT count(*) FROM t')).toBe(0)
    connection.close()
  })

  it('cipher › is one of the two › by measurement', () => {
    expect(['aegis', 'chacha20']).toContain(fasterCipher((name) => join(dir, `${name}.db`)))
  })
})

describe('migrate', () => {
  const fresh = () => {
    const open = options()
    const connection = openWrite(open)
    migrate(connection, open, join(dir, 'copy.db'), NOW)
    return { open, connection }
  }

  it('brings an empty file to the known version, and again changes nothing', () => {
    const { open, connection } = fresh()
    migrate(connection, open, join(dir, 'copy.db'), NOW)
    expect(connection.db.all<{ number: number }>('SELECT number FROM migration').map((row) => row.number)).toEqual(
      migrations.map((one) => one.number)
    )
    connection.close()
  })

  it('refuses a newer database › and leaves it as it is', () => {
    const { open, connection } = fresh()
    connection.db.run('INSERT INTO migration VALUES (?, ?, ?, ?)', knownVersion + 1, 'future', 'x', NOW)
    expect(codeOf(() => migrate(connection, open, join(dir, 'copy.db'), NOW))).toBe('office.database_newer')
    connection.close()
  })

  it('refuses a database whose applied step is not the one we ship', () => {
    const { open, connection } = fresh()
    connection.raw.exec("UPDATE migration SET digest = 'other' WHERE number = 1")
    expect(codeOf(() => migrate(connection, open, join(dir, 'copy.db'), NOW))).toBe('office.damaged')
    connection.close()
  })

  it('takes a verified, encrypted copy › before an existing database changes', () => {
    const { open, connection } = fresh()
    connection.db.run('DELETE FROM migration WHERE number = ?', knownVersion)
    // The last step runs again on tables that exist: it must fail, and everything must be as before.
    expect(codeOf(() => migrate(connection, open, join(dir, 'copy.db'), NOW))).toBe('office.migration_failed')
    const copy = openRead({ ...open, path: join(dir, 'copy.db') })
    expect(copy.raw.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(copy.db.value('SELECT count(*) FROM migration')).toBe(knownVersion - 1)
    copy.close()
    expect(connection.db.value('SELECT count(*) FROM migration')).toBe(knownVersion - 1)
    connection.close()
  })
})

describe('folder lock', () => {
  it('second program › is told that the data is in use', () => {
    const first = lockFolder(dir)
    expect(codeOf(() => lockFolder(dir))).toBe('storage.in_use')
    first.release()
    lockFolder(dir).release()
  })
})

describe('key slots', () => {
  const file = (slots: SlotFile['slots']): SlotFile => ({
    format: 'yipanqi-keys/1',
    cipher: 'aegis',
    databaseId: 'ab'.repeat(16),
    office: { id: '0'.repeat(32), code: '610802-00', name: '测试', phone: '', practice: false },
    slots
  })

  it('slot › opens with its passphrase only, under its own name only', async () => {
    const dataKey = randomBytes(32)
    const slot = await makeSlot(file([]), dataKey, { account: 'a', displayName: '甲', secret: '口令一二三', logN: 4 })
    expect(await openSlot(file([slot]), slot, '口令一二三')).toEqual(dataKey)
    expect(await openSlot(file([slot]), slot, '口令一二四')).toBeNull()
    expect(await openSlot(file([slot]), { ...slot, account: 'b' }, '口令一二三')).toBeNull()
    expect(await openSlot({ ...file([slot]), databaseId: 'cd'.repeat(16) }, slot, '口令一二三')).toBeNull()
  })

  it('file › comes back as written; missing is null; scribbled is damaged', () => {
    const path = join(dir, 'office.json')
    expect(readSlotFile(path)).toBeNull()
    writeSlotFile(path, file([]))
    expect(readSlotFile(path)).toEqual(file([]))
    for (const text of ['', '{', '[]', '{"format":"other"}']) {
      writeFileSync(path, text)
      expect(codeOf(() => readSlotFile(path))).toBe('office.damaged')
    }
  })

  it('recovery key › is read back however it is spaced, and one wrong digit is noticed', () => {
    fc.assert(
      fc.property(fc.nat(59), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const key = newRecoveryKey()
        expect(key).toMatch(/^\d{5}( \d{5}){11}$/)
        expect(normaliseRecoveryKey(key.replaceAll(' ', '-'))).toBe(key)
        expect(normaliseRecoveryKey(key.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))))).toBe(key)
        const digits = [...key.replaceAll(' ', '')]
        digits[at] = String((Number(digits[at]) + by) % 10)
        // The check is one in 100,000; a run of this length never meets it by chance.
        expect(normaliseRecoveryKey(digits.join(''))).toBeNull()
      }),
      { numRuns: 50 }
    )
  })

  it('key file secret › differs from the data key and between databases', () => {
    const dataKey = randomBytes(32)
    const one = keyFileSecret(dataKey, 'one')
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(one).not.toBe(Buffer.from(dataKey).toString('hex'))
    expect(one).not.toBe(keyFileSecret(dataKey, 'two'))
  })
})

describe('safe file', () => {
  it('write › keeps the old content › when the new cannot be written', () => {
    const path = join(dir, 'f')
    writeWhole(path, 'old')
    copyFileSync(path, join(dir, 'g'))
    expect(() => writeWhole(join(dir, 'missing', 'f'), 'new')).toThrow()
    expect(readFileSync(path, 'utf8')).toBe('old')
    writeWhole(path, 'new')
    expect(readFileSync(path, 'utf8')).toBe('new')
  })
})
