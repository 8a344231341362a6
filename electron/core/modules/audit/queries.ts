/** SQL of the audit chain. */
import type { ReadDb, WriteDb } from '../../db'

export interface AuditRow {
  readonly seq: number
  readonly at: string
  readonly account: string
  readonly method: string
  readonly event: string
  readonly outcome: 'done' | 'refused' | 'failed'
  readonly subject: string | null
  readonly detail: string | null
  readonly prev: string
  readonly hash: string
}

const COLUMNS = 'seq, at, account, method, event, outcome, subject, detail, prev, hash'

export const lastEntry = (db: ReadDb): { seq: number; hash: string } | undefined =>
  db.one<{ seq: number; hash: string }>('SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1')

export const insertEntry = (db: WriteDb, row: AuditRow): void =>
  void db.run(
    `INSERT INTO audit_entry(${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.seq,
    row.at,
    row.account,
    row.method,
    row.event,
    row.outcome,
    row.subject,
    row.detail,
    row.prev,
    row.hash
  )

export const allEntries = (db: ReadDb): IterableIterator<AuditRow> => db.each<AuditRow>(`SELECT ${COLUMNS} FROM audit_entry ORDER BY seq`)

export interface AuditCut {
  readonly seq: number
  readonly hash: string
}
/** Where the chain goes on after its oldest part was let go; undefined while it is whole. */
export const lastCut = (db: ReadDb): AuditCut | undefined => db.one<AuditCut>('SELECT seq, hash FROM audit_cut ORDER BY seq DESC LIMIT 1')

const OLD = `SELECT count(*) AS lines, min(at) AS first_at, max(at) AS last_at, max(seq) AS seq FROM audit_entry
  WHERE seq < (SELECT coalesce(min(seq), 0) FROM audit_entry WHERE at > ?) AND seq < (SELECT max(seq) FROM audit_entry)`
export interface OldLines {
  readonly lines: number
  readonly first_at: string | null
  readonly last_at: string | null
  readonly seq: number | null
}
/** The lines at the front of the chain that are all older than an instant; never the last one. */
export const oldLines = (db: ReadDb, before: string): OldLines =>
  db.one<OldLines>(OLD, before) ?? { lines: 0, first_at: null, last_at: null, seq: null }

const HASH_AT = 'SELECT hash FROM audit_entry WHERE seq = ?'
const KEEP_CUT = 'INSERT INTO audit_cut (seq, hash, first_at, last_at, lines, at) VALUES (?, ?, ?, ?, ?, ?)'
const DROP_LINES = 'DELETE FROM audit_entry WHERE seq <= ?'
/** Inside an erasure. @returns the hash the chain goes on from */
export function cutLines(db: WriteDb, old: OldLines & { readonly seq: number }, at: string): string {
  const hash = db.value<string>(HASH_AT, old.seq) ?? ''
  db.run(KEEP_CUT, old.seq, hash, old.first_at, old.last_at, old.lines, at)
  db.run(DROP_LINES, old.seq)
  return hash
}

const WITNESSES = 'SELECT seq, hash FROM audit_witness WHERE hash IS NOT NULL ORDER BY seq'
/** Numbers and digests of lines that went out of the house, the oldest first. */
export const witnesses = (db: ReadDb): { seq: number; hash: string }[] => db.all<{ seq: number; hash: string }>(WITNESSES)

export interface AuditQuestion {
  /** Lines older than this number. */
  readonly before: number
  readonly account: string | null
  readonly event: string | null
  readonly outcome: AuditRow['outcome'] | null
  /** Instants, both included. */
  readonly from: string | null
  readonly to: string | null
  readonly without: readonly string[]
  /** Only lines about one of these; null for all. */
  readonly subjects: readonly string[] | null
  readonly limit: number
}

const NARROWED = `account = coalesce(?, account) AND event = coalesce(?, event) AND outcome = coalesce(?, outcome)
  AND at >= coalesce(?, at) AND at <= coalesce(?, at) AND event NOT IN (SELECT value FROM json_each(?))`
const BEFORE = `SELECT ${COLUMNS} FROM audit_entry WHERE ${NARROWED} AND seq < ? ORDER BY seq DESC LIMIT ?`
/** By the index of subjects; a person has far fewer lines than the log. */
const ABOUT = `SELECT ${COLUMNS} FROM audit_entry
  WHERE ${NARROWED} AND +seq < ? AND subject IN (SELECT value FROM json_each(?)) ORDER BY seq DESC LIMIT ?`

/** @returns the lines asked for, newest first */
export function entriesFor(db: ReadDb, asked: AuditQuestion): AuditRow[] {
  const { account, event, outcome, from, to, without, before, limit, subjects } = asked
  const narrowed = [account, event, outcome, from, to, JSON.stringify(without), before]
  return subjects === null
    ? db.all<AuditRow>(BEFORE, ...narrowed, limit)
    : db.all<AuditRow>(ABOUT, ...narrowed, JSON.stringify(subjects), limit)
}

const NUMBERED = 'SELECT id FROM audit_person_number WHERE id_match = ?'
/** Files that carry a number of 18 characters. */
export const filesOfNumber = (db: ReadDb, number: string): string[] => db.all<{ id: string }>(NUMBERED, number).map(({ id }) => id)

const GROUP = 'SELECT file FROM audit_person_file WHERE asked = ?'
/** The file and all merged with it; empty for an id that is no file's. */
export const filesWith = (db: ReadDb, id: string): string[] => db.all<{ file: string }>(GROUP, id).map(({ file }) => file)

const SLIPS = 'SELECT id FROM audit_person_slip WHERE person_id = ?'
export const slipsOf = (db: ReadDb, id: string): string[] => db.all<{ id: string }>(SLIPS, id).map((row) => row.id)
