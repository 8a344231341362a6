/** SQL of photos and reveals. */
import type { ReadDb, WriteDb } from '../../../db'

export interface PhotoRecord {
  readonly person_seq: number
  readonly id: string
  readonly type: 'image/jpeg' | 'image/png'
  readonly bytes: Uint8Array
}

const HAS_PHOTO = 'SELECT 1 FROM person_photo WHERE person_seq = ?'
export const hasPhoto = (db: ReadDb, person: number): boolean => db.value<number>(HAS_PHOTO, person) !== undefined
const PHOTO = 'SELECT * FROM person_photo WHERE person_seq = ?'
export const photoOf = (db: ReadDb, person: number): PhotoRecord | undefined => db.one<PhotoRecord>(PHOTO, person)
const DROP_PHOTO = 'DELETE FROM person_photo WHERE person_seq = ?'
export const dropPhoto = (db: WriteDb, person: number): void => void db.run(DROP_PHOTO, person)
const PUT_PHOTO = 'INSERT INTO person_photo (person_seq, id, type, bytes) VALUES (?, ?, ?, ?)'
export const putPhoto = (db: WriteDb, { person_seq, id, type, bytes }: PhotoRecord): void =>
  void db.run(PUT_PHOTO, person_seq, id, type, bytes)

const INSERT_REVEAL = 'INSERT INTO person_reveal (person_id, at, by, record, field, reason) VALUES (?, ?, ?, ?, ?, ?)'
export const noteReveal = (
  db: WriteDb,
  person: string,
  { at, by, record, field, reason }: { at: string; by: string; record: string | null; field: string; reason: string }
): void => void db.run(INSERT_REVEAL, person, at, by, record, field, reason)
