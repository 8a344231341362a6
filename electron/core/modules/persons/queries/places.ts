/** SQL of households, dwellings and employers: found by key while writing, by words while typing, and with the stays that belong to them. */
import type { ReadDb, WriteDb } from '../../../db'
import type { Row } from '../record'
import type { Scope } from '../scope'
import { clause, inScope, type Clause } from './clause'
import { housesGrew } from './grown'
import { LIST_COLUMNS, type ListRow } from './list'

type PlaceRow = {
  seq: number
  id: string
  revision: number
  created_act: number | null
  updated_at: string
  updated_by: string
}
export type HouseholdRecord = PlaceRow & { number: string; head_id: string | null; note: string | null }
export type DwellingRecord = PlaceRow & {
  key: string
  kind: string | null
  code: string
  text: string
  contact: string | null
  contact_phone: string | null
}
export type EmployerRecord = PlaceRow & { key: string; name: string; address: string | null; kind: string | null; phone: string | null }

export interface PlaceRecords {
  household: HouseholdRecord
  dwelling: DwellingRecord
  employer: EmployerRecord
}
export type PlaceKind = keyof PlaceRecords
export const placeKinds = ['household', 'dwelling', 'employer'] as const satisfies readonly PlaceKind[]
export const isPlaceKind = (kind: string): kind is PlaceKind => placeKinds.some((known) => known === kind)

export const placeById = <K extends PlaceKind>(db: ReadDb, kind: K, id: string): PlaceRecords[K] | undefined =>
  db.one<PlaceRecords[K]>(`SELECT * FROM ${kind} WHERE id = ?`, id)
export const placeBySeq = <K extends PlaceKind>(db: ReadDb, kind: K, seq: number): PlaceRecords[K] | undefined =>
  db.one<PlaceRecords[K]>(`SELECT * FROM ${kind} WHERE seq = ?`, seq)

const DWELLING_BY_KEY = 'SELECT * FROM dwelling WHERE key = ?'
export const dwellingByKey = (db: ReadDb, key: string): DwellingRecord | undefined => db.one<DwellingRecord>(DWELLING_BY_KEY, key)
const EMPLOYER_BY_KEY = 'SELECT * FROM employer WHERE key = ?'
export const employerByKey = (db: ReadDb, key: string): EmployerRecord | undefined => db.one<EmployerRecord>(EMPLOYER_BY_KEY, key)
const HOUSEHOLD_BY_NUMBER = 'SELECT * FROM household WHERE number = ?'
export const householdByNumber = (db: ReadDb, number: string): HouseholdRecord | undefined =>
  db.one<HouseholdRecord>(HOUSEHOLD_BY_NUMBER, number)

/** A row before it has its number. */
interface NewPlaces {
  household: Omit<HouseholdRecord, 'seq'>
  dwelling: Omit<DwellingRecord, 'seq'>
  employer: Omit<EmployerRecord, 'seq'>
}

/** @returns the row number; ids and stamps are the caller's */
export function insertPlace<K extends Exclude<PlaceKind, 'dwelling'>>(db: WriteDb, kind: K, row: NewPlaces[K]): number {
  const cells: Row = row
  const entries = Object.entries(cells)
  db.run(
    `INSERT INTO ${kind} (${entries.map(([column]) => column).join(', ')}) VALUES (${entries.map(() => '?').join(', ')})`,
    ...entries.map(([, value]) => value)
  )
  return db.value<number>('SELECT last_insert_rowid()') ?? 0
}

const INSERT_DWELLING = `INSERT INTO dwelling (id, revision, created_act, updated_at, updated_by, key, kind, code, text, contact, contact_phone)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq`
/** Every new file with an address asks; one statement says which row it got. */
export function insertDwelling(db: WriteDb, row: NewPlaces['dwelling']): number {
  const { id, revision, created_act, updated_at, updated_by, key, kind, code, text, contact, contact_phone } = row
  const made = [id, revision, created_act, updated_at, updated_by, key, kind, code, text, contact, contact_phone]
  const seq = db.value<number>(INSERT_DWELLING, ...made) ?? 0
  housesGrew(db, seq)
  return seq
}

export function updatePlace(db: WriteDb, kind: PlaceKind, seq: number, columns: Readonly<Record<string, string | number | null>>): void {
  const entries = Object.entries(columns)
  if (entries.length === 0) return
  db.run(
    `UPDATE ${kind} SET ${entries.map(([column]) => `${column} = ?`).join(', ')} WHERE seq = ?`,
    ...entries.map(([, value]) => value),
    seq
  )
}

const USES: Readonly<Record<PlaceKind, string>> = {
  household: 'SELECT 1 FROM person INDEXED BY person_by_household WHERE household_id = (SELECT id FROM household WHERE seq = ?) LIMIT 1',
  dwelling: 'SELECT 1 FROM person_episode INDEXED BY episode_by_dwelling WHERE dwelling = ? LIMIT 1',
  employer:
    'SELECT 1 FROM person_episode INDEXED BY episode_by_employer WHERE employer_id = (SELECT id FROM employer WHERE seq = ?) LIMIT 1'
}
export const isPlaceUsed = (db: ReadDb, kind: PlaceKind, seq: number): boolean => db.value<number>(USES[kind], seq) !== undefined
export const placesMadeBy = (db: ReadDb, kind: PlaceKind, act: number): { seq: number; id: string }[] =>
  db.all(`SELECT seq, id FROM ${kind} INDEXED BY ${kind}_of_act WHERE created_act = ? ORDER BY seq`, act)
