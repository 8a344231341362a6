/** Takes over whatever can still be read of a damaged database into a new one; the damaged one is only read. */
import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '@shared/errors'
import {
  asAppError,
  isDamage,
  migrate,
  openRead,
  openWrite,
  type Connection,
  type OpenOptions,
  type ReadDb,
  type SqlValue,
  type WriteDb
} from '../../db'
import { quoted, tableNames } from './check-database'

export interface SalvageTask {
  readonly kind: 'salvage'
  /** A copy of the damaged file (and of its log), so that reading it changes nothing. */
  readonly from: OpenOptions
  readonly to: OpenOptions
  readonly now: string
}

export interface Salvaged {
  /** Rows taken over, per table. */
  readonly rows: Readonly<Record<string, number>>
  /** Tables of which a part, or all, could not be read. */
  readonly torn: readonly string[]
  /** Rows left out because what they belong to could not be read. */
  readonly orphans: number
}

export type SalvagePart = { readonly step: 'salvage'; readonly done: number; readonly total: number } | { readonly salvaged: Salvaged }

/** Filled by the steps of the schema themselves. */
const OF_THE_STEPS = new Set(['migration', 'person_search_step', 'person_search_version'])
/** What only a running program means. */
const NOT_TAKEN = new Set(['job', 'stored_reply'])
const BATCH = 2_000

/**
 * @param reindex makes the search words anew from the rows, so that a hole in the index loses nobody
 * @throws AppError `backup.nothing_readable` when not even the list of tables, or no user, can be read
 */
export function* salvage({ from, to, now }: SalvageTask, reindex: (db: WriteDb) => void): Generator<SalvagePart, void> {
  const source = openSource(from)
  try {
    mkdirSync(dirname(to.path), { recursive: true, mode: 0o700 })
    for (const suffix of ['', '-wal', '-shm']) rmSync(to.path + suffix, { force: true })
    const target = openWrite(to)
    try {
      migrate(target, to, `${to.path}.before`, now)
      yield { salvaged: yield* takeOver(source, target, reindex) }
    } finally {
      target.close()
    }
  } finally {
    source.close()
  }
}

function openSource(from: OpenOptions): Connection {
  try {
    const source = openRead(from)
    try {
      if (tableNames(source.db).length > 0) return source
    } catch (error) {
      if (!isDamaged(error)) throw error
    }
    source.close()
  } catch (error) {
    if (!isDamaged(error)) throw error
    throw new AppError('backup.nothing_readable', {}, { cause: error })
  }
  throw new AppError('backup.nothing_readable')
}

const isDamaged = (error: unknown): boolean => isDamage(error) || (error instanceof AppError && error.code === 'office.damaged')

