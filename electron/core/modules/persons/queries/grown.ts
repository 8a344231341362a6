/** SQL of what new persons and houses owe the search: the words of their addresses, and that the lists have changed. */
import type { WriteDb } from '../../../db'

// As the triggers of later changes cut them (0009-search.sql). The index takes ascending rows in one go, any other order piece by piece.
const HUKOU_WORDS = `INSERT INTO person_search_place (rowid, words)
  SELECT seq * 2, (SELECT group_concat(hex(substr(lower(hukou_text), n, 2)), ' ') FROM person_search_step WHERE n < length(hukou_text))
  FROM person WHERE seq >= ? AND length(hukou_text) > 1 ORDER BY seq`
const HOUSE_WORDS = `INSERT INTO person_search_place (rowid, words)
  SELECT seq * 2 + 1, (SELECT group_concat(hex(substr(lower(text), n, 2)), ' ') FROM person_search_step WHERE n < length(text))
  FROM dwelling WHERE seq >= ? AND length(text) > 1 ORDER BY seq`
const LISTS_CHANGED = 'UPDATE person_search_version SET version = version + 1 WHERE one = 1'

/** @param first row number of the first new person; all from there on are new */
export function personsGrew(db: WriteDb, first: number): void {
  db.run(HUKOU_WORDS, first)
  db.run(LISTS_CHANGED)
}

const OWN_HUKOU_WORDS = HUKOU_WORDS.replace('seq >= ?', 'seq = ?')
/** One file that comes back among others. */
export function personCameBack(db: WriteDb, seq: number): void {
  db.run(OWN_HUKOU_WORDS, seq)
  db.run(LISTS_CHANGED)
}

/** @param first row number of the first new house; all from there on are new */
export const housesGrew = (db: WriteDb, first: number): void => void db.run(HOUSE_WORDS, first)

/** A test holds each to an index. */
export const grownStatements = [HUKOU_WORDS, OWN_HUKOU_WORDS, HOUSE_WORDS] as const
