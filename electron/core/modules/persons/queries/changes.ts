/** SQL of the history: lines are added, read by person, by place or by act, and let go only by an act that is taken back. */
import type { ReadDb, WriteDb } from '../../../db'
import type { Change } from '../file'

/** Who changes, and why; `slipNo` when the value came from a partner's slip, `act` when it is part of a bulk change. */
export interface Origin {
  readonly at: string
  readonly by: string
  readonly why: string | null
  readonly slipNo: string | null
  /** Row of table act. */
  readonly act: number | null
}

const INSERT_CHANGE =
  'INSERT INTO person_change (person_seq, act, record, at, by, field, before, after, why, slip_no) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'

/** @returns the entry of a line; `person` is null for a household, dwelling or employer */
export function changeInserter(db: WriteDb): (person: number | null, change: Change, origin: Origin) => void {
  const insert = db.prepared(INSERT_CHANGE)
  return (person, { record, field, before, after }, { at, by, why, slipNo, act }) =>
    void insert(person, act, record, at, by, field, before, after, why, slipNo)
}

/** One stored line. */
export interface ChangeRecord extends Change {
  readonly seq: number
  readonly person_seq: number | null
  readonly act: number | null
  readonly at: string
  readonly by: string
  readonly why: string | null
  readonly slip_no: string | null
}

const OF_PERSON = 'SELECT * FROM person_change WHERE person_seq = ? ORDER BY seq DESC'
/** The latest first. */
export const changesOf = (db: ReadDb, person: number): ChangeRecord[] => db.all<ChangeRecord>(OF_PERSON, person)

const OF_PLACE = 'SELECT * FROM person_change WHERE record = ? AND person_seq IS NULL ORDER BY seq DESC'
export const changesOfPlace = (db: ReadDb, record: string): ChangeRecord[] => db.all<ChangeRecord>(OF_PLACE, record)

const OF_ACT_AND_PERSON = 'SELECT * FROM person_change WHERE person_seq = ? AND act = ? ORDER BY seq DESC'
export const changesOfAct = (db: ReadDb, person: number, act: number): ChangeRecord[] =>
  db.all<ChangeRecord>(OF_ACT_AND_PERSON, person, act)

const PLACES_OF_ACT = 'SELECT DISTINCT record FROM person_change WHERE act = ? AND person_seq IS NULL'
export const placesOfAct = (db: ReadDb, act: number): string[] => db.all<{ record: string }>(PLACES_OF_ACT, act).map(({ record }) => record)

const HAS_OTHERS = 'SELECT 1 FROM person_change WHERE person_seq = ? AND act IS NOT ? LIMIT 1'
/** Whether anybody changed the file outside the act. */
export const hasOtherChanges = (db: ReadDb, person: number, act: number): boolean => db.value<number>(HAS_OTHERS, person, act) !== undefined

const DELETE_CHANGE = 'DELETE FROM person_change WHERE seq = ?'
export const dropChange = (db: WriteDb, seq: number): void => void db.run(DELETE_CHANGE, seq)