function* takeOver(source: Connection, target: Connection<WriteDb>, reindex: (db: WriteDb) => void): Generator<SalvagePart, Salvaged> {
  // Triggers would write again what is taken over anyway, or refuse it; references are judged at the end.
  target.raw.pragma('foreign_keys=OFF')
  const triggers = target.db.all<{ name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
  for (const { name } of triggers) target.raw.exec(`DROP TRIGGER ${quoted(name)}`)
  const names = tableNames(target.db).filter((name) => !OF_THE_STEPS.has(name) && !NOT_TAKEN.has(name))
  const known = new Set(tableNames(source.db))
  const rows: Record<string, number> = {}
  const torn: string[] = []
  for (const [at, name] of names.entries()) {
    yield { step: 'salvage', done: at, total: names.length }
    if (!known.has(name)) continue
    const taken = takeTable(source, target, name)
    rows[name] = taken.rows
    if (taken.torn) torn.push(name)
  }
  if ((rows['account'] ?? 0) === 0) throw new AppError('backup.nothing_readable')
  const orphans = dropOrphans(target)
  target.transaction(() => reindex(target.db))
  for (const { sql } of triggers) target.raw.exec(sql)
  target.raw.pragma('foreign_keys=ON')
  return { rows, torn, orphans }
}

interface Taken {
  readonly rows: number
  readonly torn: boolean
}

function columnsOf(db: ReadDb, table: string): string[] {
  return db
    .all<{ name: string; hidden: number }>('SELECT name, hidden FROM pragma_table_xinfo(?)', table)
    .flatMap(({ name, hidden }) => (hidden === 0 ? [name] : []))
}

/** Forwards until a page cannot be read, then backwards from the end, then by steps into what lies between. */
function takeTable(source: Connection, target: Connection<WriteDb>, table: string): Taken {
  const shared = new Set(columnsOf(source.db, table))
  const columns = columnsOf(target.db, table).filter((column) => shared.has(column))
  const list = columns.map(quoted).join(', ')
  const insert = target.raw.prepare(`INSERT OR IGNORE INTO ${quoted(table)} (${list}) VALUES (${columns.map(() => '?').join(', ')})`)
  let rows = 0
  const put = (values: readonly SqlValue[]): void => void (rows += insert.run(...values).changes)
  const ordered = source.db.value<number>('SELECT wr FROM pragma_table_list WHERE schema = ? AND name = ?', 'main', table) === 0
  const key = ordered ? 'rowid' : primaryKey(source.db, table)
  let torn = false
  for (const direction of ['ASC', 'DESC'] as const) {
    const isWhole = walk(
      source,
      target,
      `SELECT ${list} FROM ${quoted(table)} ORDER BY ${key
        .split(', ')
        .map((part) => `${part} ${direction}`)
        .join(', ')}`,
      put
    )
    if (isWhole) return { rows, torn }
    torn = true
  }
  if (ordered) probe(source, target, table, list, put)
  return { rows, torn }
}

function primaryKey(db: ReadDb, table: string): string {
  const parts = db.all<{ name: string }>('SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk', table)
  return parts.map(({ name }) => quoted(name)).join(', ')
}

/** @returns false when it ended at something unreadable; what was read before stays */
function walk(source: Connection, target: Connection<WriteDb>, sql: string, put: (values: readonly SqlValue[]) => void): boolean {
  const rows = readable(() => source.raw.prepare(sql).raw(true).iterate() as IterableIterator<SqlValue[]>)
  if (rows === UNREADABLE) return false
  for (let last: SqlValue[] | typeof END | typeof UNREADABLE = []; ;) {
    target.transaction(() => {
      for (let i = 0; i < BATCH; i++) {
        last = readable(() => nextOf(rows))
        if (last === END || last === UNREADABLE) return
        put(last)
      }
    })
    // The closure above has set it.
    const ended = last as SqlValue[] | typeof END | typeof UNREADABLE
    if (ended === END) return true
    if (ended === UNREADABLE) return false
  }
}

const END = Symbol('end')
const UNREADABLE = Symbol('unreadable')

const nextOf = (rows: Iterator<SqlValue[]>): SqlValue[] | typeof END => {
  const next = rows.next()
  return next.done === true ? END : next.value
}

function readable<T>(read: () => T): T | typeof UNREADABLE {
  try {
    return read()
  } catch (error) {
    const mapped = asAppError(error)
    if (isDamaged(mapped)) return UNREADABLE
    throw mapped
  }
}

/** Between what was read from both ends there may be more than one hole: asks for single stretches of row numbers, ever smaller. */
function probe(
  source: Connection,
  target: Connection<WriteDb>,
  table: string,
  list: string,
  put: (values: readonly SqlValue[]) => void
): void {
  const held = target.db.one<{ low: number; high: number }>(
    `SELECT coalesce((SELECT max(rowid) FROM ${quoted(table)}), 0) AS high, coalesce((SELECT min(rowid) FROM ${quoted(table)}), 0) AS low`
  )
  if (!held) return
  const ranges: [number, number][] = [[held.low, held.high]]
  for (let tries = 0; tries < PROBES; tries++) {
    const range = ranges.shift()
    if (!range) return
    const [low, high] = range
    const isWhole = walk(
      source,
      target,
      `SELECT ${list} FROM ${quoted(table)} WHERE rowid BETWEEN ${String(low)} AND ${String(high)} ORDER BY rowid`,
      put
    )
    const middle = Math.floor((low + high) / 2)
    if (!isWhole && high > low) ranges.push([low, middle], [middle + 1, high])
  }
}

const PROBES = 4_000

interface Reference {
  readonly id: number
  readonly table: string
  readonly from: string
  readonly to: string | null
}

/** What refers to something that could not be read has lost its meaning. @returns rows left out */
function dropOrphans(target: Connection<WriteDb>): number {
  let dropped = 0
  // Every round may leave others without what they belong to; the chains of the schema are short.
  for (let round = 0; round < ROUNDS; round++) {
    const broken = target.raw.pragma('foreign_key_check') as { table: string; parent: string; fkid: number }[]
    const kinds = new Map(broken.map((one) => [`${one.table} ${String(one.fkid)}`, one]))
    if (kinds.size === 0) return dropped
    target.transaction(() => {
      for (const { table, parent, fkid } of kinds.values()) dropped += dropOrphansOf(target.db, table, parent, fkid)
    })
  }
  return dropped
}

const ROUNDS = 12

function dropOrphansOf(db: WriteDb, table: string, parent: string, fkid: number): number {
  const columns = db.all<Reference>('SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) WHERE id = ?', table, fkid)
  const keys = db.all<{ name: string }>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk', parent)
  const pairs = columns.map(({ from, to }, at) => ({ from: `child.${quoted(from)}`, to: quoted(to ?? keys[at]?.name ?? 'rowid') }))
  const isSet = pairs.map(({ from }) => `${from} IS NOT NULL`).join(' AND ')
  const isThere = pairs.map(({ from, to }) => `above.${to} = ${from}`).join(' AND ')
  return db.run(
    `DELETE FROM ${quoted(table)} AS child WHERE ${isSet} AND NOT EXISTS (SELECT 1 FROM ${quoted(parent)} AS above WHERE ${isThere})`
  )
}
