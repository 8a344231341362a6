/** SQL of many new files at once: their houses looked for together, their search words entered for all of them at the end. */
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

const PAUSE = 'INSERT INTO person_search_pause (one) VALUES (1)'
const GO_ON = 'DELETE FROM person_search_pause'
/** Until `endPause` no trigger enters words of new files and houses: the caller owes them (`enterPlaceWords`). */
export const pauseWords = (db: WriteDb): void => void db.run(PAUSE)

// As the triggers cut them (0009-search.sql). The index takes ascending rows in one go, any other order piece by piece.
const HUKOU_WORDS = `INSERT INTO person_search_place (rowid, words)
  SELECT seq * 2, (SELECT group_concat(hex(substr(lower(hukou_text), n, 2)), ' ') FROM person_search_step WHERE n < length(hukou_text))
  FROM person WHERE seq >= ? AND length(hukou_text) > 1 ORDER BY seq`
const HOUSE_WORDS = `INSERT INTO person_search_place (rowid, words)
  SELECT seq * 2 + 1, (SELECT group_concat(hex(substr(lower(text), n, 2)), ' ') FROM person_search_step WHERE n < length(text))
  FROM dwelling WHERE seq >= ? AND length(text) > 1 ORDER BY seq`
const LISTS_CHANGED = 'UPDATE person_search_version SET version = version + 1 WHERE one = 1'

/** @param persons first row number of the new files, @param dwellings first row number of the new houses */
export function endPause(db: WriteDb, persons: number, dwellings: number): void {
  db.run(HUKOU_WORDS, persons)
  db.run(HOUSE_WORDS, dwellings)
  db.run(LISTS_CHANGED)
  db.run(GO_ON)
}

/** A test holds each to an index. */
export const bulkStatements = [DWELLINGS_BY_KEY, NEXT_DWELLING, HUKOU_WORDS, HOUSE_WORDS] as const
