/** SQL of stored scopes: what they were told by, and a slice of files with what tells them. */
import type { ReadDb, WriteDb } from '../../../db'
import { putSetting, settingOf } from '../../accounts'
import type { EpisodeRecord } from '../dependents'

/** By what the stored scopes were told. */
export interface SettledScopes {
  /** As `scopeBasis` writes it; empty in an office that was founded and never entered. */
  readonly basis: string
  /** Number of the last file told by it; null when all are. */
  readonly upTo: number | null
}

const [BASIS, UP_TO] = ['stay_scope_basis', 'stay_scope_up_to']

export function settledScopes(db: ReadDb): SettledScopes | null {
  const basis = settingOf(db, BASIS)
  const upTo = settingOf(db, UP_TO) ?? ''
  return basis === undefined ? null : { basis, upTo: upTo === '' ? null : Number(upTo) }
}

export function settleTo(db: WriteDb, { basis, upTo }: SettledScopes): void {
  putSetting(db, BASIS, basis)
  putSetting(db, UP_TO, upTo === null ? '' : String(upTo))
}

export interface ScopedFile {
  readonly seq: number
  readonly hukou_code: string
  readonly hukou_as_of: string | null
  readonly stay_scope: string
}

export const anyPerson = (db: ReadDb): boolean => db.value<number>('SELECT EXISTS (SELECT 1 FROM person)') === 1

export const lastPerson = (db: ReadDb): number => db.value<number>('SELECT coalesce(max(seq), 0) FROM person') ?? 0

const FILES = 'SELECT seq, hukou_code, hukou_as_of, stay_scope FROM person WHERE seq > ? AND seq <= ?'
export const filesIn = (db: ReadDb, after: number, upTo: number): ScopedFile[] => db.all(FILES, after, upTo)

export type StayOfFile = Pick<
  EpisodeRecord,
  'person_seq' | 'id' | 'kind' | 'reason' | 'started_on' | 'ended_on' | 'residence_code' | 'recorded_on'
>
const STAYS = `SELECT person_seq, id, kind, reason, started_on, ended_on, residence_code, recorded_on FROM person_episode
   WHERE person_seq > ? AND person_seq <= ?`
export const staysIn = (db: ReadDb, after: number, upTo: number): StayOfFile[] => db.all(STAYS, after, upTo)

const MERGED = 'SELECT seq, survivor FROM person WHERE survivor > ? AND survivor <= ?'
/** Files merged into those of the slice, wherever they lie themselves. */
export const mergedInto = (db: ReadDb, after: number, upTo: number): { seq: number; survivor: number }[] => db.all(MERGED, after, upTo)

const PUT = 'UPDATE person SET stay_scope = ? WHERE seq = ?'
export const putScope = (db: WriteDb, seq: number, scope: string): void => void db.run(PUT, scope, seq)
