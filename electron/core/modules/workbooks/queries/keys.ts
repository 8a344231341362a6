/** SQL that finds the few files a row of a list may mean, each through an index of table person. */
import type { ReadDb, WriteDb } from '../../../db'

export interface PersonKey {
  readonly seq: number
  readonly id: string
  /** Row of the file that goes on. */
  readonly living: number
  readonly name_key: string
  readonly former_key: string
  readonly sex: string
  readonly birth_date: string
  readonly id_match: string | null
  readonly id_no: string | null
  readonly hukou_code: string
}

const COLUMNS = 'k.seq, k.id, k.living, k.name_key, k.former_key, k.sex, k.birth_date, k.id_match, k.id_no, k.hukou_code'

// Asked once for many rows: every question alone costs more than its answer.
const BY_NUMBERS = `SELECT ${COLUMNS} FROM json_each(?) asked CROSS JOIN person_key k ON k.id_match = asked.value`
export const byNumbers = (db: ReadDb, numbers: readonly string[]): PersonKey[] => db.all<PersonKey>(BY_NUMBERS, JSON.stringify(numbers))

const BY_PLAIN_NUMBERS = `SELECT ${COLUMNS} FROM json_each(?) asked CROSS JOIN person_key k ON k.id_no = asked.value`
/** Passports and other numbers that no check knows. */
export const byPlainNumbers = (db: ReadDb, numbers: readonly string[]): PersonKey[] =>
  db.all<PersonKey>(BY_PLAIN_NUMBERS, JSON.stringify(numbers))

// Some ten people of a register of a million are born on one day and named alike; a name alone may be ten thousand.
const BY_NAMES = `WITH asked (birth, name) AS MATERIALIZED (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))
  SELECT ${COLUMNS}, asked.name AS name FROM asked CROSS JOIN person_key k ON k.birth_date = asked.birth
  WHERE k.name_key = asked.name OR k.former_key = asked.name`
/** @param people birth date and folded name; `name` says for whom a row was found */
export const byNamesAndBirths = (db: ReadDb, people: readonly (readonly [string, string])[]): (PersonKey & { readonly name: string })[] =>
  db.all<PersonKey & { readonly name: string }>(BY_NAMES, JSON.stringify(people))

const LAST = 'SELECT coalesce(max(seq), 0) FROM person_key'
/** Row number of the newest file. */
export const lastSeq = (db: ReadDb): number => db.value<number>(LAST) ?? 0

const MADE = 'SELECT 1 FROM act_made WHERE act = ? AND person_seq = ?'
/** Whether the act made the file. */
export const isMadeBy = (db: ReadDb, act: number, person: number): boolean => db.value<number>(MADE, act, person) !== undefined

const HOUSEHOLD = 'SELECT id FROM household_key WHERE number = ?'
export const householdOf = (db: ReadDb, number: string): string | undefined => db.value<string>(HOUSEHOLD, number)
const NUMBER_OF = 'SELECT number FROM household_key WHERE id = ?'
export const householdNumber = (db: ReadDb, id: string): string | undefined => db.value<string>(NUMBER_OF, id)

/** Runs work of which nothing stays when it throws, or when `keep` says so; the transaction around it goes on. */
export function inSavepoint<T>(db: WriteDb, keep: boolean, work: () => T): T {
  db.run('SAVEPOINT one_row')
  let kept = false
  try {
    const done = work()
    kept = keep
    return done
  } finally {
    if (!kept) db.run('ROLLBACK TO one_row')
    db.run('RELEASE one_row')
  }
}

const EMPLOYER = 'SELECT name FROM employer_key WHERE id = ?'
export const employerName = (db: ReadDb, id: string): string | undefined => db.value<string>(EMPLOYER, id)

const ID_OF = 'SELECT id FROM person_key WHERE seq = ?'
export const idOf = (db: ReadDb, seq: number): string | undefined => db.value<string>(ID_OF, seq)

/** What is asked for every row; a test holds each to an index. */
export const rowStatements = [BY_NUMBERS, BY_PLAIN_NUMBERS, BY_NAMES, LAST, MADE, HOUSEHOLD, NUMBER_OF, EMPLOYER, ID_OF] as const
