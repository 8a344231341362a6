/** SQL of slips on their way out: contents, the queue, and what became of each bundle. */
import type { LifecycleKind } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../../db'

export interface NewRecord {
  readonly recordId: Uint8Array
  readonly rev: number
  readonly kind: 'request' | 'reply' | 'notice' | 'withdraw'
  readonly slipKind: string
  readonly ref: Uint8Array | null
  readonly rulePack: string
  readonly slipNo: string
  readonly content: string
}

/** @returns the row number of the record */
export function addOwnRecord(db: WriteDb, record: NewRecord): number {
  db.run(
    'INSERT INTO slip_record(record_id, rev, kind, slip_kind, ref, rule_pack, slip_no, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    record.recordId,
    record.rev,
    record.kind,
    record.slipKind,
    record.ref,
    record.rulePack,
    record.slipNo,
    record.content
  )
  return db.value<number>('SELECT last_insert_rowid()') ?? 0
}

export const queueRecord = (db: WriteDb, record: number, slip: number, partnerId: string, at: string): void =>
  void db.run('INSERT INTO slip_travel(record, slip, partner_id, queued_at) VALUES (?, ?, ?, ?)', record, slip, partnerId, at)

/** Takes what is not yet in a bundle out of the queue. @returns how many records */
export const cancelQueued = (db: WriteDb, slip: number): number =>
  db.run('UPDATE slip_travel SET cancelled = 1 WHERE slip = ? AND bundle_id IS NULL AND cancelled = 0', slip)

/** Whether a record of the slip is signed and in no bundle yet. */
export const isQueued = (db: ReadDb, slip: number): boolean =>
  db.value<number>('SELECT 1 FROM slip_travel WHERE slip = ? AND bundle_id IS NULL AND cancelled = 0 LIMIT 1', slip) !== undefined

export interface QueuedRow {
  readonly id: string
  readonly record_id: Uint8Array
  readonly rev: number
  readonly kind: 'request' | 'reply' | 'notice' | 'withdraw'
  readonly ref: Uint8Array | null
  readonly content: string
  readonly slip_kind: LifecycleKind
}

/** What tells of somebody whose data may only be kept waits; a refusal or withdrawal tells nothing. */
const MAY_LEAVE = `(s.kind IN ('QR', 'TH') OR r.kind = 'withdraw' OR s.person_id IS NULL OR s.person_id NOT IN (SELECT id FROM restricted_person))`

export const queuedRows = (db: ReadDb, partnerId: string, limit: number): QueuedRow[] =>
  db.all(
    `SELECT s.id, r.record_id, r.rev, r.kind, r.ref, r.content, s.kind AS slip_kind
     FROM slip_travel t JOIN slip_record r ON r.seq = t.record JOIN slip s ON s.seq = t.slip
     WHERE t.partner_id = ? AND t.bundle_id IS NULL AND t.cancelled = 0 AND ${MAY_LEAVE}
     ORDER BY t.record LIMIT ?`,
    partnerId,
    limit
  )

export const queuedCountRows = (db: ReadDb): { partner_id: string; kind: QueuedRow['slip_kind']; count: number }[] =>
  db.all(
    `SELECT t.partner_id, s.kind, count(*) AS count FROM slip_travel t JOIN slip_record r ON r.seq = t.record JOIN slip s ON s.seq = t.slip
     WHERE t.bundle_id IS NULL AND t.cancelled = 0 AND ${MAY_LEAVE} GROUP BY t.partner_id, s.kind`
  )

/** One statement for all slips of a bundle. */
export const bundleMarker = (db: WriteDb): ((slipId: string, bundleId: string, at: string) => number) => {
  const mark = db.prepared(
    `UPDATE slip_travel SET bundle_id = ?, bundled_at = ?
     WHERE slip = (SELECT seq FROM slip WHERE id = ?) AND bundle_id IS NULL AND cancelled = 0`
  )
  return (slipId, bundleId, at) => mark(bundleId, at, slipId)
}

/** Moves every slip of the bundle that stands in one state to the next. */
export const moveSlipsOfBundle = (
  db: WriteDb,
  bundleId: string,
  kind: string,
  from: string,
  to: string,
  waits: string | null,
  owed: boolean
): void =>
  void db.run(
    `UPDATE slip SET status = ?, waits = ?, owed = ?
     WHERE seq IN (SELECT slip FROM slip_travel WHERE bundle_id = ?) AND kind = ? AND status = ? AND direction = 'out'`,
    to,
    waits,
    owed ? 1 : 0,
    bundleId,
    kind,
    from
  )

export function noteBundleCarried(db: WriteDb, bundleId: string, at: string): void {
  db.run('UPDATE slip_travel SET carried_at = ? WHERE bundle_id = ? AND carried_at IS NULL', at, bundleId)
  db.run(
    'UPDATE slip SET carried_at = ? WHERE seq IN (SELECT slip FROM slip_travel WHERE bundle_id = ?) AND carried_at IS NULL',
    at,
    bundleId
  )
}

export function noteBundleReceived(db: WriteDb, bundleId: string, at: string): void {
  db.run('UPDATE slip_travel SET received_at = ? WHERE bundle_id = ? AND received_at IS NULL', at, bundleId)
  db.run(
    'UPDATE slip SET received_at = ? WHERE seq IN (SELECT slip FROM slip_travel WHERE bundle_id = ?) AND received_at IS NULL',
    at,
    bundleId
  )
}

/** The bundle never arrives; a record that was refused in it stays refused, one whose words were deleted since says nothing any more. */
export const unbindRecords = (db: WriteDb, bundleId: string): number =>
  db.run(
    `UPDATE slip_travel SET bundle_id = NULL, bundled_at = NULL WHERE bundle_id = ? AND refused IS NULL
       AND EXISTS (SELECT 1 FROM slip_record r WHERE r.seq = slip_travel.record AND r.content IS NOT NULL)`,
    bundleId
  )

/** @returns the slip of one record in one bundle */
export const travelledSlip = (db: ReadDb, bundleId: string, recordId: Uint8Array): { record: number; slip: number } | undefined =>
  db.one(
    `SELECT t.record, t.slip FROM slip_record r JOIN slip_travel t ON t.record = r.seq
     WHERE r.record_id = ? AND r.batch IS NULL AND t.bundle_id = ?`,
    recordId,
    bundleId
  )

export const noteRecordRefused = (db: WriteDb, record: number, why: string): number =>
  db.run('UPDATE slip_travel SET refused = ? WHERE record = ? AND refused IS NULL', why, record)

export interface TravelRow {
  readonly queued_at: string
  readonly bundle_id: string | null
  readonly bundled_at: string | null
  readonly carried_at: string | null
  readonly received_at: string | null
  readonly refused: string | null
  readonly rev: number
  readonly kind: string
}

export const travelsOf = (db: ReadDb, slip: number): TravelRow[] =>
  db.all(
    `SELECT t.queued_at, t.bundle_id, t.bundled_at, t.carried_at, t.received_at, t.refused, r.rev, r.kind
     FROM slip_travel t JOIN slip_record r ON r.seq = t.record WHERE t.slip = ? ORDER BY t.record`,
    slip
  )

/** Requests of ours that a partner answered. */
export const answeredCount = (db: ReadDb, partnerId: string): number =>
  db.value<number>("SELECT count(*) FROM slip WHERE partner_id = ? AND direction = 'out' AND outcome = 'answered'", partnerId) ?? 0
