/** SQL of sealed files: the packets, their keys, and the slips that belong to them. */
import type { SealingKind } from '@shared/domain/sealing'
import type { ReadDb, WriteDb } from '../../db'

export interface SealingRecord {
  readonly seq: number
  readonly id: string
  readonly revision: number
  readonly person_id: string
  readonly kind: SealingKind
  readonly reason: string
  readonly review_on: string
  readonly sealed_at: string
  readonly sealed_by: string
}

const COLUMNS = 's.seq, s.id, s.revision, s.person_id, s.kind, s.reason, s.review_on, s.sealed_at, s.sealed_by'
const BY_ID = `SELECT ${COLUMNS} FROM sealing s WHERE s.id = ? AND s.lifted_at IS NULL`
export const sealedById = (db: ReadDb, id: string): SealingRecord | undefined => db.one<SealingRecord>(BY_ID, id)

const PAGE = `SELECT ${COLUMNS} FROM sealing s INDEXED BY sealing_by_review
  WHERE s.lifted_at IS NULL AND (s.review_on, s.seq) > (?, ?) ORDER BY s.review_on, s.seq LIMIT ?`
export const sealedPage = (db: ReadDb, after: { readonly day: string; readonly seq: number }, limit: number): SealingRecord[] =>
  db.all<SealingRecord>(PAGE, after.day, after.seq, limit)

const FOUND = `SELECT DISTINCT ${COLUMNS} FROM sealed_key k CROSS JOIN sealing s ON s.seq = k.sealing
  WHERE k.value = ? AND s.lifted_at IS NULL AND (s.review_on, s.seq) > (?, ?) ORDER BY s.review_on, s.seq LIMIT ?`
/** By a whole name or number. */
export const sealedFound = (
  db: ReadDb,
  text: string,
  after: { readonly day: string; readonly seq: number },
  limit: number
): SealingRecord[] => db.all<SealingRecord>(FOUND, text, after.day, after.seq, limit)

const STANDING = `SELECT ${COLUMNS} FROM sealing s WHERE s.lifted_at IS NULL ORDER BY s.seq`
export const standingSeals = (db: ReadDb): SealingRecord[] => db.all<SealingRecord>(STANDING)
const ON_FILE = 'SELECT 1 FROM person_key WHERE id = ?'
export const isOnFile = (db: ReadDb, id: string): boolean => db.value<number>(ON_FILE, id) !== undefined

const CONTENT = 'SELECT content FROM sealing WHERE seq = ?'
export const contentOf = (db: ReadDb, seq: number): string => db.value<string>(CONTENT, seq) ?? ''
const KEEP_CONTENT = 'UPDATE sealing SET content = ? WHERE seq = ?'
export const keepContent = (db: WriteDb, seq: number, content: string): number => db.run(KEEP_CONTENT, content, seq)

const NAMES = "SELECT value FROM sealed_key WHERE sealing = ? AND birth <> '' ORDER BY value LIMIT 1"
export const nameOfSealed = (db: ReadDb, seq: number): string => db.value<string>(NAMES, seq) ?? ''

const AGAIN =
  "SELECT EXISTS (SELECT 1 FROM sealed_key k CROSS JOIN person_key p ON p.id_match = k.value WHERE k.sealing = ? AND k.birth = '')"
/** Whether somebody of the same number stands in the register now. */
export const isRegisteredAgain = (db: ReadDb, seq: number): boolean => db.value<number>(AGAIN, seq) === 1

const INSERT = `INSERT INTO sealing (id, revision, person_id, kind, reason, review_on, sealed_at, sealed_by, content) VALUES (?, 1, ?, ?, ?, ?, ?, ?, '{}')`
/** @returns the row number of a seal that holds nothing yet */
export function insertSealing(db: WriteDb, row: Omit<SealingRecord, 'seq' | 'revision'>): number {
  db.run(INSERT, row.id, row.person_id, row.kind, row.reason, row.review_on, row.sealed_at, row.sealed_by)
  return db.value<number>('SELECT last_insert_rowid()') ?? 0
}

const FILE = 'INSERT INTO sealed_file (person_seq, person_id, sealing) VALUES (?, ?, ?)'
const KEY = 'INSERT INTO sealed_key (sealing, value, birth) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'
interface Filling {
  readonly content: string
  readonly files: readonly { readonly seq: number; readonly id: string }[]
  readonly keys: readonly { readonly value: string; readonly birth: string }[]
}
export function fillSealing(db: WriteDb, seq: number, { content, files, keys }: Filling): void {
  keepContent(db, seq, content)
  for (const file of files) db.run(FILE, file.seq, file.id, seq)
  for (const { value, birth } of keys) db.run(KEY, seq, value, birth)
}

