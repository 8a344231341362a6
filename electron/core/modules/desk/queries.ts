/** SQL of the person's desk: requests, what was done with them, and the lists that held somebody. */
import type { DeskCapacity, DeskDecision, DeskKind, DeskState, DeskWay } from '@shared/domain/person-desk'
import type { ReadDb, SqlValue, WriteDb } from '../../db'

export interface DeskRecord {
  readonly seq: number
  readonly id: string
  readonly revision: number
  readonly number: number
  readonly kind: DeskKind
  readonly person_id: string | null
  readonly capacity: DeskCapacity
  readonly asker: string | null
  /** JSON. */
  readonly papers: string
  readonly wanted: string | null
  /** JSON. */
  readonly fields: string
  readonly evidence: string | null
  readonly received_on: string
  readonly due_on: string
  readonly due_rule: string
  readonly state: DeskState
  readonly decision: DeskDecision | null
  readonly reason: string | null
  readonly decided_by: string | null
  readonly decided_at: string | null
  /** JSON. */
  readonly kept: string | null
  readonly done_at: string | null
  readonly handed: DeskWay | null
  readonly closed_on: string | null
  readonly created_at: string
  readonly created_by: string
}

const COLUMNS = [
  ...['id', 'revision', 'number', 'kind', 'person_id', 'capacity', 'asker', 'papers', 'wanted', 'fields', 'evidence', 'received_on'],
  ...['due_on', 'due_rule', 'state', 'decision', 'reason', 'decided_by', 'decided_at', 'kept', 'done_at', 'handed', 'closed_on'],
  ...['created_at', 'created_by']
] as const

const cellsOf = (row: Omit<DeskRecord, 'seq'>): SqlValue[] => {
  const cells: Readonly<Record<string, SqlValue>> = { ...row }
  return COLUMNS.map((column) => cells[column] ?? null)
}

const INSERT = `INSERT INTO desk_request (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')}) RETURNING seq`
/** @returns the row number */
export const insertRequest = (db: WriteDb, row: Omit<DeskRecord, 'seq'>): number => db.value<number>(INSERT, ...cellsOf(row)) ?? 0

const UPDATE = `UPDATE desk_request SET ${COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE seq = ?`
export const updateRequest = (db: WriteDb, row: DeskRecord): void => void db.run(UPDATE, ...cellsOf(row), row.seq)

const BY_ID = 'SELECT * FROM desk_request WHERE id = ?'
export const requestById = (db: ReadDb, id: string): DeskRecord | undefined => db.one<DeskRecord>(BY_ID, id)
const BY_NUMBER = 'SELECT seq FROM desk_request WHERE number = ?'
export const isNumberTaken = (db: ReadDb, number: number): boolean => db.value<number>(BY_NUMBER, number) !== undefined

const WAITING = `SELECT * FROM desk_request INDEXED BY desk_request_waiting
  WHERE state IN ('open', 'decided') AND (due_on, seq) > (?, ?) ORDER BY due_on, seq LIMIT ?`
export const waitingAfter = (db: ReadDb, due: string, seq: number, limit: number): DeskRecord[] =>
  db.all<DeskRecord>(WAITING, due, seq, limit)

const ENDED = `SELECT * FROM desk_request INDEXED BY desk_request_ended
  WHERE state IN ('closed', 'withdrawn') AND seq < ? ORDER BY seq DESC LIMIT ?`
export const endedBefore = (db: ReadDb, seq: number, limit: number): DeskRecord[] => db.all<DeskRecord>(ENDED, seq, limit)

const OF_PERSONS = `SELECT r.* FROM json_each(?) f CROSS JOIN desk_request r INDEXED BY desk_request_of_person ON r.person_id = f.value ORDER BY r.seq DESC`
/** Requests written for any of the files, the latest first. */
export const requestsOf = (db: ReadDb, files: readonly string[]): DeskRecord[] => db.all<DeskRecord>(OF_PERSONS, JSON.stringify(files))

export interface PersonPlace {
  readonly stay_code: string
  readonly hukou_code: string
}
const PLACE = 'SELECT stay_code, hukou_code FROM desk_person_place WHERE id = ?'
export const placeOf = (db: ReadDb, person: string): PersonPlace | undefined => db.one<PersonPlace>(PLACE, person)

export type DeskAct = 'receive' | 'show' | 'export' | 'decide' | 'withdraw' | 'lift' | 'erase' | 'close'
export interface DeskEvent {
  readonly at: string
  readonly by: string
  readonly action: DeskAct
  readonly detail: string | null
}
const ADD_EVENT = 'INSERT INTO desk_event (request, at, by, action, detail) VALUES (?, ?, ?, ?, ?)'
export const addEvent = (db: WriteDb, request: number, { at, by, action, detail }: DeskEvent): void =>
  void db.run(ADD_EVENT, request, at, by, action, detail)
const EVENTS = 'SELECT at, by, action, detail FROM desk_event WHERE request = ? ORDER BY seq'
export const eventsOf = (db: ReadDb, request: number): DeskEvent[] => db.all<DeskEvent>(EVENTS, request)

const FORGET = `UPDATE desk_request SET asker = NULL, wanted = NULL, evidence = NULL, reason = CASE WHEN decision = 'refused' THEN '' ELSE NULL END
  WHERE seq = ?`
/** The words of a request go; number, days and decision stay. */
export const forgetWords = (db: WriteDb, seq: number): void => void db.run(FORGET, seq)

export interface ListHeld {
  readonly id: string
  readonly kind: 'visit' | 'roster' | 'card'
  readonly number: number
  readonly at: string
  readonly by: string
  readonly place_name: string | null
}
const LISTS = `SELECT DISTINCT l.id, l.kind, l.number, l.at, l.by, l.place_name FROM json_each(?) f CROSS JOIN desk_person_list l ON l.person_id = f.value
  ORDER BY l.at DESC`
/** Lists for the field that held any of the files. */
export const listsWith = (db: ReadDb, files: readonly string[]): ListHeld[] => db.all<ListHeld>(LISTS, JSON.stringify(files))

const POSTS = 'SELECT roles FROM account WHERE name = ?'
/** JSON list of the roles of an account; undefined for a name that is none. */
export const rolesOfAccount = (db: ReadDb, name: string): string | undefined => db.value<string>(POSTS, name)
