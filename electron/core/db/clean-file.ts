/** Makes what was deleted leave the database file: free pages, gaps inside pages, the search index and the log. */
import { renameSync, rmSync, statSync } from 'node:fs'
import { freemem } from 'node:os'
import { dirname } from 'node:path'
import { AppError } from '@shared/errors'
import { freeBytes } from '../platform'
import { openWrite, type Connection, type OpenOptions } from './connection'
import { flushFile, flushFolder } from './safe-file'
import type { WriteDb } from './sql'
import { asAppError } from './sqlite-errors'

export interface Cleaned {
  /** Octets of the file before and after. */
  readonly before: number
  readonly after: number
}

/** One turn of the merge: so many pages, a few hundredths of a second. */
const PAGES_A_TURN = 500
const INDEXES = ['person_search', 'person_search_place'] as const

/**
 * Merges a search index into one piece, in turns: what was deleted stands in it until then.
 * @returns one step a turn, nothing when it is in one piece
 */
function* mergeIndex({ db, transaction }: Connection<WriteDb>, table: (typeof INDEXES)[number]): Generator<undefined> {
  const sql = `INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`
  const changes = (): number => db.value<number>('SELECT total_changes()') ?? 0
  // A negative number of pages puts all pieces, however few, up for merging; positive ones go on with it.
  for (let pages = -PAGES_A_TURN; ; pages = PAGES_A_TURN) {
    const before = changes()
    transaction(() => db.run(sql, pages))
    // SQLite counts the statement itself as one change.
    if (changes() - before < 2 && pages > 0) return
    yield undefined
  }
}

/** The temporary copy stands in memory, because SQLite would write it in clear; the pages then go through the log once. */
const MEMORY_SHARE = 0.7
const DISK_TIMES = 1.3

/** @throws AppError `storage.full` when memory or disk do not hold the file once more */
async function assertRoomToClean(path: string, memory: number): Promise<void> {
  const { size } = statSync(path)
  const free = await freeBytes(path)
  const megabytes = (octets: number): string => `${String(Math.ceil(octets / 1_000_000))} MB`
  if (size > memory * MEMORY_SHARE) throw new AppError('storage.no_memory', { need: megabytes(size / MEMORY_SHARE) })
  if (free !== null && size * DISK_TIMES > free) throw new AppError('storage.full', { need: megabytes(size * DISK_TIMES) })
}

/**
 * After it no octet of a deleted value stands in the database file or its log. Each step may be the last one before a power cut: the file is as it was
 * or cleaned, and cleaning again is harmless.
 * @param path the database file @param report steps done, of how many nobody knows while the index is merged @param memory octets of memory that are free
 * @throws AppError `storage.full`, `storage.no_memory`, `storage.busy` while something else reads the file, as copying it does
 */
export async function cleanFile(
  write: Connection<WriteDb>,
  path: string,
  report: (step: 'index' | 'pages', done: number, total: number) => void,
  signal: AbortSignal,
  memory: () => number = freemem
): Promise<Cleaned> {
  write.settle()
  const before = statSync(path).size
  let turns = 0
  for (const table of INDEXES)
    for (const _ of mergeIndex(write, table)) {
      report('index', (turns += 1), 0)
      if (signal.aborted) throw new AppError('job.cancelled')
      await new Promise((resolve) => setImmediate(resolve))
    }
  // After the index, which needs little: a file too large for this memory is cleaned by `cleanByCopy`.
  await assertRoomToClean(path, memory())
  report('pages', 0, 2)
  await new Promise((resolve) => setImmediate(resolve))
  if (signal.aborted) throw new AppError('job.cancelled')
  try {
    write.settle()
    write.raw.exec('VACUUM')
    report('pages', 1, 2)
    emptyLog(write)
  } catch (error) {
    throw asAppError(error)
  }
  report('pages', 2, 2)
  return { before, after: statSync(path).size }
}

function emptyLog({ raw }: Connection<WriteDb>): void {
  const [outcome] = raw.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  if (outcome?.busy !== 0) throw new AppError('storage.busy')
}

/** Beside the database, while it is cleaned with little memory; encrypted like the database. */
const CLEANED = '.cleaned'
const dropFiles = (path: string): void => ['', '-wal', '-shm', '-journal'].forEach((end) => rmSync(path + end, { force: true }))

/** What a cleaning left that was cut off. */
export const dropHalfCleaned = (path: string): void => dropFiles(path + CLEANED)

/**
 * The same with little memory, for a database that nobody has open: a clean copy is written beside it under the same key, read through, and takes its place in
 * one step, so that a power cut leaves the one or the other.
 * @param note written into the copy before it counts
 * @throws AppError `storage.busy` while somebody else has the database open, `storage.full`, `office.damaged`; the database is then as it was
 */
export function cleanByCopy(open: OpenOptions, note: (db: WriteDb, sizes: Cleaned) => void): Cleaned {
  const copy = open.path + CLEANED
  const before = statSync(open.path).size
  try {
    dropFiles(copy)
    copyClean(open, copy)
    const sizes = { before, after: statSync(copy).size }
    const made = openWrite({ ...open, path: copy })
    try {
      if (made.raw.pragma('quick_check(1)', { simple: true }) !== 'ok')
        throw new AppError('office.damaged', { reason: '整理出来的数据文件读不通' })
      made.transaction(() => note(made.db, sizes))
      emptyLog(made)
    } finally {
      made.close()
    }
    flushFile(copy)
    // An empty log beside another database is nothing; one with frames would have been written into it.
    for (const end of ['-wal', '-shm']) rmSync(open.path + end, { force: true })
    renameSync(copy, open.path)
    flushFolder(dirname(open.path))
    return sizes
  } catch (error) {
    dropFiles(copy)
    throw asAppError(error)
  }
}

function copyClean(open: OpenOptions, copy: string): void {
  const source = openWrite(open)
  try {
    for (const table of INDEXES) for (const _ of mergeIndex(source, table)) continue
    emptyLog(source)
    source.raw.exec(`VACUUM INTO '${copy.replaceAll("'", "''")}'`)
  } finally {
    source.close()
  }
  if ((statSync(`${open.path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw new AppError('storage.busy')
}
