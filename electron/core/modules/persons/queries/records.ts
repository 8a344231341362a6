/** SQL of single records: a person, the stays, the history, the reveals, and the words in the search index. */
import type { ReadDb, WriteDb } from '../../../db'
import { savedColumns, type EpisodeRecord, type PersonRecord, type SavedColumns } from '../record'
import { LIST_COLUMNS, type ListRow } from './list'

const SELECT_PERSON = 'SELECT * FROM person WHERE id = ?'
export const personById = (db: ReadDb, id: string): PersonRecord | undefined => db.one<PersonRecord>(SELECT_PERSON, id)

const SELECT_ROW = `SELECT ${LIST_COLUMNS}, 0 AS rank FROM person p WHERE p.id = ?`
export const listRow = (db: ReadDb, id: string): ListRow | undefined => db.one<ListRow>(SELECT_ROW, id)

const SELECT_ROWS = `SELECT ${LIST_COLUMNS}, 0 AS rank FROM json_each(?) wanted CROSS JOIN person p ON p.id = wanted.value`
/** One statement for any number of ids; the order is not theirs. */
export const listRows = (db: ReadDb, ids: readonly string[]): ListRow[] => db.all<ListRow>(SELECT_ROWS, JSON.stringify(ids))

const SELECT_STAYS = 'SELECT * FROM person_episode WHERE person_seq = ? ORDER BY started_on DESC, id DESC'
/** The latest first. */
export const staysOf = (db: ReadDb, person: number): EpisodeRecord[] => db.all<EpisodeRecord>(SELECT_STAYS, person)

const SELECT_PRESENT = 'SELECT * FROM person_episode WHERE person_seq = ? ORDER BY ended_on IS NULL DESC, started_on DESC, id DESC LIMIT 1'
/** The stay that lasts, else the one that began last. */
export const presentStay = (db: ReadDb, person: number): EpisodeRecord | undefined => db.one<EpisodeRecord>(SELECT_PRESENT, person)

const HAS_OTHER_OPEN = 'SELECT 1 FROM person_episode WHERE person_seq = ? AND id <> ? AND ended_on IS NULL LIMIT 1'
export const hasOtherOpenStay = (db: ReadDb, person: number, episodeId: string): boolean =>
  db.value<number>(HAS_OTHER_OPEN, person, episodeId) !== undefined

const SAME_NUMBER = 'SELECT name FROM person WHERE id_match = ? AND seq <> ? LIMIT 1'
/** Name of another person on file with the same number. */
export const otherWithNumber = (db: ReadDb, idMatch: string, seq: number): string | undefined => db.value<string>(SAME_NUMBER, idMatch, seq)

/** Columns a new row has beside the saved ones. */
const NEW_COLUMNS = ['seq', 'id', 'revision', 'status', 'created_at', 'updated_at', 'updated_by', ...savedColumns] as const
const INSERT_PERSON = `INSERT INTO person (${NEW_COLUMNS.join(', ')}) VALUES (${NEW_COLUMNS.map(() => '?').join(', ')})`
const NEXT_SEQ = 'SELECT coalesce(max(seq), 0) + 1 FROM person'

export const nextSeq = (db: ReadDb): number => db.value<number>(NEXT_SEQ) ?? 1

export interface Birth {
  readonly seq: number
  readonly id: string
  readonly at: string
  readonly by: string
}

/** @returns the insertion of persons, prepared once for loops */
export function personInserter(db: WriteDb): (birth: Birth, columns: SavedColumns) => void {
  const insert = db.prepared(INSERT_PERSON)
  return ({ seq, id, at, by }, columns) => void insert(seq, id, 1, 'active', at, at, by, ...savedColumns.map((column) => columns[column]))
}

const UPDATE_PERSON = `UPDATE person SET revision = revision + 1, updated_at = ?, updated_by = ?, ${savedColumns
  .map((column) => `${column} = ?`)
  .join(', ')} WHERE seq = ?`
