/** SQL around a packet: the line that holds its place in the history, words of a house that came back, and a look that leaves nothing. */
import type { SqlValue, WriteDb } from '../../../db'

const TEXT = 'SELECT text FROM dwelling WHERE id = ?'
const WITHOUT = "UPDATE dwelling SET text = '' WHERE id = ?"
const WITH = 'UPDATE dwelling SET text = ? WHERE id = ?'

export function renewDwellingWords(db: WriteDb, id: SqlValue): void {
  const text = db.value<string>(TEXT, id)
  if (text === undefined) return
  db.run(WITHOUT, id)
  db.run(WITH, text, id)
}

const DROP = `INSERT INTO person_change (person_seq, record, at, by, field) VALUES (NULL, ?, ?, ?, 'created')`
const WEIGH = 'DELETE FROM person_change WHERE record = ? AND person_seq IS NULL'
/** The history is read by its numbers: the last of them are kept from being given anew. */
export const dropAnchor = (db: WriteDb, record: string, { at, by }: { readonly at: string; readonly by: string }): number =>
  db.run(DROP, record, at, by)
export const weighAnchor = (db: WriteDb, record: string): number => db.run(WEIGH, record)

/** Whatever `work` writes is gone when it has answered; inside the caller's transaction. */
export function undone<T>(db: WriteDb, work: () => T): T {
  db.run('SAVEPOINT look')
  try {
    return work()
  } finally {
    db.run('ROLLBACK TO look')
    db.run('RELEASE look')
  }
}
