/** Cleaning the file: what was deleted is in no page afterwards, free or half empty, nor in the search index or the log. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import { plainPages } from '../../../test/kit/plain-pages'
import { cleanByCopy, cleanFile, migrate, openRead, openWrite, type Connection, type WriteDb } from '.'

let dir: string
let open: { path: string; key: Uint8Array; cipher: 'aegis' }
let write: Connection<WriteDb>
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'clean-file-'))
  open = { path: join(dir, 'office.db'), key: new Uint8Array(32).fill(9), cipher: 'aegis' }
  write = openWrite(open)
  migrate(write, open, join(dir, 'copy.db'), '2026-03-05T01:00:00.000Z')
})
afterEach(() => {
  write.close()
  rmSync(dir, { recursive: true, force: true })
})

const ROWS = 6000
const word = (at: number): string => `mark${String(at).padStart(6, '0')}`
/** Spread over the key, so that pages fill, split and share out their rows. */
const key = (at: number): string => ((at * 2654435761) >>> 0).toString(36).padStart(7, '0') + word(at)
const nothing = new AbortController().signal

function fill(): number[] {
  const put = write.db.prepared('INSERT INTO setting VALUES (?, ?)')
  const index = write.db.prepared('INSERT INTO person_search (rowid, words) VALUES (?, ?)')
  const indexes = Array.from({ length: ROWS }, (_, at) => at)
  for (let from = 0; from < ROWS; from += 500)
    write.transaction(() => {
      for (const at of indexes.slice(from, from + 500)) {
        put(key(at), `v${word(at)}${'z'.repeat(at % 300)}`)
        index(at + 1, key(at))
      }
    })
  const gone = indexes.filter((at) => at % 600 === 0)
  write.transaction(() => {
    for (const at of gone) {
      write.db.run('DELETE FROM setting WHERE name = ?', key(at))
      write.db.run('DELETE FROM person_search WHERE rowid = ?', at + 1)
    }
  })
  return gone
}

describe('cleaning the database file', () => {
  it('deleted values › stand in no page and not in the log › whereas without it some do', async () => {
    const gone = fill()
    // The index keeps of a term what differs from the one before it: that is never the end.
    const left = (): number => {
      const pages = plainPages(open).toString('latin1')
      expect(pages).toContain(`v${word(1)}`)
      return gone.filter((at) => pages.includes(word(at))).length
    }
    expect(left()).toBeGreaterThan(0)
    const steps: string[] = []
    const { before, after } = await cleanFile(write, open.path, (step) => void steps.push(step), nothing)
    expect(left()).toBe(0)
    // So little was deleted that the pages, packed anew, may come out one more.
    expect(after).toBeLessThanOrEqual(before + 4096)
    expect(statSync(`${open.path}-wal`).size).toBe(0)
    expect(new Set(steps)).toEqual(new Set(['index', 'pages']))
    expect(write.db.value('SELECT count(*) FROM person_search WHERE person_search MATCH ?', key(1))).toBe(1)
    expect(write.raw.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('somebody reads the file meanwhile › it is said, and cleaning again succeeds', async () => {
    fill()
    const reader = openRead(open)
    reader.raw.exec('BEGIN')
    reader.db.value('SELECT count(*) FROM setting')
    write.raw.pragma('busy_timeout=50')
    await expect(cleanFile(write, open.path, () => undefined, nothing)).rejects.toMatchObject({ code: 'storage.busy' })
    reader.close()
    await cleanFile(write, open.path, () => undefined, nothing)
    expect(statSync(`${open.path}-wal`).size).toBe(0)
  })

  it('asked to stop › stops between two turns', async () => {
    fill()
    const stop = new AbortController()
    stop.abort()
    await expect(cleanFile(write, open.path, () => undefined, stop.signal)).rejects.toMatchObject({ code: 'job.cancelled' })
  })

  it('a file larger than memory › is refused beforehand, and cleaned by a copy once nobody has it open', async () => {
    const gone = fill()
    await expect(
      cleanFile(
        write,
        open.path,
        () => undefined,
        nothing,
        () => 1_000
      )
    ).rejects.toMatchObject({ code: 'storage.no_memory' })
    const rows = write.db.value('SELECT count(*) FROM setting')
    write.close()
    const { before, after } = cleanByCopy(open, (db) => db.run("INSERT INTO setting VALUES ('noted', 'yes')"))
    expect(after).toBeLessThanOrEqual(before)
    const pages = plainPages(open).toString('latin1')
    expect(gone.filter((at) => pages.includes(word(at)))).toEqual([])
    expect(readdirSync(dir).filter((name) => name.includes('cleaned'))).toEqual([])
    write = openWrite(open)
    expect(write.db.value('SELECT count(*) FROM setting')).toBe(Number(rows) + 1)
    expect(write.raw.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(write.db.value('SELECT count(*) FROM person_search WHERE person_search MATCH ?', key(1))).toBe(1)
  })

  it('by a copy while somebody has the file open, or what is noted fails › leaves the file as it was and no copy', () => {
    fill()
    const reader = openRead(open)
    reader.raw.exec('BEGIN')
    reader.db.value('SELECT count(*) FROM setting')
    write.db.run("INSERT INTO setting VALUES ('later', 'yes')")
    expect(() => cleanByCopy(open, () => undefined)).toThrow(expect.objectContaining({ code: 'storage.busy' }))
    reader.close()
    write.close()
    const octets = readFileSync(open.path)
    expect(() =>
      cleanByCopy(open, () => {
        throw new AppError('storage.full', { need: '1 MB' })
      })
    ).toThrow(expect.objectContaining({ code: 'storage.full' }))
    write = openWrite(open)
    expect(write.db.value("SELECT value FROM setting WHERE name = 'later'")).toBe('yes')
    expect(octets.length).toBe(statSync(open.path).size)
    expect(readdirSync(dir).filter((name) => name.includes('cleaned'))).toEqual([])
  })
})
