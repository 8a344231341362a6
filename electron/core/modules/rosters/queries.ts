/** SQL of lists for the field: who may stand on one, the lists as issued, their rows, and what came back. */
import type { VisitResult } from '@shared/domain/roster'
import type { ReadDb, SqlValue, WriteDb } from '../../db'

export interface CandidateRow {
  readonly id: string
  readonly birth_date: string
  readonly sort_key: string
  /** 1 when she, or a file merged into hers, declined a visit. */
  readonly declined: number
}

const DECLINED = `EXISTS (SELECT 1 FROM roster_entry e WHERE e.person_id = p.id AND e.stands = 1 AND e.result = 'declined')
    OR EXISTS (SELECT 1 FROM listed_person m CROSS JOIN roster_entry e ON e.person_id = m.id
      WHERE m.survivor = p.seq AND e.stands = 1 AND e.result = 'declined')`

/** Who moved away is not looked for where she lived, though her file keeps the place until another stay is known. */
const LIVES_THERE = `(EXISTS (SELECT 1 FROM listed_stay s WHERE s.person_seq = p.seq AND (s.ended_on IS NULL OR s.ended_on > ?))
    OR EXISTS (SELECT 1 FROM listed_person m CROSS JOIN listed_stay s ON s.person_seq = m.seq
      WHERE m.survivor = p.seq AND (s.ended_on IS NULL OR s.ended_on > ?)))`

const candidates = (column: 'stay_code' | 'hukou_code', byKind: boolean): string =>
  `SELECT p.id, p.birth_date, p.sort_key, (${DECLINED}) AS declined FROM listed_person p
   WHERE p.${column} >= ? AND p.${column} < ? AND p.status = 'active'${byKind ? ' AND p.stay_kind = ?' : ''}
   ${column === 'stay_code' ? `AND ${LIVES_THERE}` : ''} LIMIT ?`
const CANDIDATES = {
  residence: { all: candidates('stay_code', false), kind: candidates('stay_code', true) },
  hukou: { all: candidates('hukou_code', false), kind: candidates('hukou_code', true) }
} as const

/** Behind every digit, so that a prefix of a code becomes a range. */
const AFTER_DIGITS = ':'

export interface CandidateQuestion {
  readonly basis: keyof typeof CANDIDATES
  /** Digits that the codes of the place begin with. */
  readonly prefix: string
  readonly moveKind: string | null
  /** YYYY-MM-DD: a stay that ended until then is over. */
  readonly today: string
}

/** @returns persons on file there, in no order, at most `limit` */
export function candidatesIn(db: ReadDb, { basis, prefix, moveKind, today }: CandidateQuestion, limit: number): CandidateRow[] {
  const { all, kind } = CANDIDATES[basis]
  const lives = basis === 'residence' ? [today, today] : []
  const range = [prefix, prefix + AFTER_DIGITS]
  return moveKind === null
    ? db.all<CandidateRow>(all, ...range, ...lives, limit)
    : db.all<CandidateRow>(kind, ...range, moveKind, ...lives, limit)
}

export interface RosterRecord {
  readonly seq: number
  readonly id: string
  readonly number: number
  readonly kind: 'visit' | 'roster' | 'card'
  readonly at: string
  readonly by: string
  readonly account: string
  readonly place: string | null
  readonly place_name: string | null
  readonly basis: 'residence' | 'hukou' | null
  readonly move_kind: 'in' | 'out' | 'intra_county' | null
  /** JSON. */
  readonly columns: string
  readonly asks: string
  readonly sheet: 'A4' | 'A5' | null
  readonly whole: number
  readonly reason: string | null
  readonly count: number
}

const COLUMNS = [
  ...['id', 'number', 'kind', 'at', 'by', 'account', 'place', 'place_name', 'basis', 'move_kind', 'columns', 'asks', 'sheet', 'whole'],
  ...['reason', 'count']
] as const
const INSERT = `INSERT INTO roster (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')}) RETURNING seq`

/** @returns the row number of the list */
export function insertRoster(db: WriteDb, list: Omit<RosterRecord, 'seq'>): number {
  const cells: Readonly<Record<string, SqlValue>> = { ...list }
  return db.value<number>(INSERT, ...COLUMNS.map((column) => cells[column] ?? null)) ?? 0
}

const INSERT_ROW = 'INSERT INTO roster_row (roster, row, person_id, cells) VALUES (?, ?, ?, ?)'
export function insertRows(db: WriteDb, roster: number, rows: readonly { readonly personId: string; readonly cells: string }[]): void {
  const insert = db.prepared(INSERT_ROW)
  rows.forEach(({ personId, cells }, at) => void insert(roster, at + 1, personId, cells))
}

const BY_ID = 'SELECT * FROM roster WHERE id = ?'
export const rosterById = (db: ReadDb, id: string): RosterRecord | undefined => db.one<RosterRecord>(BY_ID, id)
const BY_NUMBER = 'SELECT * FROM roster WHERE number = ?'
export const rosterByNumber = (db: ReadDb, number: number): RosterRecord | undefined => db.one<RosterRecord>(BY_NUMBER, number)
const PAGE = 'SELECT * FROM roster WHERE seq < ? ORDER BY seq DESC LIMIT ?'
/** The latest first, those before a row number. */
export const rosterPage = (db: ReadDb, before: number, limit: number): RosterRecord[] => db.all<RosterRecord>(PAGE, before, limit)

