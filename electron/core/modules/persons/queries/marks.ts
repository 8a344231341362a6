/** SQL of the marks that a person's requests leave on a file. */
import type { PersonMarkKind } from '@shared/domain/person-desk'
import type { ReadDb, WriteDb } from '../../../db'

export interface MarkRecord {
  readonly kind: PersonMarkKind
  readonly field: string
  readonly request: number
  readonly placed_at: string
  readonly placed_by: string
}

const STANDING = `SELECT DISTINCT m.kind, m.field, m.request, m.placed_at, m.placed_by
  FROM json_each(?) f CROSS JOIN person p ON p.seq = f.value CROSS JOIN person_mark m INDEXED BY person_mark_standing ON m.person_id = p.id
  WHERE m.lifted_at IS NULL ORDER BY m.kind DESC, m.placed_at, m.field`
/** Marks that stand on any of the files. @param seqs rows of table person */
export const standingMarks = (db: ReadDb, seqs: readonly number[]): MarkRecord[] => db.all<MarkRecord>(STANDING, JSON.stringify(seqs))

const RESTRICTED = 'SELECT id FROM restricted_person'
/** Every file of everybody who is restricted: few at any time. */
export const restrictedFiles = (db: ReadDb): string[] => db.all<{ id: string }>(RESTRICTED).map(({ id }) => id)

const RESTRICTED_NAMES = 'SELECT DISTINCT p.name FROM restricted_person r CROSS JOIN person p ON p.seq = r.seq'
export const namesOfRestricted = (db: ReadDb): string[] => db.all<{ name: string }>(RESTRICTED_NAMES).map(({ name }) => name)

const IDS = 'SELECT p.id FROM json_each(?) f CROSS JOIN person p ON p.seq = f.value'
export const idsOfFiles = (db: ReadDb, seqs: readonly number[]): string[] =>
  db.all<{ id: string }>(IDS, JSON.stringify(seqs)).map(({ id }) => id)

const PLACE = `INSERT INTO person_mark (person_id, kind, field, request, placed_at, placed_by) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`
export const placeMark = (db: WriteDb, person: string, { kind, field, request, placed_at: at, placed_by: by }: MarkRecord): number =>
  db.run(PLACE, person, kind, field, request, at, by)

const LIFT = 'UPDATE person_mark SET lifted_at = ?, lifted_by = ? WHERE request = ? AND lifted_at IS NULL'
/** @returns how many marks were lifted */
export const liftMarks = (db: WriteDb, request: number, at: string, by: string): number => db.run(LIFT, at, by, request)

const OF_REQUEST = 'SELECT count(*) FROM person_mark WHERE request = ? AND lifted_at IS NULL'
export const marksOfRequest = (db: ReadDb, request: number): number => db.value<number>(OF_REQUEST, request) ?? 0

const BEREAVED = 'SELECT id FROM bereaved_person'
/** Every file of everybody who is to be met with care: few at any time. */
export const bereavedFiles = (db: ReadDb): string[] => db.all<{ id: string }>(BEREAVED).map(({ id }) => id)

const BEREAVED_SINCE = `SELECT min(m.placed_at) FROM json_each(?) f CROSS JOIN person p ON p.seq = f.value
  CROSS JOIN bereaved_mark m ON m.person_id = p.id`
/** @param seqs rows of table person: one group @returns since when; null without the mark */
export const bereavedSinceOf = (db: ReadDb, seqs: readonly number[]): string | null =>
  db.value<string | null>(BEREAVED_SINCE, JSON.stringify(seqs)) ?? null

const MARK_BEREAVED = 'INSERT INTO bereaved_mark (person_id, placed_at, placed_by) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'
export const markBereaved = (db: WriteDb, person: string, at: string, by: string): number => db.run(MARK_BEREAVED, person, at, by)
const UNMARK_BEREAVED = 'DELETE FROM bereaved_mark WHERE person_id = ?'
export const unmarkBereaved = (db: WriteDb, person: string): number => db.run(UNMARK_BEREAVED, person)

const CHANGES_FOR = `SELECT count(*) FROM json_each(?) f CROSS JOIN person p ON p.id = f.value
  CROSS JOIN person_change c INDEXED BY change_by_person ON c.person_seq = p.seq WHERE instr(c.why, ?) > 0`
/** Changes of the files whose reason names something. */
export const countChangesFor = (db: ReadDb, files: readonly string[], reason: string): number =>
  db.value<number>(CHANGES_FOR, JSON.stringify(files), reason) ?? 0
