/** SQL of merged files: who goes on for whom, and who belongs together. */
import type { ReadDb, WriteDb } from '../../../db'

const SURVIVOR = 'SELECT coalesce(survivor, seq) FROM person WHERE seq = ?'
/** @returns the file at the end of the chain, the file itself when it was never merged */
export const survivorSeq = (db: ReadDb, seq: number): number => db.value<number>(SURVIVOR, seq) ?? seq

const MEMBERS = 'SELECT seq FROM person WHERE survivor = ? ORDER BY seq'
/** @param survivor a file that goes on for itself @returns it and all that were merged into it, directly or through chains */
export const membersOf = (db: ReadDb, survivor: number): number[] => [
  survivor,
  ...db.all<{ seq: number }>(MEMBERS, survivor).map(({ seq }) => seq)
]

const MERGED = 'SELECT id, name, sex, birth_date FROM person WHERE survivor = ? ORDER BY seq'
/** Files merged into one, by what they are known by. */
export const mergedFiles = (db: ReadDb, survivor: number): { id: string; name: string; sex: string; birth_date: string }[] =>
  db.all(MERGED, survivor)

const BELOW = `WITH RECURSIVE below (seq) AS (
    VALUES (?) UNION SELECT person.seq FROM below CROSS JOIN person INDEXED BY person_by_merged ON person.merged_into = below.seq
  ) SELECT seq FROM below WHERE seq <> ?`
const SET_SURVIVOR = 'UPDATE person SET survivor = ? WHERE seq = ?'

/** After `merged_into` of a file changed: it and everything merged into it name the end of their chain. */
export function settleSurvivor(db: WriteDb, seq: number, mergedInto: number | null): void {
  const end = mergedInto === null ? null : survivorSeq(db, mergedInto)
  db.run(SET_SURVIVOR, end, seq)
  for (const { seq: below } of db.all<{ seq: number }>(BELOW, seq, seq)) db.run(SET_SURVIVOR, end ?? seq, below)
}
