/** SQL of the merges made: which file went into which, by which act. */
import type { ReadDb, WriteDb } from '../../../db'

export interface MergeRecord {
  readonly act: number
  readonly survivor_id: string
  readonly merged_id: string
  readonly survivor_name: string
  readonly merged_name: string
  readonly id: string
  readonly at: string
  readonly by: string
  readonly note: string | null
  readonly state: 'done' | 'undoing' | 'undone'
  readonly undone_at: string | null
  readonly undone_by: string | null
}

const COLUMNS = 'm.*, act.id, act.at, act.by, act.note, act.state, act.undone_at, act.undone_by'

const INSERT = 'INSERT INTO person_merge (act, survivor_id, merged_id, survivor_name, merged_name) VALUES (?, ?, ?, ?, ?)'
export const noteMerge = (db: WriteDb, act: number, survivor: { id: string; name: string }, merged: { id: string; name: string }): void =>
  void db.run(INSERT, act, survivor.id, merged.id, survivor.name, merged.name)

const OF_ACT = `SELECT ${COLUMNS} FROM act CROSS JOIN person_merge m ON m.act = act.seq WHERE act.id = ?`
export const mergeOfAct = (db: ReadDb, id: string): MergeRecord | undefined => db.one<MergeRecord>(OF_ACT, id)

const PAGE = `SELECT ${COLUMNS} FROM person_merge m CROSS JOIN act ON act.seq = m.act WHERE m.act < ? ORDER BY m.act DESC LIMIT ?`
/** The latest first, those before a row number. */
export const mergePage = (db: ReadDb, before: number, limit: number): MergeRecord[] => db.all<MergeRecord>(PAGE, before, limit)