export const deletePlace = (db: WriteDb, kind: PlaceKind, seq: number): void => void db.run(`DELETE FROM ${kind} WHERE seq = ?`, seq)

export interface StayRow extends ListRow {
  episode: string
  started_on: string
  ended_on: string | null
}

const STAYS: Readonly<Record<'dwelling' | 'employer', string>> = {
  dwelling:
    'person_episode e INDEXED BY episode_by_dwelling CROSS JOIN person h ON h.seq = e.person_seq CROSS JOIN person p ON p.seq = coalesce(h.survivor, h.seq) WHERE e.dwelling = ?',
  employer:
    'person_episode e INDEXED BY episode_by_employer CROSS JOIN person h ON h.seq = e.person_seq CROSS JOIN person p ON p.seq = coalesce(h.survivor, h.seq) WHERE e.employer_id = ?'
}
/** Present or former stays at a place of persons in the scope, the latest first. */
export function staysAt(
  db: ReadDb,
  {
    kind,
    key,
    open,
    scope
  }: { readonly kind: 'dwelling' | 'employer'; readonly key: number | string; readonly open: boolean; readonly scope: Scope },
  limit: number
): StayRow[] {
  const seen = inScope(scope)
  return db.all<StayRow>(
    `SELECT ${LIST_COLUMNS}, 0 AS rank, e.id AS episode, e.started_on, e.ended_on FROM ${STAYS[kind]}
       AND e.ended_on IS ${open ? '' : 'NOT'} NULL AND ${seen.sql} ORDER BY e.started_on DESC, p.seq LIMIT ?`,
    ...[key, ...seen.params, limit]
  )
}

const MEMBERS = `SELECT ${LIST_COLUMNS}, 0 AS rank, p.relation_to_head FROM person p INDEXED BY person_by_household
  WHERE p.household_id = ? ORDER BY p.relation_to_head, p.sort_key`
export const householdMembers = (db: ReadDb, household: string): (ListRow & { relation_to_head: string | null })[] =>
  db.all(MEMBERS, household)

const LAST_NUMBER = 'SELECT max(number) FROM household WHERE number >= ? AND number < ?'
/** @param area 12 digits and the group: the highest number of it, undefined when there is none */
export const lastHouseholdNumber = (db: ReadDb, area: string): string | undefined =>
  db.value<string | null>(LAST_NUMBER, area, `${area}:`) ?? undefined

const BY_NUMBER = 'SELECT id FROM household WHERE number >= ? AND number < ? ORDER BY number LIMIT ?'
export const householdsByNumber = (db: ReadDb, number: string, limit: number): string[] =>
  db.all<{ id: string }>(BY_NUMBER, number, `${number}:`, limit).map(({ id }) => id)
const BY_MEMBER =
  'SELECT DISTINCT household_id AS id FROM person INDEXED BY person_by_name WHERE name_key >= ? AND name_key < ? AND household_id IS NOT NULL'
/** Households of which a member in the scope bears the name. */
export function householdsByMember(db: ReadDb, nameKey: string, scope: Scope, limit: number): string[] {
  const seen = inScope(scope, 'person')
  const found = db.all<{ id: string }>(`${BY_MEMBER} AND ${seen.sql} LIMIT ?`, nameKey, `${nameKey}\u{10ffff}`, ...seen.params, limit)
  return found.map(({ id }) => id)
}

/** Addresses looked through for words; a village has some hundreds, a county is asked for with its township. */
const LOOKED_THROUGH = 20_000
const DWELLINGS = `SELECT * FROM (SELECT * FROM dwelling WHERE key >= ? AND key < ? ORDER BY key LIMIT ${String(LOOKED_THROUGH)}) d
  WHERE instr(d.text, ?) > 0 AND EXISTS (SELECT 1 FROM person_episode e WHERE e.dwelling = d.seq) LIMIT ?`
export const dwellingsWith = (db: ReadDb, from: string, to: string, words: string, limit: number): DwellingRecord[] =>
  db.all<DwellingRecord>(DWELLINGS, from, to, words, limit)

/** Whether somebody in the scope works or worked there. */
function workedAt(scope: Scope): Clause {
  if (scope === null) return clause('1')
  const seen = inScope(scope)
  return clause(
    `EXISTS (SELECT 1 FROM person_episode e INDEXED BY episode_by_employer CROSS JOIN person h ON h.seq = e.person_seq
       CROSS JOIN person p ON p.seq = coalesce(h.survivor, h.seq) WHERE e.employer_id = w.id AND ${seen.sql})`,
    ...seen.params
  )
}

/** Those whose folded name begins so. */
export function employersFrom(db: ReadDb, key: string, scope: Scope, limit: number): EmployerRecord[] {
  const seen = workedAt(scope)
  const sql = `SELECT w.* FROM employer w WHERE w.key >= ? AND w.key < ? AND ${seen.sql} ORDER BY w.key LIMIT ?`
  return db.all<EmployerRecord>(sql, key, `${key}\u{10ffff}`, ...seen.params, limit)
}

export function employersWith(db: ReadDb, words: string, scope: Scope, limit: number): EmployerRecord[] {
  const seen = workedAt(scope)
  const all = `SELECT * FROM employer ORDER BY seq DESC LIMIT ${String(LOOKED_THROUGH)}`
  const sql = `SELECT w.* FROM (${all}) w WHERE instr(w.key, ?) > 0 AND ${seen.sql} LIMIT ?`
  return db.all<EmployerRecord>(sql, words, ...seen.params, limit)
}
