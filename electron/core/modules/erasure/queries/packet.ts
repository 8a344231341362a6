/** SQL by which a file leaves every table for one packet of rows, and by which the packet is laid back; nothing is interpreted on the way. */
import type { ReadDb, SqlValue, WriteDb } from '../../../db'
import { BLOT, wordColumns } from './goes'
import { packetSteps } from './packet-steps'

/** A value of a row as JSON keeps it; octets as base64. */
export type Kept = string | number | null | { readonly octets: string }

/** Whole rows of one table. */
export interface TakenRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Kept[])[]
}

/** Columns that were emptied: what stood there, and what stands there now. */
export interface EmptiedColumns {
  readonly table: string
  readonly keys: readonly string[]
  readonly columns: readonly string[]
  readonly rows: readonly { readonly key: readonly Kept[]; readonly before: readonly Kept[]; readonly after: readonly Kept[] }[]
}

const ASKED = `WITH who (seq, id) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?)),
  said (v, sure) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?))`

const pack = (value: SqlValue | undefined): Kept =>
  value instanceof Uint8Array
    ? { octets: Buffer.from(value).toString('base64') }
    : typeof value === 'bigint'
      ? Number(value)
      : (value ?? null)
export const unpack = (value: Kept | undefined): SqlValue =>
  value !== null && typeof value === 'object' ? Buffer.from(value.octets, 'base64') : (value ?? null)

interface ColumnInfo {
  readonly name: string
  readonly pk: number
}
const COLUMNS = 'SELECT name, pk FROM pragma_table_info(?)'
const columnsOf = (db: ReadDb, table: string): string[] => db.all<ColumnInfo>(COLUMNS, table).map(({ name }) => name)
/** What tells one row of the table from the others. */
function keysOf(db: ReadDb, table: string): string[] {
  const keys = db.all<ColumnInfo>(COLUMNS, table).filter(({ pk }) => pk > 0)
  return keys.length === 0 ? ['rowid'] : keys.map(({ name }) => name)
}

type Row = Readonly<Record<string, SqlValue>>
const cells = (row: Row, columns: readonly string[]): Kept[] => columns.map((column) => pack(row[column]))
const sameKey = (keys: readonly string[]): string => keys.map((key) => `${key} = ?`).join(' AND ')

function readBack(db: ReadDb, table: string, keys: readonly string[], columns: readonly string[], key: readonly Kept[]): Kept[] {
  const row = db.one<Row>(`SELECT ${columns.join(', ')} FROM ${table} WHERE ${sameKey(keys)}`, ...key.map(unpack))
  return row === undefined ? columns.map(() => null) : cells(row, columns)
}

const setColumns = (set: string): string[] => [...set.matchAll(/(?:^|, )([a-z_]+) = /g)].flatMap(([, column]) => column ?? [])

export interface Taking {
  readonly taken: TakenRows[]
  readonly emptied: EmptiedColumns[]
}

/** Takes what hangs on the files and the files themselves, inside `whileErasing`. @param who, @param said as `whoJson` and `saidJson` write them */
export function takeRows(db: WriteDb, who: string, said: string): Taking {
  const taken: TakenRows[] = []
  const emptied: EmptiedColumns[] = []
  for (const { table, where, set } of packetSteps) {
    if (set === undefined) {
      const columns = columnsOf(db, table)
      const rows = db.all<Row>(`${ASKED} SELECT ${columns.join(', ')} FROM ${table} WHERE ${where}`, who, said)
      taken.push({ table, columns, rows: rows.map((row) => cells(row, columns)) })
      db.run(`${ASKED} DELETE FROM ${table} WHERE ${where}`, who, said)
      continue
    }
    const [keys, columns] = [keysOf(db, table), setColumns(set)]
    const rows = db.all<Row>(`${ASKED} SELECT ${[...new Set([...keys, ...columns])].join(', ')} FROM ${table} WHERE ${where}`, who, said)
    db.run(`${ASKED} UPDATE ${table} SET ${set} WHERE ${where}`, who, said)
    emptied.push(withAfter(db, { table, keys, columns }, rows))
  }
  return { taken: taken.filter(({ rows }) => rows.length > 0), emptied: emptied.filter(({ rows }) => rows.length > 0) }
}

const withAfter = (db: ReadDb, { table, keys, columns }: Omit<EmptiedColumns, 'rows'>, rows: readonly Row[]): EmptiedColumns => ({
  ...{ table, keys, columns },
  rows: rows.map((row) => {
    const key = cells(row, keys)
    return { key, before: cells(row, columns), after: readBack(db, table, keys, columns, key) }
  })
})

/** Blots the words out of small tables of free words, and keeps what stood there. */
export function takeFreeWords(db: WriteDb, words: readonly string[]): EmptiedColumns[] {
  const longest = [...words].sort((a, b) => b.length - a.length)
  return wordColumns.flatMap(([table, column]) => {
    const keys = keysOf(db, table)
    const named = `EXISTS (SELECT 1 FROM json_each(?) w WHERE instr(${column}, w.value) > 0)`
    const rows = db.all<Row>(`SELECT ${[...keys, column].join(', ')} FROM ${table} WHERE ${named}`, JSON.stringify(longest))
    if (rows.length === 0) return []
    for (const word of longest)
      db.run(`UPDATE ${table} SET ${column} = replace(${column}, ?, ?) WHERE instr(${column}, ?) > 0`, word, BLOT, word)
    return [withAfter(db, { table, keys, columns: [column] }, rows)]
  })
}