export interface EntryRecord {
  readonly seq: number
  readonly id: string
  readonly row: number
  readonly person_id: string
  readonly at: string
  readonly by: string
  readonly visited_on: string
  readonly collector: string | null
  readonly result: 'found' | 'moved' | 'unknown' | 'changed' | 'declined'
  /** JSON. */
  readonly fields: string
  readonly replaces: number | null
}

export interface RowRecord {
  readonly row: number
  readonly person_id: string
  /** JSON. */
  readonly cells: string
}

const ROWS = 'SELECT row, person_id, cells FROM roster_row WHERE roster = ? AND row >= ? ORDER BY row LIMIT ?'
export const rowsFrom = (db: ReadDb, roster: number, from: number, limit: number): RowRecord[] =>
  db.all<RowRecord>(ROWS, roster, from, limit)

const ENTRY_COLUMNS = 'seq, id, row, person_id, at, by, visited_on, collector, result, fields, replaces'
const STANDING = `SELECT ${ENTRY_COLUMNS} FROM roster_entry INDEXED BY roster_entry_standing WHERE roster = ? AND row >= ? AND row <= ? AND stands = 1`
export const standingIn = (db: ReadDb, roster: number, from: number, to: number): EntryRecord[] =>
  db.all<EntryRecord>(STANDING, roster, from, to)
export const standingAt = (db: ReadDb, roster: number, row: number): EntryRecord | undefined => standingIn(db, roster, row, row)[0]

const TALLY =
  'SELECT result, count(*) AS count FROM roster_entry INDEXED BY roster_entry_standing WHERE roster = ? AND stands = 1 GROUP BY result'
export const tallyOf = (db: ReadDb, roster: number): { result: EntryRecord['result']; count: number }[] => db.all(TALLY, roster)

const NEXT_OPEN = `SELECT r.row FROM roster_row r WHERE r.roster = ? AND r.row >= ?
  AND NOT EXISTS (SELECT 1 FROM roster_entry e INDEXED BY roster_entry_standing WHERE e.roster = r.roster AND e.row = r.row AND e.stands = 1)
  ORDER BY r.row LIMIT 1`
export const nextOpenRow = (db: ReadDb, roster: number, from: number): number | undefined => db.value<number>(NEXT_OPEN, roster, from)

export interface NewEntry {
  readonly id: string
  readonly roster: number
  readonly row: number
  readonly person_id: string
  readonly at: string
  readonly by: string
  readonly account: string
  readonly visited_on: string
  readonly collector: string | null
  readonly result: EntryRecord['result']
  readonly fields: string
  readonly replaces: number | null
}

const ENTRY_FIELDS = [
  ...['id', 'roster', 'row', 'person_id', 'at', 'by', 'account', 'visited_on', 'collector', 'result', 'fields', 'replaces']
] as const
const INSERT_ENTRY = `INSERT INTO roster_entry (${ENTRY_FIELDS.join(', ')}, stands) VALUES (${ENTRY_FIELDS.map(() => '?').join(', ')}, 1)`
const LAY_DOWN = 'UPDATE roster_entry SET stands = 0 WHERE seq = ?'

/** The entry that is corrected stays and stands no longer. */
export function insertEntry(db: WriteDb, entry: NewEntry): void {
  const cells: Readonly<Record<string, SqlValue>> = { ...entry }
  if (entry.replaces !== null) db.run(LAY_DOWN, entry.replaces)
  db.run(INSERT_ENTRY, ...ENTRY_FIELDS.map((field) => cells[field] ?? null))
}

const LAST_OF = `SELECT ${ENTRY_COLUMNS} FROM roster_entry INDEXED BY roster_entry_of_account
  WHERE roster = ? AND account = ? AND stands = 1 ORDER BY seq DESC LIMIT 1`
export const lastEntryOf = (db: ReadDb, roster: number, account: string): EntryRecord | undefined =>
  db.one<EntryRecord>(LAST_OF, roster, account)

const TAKE_BACK = 'UPDATE roster_entry SET stands = 0, undone_at = ?, undone_by = ? WHERE seq = ?'
const STAND_AGAIN = 'UPDATE roster_entry SET stands = 1 WHERE seq = ?'

/** What the entry corrected stands again. */
export function takeBack(db: WriteDb, { seq, replaces }: EntryRecord, at: string, by: string): void {
  db.run(TAKE_BACK, at, by, seq)
  if (replaces !== null) db.run(STAND_AGAIN, replaces)
}

export interface VisitsMade {
  /** JSON list of what the list asked. */
  readonly asks: string
  readonly result: VisitResult
  /** JSON list of what had changed. */
  readonly fields: string
  /** How many ended so. */
  readonly visits: number
}

/** Visits that stand, by what was asked and what came back. @param scope codes of places begin with it; null for the county */
export const visitsMade = (db: ReadDb, from: string, to: string, scope: string | null): VisitsMade[] =>
  db.all<VisitsMade>(
    `SELECT r.asks, e.result, e.fields, count(*) AS visits FROM roster_entry e INDEXED BY roster_entry_by_visit CROSS JOIN roster r ON r.seq = e.roster
      WHERE e.stands = 1 AND e.visited_on BETWEEN ? AND ? AND r.kind = 'visit' AND (? IS NULL OR (r.place >= ? AND r.place < ? || ':'))
      GROUP BY r.asks, e.result, e.fields`,
    ...[from, to, scope, scope, scope]
  )
