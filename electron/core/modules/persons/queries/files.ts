/** SQL of whole files: the rows of a person and of what hangs on one are read and written through one table of columns. */
import type { DependentKind } from '@shared/contract/persons'
import type { ReadDb, WriteDb } from '../../../db'
import { columnsOf, dependentKinds, dependents, type DependentRecords } from '../dependents'
import type { PersonFile } from '../file'
import { savedColumns, type Cell, type PersonRecord, type Row, type SavedColumns } from '../record'

const PERSON_BY_ID = 'SELECT * FROM person WHERE id = ?'
const PERSON_BY_SEQ = 'SELECT * FROM person WHERE seq = ?'
export const personById = (db: ReadDb, id: string): PersonRecord | undefined => db.one<PersonRecord>(PERSON_BY_ID, id)
export const personBySeq = (db: ReadDb, seq: number): PersonRecord | undefined => db.one<PersonRecord>(PERSON_BY_SEQ, seq)

const SELECT_ROWS = Object.fromEntries(
  dependentKinds.map((kind) => [kind, `SELECT * FROM ${dependents[kind].table} WHERE person_seq = ? ORDER BY id`])
)
const rowsOf = <K extends DependentKind>(db: ReadDb, kind: K, seq: number): DependentRecords[K][] =>
  db.all<DependentRecords[K]>(SELECT_ROWS[kind] ?? '', seq)

export const episodesOf = (db: ReadDb, seq: number): DependentRecords['episode'][] => rowsOf(db, 'episode', seq)

/** The person with the records written for this very file, each in the order of their ids. */
export const fileOf = (db: ReadDb, person: PersonRecord): PersonFile => ({
  person,
  phone: rowsOf(db, 'phone', person.seq),
  spouse: rowsOf(db, 'spouse', person.seq),
  child: rowsOf(db, 'child', person.seq),
  episode: rowsOf(db, 'episode', person.seq),
  consent: rowsOf(db, 'consent', person.seq)
})

const SPOUSE_OWNERS = 'SELECT person_seq FROM person_spouse WHERE spouse_id = ?'
const PARENT_OWNERS = 'SELECT person_seq FROM person_child WHERE other_parent_id = ?'
const BIRTH_OWNERS = 'SELECT person_seq FROM person_child WHERE child_id = ?'
/** Files that hold a record linking this person. */
export const ownersLinking = (db: ReadDb, id: string): number[] => [
  ...new Set(
    [SPOUSE_OWNERS, PARENT_OWNERS, BIRTH_OWNERS].flatMap((sql) => db.all<{ person_seq: number }>(sql, id).map((row) => row.person_seq))
  )
]

const insertion = (table: string, columns: readonly string[]): string =>
  `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`

const COLUMNS = Object.fromEntries(dependentKinds.map((kind) => [kind, columnsOf(kind)]))
const INSERT_ROWS = Object.fromEntries(dependentKinds.map((kind) => [kind, insertion(dependents[kind].table, columnsOf(kind))]))

/** @returns the insertion of one kind of record, prepared once for loops */
export function rowInserter(db: WriteDb, kind: DependentKind): (row: Row) => void {
  const insert = db.prepared(INSERT_ROWS[kind] ?? '')
  const columns = COLUMNS[kind] ?? []
  return (row) => void insert(...columns.map((column) => row[column] ?? null))
}

const changedColumns = (before: Row, after: Row): string[] => Object.keys(after).filter((column) => before[column] !== after[column])

/** Writes what differs between two states of the records of one kind. */
export function storeRows(db: WriteDb, kind: DependentKind, before: readonly Row[], after: readonly Row[]): void {
  const { table } = dependents[kind]
  const was = new Map(before.map((row) => [row['id'], row]))
  const is = new Set(after.map((row) => row['id']))
  for (const row of before)
    if (!is.has(row['id'])) db.run(`DELETE FROM ${table} WHERE person_seq = ? AND id = ?`, row['person_seq'] ?? null, row['id'] ?? null)
  for (const row of after) {
    const earlier = was.get(row['id'])
    if (earlier === undefined) rowInserter(db, kind)(row)
    else if (earlier !== row) {
      const columns = changedColumns(earlier, row)
      if (columns.length === 0) continue
      const sets = columns.map((column) => `${column} = ?`).join(', ')
      const values = columns.map((column) => row[column] ?? null)
      db.run(`UPDATE ${table} SET ${sets} WHERE person_seq = ? AND id = ?`, ...values, row['person_seq'] ?? null, row['id'] ?? null)
    }
  }
}

/** Written by whoever counts revisions, never together with facts. */
const STAMPS = new Set(['revision', 'created_at', 'updated_at', 'updated_by'])

/** Writes the columns of a person that differ; untouched columns keep their index entries. */
export function storePerson(db: WriteDb, before: Row, after: Row, seq: number): void {
  const columns = changedColumns(before, after).filter((column) => !STAMPS.has(column))
  if (columns.length === 0) return
  const sets = columns.map((column) => `${column} = ?`).join(', ')
  db.run(`UPDATE person SET ${sets} WHERE seq = ?`, ...columns.map((column) => after[column] ?? null), seq)
}

/** Columns a new row has beside the saved ones. */
const NEW_COLUMNS = ['seq', 'id', 'revision', 'status', 'created_at', 'updated_at', 'updated_by', ...savedColumns] as const
const INSERT_PERSON = insertion('person', NEW_COLUMNS)
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

/** @returns the same for cells in the order of `savedColumns` */
export function personCellsInserter(db: WriteDb): (seq: number, id: string, at: string, by: string, cells: readonly Cell[]) => void {
  const insert = db.prepared(INSERT_PERSON)
  return (seq, id, at, by, cells) => void insert(seq, id, 1, 'active', at, at, by, ...cells)
}

/** @returns the insertion of stays, cells in the order of their columns */
export function stayCellsInserter(db: WriteDb): (cells: readonly Cell[]) => void {
  const insert = db.prepared(INSERT_ROWS['episode'] ?? '')
  return (cells) => void insert(...cells)
}

const INSERT_WORDS = 'INSERT INTO person_search (rowid, words) VALUES (?, ?)'
const DELETE_WORDS = 'DELETE FROM person_search WHERE rowid = ?'

export function wordsInserter(db: WriteDb): (seq: number, words: string) => void {
  const insert = db.prepared(INSERT_WORDS)
  return (seq, words) => void insert(seq, words)
}

export function replaceWords(db: WriteDb, seq: number, words: string | null): void {
  db.run(DELETE_WORDS, seq)
  if (words !== null) db.run(INSERT_WORDS, seq, words)
}
