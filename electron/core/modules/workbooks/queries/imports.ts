/** SQL of what was imported, how columns were mapped and what was decided about doubtful rows. */
import type { ReadDb, WriteDb } from '../../../db'

export interface Tally {
  rows: number
  fresh: number
  changed: number
  unchanged: number
  doubtful: number
  wrong: number
}

export interface ImportRecord {
  readonly id: string
  /** Row of the act, and its id and state. */
  readonly act: number
  readonly act_id: string
  readonly act_state: 'done' | 'undoing' | 'undone'
  readonly job_state: string | null
  readonly file: string
  readonly sheet: string
  readonly at: string
  readonly by: string
  readonly state: 'applying' | 'done'
  readonly total: number
  readonly fresh: number
  readonly changed: number
  readonly unchanged: number
  readonly doubtful: number
  readonly wrong: number
}

const SELECT = `SELECT i.id, i.act, a.id AS act_id, a.state AS act_state, j.state AS job_state, i.file, i.sheet, i.at, i.by, i.state,
    i.total, i.fresh, i.changed, i.unchanged, i.doubtful, i.wrong
  FROM workbook_import i JOIN act_state a ON a.seq = i.act LEFT JOIN job j ON j.id = i.job`
const LATEST = `${SELECT} ORDER BY i.seq DESC LIMIT 100`
export const latestImports = (db: ReadDb): ImportRecord[] => db.all<ImportRecord>(LATEST)
const ONE = `${SELECT} WHERE i.id = ?`
export const importById = (db: ReadDb, id: string): ImportRecord | undefined => db.one<ImportRecord>(ONE, id)

const INSERT = "INSERT INTO workbook_import(id, act, job, file, sheet, at, by, state) VALUES (?, ?, ?, ?, ?, ?, ?, 'applying')"
export function insertImport(db: WriteDb, row: Pick<ImportRecord, 'id' | 'act' | 'file' | 'sheet' | 'at' | 'by'>, job: string): void {
  db.run(INSERT, row.id, row.act, job, row.file, row.sheet, row.at, row.by)
}
const RESUME = 'UPDATE workbook_import SET job = ? WHERE id = ?'
export const resumeImport = (db: WriteDb, id: string, job: string): void => void db.run(RESUME, job, id)
const TALLY = 'UPDATE workbook_import SET total = ?, fresh = ?, changed = ?, unchanged = ?, doubtful = ?, wrong = ? WHERE id = ?'
export function tallyImport(db: WriteDb, id: string, { rows, fresh, changed, unchanged, doubtful, wrong }: Tally): void {
  db.run(TALLY, rows, fresh, changed, unchanged, doubtful, wrong, id)
}
const SETTLE = "UPDATE workbook_import SET state = 'done' WHERE id = ?"
export const settleImport = (db: WriteDb, id: string): void => void db.run(SETTLE, id)

export interface Mapping {
  readonly columns: string
  readonly move_kind: string | null
}
const MAPPING = 'SELECT columns, move_kind FROM workbook_mapping WHERE account_id = ? AND fingerprint = ?'
export const mappingOf = (db: ReadDb, account: string, fingerprint: string): Mapping | undefined =>
  db.one<Mapping>(MAPPING, account, fingerprint)
// Some hundreds of rows at most: one for each user and header.
const LATEST_MAPPINGS = 'SELECT fingerprint, columns FROM workbook_mapping ORDER BY updated_at DESC LIMIT 200'
/** What anybody of the office confirmed last, newest first. */
export const latestMappings = (db: ReadDb): { readonly fingerprint: string; readonly columns: string }[] => db.all(LATEST_MAPPINGS)
const KEEP_MAPPING = `INSERT INTO workbook_mapping(account_id, fingerprint, columns, move_kind, updated_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (account_id, fingerprint) DO UPDATE SET columns = excluded.columns, move_kind = excluded.move_kind, updated_at = excluded.updated_at`
export function keepMapping(db: WriteDb, account: string, fingerprint: string, { columns, move_kind }: Mapping, at: string): void {
  db.run(KEEP_MAPPING, account, fingerprint, columns, move_kind, at)
}

const DECISION = 'SELECT person_id FROM workbook_decision WHERE key = ?'
/** @returns undefined when nothing was decided, null for a new person */
export const decisionOf = (db: ReadDb, key: string): string | null | undefined => {
  const found = db.one<{ person_id: string | null }>(DECISION, key)
  return found === undefined ? undefined : found.person_id
}
const DECIDE = `INSERT INTO workbook_decision(key, person_id, at, by) VALUES (?, ?, ?, ?)
  ON CONFLICT (key) DO UPDATE SET person_id = excluded.person_id, at = excluded.at, by = excluded.by`
export const keepDecision = (db: WriteDb, key: string, person: string | null, at: string, by: string): void =>
  void db.run(DECIDE, key, person, at, by)
