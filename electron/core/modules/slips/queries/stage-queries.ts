/** SQL of slips on their way in: staged without effect, merged in one go, dropped without a trace. */
import type { LifecycleKind } from '@shared/domain'
import type { ReadDb, SqlValue, WriteDb } from '../../../db'
import { dropSlipLooks } from './slip-looks'

export interface BatchRow {
  readonly batch: number
  readonly first_seq: number
}

export function openBatch(db: WriteDb, stage: string, partnerId: string, at: string): BatchRow {
  db.run(
    `INSERT INTO slip_batch(stage, partner_id, opened_at, first_seq) VALUES (?, ?, ?, (SELECT coalesce(max(seq), 0) + 1 FROM slip_record))`,
    stage,
    partnerId,
    at
  )
  return db.one<BatchRow>('SELECT batch, first_seq FROM slip_batch WHERE stage = ?', stage) ?? { batch: 0, first_seq: 0 }
}

export const stageInsert = (db: WriteDb): ((...row: readonly SqlValue[]) => number) =>
  db.prepared(
    `INSERT INTO slip_record(batch, record_id, rev, kind, slip_kind, ref, digest, rule_pack, slip_no, urgency, issued_on, due_on, work_due_on,
       subject_name, subject_sex, subject_birth, subject_id_no, slip_id, content)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
  )

/** Ids in which SQL looks for one. @param links partner ids of one office: this link, and those before and after it that a lost root key ended or began */
const listed = (links: readonly string[]): string => links.join(' ')

/**
 * Whether the same partner sent another record of this id before: applied earlier, or earlier in this stage.
 * `e.seq <> r.seq` is implied, but it lets SQLite pass over the record itself inside the index, without reading its page again.
 */
const EARLIER = `SELECT 1 FROM slip_record e JOIN slip_batch b ON b.batch = e.batch
  WHERE e.record_id = r.record_id AND e.seq <> r.seq AND instr(?, b.partner_id) > 0
    AND (b.bundle_id IS NOT NULL OR (e.batch = r.batch AND e.seq < r.seq))`

const COPY = `INSERT INTO slip(id, record_id, rev, direction, kind, status, waits, owed, partner_id, slip_no, urgency, issued_on, due_on,
    work_due_on, imported_on, created_at, subject_name, subject_sex, subject_birth, subject_id_no, ref, rule_pack, body_record)
  SELECT r.slip_id, r.record_id, r.rev, 'in', r.slip_kind, 'to_assign', 'us', r.kind = 'request', ?, r.slip_no, r.urgency, r.issued_on,
    r.due_on, r.work_due_on, ?, ?, r.subject_name, r.subject_sex, r.subject_birth, r.subject_id_no, r.ref, r.rule_pack, r.seq
  FROM slip_record r`

/** @returns how many requests and notices became slips because nothing of their id was known */
export const insertFresh = (
  db: WriteDb,
  { batch, first_seq }: BatchRow,
  to: { readonly partnerId: string; readonly links: readonly string[]; readonly day: string; readonly at: string }
): number =>
  db.run(
    `${COPY} WHERE r.seq >= ? AND r.batch = ? AND r.kind IN ('request', 'notice') AND NOT EXISTS (${EARLIER}) ORDER BY r.seq`,
    to.partnerId,
    to.day,
    to.at,
    first_seq,
    batch,
    listed(to.links)
  )

export const insertOne = (db: WriteDb, record: number, partnerId: string, day: string, at: string): void =>
  void db.run(`${COPY} WHERE r.seq = ?`, partnerId, day, at, record)

/** @returns how many staged records were exact repetitions; they are gone */
export const deleteRepeated = (db: WriteDb, { batch, first_seq }: BatchRow, links: readonly string[]): number =>
  db.run(
    `DELETE FROM slip_record WHERE seq IN (
       SELECT r.seq FROM slip_record r WHERE r.seq >= ? AND r.batch = ? AND EXISTS (${EARLIER} AND e.rev = r.rev AND e.digest = r.digest))`,
    first_seq,
    batch,
    listed(links)
  )

export interface StagedRow {
  readonly seq: number
  readonly record_id: Uint8Array
  readonly rev: number
  readonly kind: 'request' | 'reply' | 'notice' | 'withdraw'
  readonly slip_kind: string
  readonly ref: Uint8Array | null
  readonly digest: Uint8Array
  readonly rule_pack: string
  readonly slip_id: string
  readonly content: string
}

/** Staged records that did not become a slip of their own, in the order they came. */
export const leftOver = (db: ReadDb, { batch, first_seq }: BatchRow, partnerId: string): StagedRow[] =>
  db.all(
    `SELECT r.seq, r.record_id, r.rev, r.kind, r.slip_kind, r.ref, r.digest, r.rule_pack, r.slip_id, r.content
     FROM slip_record r
     LEFT JOIN slip s ON s.record_id = r.record_id AND s.direction = 'in' AND s.partner_id = ?
     WHERE r.seq >= ? AND r.batch = ? AND (s.seq IS NULL OR s.body_record <> r.seq) ORDER BY r.seq`,
    partnerId,
    first_seq,
    batch
  )

export interface KnownRecord {
  readonly seq: number
  readonly rev: number
  readonly kind: string
  readonly digest: Uint8Array
}

/** Other records of the same id by the same partner that count by now. */
export const knownRecords = (db: ReadDb, row: StagedRow, batch: number, partnerId: string): KnownRecord[] =>
  db.all(
    `SELECT e.seq, e.rev, e.kind, e.digest FROM slip_record e JOIN slip_batch b ON b.batch = e.batch
     WHERE e.record_id = ? AND b.partner_id = ? AND (b.bundle_id IS NOT NULL OR (e.batch = ? AND e.seq < ?))`,
    row.record_id,
    partnerId,
    batch,
    row.seq
  )

/** Whether an applied record on one of these links took back what this id said. */
export const isTakenBack = (db: ReadDb, recordId: Uint8Array, links: readonly string[]): boolean =>
  db.value<number>(
    `SELECT 1 FROM slip_record e JOIN slip_batch b ON b.batch = e.batch
     WHERE e.record_id = ? AND e.kind = 'withdraw' AND b.bundle_id IS NOT NULL AND instr(?, b.partner_id) > 0`,
    recordId,
    listed(links)
  ) !== undefined

export const digestOfRecord = (db: ReadDb, record: number): Uint8Array | undefined =>
  db.value<Uint8Array>('SELECT digest FROM slip_record WHERE seq = ?', record)

/** Corrections that came without, or before, the slip they correct, which is here now. */
export const loneCorrections = (db: ReadDb, links: readonly string[]): { correction: number; slip: number }[] =>
  db.all(
    `SELECT c.seq AS correction, s.seq AS slip FROM slip c JOIN slip s ON s.record_id = c.ref AND s.direction = 'in' AND instr(?, s.partner_id) > 0
     WHERE c.kind = 'BZ' AND c.direction = 'in' AND c.answer_to IS NULL AND instr(?, c.partner_id) > 0 ORDER BY c.seq`,
    listed(links),
    listed(links)
  )

/** The slip takes over another revision of its content. */
export const takeContent = (db: WriteDb, slip: number, record: number): void =>
  void db.run(
    `UPDATE slip SET (rev, slip_no, urgency, issued_on, due_on, work_due_on, subject_name, subject_sex, subject_birth, subject_id_no, rule_pack,
       body_record) = (SELECT rev, slip_no, urgency, issued_on, due_on, work_due_on, subject_name, subject_sex, subject_birth, subject_id_no,
       rule_pack, seq FROM slip_record WHERE seq = ?) WHERE seq = ?`,
    record,
    slip
  )

export const insertReply = (db: WriteDb, record: number, partnerId: string, day: string, at: string): void =>
  void db.run(
    `INSERT INTO slip(id, record_id, rev, direction, kind, status, waits, owed, partner_id, slip_no, issued_on, imported_on, created_at, ref,
       rule_pack, body_record)
     SELECT slip_id, record_id, rev, 'in', slip_kind, 'imported', NULL, 0, ?, slip_no, issued_on, ?, ?, ref, rule_pack, seq
     FROM slip_record WHERE seq = ?`,
    partnerId,
    day,
    at,
    record
  )

/** A reply shows the name of the person it is about. */
export const copySubject = (db: WriteDb, to: number, from: number): void =>
  void db.run(
    'UPDATE slip SET (subject_name, subject_sex, subject_birth, person_id) = (SELECT subject_name, subject_sex, subject_birth, person_id FROM slip WHERE seq = ?) WHERE seq = ?',
    from,
    to
  )

export const flagConflict = (db: WriteDb, slip: number): void => void db.run('UPDATE slip SET conflict = 1 WHERE seq = ?', slip)

/** The author withdrew: what it said about the person goes, the stub with number and dates stays (domain.md §2.3 CH). */
export function forgetContent(db: WriteDb, slip: number, recordId: Uint8Array, partnerId: string): void {
  dropSlipLooks(db, slip)
  db.run(
    `UPDATE slip_record SET content = NULL, subject_name = NULL, subject_sex = NULL, subject_birth = NULL, subject_id_no = NULL
     WHERE record_id = ? AND kind <> 'withdraw'
       AND (EXISTS (SELECT 1 FROM slip_batch b WHERE b.batch = slip_record.batch AND b.partner_id = ?)
         OR (batch IS NULL AND seq = (SELECT body_record FROM slip WHERE seq = ?)))`,
    recordId,
    partnerId,
    slip
  )
  db.run('UPDATE slip SET subject_name = NULL, subject_sex = NULL, subject_birth = NULL, subject_id_no = NULL WHERE seq = ?', slip)
}

export const closeBatch = (db: WriteDb, batch: number, bundleId: string, at: string): void =>
  void db.run('UPDATE slip_batch SET bundle_id = ?, applied_at = ? WHERE batch = ?', bundleId, at, batch)

interface KindCount {
  readonly slip_kind: string
  readonly count: number
}

const KINDS_OF_BATCH = 'SELECT slip_kind, count(*) AS count FROM slip_record WHERE seq >= ? AND batch = ? GROUP BY slip_kind'

/** Walks every record of the batch: only for a batch of which some were repetitions. */
export const stagedKinds = (db: ReadDb, { batch, first_seq }: BatchRow): Map<string, number> =>
  new Map(db.all<KindCount>(KINDS_OF_BATCH, first_seq, batch).map(({ slip_kind, count }) => [slip_kind, count]))

export const openBatches = (db: ReadDb): (BatchRow & { stage: string })[] =>
  db.all('SELECT batch, first_seq, stage FROM slip_batch WHERE bundle_id IS NULL')

export function dropBatch(db: WriteDb, { batch, first_seq }: BatchRow): void {
  db.run('DELETE FROM slip_record WHERE seq >= ? AND batch = ?', first_seq, batch)
  db.run('DELETE FROM slip_batch WHERE batch = ?', batch)
}

/** Which bundle a record came with. */
export const arrivalOf = (db: ReadDb, record: number): { bundle_id: string; applied_at: string } | undefined =>
  db.one('SELECT b.bundle_id, b.applied_at FROM slip_record r JOIN slip_batch b ON b.batch = r.batch WHERE r.seq = ?', record)

export interface ArrivedRow {
  readonly bundle_id: string
  readonly seq: number
  readonly id: string
  readonly slip_no: string | null
  readonly kind: LifecycleKind
}

/** Slips that records of some bundles are about. Records have no index by batch: they are walked once, from the first of these on. */
export const arrivedWith = (db: ReadDb, bundleIds: readonly string[]): ArrivedRow[] =>
  db.all(
    `WITH chosen AS MATERIALIZED (SELECT batch, bundle_id, partner_id, first_seq FROM slip_batch WHERE bundle_id IN (SELECT value FROM json_each(?)))
     SELECT DISTINCT c.bundle_id, s.seq, s.id, s.slip_no, s.kind FROM slip_record r
       JOIN chosen c ON c.batch = r.batch
       JOIN slip s ON s.record_id = r.record_id AND s.direction = 'in' AND s.partner_id = c.partner_id
     WHERE r.seq >= (SELECT min(first_seq) FROM chosen) ORDER BY s.seq`,
    JSON.stringify(bundleIds)
  )

/** @returns bundles, oldest first, in which a record about this slip came in */
export const bundlesAbout = (db: ReadDb, seq: number): string[] =>
  db
    .all<{ bundle_id: string }>(
      `SELECT DISTINCT b.bundle_id FROM slip s
         JOIN slip_record r ON r.record_id = s.record_id
         JOIN slip_batch b ON b.batch = r.batch AND b.partner_id = s.partner_id
       WHERE s.seq = ? AND b.bundle_id IS NOT NULL ORDER BY b.batch`,
      seq
    )
    .map(({ bundle_id: id }) => id)
