/** SQL of acts: what a bulk change touched, and the revisions it found. */
import type { ReadDb, WriteDb } from '../../../db'
import type { Scope } from '../scope'
import { inScope } from './clause'

export interface ActRecord {
  readonly seq: number
  readonly id: string
  readonly kind: 'import' | 'merge' | 'conversion' | 'status' | 'assign' | 'slips'
  readonly at: string
  readonly by: string
  readonly note: string | null
  readonly state: 'done' | 'undoing' | 'undone'
  readonly undone_at: string | null
  readonly undone_by: string | null
  readonly changed: number | null
  readonly created: number | null
}

const INSERT_ACT = "INSERT INTO act (id, kind, at, by, note, state) VALUES (?, ?, ?, ?, ?, 'done')"
/** @returns the row number */
export function insertAct(db: WriteDb, { id, kind, at, by, note }: Pick<ActRecord, 'id' | 'kind' | 'at' | 'by' | 'note'>): number {
  db.run(INSERT_ACT, id, kind, at, by, note)
  return db.value<number>('SELECT last_insert_rowid()') ?? 0
}

const ACT_BY_ID = 'SELECT * FROM act WHERE id = ?'
export const actById = (db: ReadDb, id: string): ActRecord | undefined => db.one<ActRecord>(ACT_BY_ID, id)
const ACT_BY_SEQ = 'SELECT * FROM act WHERE seq = ?'
export const actBySeq = (db: ReadDb, seq: number): ActRecord | undefined => db.one<ActRecord>(ACT_BY_SEQ, seq)

const PAGE = "SELECT * FROM act WHERE seq < ? AND kind = coalesce(?, kind) AND kind <> 'merge' ORDER BY seq DESC LIMIT ?"
/** The latest first, those before a row number; merges have a list of their own. */
export const actPage = (db: ReadDb, before: number, kind: string | null, limit: number): ActRecord[] =>
  db.all<ActRecord>(PAGE, before, kind, limit)

const COUNT = 'SELECT count(*) - count(revision_before) AS created, count(revision_before) AS changed FROM act_person WHERE act = ?'
export const countsOf = (db: ReadDb, act: number): { created: number; changed: number } =>
  db.one<{ created: number; changed: number }>(COUNT, act) ?? { created: 0, changed: 0 }

const OF_FILES = 'CROSS JOIN person h ON h.seq = o.person_seq CROSS JOIN person p ON p.seq = coalesce(h.survivor, h.seq)'
/** Whether one of the files that an act touched, or left a line in, lies outside the scope. */
export function reachesOutside(db: ReadDb, act: number, scope: Scope): boolean {
  const seen = inScope(scope)
  const outside = (table: string, by = ''): string => `SELECT 1 FROM ${table} o ${by} ${OF_FILES} WHERE o.act = ? AND NOT ${seen.sql}`
  const sql = `${outside('act_person')} UNION ALL ${outside('person_change', 'INDEXED BY change_by_act')} LIMIT 1`
  return db.value<number>(sql, act, ...seen.params, act, ...seen.params) !== undefined
}

const START_UNDO =
  "UPDATE act SET state = 'undoing', undone_at = ?, undone_by = ?, changed = coalesce(changed, ?), created = coalesce(created, ?) WHERE seq = ?"
export function startUndo(db: WriteDb, act: number, at: string, by: string): void {
  const { changed, created } = countsOf(db, act)
  db.run(START_UNDO, at, by, changed, created, act)
}
const END_UNDO = "UPDATE act SET state = 'undone' WHERE seq = ?"
export const endUndo = (db: WriteDb, act: number): void => void db.run(END_UNDO, act)

/** One file an act touched. `revision_before` is null for a file it made, `revision_after` once somebody else came between. */
export interface ActPerson {
  readonly person_seq: number
  readonly revision_before: number | null
  readonly updated_at_before: string | null
  readonly updated_by_before: string | null
  readonly revision_after: number | null
}

const PERSONS_OF_ACT = 'SELECT * FROM act_person WHERE act = ? AND person_seq < ? ORDER BY person_seq DESC LIMIT ?'
/** The newest file first, those before a row number. */
export const personsOfAct = (db: ReadDb, act: number, before: number, limit: number): ActPerson[] =>
  db.all<ActPerson>(PERSONS_OF_ACT, act, before, limit)

const PERSON_OF_ACT = 'SELECT * FROM act_person WHERE act = ? AND person_seq = ?'
export const personOfAct = (db: ReadDb, act: number, person: number): ActPerson | undefined => db.one<ActPerson>(PERSON_OF_ACT, act, person)

const NOTE_BIRTH = 'INSERT INTO act_person (act, person_seq, revision_after) VALUES (?, ?, 1)'
export const noteBirth = (db: WriteDb, act: number, person: number): void => void db.run(NOTE_BIRTH, act, person)
/** @returns the same, prepared once for loops */
export const birthNoter = (db: WriteDb): ((act: number, person: number) => number) => db.prepared(NOTE_BIRTH)

const FIRST_TOUCH = `INSERT INTO act_person (act, person_seq, revision_before, updated_at_before, updated_by_before, revision_after)
  SELECT ?, seq, revision, updated_at, updated_by, revision + 1 FROM person WHERE seq = ?`
const NEXT_TOUCH = `UPDATE act_person SET revision_after = CASE
    WHEN revision_after = (SELECT revision FROM person WHERE seq = person_seq) THEN revision_after + 1 END
  WHERE act = ? AND person_seq = ?`
const TOUCH = 'UPDATE person SET revision = revision + 1, updated_at = ?, updated_by = ? WHERE seq = ?'

/** A file changed: the next revision, by whom; an act remembers what it found. */
export function touchPerson(db: WriteDb, seq: number, at: string, by: string, act: number | null): void {
  if (act !== null && db.run(NEXT_TOUCH, act, seq) === 0) db.run(FIRST_TOUCH, act, seq)
  db.run(TOUCH, at, by, seq)
}

const RESTORE = 'UPDATE person SET revision = ?, updated_at = ?, updated_by = ? WHERE seq = ?'
export const restoreRevision = (db: WriteDb, seq: number, revision: number, at: string, by: string): void =>
  void db.run(RESTORE, revision, at, by, seq)

const DROP_ACT_PERSON = 'DELETE FROM act_person WHERE act = ? AND person_seq = ?'
export const dropActPerson = (db: WriteDb, act: number, person: number): void => void db.run(DROP_ACT_PERSON, act, person)
