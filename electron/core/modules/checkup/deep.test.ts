// Why: what is wrong inside the database must be found and named, each on a file that is wrong in that way alone.
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { migrate, openWrite, type WriteDb } from '../../db'
import { appendAudit } from '../audit'
import { lookDeep, type DeepTask } from './deep'
import { deepFinding } from './deep-words'

function scribble(path: string, at: number, bytes: Uint8Array): void {
  const fd = openSync(path, 'r+')
  try {
    writeSync(fd, bytes, 0, bytes.length, at)
  } finally {
    closeSync(fd)
  }
}

describe('deep looks', () => {
  const dir = mkdtempSync(join(tmpdir(), 'deep-'))
  const task = (path: string, thorough = false): DeepTask => ({
    kind: 'checkup',
    open: { path, key: new Uint8Array(32).fill(7), cipher: 'aegis' },
    archive: join(dir, 'archive'),
    thorough
  })
  /** A new office's database with a chain of bundles, changed as told. */
  function built(name: string, change: (db: WriteDb) => void = () => undefined): DeepTask {
    const path = join(dir, `${name}.db`)
    const { open } = task(path)
    const connection = openWrite(open)
    migrate(connection, open, join(dir, 'before.db'), '2026-03-05T01:00:00.000Z')
    const { db } = connection
    connection.transaction(() => {
      for (let at = 1; at <= 40; at++)
        appendAudit(db, { at: '2026-03-05T01:00:00.000Z', account: 'x', method: 'm.m', event: 'm.m', outcome: 'done', detail: { at } })
      db.run(`INSERT INTO partner(id, name, code, phone, trust, created_at) VALUES ('p', '对方', '141124-00', '', 'paper', '')`)
      for (const [seq, prev] of [null, 'b1', 'b2'].entries())
        db.run(
          `INSERT INTO bundle(id, direction, partner_id, epoch, seq, prev, state, slips, kinds, content_bytes, bytes, made_at, archive)
           VALUES (?, 'out', 'p', 'e', ?, ?, 'acknowledged', 1, '{}', 1, 1, '', 'sent-none.age')`,
          ...[`b${String(seq + 1)}`, seq + 1, prev]
        )
      change(db)
    })
    connection.close()
    return task(path)
  }
  const verdictsOf = (one: DeepTask): string[] => [...lookDeep(one)].map((part) => deepFinding(part, one.thorough).verdict)
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('a sound database › good in all, quickly and thoroughly', () => {
    const sound = built('sound')
    expect(verdictsOf(sound)).toEqual(['good', 'good', 'good'])
    expect(verdictsOf({ ...sound, thorough: true })).toEqual(['good', 'good', 'good'])
  })

  it('a line of the log changed behind its back › bad, and which one', () => {
    const forged = built('forged', (db) => {
      for (const { name } of db.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"))
        db.run(`DROP TRIGGER ${name}`)
      db.run("UPDATE audit_entry SET account = 'y' WHERE seq = 17")
    })
    expect(verdictsOf(forged)).toEqual(['good', 'bad', 'good'])
    expect([...lookDeep(forged)].find(({ look }) => look === 'audit')).toMatchObject({ brokenAt: 17 })
  })

  it.each([
    ['that follows another', "UPDATE bundle SET prev = 'b9' WHERE id = 'b3'", 'bad'],
    ['that is missing', "DELETE FROM bundle WHERE id = 'b2'", 'bad'],
    ['whose file is gone before it was acknowledged', "UPDATE bundle SET state = 'carried' WHERE id = 'b3'", 'note']
  ])('a bundle %s › %s', (_, change, verdict) => {
    const other = built(`chain-${String(Math.abs(change.length))}`, (db) => {
      for (const name of ['bundle_keeps_its_place', 'bundle_never_shrinks']) db.run(`DROP TRIGGER ${name}`)
      db.run(change)
    })
    expect(verdictsOf(other)).toEqual(['good', 'good', verdict])
  })

  it('a reference that leads nowhere › only a thorough look finds it', () => {
    const other = built('reference')
    const connection = openWrite(other.open)
    connection.raw.pragma('foreign_keys=OFF')
    connection.db.run("DELETE FROM partner WHERE id = 'p'")
    connection.close()
    expect(verdictsOf(other)[0]).toBe('good')
    expect(verdictsOf({ ...other, thorough: true })[0]).toBe('bad')
  })

  it('pages that do not read › bad, and every look says its own', () => {
    const torn = built('torn')
    for (let page = 3; page < 60; page++) scribble(torn.open.path, page * 4096 + 99, Buffer.from('torn'))
    expect(verdictsOf(torn)[0]).toBe('bad')
    expect([...lookDeep(torn)].map(({ look }) => look)).toEqual(['database', 'audit', 'bundles'])
    truncateSync(torn.open.path, 8192)
    expect(verdictsOf(torn)[0]).toBe('bad')
  })

  it('a database that is not there › could not be looked at, and none is made', () => {
    const gone = task(join(dir, 'gone.db'))
    expect(verdictsOf(gone)).toEqual(['unknown', 'unknown', 'unknown'])
    expect(existsSync(gone.open.path)).toBe(false)
  })

  it.each([
    [{ look: 'database', whole: true, references: null }, 'good'],
    [{ look: 'database', whole: true, references: 0 }, 'good'],
    [{ look: 'database', whole: true, references: 2 }, 'bad'],
    [{ look: 'database', whole: false, references: null }, 'bad'],
    [{ look: 'audit', entries: 9, brokenAt: null }, 'good'],
    [{ look: 'audit', entries: 9, brokenAt: 4 }, 'bad'],
    [{ look: 'bundles', held: 3, broken: 0, lost: 0 }, 'good'],
    [{ look: 'bundles', held: 3, broken: 1, lost: 0 }, 'bad'],
    [{ look: 'bundles', held: 3, broken: 0, lost: 1 }, 'note'],
    [{ look: 'audit', failed: 'office.damaged', damaged: true }, 'bad'],
    [{ look: 'audit', failed: 'storage.busy', damaged: false }, 'unknown']
  ] as const)('%o › %s', (part, verdict) => expect(deepFinding(part, true).verdict).toBe(verdict))
})
