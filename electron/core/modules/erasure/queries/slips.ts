/** SQL of slips whose time is over: they keep number, partner, days and digest, and lose what they say about somebody. */
import type { ReadDb, WriteDb } from '../../../db'

/** The last day on which anything happened to it. */
export const LAST_DAY = `max(coalesce(s.answered_on, ''), coalesce(s.withdrawn_on, ''), coalesce(s.issued_on, ''), coalesce(s.imported_on, ''), substr(s.created_at, 1, 10))`
const WHO = 'WITH who (seq, id) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?))'

export interface SlipDay {
  readonly seq: number
  readonly day: string
}

const OF_FILES = `${WHO} SELECT s.seq, ${LAST_DAY} AS day FROM who CROSS JOIN slip s ON s.person_id = who.id
  WHERE NOT (s.direction = 'out' AND s.body_record IS NULL AND s.status IN ('draft', 'to_sign'))`
/** Slips that stand in the ledger about the files, with the last day of each. */
export const slipsOfFiles = (db: ReadDb, who: string): SlipDay[] => db.all<SlipDay>(OF_FILES, who)

const DUE = `SELECT s.seq, ${LAST_DAY} AS day FROM slip s
  WHERE s.seq > ? AND s.created_at < ? AND ${LAST_DAY} <= ? AND (
    s.subject_name IS NOT NULL OR s.subject_id_no IS NOT NULL OR s.person_id IS NOT NULL OR s.draft IS NOT NULL
    OR EXISTS (SELECT 1 FROM slip_record r WHERE r.seq = s.body_record AND r.content IS NOT NULL))
  ORDER BY s.seq LIMIT ?`
/** Slips that still say something, whose last day is `day` or earlier. */
export const slipsDue = (db: ReadDb, after: number, day: string, limit: number): SlipDay[] =>
  db.all<SlipDay>(DUE, after, `${day}T99`, day, limit)

const RECORDS = `SELECT r.seq FROM slip s CROSS JOIN slip_record r ON r.record_id = s.record_id
  WHERE s.seq = ? AND (r.batch IS NULL) = (s.direction = 'out')
    AND (r.batch IS NULL OR EXISTS (SELECT 1 FROM slip_batch b WHERE b.batch = r.batch AND b.partner_id = s.partner_id))`
const FORGET_RECORD = `UPDATE slip_record SET content = NULL, subject_name = NULL, subject_sex = NULL, subject_birth = NULL, subject_id_no = NULL
  WHERE seq = ? AND (content IS NOT NULL OR subject_name IS NOT NULL OR subject_birth IS NOT NULL)`
const UNQUEUE = 'UPDATE slip_travel SET cancelled = 1 WHERE slip = ? AND bundle_id IS NULL AND cancelled = 0'
const FORGET_EVENTS = 'UPDATE slip_event SET note = NULL WHERE slip = ? AND note IS NOT NULL'
const DROP_ADOPTED = 'DELETE FROM slip_adoption WHERE slip = ?'
const DROP_LOOKS = 'DELETE FROM slip_look WHERE slip = ?'
const FORGET = `UPDATE slip SET subject_name = NULL, subject_sex = NULL, subject_birth = NULL, subject_id_no = NULL, pairing_note = NULL, draft = NULL,
  person_id = NULL, waits = NULL, owed = 0 WHERE seq = ?`

const NOTE_GONE = "INSERT INTO gone (kind, id, at) SELECT 'slip', id, ? FROM slip WHERE seq = ? ON CONFLICT DO NOTHING"

/** Inside `whileErasing`. */
export function forgetSlip(db: WriteDb, seq: number, now: string): void {
  db.run(NOTE_GONE, now, seq)
  for (const { seq: record } of db.all<{ seq: number }>(RECORDS, seq)) db.run(FORGET_RECORD, record)
  db.run(UNQUEUE, seq)
  db.run(FORGET_EVENTS, seq)
  db.run(DROP_ADOPTED, seq)
  db.run(DROP_LOOKS, seq)
  db.run(FORGET, seq)
}
