/** SQL that looks through the places in use, a slice of files at a time. */
import type { ReadDb } from '../../db'

export interface PlaceInUse {
  readonly person_seq: number
  readonly code: string
  readonly text: string | null
  /** Day the code was written down, or whose table it is read by. */
  readonly as_of: string | null
}

export const lastSeq = (db: ReadDb): number => db.value<number>('SELECT coalesce(max(person_seq), 0) FROM hukou_in_use') ?? 0

export const hukouIn = (db: ReadDb, after: number, upTo: number): PlaceInUse[] =>
  db.all('SELECT person_seq, code, text, as_of FROM hukou_in_use WHERE person_seq > ? AND person_seq <= ?', after, upTo)

export const staysIn = (db: ReadDb, after: number, upTo: number): PlaceInUse[] =>
  db.all('SELECT person_seq, code, text, as_of FROM stay_in_use WHERE person_seq > ? AND person_seq <= ?', after, upTo)

export const idOf = (db: ReadDb, seq: number): string | undefined =>
  db.value<string>('SELECT person_id FROM hukou_in_use WHERE person_seq = ?', seq)
