/** SQL of deletions made, of files held back, and of the days on which the office worked. */
import type { ReadDb, WriteDb } from '../../../db'

export interface RunRow {
  readonly id: string
  readonly on_day: string
  readonly at: string
  readonly by: string
  readonly state: 'running' | 'cleaning' | 'done'
  readonly counts: string
  readonly held: number
  readonly ended_at: string | null
  readonly before: number | null
  readonly after: number | null
}

const INSERT = "INSERT INTO purge_run (id, on_day, at, by, state, counts, held) VALUES (?, ?, ?, ?, 'running', '[]', ?)"
export const insertRun = (db: WriteDb, run: Pick<RunRow, 'id' | 'on_day' | 'at' | 'by' | 'held'>): number =>
  db.run(INSERT, run.id, run.on_day, run.at, run.by, run.held)

const WAITING = "INSERT INTO purge_run (id, on_day, at, by, state, counts, held) VALUES (?, ?, ?, ?, 'cleaning', ?, 0)"
/** A deletion that is over but for the cleaning of the file. */
export const insertWaiting = (db: WriteDb, run: Pick<RunRow, 'id' | 'on_day' | 'at' | 'by' | 'counts'>): number =>
  db.run(WAITING, run.id, run.on_day, run.at, run.by, run.counts)

export const noteCounts = (db: WriteDb, id: string, counts: string): number =>
  db.run('UPDATE purge_run SET counts = ? WHERE id = ?', counts, id)
export const toClean = (db: WriteDb, id: string): number =>
  db.run("UPDATE purge_run SET state = 'cleaning' WHERE id = ? AND state = 'running'", id)
const END = "UPDATE purge_run SET state = 'done', ended_at = ?, before = ?, after = ? WHERE state <> 'done'"
/** Ends every deletion that waited for the file to be cleaned. */
export const endRuns = (db: WriteDb, at: string, before: number, after: number): number => db.run(END, at, before, after)

const RUNS = 'SELECT id, on_day, at, by, state, counts, held, ended_at, before, after FROM purge_run ORDER BY seq DESC LIMIT ?'
export const recentRuns = (db: ReadDb, limit: number): RunRow[] => db.all<RunRow>(RUNS, limit)

const HOLD =
  'INSERT INTO purge_hold (person_id, reason, by, at) VALUES (?, ?, ?, ?) ON CONFLICT (person_id) DO UPDATE SET reason = excluded.reason, by = excluded.by, at = excluded.at'
export const hold = (db: WriteDb, id: string, reason: string, by: string, at: string): number => db.run(HOLD, id, reason, by, at)
const RELEASE =
  'DELETE FROM purge_hold WHERE person_id IN (SELECT m.id FROM person p CROSS JOIN person m ON (m.seq = p.seq OR m.survivor = p.seq) WHERE p.seq = ?)'
export const release = (db: WriteDb, seq: number): number => db.run(RELEASE, seq)

const LATEST = 'SELECT at FROM audit_entry ORDER BY seq DESC LIMIT 1'
export const latestLine = (db: ReadDb): string | undefined => db.value<string>(LATEST)
const DAYS =
  "SELECT count(DISTINCT date(at, '+8 hours')) FROM (SELECT at FROM audit_entry ORDER BY seq DESC LIMIT 20000) WHERE at >= ? AND at < ?"
/** Different days in China on which somebody worked, of the latest 20,000 lines of the log. */
export const workDays = (db: ReadDb, from: string, to: string): number => db.value<number>(DAYS, from, to) ?? 0
