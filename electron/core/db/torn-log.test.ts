/** The log beside the database: whole after any kill, and every save it lost is noticed before it is opened. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomBytes } from '../crypto'
import { openWrite, unreadableSaves, type Connection, type WriteDb } from '.'

const dir = mkdtempSync(join(tmpdir(), 'log-'))
const path = join(dir, 'office.db')
const left = join(dir, 'left.db')
let office: Connection<WriteDb>
const SAVES = 30

/** As a program leaves it that was killed. */
function leave(log: Buffer = readFileSync(`${path}-wal`), note = true): void {
  copyFileSync(path, left)
  writeFileSync(`${left}-wal`, log)
  rmSync(`${left}-shm`, { force: true })
  if (note) copyFileSync(`${path}-shm`, `${left}-shm`)
}

beforeAll(() => {
  office = openWrite({ path, key: randomBytes(32), cipher: 'aegis' })
  office.raw.exec('CREATE TABLE t(a TEXT NOT NULL) STRICT')
  for (let i = 0; i < SAVES; i++) office.db.run('INSERT INTO t VALUES (?)', 'x'.repeat(300))
})
afterAll(() => {
  office.close()
  rmSync(dir, { recursive: true, force: true })
})

describe('unreadableSaves', () => {
  it('finds nothing › without a log, with a whole one, and with a last save that was never finished', () => {
    expect(unreadableSaves(join(dir, 'none.db'))).toBe(0)
    leave()
    expect(unreadableSaves(left)).toBe(0)
    leave(Buffer.concat([readFileSync(`${path}-wal`), randomBytes(2000)]))
    expect(unreadableSaves(left)).toBe(0)
    rmSync(`${left}-shm`)
    writeFileSync(`${left}-wal`, '')
    expect(unreadableSaves(left)).toBe(0)
  })

  it('finds the loss › of any octet of the log that is another', () => {
    const log = readFileSync(`${path}-wal`)
    fc.assert(
      fc.property(fc.nat(log.length - 4_200), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const bent = Buffer.from(log)
        bent[at] = (bent[at] ?? 0) ^ mask
        leave(bent)
        expect(unreadableSaves(left)).toBeGreaterThan(0)
      }),
      { numRuns: 60 }
    )
  })

  it('finds the loss › of a log that was cut or zeroed, by what the program had noted', () => {
    const log = readFileSync(`${path}-wal`)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: log.length - 4_200 }), (length) => {
        leave(log)
        truncateSync(`${left}-wal`, length)
        expect(unreadableSaves(left)).toBeGreaterThan(0)
        leave(Buffer.concat([log.subarray(0, length), Buffer.alloc(log.length - length)]))
        expect(unreadableSaves(left)).toBeGreaterThan(0)
      }),
      { numRuns: 30 }
    )
  })
})
