/** SQL that tells, for the few rows of a page, the fact by which each was found. */
import type { ReadDb } from '../../../db'

export interface FoundFacts {
  readonly name: string
  readonly former_name: string | null
  readonly pinyin: string
  readonly id_no: string | null
  readonly id_match: string | null
  readonly phone: string | null
  readonly hukou_text: string | null
}

const FACTS = 'name, former_name, pinyin, id_no, id_match, phone, hukou_text'

const OWN = `SELECT p.seq, ${FACTS} FROM json_each(?) wanted CROSS JOIN person p ON p.seq = wanted.value`
/** One statement for all rows of a page. */
export const ownFacts = (db: ReadDb, seqs: readonly number[]): ReadonlyMap<number, FoundFacts> =>
  new Map(seqs.length === 0 ? [] : db.all<FoundFacts & { seq: number }>(OWN, JSON.stringify(seqs)).map((row) => [row.seq, row]))

const MERGED = `SELECT ${FACTS} FROM person INDEXED BY person_by_survivor WHERE survivor = ? ORDER BY seq`
/** The files that went into this one. */
export const mergedFacts = (db: ReadDb, seq: number): FoundFacts[] => db.all<FoundFacts>(MERGED, seq)

const PHONES = `SELECT f.number FROM person h CROSS JOIN person_phone f ON f.person_seq = h.seq WHERE h.seq = ? OR h.survivor = ?`
/** Further telephones, those of merged files included. */
export const phonesOf = (db: ReadDb, seq: number): string[] => db.all<{ number: string }>(PHONES, seq, seq).map(({ number }) => number)

const RESIDENCE = `SELECT e.residence_text FROM person h CROSS JOIN person_episode e ON e.person_seq = h.seq
  WHERE (h.seq = ? OR h.survivor = ?) AND e.started_on = ? AND e.residence_code = ? AND e.residence_text IS NOT NULL LIMIT 1`
export const residenceOf = (db: ReadDb, seq: number, started: string, code: string): string | undefined =>
  db.value<string>(RESIDENCE, seq, seq, started, code)

const SPOUSES = `SELECT coalesce(o.name, s.name) AS name FROM person_spouse s LEFT JOIN person o ON o.id = s.spouse_id WHERE s.person_seq = ?
  UNION SELECT b.name FROM person_spouse s INDEXED BY spouse_by_other CROSS JOIN person b ON b.seq = s.person_seq WHERE s.spouse_id = ?`
/** Husbands and wives, by whichever side they were written down. */
export const spouseNames = (db: ReadDb, id: string, seq: number): string[] =>
  db.all<{ name: string | null }>(SPOUSES, seq, id).flatMap(({ name }) => (name === null ? [] : [name]))