/** Lays emptied columns back where nobody wrote anything else meanwhile. */
export function refillColumns(db: WriteDb, { table, keys, columns, rows }: EmptiedColumns): void {
  for (const { key, before, after } of rows)
    for (const [at, column] of columns.entries())
      if (before[at] !== after[at])
        db.run(
          `UPDATE ${table} SET ${column} = ? WHERE ${sameKey(keys)} AND ${column} IS ?`,
          unpack(before[at]),
          ...key.map(unpack),
          unpack(after[at])
        )
}

const isTaken = (db: ReadDb, table: string, seq: SqlValue): boolean =>
  db.value<number>(`SELECT 1 FROM ${table} WHERE seq = ?`, seq) !== undefined

/**
 * Lays rows back; of what somebody made anew meanwhile under the same key, the newer one stays.
 * @returns row numbers that had been given to others: as they were, as they are
 */
export function layRows(db: WriteDb, { table, columns, rows }: TakenRows): Map<Kept, SqlValue> {
  const moved = new Map<Kept, SqlValue>()
  const at = table === 'person' ? -1 : columns.indexOf('seq')
  const insert = db.prepared(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})${table === 'person' ? '' : ' ON CONFLICT DO NOTHING'}`
  )
  const later: SqlValue[][] = []
  for (const row of rows) {
    const values = row.map(unpack)
    if (at >= 0 && isTaken(db, table, values[at] ?? null)) later.push(values)
    else insert(...values)
  }
  for (const values of later) {
    const before = pack(values[at])
    insert(...values.map((value, place) => (place === at ? null : value)))
    moved.set(before, db.value<number>('SELECT last_insert_rowid()') ?? null)
  }
  return moved
}

const WORDED = 'SELECT rowid AS seq FROM person_search WHERE rowid IN (SELECT value FROM json_each(?))'
const UNWORD = 'DELETE FROM person_search WHERE rowid IN (SELECT value FROM json_each(?))'
/** @returns the files that stood in the index of names, which they leave */
export function takeIndexWords(db: WriteDb, seqs: readonly number[]): number[] {
  const list = JSON.stringify(seqs)
  const worded = db.all<{ seq: number }>(WORDED, list).map(({ seq }) => seq)
  db.run(UNWORD, list)
  return worded
}

const PLACES = {
  household: 'SELECT * FROM household WHERE id IN (SELECT value FROM json_each(?))',
  dwelling: 'SELECT * FROM dwelling WHERE seq IN (SELECT value FROM json_each(?))',
  employer: 'SELECT * FROM employer WHERE id IN (SELECT value FROM json_each(?))'
} as const
export type PlaceTable = keyof typeof PLACES
/** Copies of the places the file refers to, should nobody keep them meanwhile. */
export function copyPlaces(db: ReadDb, table: PlaceTable, keys: readonly Kept[]): TakenRows {
  const columns = columnsOf(db, table)
  return { table, columns, rows: db.all<Row>(PLACES[table], JSON.stringify(keys)).map((row) => cells(row, columns)) }
}
/** @returns row and id of a place of this id; undefined when it is gone */
export const placeOfId = (db: ReadDb, table: PlaceTable, id: SqlValue): { seq: number } | undefined =>
  db.one<{ seq: number }>(`SELECT seq FROM ${table} WHERE id = ?`, id)

const PLACE_HISTORY = (columns: readonly string[]): string =>
  `SELECT ${columns.join(', ')} FROM json_each(?) r CROSS JOIN person_change ON record = r.value WHERE person_seq IS NULL`
/** The history of places that go with the file. */
export function takePlaceHistory(db: ReadDb, places: readonly { readonly kind: PlaceTable; readonly id: string }[]): TakenRows {
  const columns = columnsOf(db, 'person_change')
  const records = JSON.stringify(places.map(({ kind, id }) => `${kind}:${id}`))
  return { table: 'person_change', columns, rows: db.all<Row>(PLACE_HISTORY(columns), records).map((row) => cells(row, columns)) }
}

const OWNERS = `SELECT DISTINCT p.seq, p.id FROM person p WHERE p.seq IN (
    SELECT person_seq FROM person_spouse WHERE spouse_id IN (SELECT value FROM json_each(?))
    UNION SELECT person_seq FROM person_child WHERE child_id IN (SELECT value FROM json_each(?)))`
/** Files of others in which the person is written down: their histories let those lines go. */
export const relatives = (db: ReadDb, ids: readonly string[]): { seq: number; id: string }[] =>
  db.all(OWNERS, JSON.stringify(ids), JSON.stringify(ids))

export const isOnFile = (db: ReadDb, column: 'seq' | 'id', value: SqlValue): boolean =>
  db.value<number>(`SELECT 1 FROM person WHERE ${column} = ?`, value) !== undefined
export const isActDone = (db: ReadDb, act: SqlValue): boolean =>
  db.value<number>("SELECT 1 FROM act WHERE seq = ? AND state = 'done'", act) !== undefined
