/** SQL of many new files at once: their houses are looked for together and made under numbers known beforehand. */
import type { ReadDb, WriteDb } from '../../../db'
import type { DwellingRecord } from './places'

const DWELLINGS_BY_KEY = 'SELECT * FROM dwelling WHERE key IN (SELECT value FROM json_each(?))'
export const dwellingsByKey = (db: ReadDb, keys: readonly string[]): DwellingRecord[] =>
  db.all<DwellingRecord>(DWELLINGS_BY_KEY, JSON.stringify(keys))

const NEXT_DWELLING = 'SELECT coalesce(max(seq), 0) + 1 FROM dwelling'
export const nextDwelling = (db: ReadDb): number => db.value<number>(NEXT_DWELLING) ?? 1

const COLUMNS = [
  'seq',
  'id',
  'revision',
  'created_act',
  'updated_at',
  'updated_by',
  'key',
  'kind',
  'code',
  'text',
  'contact',
  'contact_phone'
] as const
const INSERT_DWELLING = `INSERT INTO dwelling (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`
/** @returns the insertion of houses under numbers of the caller's, prepared once for loops */
export function dwellingInserter(db: WriteDb): (row: DwellingRecord) => void {
  const insert = db.prepared(INSERT_DWELLING)
  return (row) => void insert(...COLUMNS.map((column) => row[column]))
}

/** A test holds each to an index. */
export const bulkStatements = [DWELLINGS_BY_KEY, NEXT_DWELLING] as const
