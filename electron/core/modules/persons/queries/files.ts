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
const STAMPED = ['seq', 'id', 'revision', 'status', 'created_at', 'updated_at', 'updated_by'] as const
const INSERT_PERSON = insertion('person', [...STAMPED, ...savedColumns])
/** Files that were taken out under a seal keep their row numbers. */
const NEXT_SEQ = 'SELECT max(coalesce((SELECT max(seq) FROM person), 0), coalesce((SELECT max(seq) FROM taken_person_row), 0)) + 1'

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

type Insert = (...cells: readonly Cell[]) => unknown

/** Insertions of a table by the columns they fill, as bits of a number. */
type ByFilled = Map<number, Insert>
const sparse = new WeakMap<WriteDb, Map<string, ByFilled>>()
/** Sets of columns for which a statement is kept; rows that fill yet others take the statement of all columns. */
const MOST_STATEMENTS = 200

function insertionsOf(db: WriteDb, table: string): ByFilled {
  const tables = sparse.get(db) ?? new Map<string, ByFilled>()
  sparse.set(db, tables)
  const insertions: ByFilled = tables.get(table) ?? new Map<number, Insert>()
  tables.set(table, insertions)
  return insertions
}

/**
 * @param always columns that are never empty @param columns at most 53 more; those that may be empty have no default but null
 * @returns the insertion of rows of which half the columns are empty: only what is there is handed to SQLite
 */
function sparseInserter(db: WriteDb, table: string, always: readonly string[], columns: readonly string[]) {
  const insertions = insertionsOf(db, table)
  const whole: Insert = db.prepared(insertion(table, [...always, ...columns]))
  const make = (cells: readonly Cell[]): Insert =>
    db.prepared(insertion(table, [...always, ...columns.filter((_, at) => cells[at] !== null)]))
  return (first: readonly Cell[], cells: readonly Cell[]): void => {
    const values = [...first]
    let filled = 0
    let bit = 1
    for (const cell of cells) {
      if (cell !== null) {
        filled += bit
        values.push(cell)
      }
      bit *= 2
    }
    const known = insertions.get(filled)
    if (known !== undefined) known(...values)
    else if (insertions.size >= MOST_STATEMENTS) whole(...first, ...cells)
    else {
      const insert = make(cells)
      insertions.set(filled, insert)
      insert(...values)
    }
  }
}

/** @returns the same for cells in the order of `savedColumns` */
export function personCellsInserter(db: WriteDb): (seq: number, id: string, at: string, by: string, cells: readonly Cell[]) => void {
  const insert = sparseInserter(db, 'person', STAMPED, savedColumns)
  return (seq, id, at, by, cells) => insert([seq, id, 1, 'active', at, at, by], cells)
}

/** @returns the insertion of stays, cells in the order of their columns */
export function stayCellsInserter(db: WriteDb): (cells: readonly Cell[]) => void {
  const insert = sparseInserter(db, dependents.episode.table, [], columnsOf('episode'))
  return (cells) => insert([], cells)
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
