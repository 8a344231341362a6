/** SQL of services; the sealed part is read by one statement of its own. */
import type { ReadDb, WriteDb } from '../../db'

/** Everything but the sealed part. */
export interface ServiceRecord {
  readonly seq: number
  readonly id: string
  readonly person_seq: number
  readonly type: string
  readonly asked_by_self: number
  readonly served_on: string
  readonly ended_on: string | null
  readonly institution: string | null
  readonly performed: number
  readonly next_on: string | null
  readonly consent: string | null
  readonly source: string | null
  readonly free: number | null
  readonly purge_after: string
  readonly revision: number
  readonly recorded_at: string
  readonly recorded_by: string
  /** Whether there is a sealed part. */
  readonly sealed: number
}

export interface SealedPart {
  readonly method: string | null
  readonly outcome: string | null
}

const OPEN_COLUMNS = `seq, id, person_seq, type, asked_by_self, served_on, ended_on, institution, performed, next_on, consent, source, free,
  purge_after, revision, recorded_at, recorded_by, (method IS NOT NULL OR outcome IS NOT NULL) AS sealed`

const OF_PERSON = `SELECT ${OPEN_COLUMNS} FROM service_record WHERE person_seq = ? ORDER BY served_on DESC, seq DESC`
export const servicesOf = (db: ReadDb, person: number): ServiceRecord[] => db.all<ServiceRecord>(OF_PERSON, person)

const ONE = `SELECT ${OPEN_COLUMNS} FROM service_record WHERE id = ?`
export const serviceById = (db: ReadDb, id: string): ServiceRecord | undefined => db.one<ServiceRecord>(ONE, id)

const SEALED = 'SELECT method, outcome FROM service_record WHERE id = ?'
export const sealedPartOf = (db: ReadDb, id: string): SealedPart | undefined => db.one<SealedPart>(SEALED, id)

/** How many people asked for a service on these days, not one with a fee, and how many of them had got every kind they asked for by the last one. */
const ASKED = `SELECT count(*) AS asked, coalesce(sum(got), 0) AS got FROM (
    SELECT min(EXISTS (SELECT 1 FROM person o CROSS JOIN service_record d ON d.person_seq = o.seq WHERE (o.seq = g.seq OR o.survivor = g.seq)
      AND d.type = s.type AND d.performed = 1 AND d.served_on BETWEEN s.served_on AND ?)) AS got
    FROM service_record s CROSS JOIN person h ON h.seq = s.person_seq CROSS JOIN person g ON g.seq = coalesce(h.survivor, h.seq)
    WHERE s.asked_by_self = 1 AND s.free IS NOT 0 AND s.served_on BETWEEN ? AND ? GROUP BY g.seq)`
export const askedAndGot = (db: ReadDb, from: string, to: string): { asked: number; got: number } =>
  db.one<{ asked: number; got: number }>(ASKED, to, from, to) ?? { asked: 0, got: 0 }

export interface WrittenService extends Omit<ServiceRecord, 'seq' | 'sealed'>, SealedPart {
  readonly purpose_ended_on: string
  readonly updated_at: string
  readonly updated_by: string
}

const WRITTEN = [
  ...[
    'id',
    'person_seq',
    'type',
    'asked_by_self',
    'served_on',
    'ended_on',
    'institution',
    'performed',
    'next_on',
    'consent',
    'source',
    'free'
  ],
  ...['method', 'outcome', 'purpose_ended_on', 'purge_after', 'revision', 'recorded_at', 'recorded_by', 'updated_at', 'updated_by']
] as const satisfies readonly (keyof WrittenService)[]

const PUT = `INSERT INTO service_record (${WRITTEN.join(', ')}) VALUES (${WRITTEN.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${WRITTEN.slice(2)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`
export const putService = (db: WriteDb, row: WrittenService): void => void db.run(PUT, ...WRITTEN.map((column) => row[column]))

const DROP = 'DELETE FROM service_record WHERE id = ?'
export const dropService = (db: WriteDb, id: string): void => void db.run(DROP, id)

const LOOK = 'INSERT INTO service_look (service, at, account, reason) VALUES (?, ?, ?, ?)'
export const noteLook = (db: WriteDb, service: string, at: string, account: string, reason: string): void =>
  void db.run(LOOK, service, at, account, reason)
