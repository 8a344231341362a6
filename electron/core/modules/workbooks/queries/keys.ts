/** SQL that finds the few files a row of a list may mean, each through an index of table person. */
import type { ReadDb, WriteDb } from '../../../db'

export interface PersonKey {
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

const COLUMNS = 'id, living, name_key, former_key, sex, birth_date, id_match, id_no, hukou_code'
const MOST = 50

const BY_NUMBER = `SELECT ${COLUMNS} FROM person_key WHERE id_match = ? LIMIT ${String(MOST)}`
export const byNumber = (db: ReadDb, number: string): PersonKey[] => db.all<PersonKey>(BY_NUMBER, number)

const BY_PLAIN_NUMBER = `SELECT ${COLUMNS} FROM person_key WHERE id_no = ? LIMIT ${String(MOST)}`
/** Passports and other numbers that no check knows. */
export const byPlainNumber = (db: ReadDb, number: string): PersonKey[] => db.all<PersonKey>(BY_PLAIN_NUMBER, number)

// Some ten people of a register of a million are born on one day and named alike; a name alone may be ten thousand.
const BY_NAME = `SELECT ${COLUMNS} FROM person_key WHERE birth_date = ? AND (+name_key = ? OR +former_key = ?) LIMIT ${String(MOST)}`
export const byNameAndBirth = (db: ReadDb, name: string, birthDate: string): PersonKey[] => {
  const found = db.all<PersonKey>(BY_NAME, birthDate, name, name)
  const present = found.filter((row) => row.name_key === name)
  return present.length > 0 ? present : found
}

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
export const rowStatements = [BY_NUMBER, BY_PLAIN_NUMBER, BY_NAME, HOUSEHOLD, NUMBER_OF, EMPLOYER, ID_OF] as const