export const updatePerson = (db: WriteDb, seq: number, at: string, by: string, columns: SavedColumns): void =>
  void db.run(UPDATE_PERSON, at, by, ...savedColumns.map((column) => columns[column]), seq)

const UPDATE_STATUS =
  'UPDATE person SET revision = revision + 1, status = ?, status_on = ?, status_reason = ?, updated_at = ?, updated_by = ? WHERE seq = ?'
export const updateStatus = (
  db: WriteDb,
  seq: number,
  { status, on, reason, at, by }: { status: string; on: string; reason: string; at: string; by: string }
): void => void db.run(UPDATE_STATUS, status, on, reason, at, by, seq)

const EPISODE_COLUMNS = [
  'id',
  'person_seq',
  'kind',
  'reason',
  'started_on',
  'ended_on',
  'residence_code',
  'residence_text',
  'dwelling_kind',
  'dwelling_contact',
  'recorded_on'
] as const
const INSERT_EPISODE = `INSERT INTO person_episode (${EPISODE_COLUMNS.join(', ')}) VALUES (${EPISODE_COLUMNS.map(() => '?').join(', ')})`

export function episodeInserter(db: WriteDb): (episode: EpisodeRecord) => void {
  const insert = db.prepared(INSERT_EPISODE)
  return (episode) => void insert(...EPISODE_COLUMNS.map((column) => episode[column]))
}

/** The day of recording stays: it says when the office first knew. */
const CHANGED_EPISODE = EPISODE_COLUMNS.filter((column) => !['id', 'person_seq', 'recorded_on'].includes(column))
const UPDATE_EPISODE = `UPDATE person_episode SET ${CHANGED_EPISODE.map((column) => `${column} = ?`).join(', ')} WHERE person_seq = ? AND id = ?`
export const updateEpisode = (db: WriteDb, episode: EpisodeRecord): void =>
  void db.run(UPDATE_EPISODE, ...CHANGED_EPISODE.map((column) => episode[column]), episode.person_seq, episode.id)

const INSERT_WORDS = 'INSERT INTO person_search (rowid, words) VALUES (?, ?)'
const DELETE_WORDS = 'DELETE FROM person_search WHERE rowid = ?'

export function wordsInserter(db: WriteDb): (seq: number, words: string) => void {
  const insert = db.prepared(INSERT_WORDS)
  return (seq, words) => void insert(seq, words)
}

export function replaceWords(db: WriteDb, seq: number, words: string): void {
  db.run(DELETE_WORDS, seq)
  db.run(INSERT_WORDS, seq, words)
}

export interface Change {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** Who changes, and why; `slipNo` when the value came from a partner's slip. */
export interface Origin {
  readonly at: string
  readonly by: string
  readonly why: string | null
  readonly slipNo: string | null
}

const INSERT_CHANGE = 'INSERT INTO person_change (person_seq, at, by, field, before, after, why, slip_no) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'

export function changeInserter(db: WriteDb): (person: number, change: Change, origin: Origin) => void {
  const insert = db.prepared(INSERT_CHANGE)
  return (person, { field, before, after }, { at, by, why, slipNo }) => void insert(person, at, by, field, before, after, why, slipNo)
}

export interface ChangeRecord extends Change, Origin {
  readonly slip_no: string | null
}

const SELECT_CHANGES = 'SELECT at, by, field, before, after, why, slip_no FROM person_change WHERE person_seq = ? ORDER BY seq DESC'
/** The latest first. */
export const changesOf = (db: ReadDb, person: number): Omit<ChangeRecord, 'slipNo'>[] =>
  db.all<Omit<ChangeRecord, 'slipNo'>>(SELECT_CHANGES, person)

const INSERT_REVEAL = 'INSERT INTO person_reveal (person_seq, at, by, field, reason) VALUES (?, ?, ?, ?, ?)'
export const noteReveal = (db: WriteDb, person: number, at: string, by: string, field: string, reason: string): void =>
  void db.run(INSERT_REVEAL, person, at, by, field, reason)
