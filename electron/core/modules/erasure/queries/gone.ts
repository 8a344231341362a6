/** SQL of what was deleted for good: ids alone, so that a copy that comes back loses it again. */
import type { ReadDb, WriteDb } from '../../../db'

/** `person`: the file went · `nobody`: it was made anonymous · `slip`: it lost what it said · `service`: a record of the service desk. */
export type GoneKind = 'person' | 'nobody' | 'slip' | 'service'
export interface Gone {
  readonly kind: GoneKind
  readonly id: string
  readonly at: string
}

const NOTE = 'INSERT INTO gone (kind, id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'
export const noteGone = (db: WriteDb, { kind, id, at }: Gone): number => db.run(NOTE, kind, id, at)

const ALL = 'SELECT kind, id, at FROM gone ORDER BY kind, id'
export const goneOf = (db: ReadDb): Gone[] => db.all<Gone>(ALL)

const PERSON = 'SELECT 1 FROM person WHERE id = ?'
export const standsOnFile = (db: ReadDb, id: string): boolean => db.value<number>(PERSON, id) !== undefined
const SLIP = 'SELECT seq FROM slip WHERE id = ?'
export const slipOfId = (db: ReadDb, id: string): number | undefined => db.value<number>(SLIP, id)
const SERVICE = 'DELETE FROM service_record WHERE id = ?'
export const dropServiceAgain = (db: WriteDb, id: string): number => db.run(SERVICE, id)