const HIDE = `WITH seal (seq, files) AS (SELECT ?, ?) INSERT OR IGNORE INTO sealed_slip (slip, sealing)
  SELECT s.seq, seal.seq FROM seal CROSS JOIN json_each(seal.files) f CROSS JOIN slip s ON s.person_id = f.value
  UNION SELECT s.seq, k.sealing FROM seal CROSS JOIN sealed_key k INDEXED BY sealed_key_of_sealing ON k.sealing = seal.seq
    CROSS JOIN slip s ON s.subject_id_no = k.value WHERE k.birth = ''
  UNION SELECT s.seq, k.sealing FROM seal CROSS JOIN sealed_key k INDEXED BY sealed_key_of_sealing ON k.sealing = seal.seq
    CROSS JOIN slip s ON s.subject_name = k.value WHERE k.birth <> '' AND s.subject_birth = k.birth AND s.subject_id_no IS NULL AND s.person_id IS NULL`
const HIDE_ANSWERS = `INSERT OR IGNORE INTO sealed_slip (slip, sealing)
  SELECT s.seq, h.sealing FROM sealed_slip h CROSS JOIN slip s ON s.answer_to = h.slip WHERE h.sealing = ?`
/** Slips about the files, while they still name them, and answers to those. @param files ids */
export function hideSlips(db: WriteDb, seq: number, files: readonly string[]): void {
  db.run(HIDE, seq, JSON.stringify(files))
  db.run(HIDE_ANSWERS, seq)
}

export interface SealedSlip {
  readonly id: string
  readonly slip_no: string | null
  readonly direction: 'in' | 'out'
  readonly on_day: string
  readonly open: number
}
const SLIPS = `SELECT s.id, s.slip_no, s.direction, coalesce(s.issued_on, substr(s.created_at, 1, 10)) AS on_day, s.waits IS NOT NULL AS open
  FROM sealed_slip h CROSS JOIN slip s ON s.seq = h.slip WHERE h.sealing = ? ORDER BY s.seq DESC LIMIT 200`
export const slipsOfSealing = (db: ReadDb, seq: number): SealedSlip[] => db.all<SealedSlip>(SLIPS, seq)
const OPEN_SLIPS = 'SELECT count(*) FROM sealed_slip h CROSS JOIN slip s ON s.seq = h.slip WHERE h.sealing = ? AND s.waits IS NOT NULL'
export const openSlips = (db: ReadDb, seq: number): number => db.value<number>(OPEN_SLIPS, seq) ?? 0
const FREE = 'DELETE FROM sealed_slip WHERE sealing = ? AND slip = (SELECT seq FROM slip WHERE id = ? AND person_id IS NULL)'
/** @returns how many: 0 for a slip that is not there or names the file itself */
export const freeSlip = (db: WriteDb, seq: number, slip: string): number => db.run(FREE, seq, slip)

const BY_SEQ = 'SELECT sealing FROM sealed_file WHERE person_seq = ?'
const BY_PERSON = 'SELECT sealing FROM sealed_file WHERE person_id = ?'
/** @returns the seal a file lies under */
export const sealOf = (db: ReadDb, by: 'seq' | 'id', value: string | number): number | undefined =>
  db.value<number>(by === 'seq' ? BY_SEQ : BY_PERSON, value)

const LOOK = 'INSERT INTO sealing_look (sealing, at, by, reason) VALUES (?, ?, ?, ?)'
export const noteLook = (db: WriteDb, seq: number, at: string, by: string, reason: string): number => db.run(LOOK, seq, at, by, reason)
const LOOKS = 'SELECT at, by, reason FROM sealing_look WHERE sealing = ? ORDER BY seq DESC LIMIT 50'
export const looksOf = (db: ReadDb, seq: number): { at: string; by: string; reason: string }[] => db.all(LOOKS, seq)

const PROLONG = 'UPDATE sealing SET review_on = ?, revision = revision + 1 WHERE seq = ?'
export const prolong = (db: WriteDb, seq: number, day: string): number => db.run(PROLONG, day, seq)

const LIFTED = 'UPDATE sealing SET content = NULL, lifted_at = ?, lifted_by = ?, lifted_why = ?, revision = revision + 1 WHERE seq = ?'
const FORGET = [
  'DELETE FROM sealed_slip WHERE sealing = ?',
  'DELETE FROM sealed_key WHERE sealing = ?',
  'DELETE FROM sealed_file WHERE sealing = ?'
]
/** From here on nothing is kept from anybody. */
export function markLifted(
  db: WriteDb,
  seq: number,
  { at, by, why }: { readonly at: string; readonly by: string; readonly why: string }
): void {
  for (const sql of FORGET) db.run(sql, seq)
  db.run(LIFTED, at, by, why, seq)
}
