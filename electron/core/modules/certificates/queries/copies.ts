/** SQL of what went to printers: runs of sheets in one order, and what became of each sheet. */
import type { CopyState } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../../db'

export interface RunRow {
  readonly seq: number
  readonly id: string
  readonly unit_code: string
  readonly at: string
  readonly by: string
}

export interface CopyRow {
  readonly seq: number
  readonly certificate: number
  readonly run: number
  readonly position: number
  readonly reprint: 0 | 1
  readonly reprint_why: string | null
  readonly state: CopyState
  readonly reason: string | null
  readonly at: string
  readonly by: string
}

const COPY = 'SELECT seq, certificate, run, position, reprint, reprint_why, state, reason, at, by FROM certificate_copy'

export const runById = (db: ReadDb, id: string): RunRow | undefined =>
  db.one<RunRow>('SELECT seq, id, unit_code, at, by FROM print_run WHERE id = ?', id)

export function insertRun(db: WriteDb, row: Omit<RunRow, 'seq'>): number {
  db.run('INSERT INTO print_run(id, unit_code, at, by) VALUES (?, ?, ?, ?)', row.id, row.unit_code, row.at, row.by)
  return db.value<number>('SELECT seq FROM print_run WHERE id = ?', row.id) ?? 0
}

export const insertCopy = (
  db: WriteDb,
  row: Pick<CopyRow, 'certificate' | 'run' | 'position' | 'reprint' | 'reprint_why' | 'at' | 'by'>
): void =>
  void db.run(
    "INSERT INTO certificate_copy(certificate, run, position, reprint, reprint_why, state, at, by) VALUES (?, ?, ?, ?, ?, 'queued', ?, ?)",
    ...[row.certificate, row.run, row.position, row.reprint, row.reprint_why, row.at, row.by]
  )

/** In the order of the paper; of one position the first try first. */
export const copiesInRun = (db: ReadDb, run: number): CopyRow[] => db.all<CopyRow>(`${COPY} WHERE run = ? ORDER BY position, seq`, run)
export const copiesOf = (db: ReadDb, certificate: number): CopyRow[] =>
  db.all<CopyRow>(`${COPY} WHERE certificate = ? ORDER BY seq`, certificate)

export const setCopy = (db: WriteDb, seq: number, state: CopyState, reason: string | null, at: string, by: string): void =>
  void db.run('UPDATE certificate_copy SET state = ?, reason = ?, at = ?, by = ? WHERE seq = ?', state, reason, at, by, seq)

export interface OpenRunRow {
  readonly run: string
  readonly at: string
  readonly by: string
  readonly sent: number
  readonly queued: number
  readonly next: number | null
}

/** Runs with sheets that were never confirmed or never handed over. @param code division code whose runs alone are seen; null for all */
export const openRuns = (db: ReadDb, code: string | null, limit: number): OpenRunRow[] =>
  db.all<OpenRunRow>(
    `SELECT r.id AS run, r.at, r.by, sum(k.state = 'sent') AS sent, sum(k.state = 'queued') AS queued,
       min(CASE k.state WHEN 'queued' THEN k.position END) AS next
     FROM certificate_copy k INDEXED BY certificate_copy_open_once JOIN print_run r ON r.seq = k.run
     WHERE k.state IN ('queued', 'sent') AND (? IS NULL OR r.unit_code = ?) GROUP BY r.seq ORDER BY r.seq LIMIT ?`,
    code,
    code,
    limit
  )
