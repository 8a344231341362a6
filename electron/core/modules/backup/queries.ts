/** SQL of what was saved where, and of what came back. */
import type { ReadDb, WriteDb } from '../../db'
import type { Why } from './format'

export interface BackupRow {
  readonly id: string
  readonly at: string
  readonly why: Why
  readonly place: string
  readonly place_label: string
  readonly file: string
  readonly bytes: number
  readonly ms: number
  readonly result: string
  readonly params: string
  readonly by: string | null
  readonly audit_seq: number | null
  readonly audit_hash: string | null
}

const COLUMNS = 'id, at, why, place, place_label, file, bytes, ms, result, params, by, audit_seq, audit_hash' as const

export const insertBackup = (db: WriteDb, row: BackupRow): number =>
  db.run(
    `INSERT INTO backup(${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[row.id, row.at, row.why, row.place, row.place_label, row.file, row.bytes, row.ms, row.result, row.params, row.by],
    ...[row.audit_seq, row.audit_hash]
  )

export const recentBackups = (db: ReadDb, limit: number): BackupRow[] =>
  db.all<BackupRow>(`SELECT ${COLUMNS} FROM backup ORDER BY seq DESC LIMIT ?`, limit)

export interface RestoreRow {
  readonly at: string
  readonly source: 'backup' | 'salvage' | 'log'
  readonly made_at: string
  readonly first: string
  readonly second: string | null
  readonly before: string | null
  readonly after: string
  readonly last_act: string | null
  readonly kept: string | null
  /** Records that were deleted or sealed since and stood in the copy: taken away again. */
  readonly gone_again: number
}

const RESTORE = 'at, source, made_at, first, second, before, after, last_act, kept, gone_again' as const

export const insertRestore = (db: WriteDb, row: RestoreRow): number =>
  db.run(
    `INSERT INTO backup_restore(${RESTORE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[row.at, row.source, row.made_at, row.first, row.second, row.before, row.after, row.last_act, row.kept, row.gone_again]
  )

/** The newest restore that nobody has confirmed. */
export const openRestore = (db: ReadDb): RestoreRow | undefined =>
  db.one<RestoreRow>(`SELECT ${RESTORE} FROM backup_restore WHERE confirmed_at IS NULL ORDER BY seq DESC LIMIT 1`)

export const confirmRestores = (db: WriteDb, now: string, by: string): number =>
  db.run('UPDATE backup_restore SET confirmed_at = ?, confirmed_by = ? WHERE confirmed_at IS NULL', now, by)
