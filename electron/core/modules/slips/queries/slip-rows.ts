/** SQL of single slips: read one, write one, its events, numbers and adopted fields. */
import type { LifecycleKind } from '@shared/domain'
import type { ReadDb, SqlValue, WriteDb } from '../../../db'
import type { Direction, Queue } from '../rules'

/** One slip as stored, with the content of its present revision. */
export interface SlipStored {
  readonly seq: number
  readonly id: string
  readonly record_id: Uint8Array
  readonly rev: number
  readonly direction: Direction
  readonly kind: LifecycleKind
  readonly status: string
  readonly waits: 'us' | 'peer' | null
  readonly owed: number
  readonly partner_id: string
  readonly person_id: string | null
  readonly slip_no: string | null
  readonly urgency: string | null
  readonly issued_on: string | null
  readonly due_on: string | null
  readonly work_due_on: string | null
  readonly answered_on: string | null
  readonly imported_on: string | null
  readonly created_at: string
  readonly created_by: string | null
  readonly subject_name: string | null
  readonly subject_sex: string | null
  readonly subject_birth: string | null
  readonly subject_id_no: string | null
  readonly ref: Uint8Array | null
  readonly answer_to: number | null
  readonly pairing: string | null
  readonly pairing_note: string | null
  readonly outcome: 'answered' | 'refused' | null
  readonly rule_pack: string
  readonly deadline_rule: string | null
  readonly draft: string | null
  readonly body_record: number | null
  readonly carried_at: string | null
  readonly received_at: string | null
  readonly withdrawn_on: string | null
  readonly undelivered_on: string | null
  readonly conflict: number
  /** The line that travelled or travels; null for a draft and for a withdrawn slip. */
  readonly content: string | null
}

const WHOLE = 'SELECT s.*, r.content FROM slip s LEFT JOIN slip_record r ON r.seq = s.body_record'

export const slipById = (db: ReadDb, id: string): SlipStored | undefined => db.one(`${WHOLE} WHERE s.id = ?`, id)
export const slipBySeq = (db: ReadDb, seq: number): SlipStored | undefined => db.one(`${WHOLE} WHERE s.seq = ?`, seq)
export const slipOfRecord = (db: ReadDb, record: Uint8Array, direction: Direction, partnerId: string): SlipStored | undefined =>
  db.one(`${WHOLE} WHERE s.record_id = ? AND s.direction = ? AND s.partner_id = ?`, record, direction, partnerId)
/** The same, on this link or on those whose place it took. @param links partner ids, the present one first */
export const slipOnLinks = (db: ReadDb, record: Uint8Array, direction: Direction, links: readonly string[]): SlipStored | undefined =>
  links.reduce<SlipStored | undefined>((found, id) => found ?? slipOfRecord(db, record, direction, id), undefined)
/** @param links partner ids, the present one first */
export const ownSlipByNumber = (db: ReadDb, slipNo: string, links: readonly string[]): SlipStored | undefined =>
  links.reduce<SlipStored | undefined>(
    (found, id) => found ?? db.one(`${WHOLE} WHERE s.slip_no = ? AND s.direction = 'out' AND s.partner_id = ?`, slipNo, id),
    undefined
  )
/** Slips written for one file, or found to mean it, oldest first. */
export const slipsOfFile = (db: ReadDb, personId: string): SlipStored[] => db.all(`${WHOLE} WHERE s.person_id = ? ORDER BY s.seq`, personId)
/** Replies to a slip, oldest first; ended ones are no answers. */
export const answersOf = (db: ReadDb, seq: number): SlipStored[] =>
  db.all(`${WHOLE} WHERE s.answer_to = ? AND s.status <> 'ended' ORDER BY s.seq`, seq)
/** Replies of a partner that came before the request they answer. */
export const orphansOf = (db: ReadDb, record: Uint8Array, partnerId: string): SlipStored[] =>
  db.all(`${WHOLE} WHERE s.ref = ? AND s.answer_to IS NULL AND s.partner_id = ? ORDER BY s.seq`, record, partnerId)

/** Slips of one subject from one partner, newest first: by number where there is one, else by name and birth. */
export function slipsOfSubject(db: ReadDb, slip: SlipStored): SlipStored[] {
  const same = `s.direction = ? AND s.partner_id = ? AND s.seq <> ? ORDER BY s.seq DESC LIMIT 50`
  const rest = [slip.direction, slip.partner_id, slip.seq] as const
  if (slip.subject_id_no !== null) return db.all(`${WHOLE} WHERE s.subject_id_no = ? AND ${same}`, slip.subject_id_no, ...rest)
  return db.all(`${WHOLE} WHERE s.subject_name = ? AND s.subject_birth = ? AND ${same}`, slip.subject_name, slip.subject_birth, ...rest)
}

/** What a new slip of this office, or a reply of a partner, starts with. */
export interface NewSlip {
  readonly id: string
  readonly recordId: Uint8Array
  readonly rev: number
  readonly direction: Direction
  readonly kind: LifecycleKind
  readonly status: string
  readonly queue: Queue
  readonly partnerId: string
  readonly personId: string | null
  readonly urgency: string | null
  readonly at: string
  readonly by: string | null
  readonly subject: { readonly name: string; readonly sex: string; readonly birth: string; readonly idNo: string | null } | null
  readonly ref: Uint8Array | null
  readonly answerTo: number | null
  readonly rulePack: string
  readonly draft: string | null
}

/** @returns its row number */
export function insertSlip(db: WriteDb, slip: NewSlip): number {
  const row: SqlValue[] = [
    slip.id,
    slip.recordId,
    slip.rev,
    slip.direction,
    slip.kind,
    slip.status,
    slip.queue.waits,
    slip.queue.owed ? 1 : 0
  ]
  row.push(slip.partnerId, slip.personId, slip.urgency, slip.at, slip.by)
  row.push(slip.subject?.name ?? null, slip.subject?.sex ?? null, slip.subject?.birth ?? null, slip.subject?.idNo ?? null)
  row.push(slip.ref, slip.answerTo, slip.rulePack, slip.draft)
  db.run(
    `INSERT INTO slip(id, record_id, rev, direction, kind, status, waits, owed, partner_id, person_id, urgency, created_at, created_by,
       subject_name, subject_sex, subject_birth, subject_id_no, ref, answer_to, rule_pack, draft)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...row
  )
  return db.value<number>('SELECT seq FROM slip WHERE id = ?', slip.id) ?? 0
}

/** Moves a slip on; the caller took both from the life-cycle table. */
export const setStatus = (db: WriteDb, seq: number, status: string, { waits, owed }: Queue): void =>
  void db.run('UPDATE slip SET status = ?, waits = ?, owed = ? WHERE seq = ?', status, waits, owed ? 1 : 0, seq)

/** Columns that change by themselves, each named by the caller's intent. */
export const setPairing = (db: WriteDb, seq: number, result: string, note: string | null, personId: string | null): void =>
  void db.run('UPDATE slip SET pairing = ?, pairing_note = ?, person_id = ? WHERE seq = ?', result, note, personId, seq)
export const clearPairing = (db: WriteDb, seq: number): void =>
  void db.run('UPDATE slip SET pairing = NULL, pairing_note = NULL, person_id = NULL WHERE seq = ?', seq)
export const setPerson = (db: WriteDb, seq: number, personId: string): void =>
  void db.run('UPDATE slip SET person_id = ? WHERE seq = ?', personId, seq)
/** A slip goes over the link that took the place of the one it was written for. */
export const setPartner = (db: WriteDb, seq: number, partnerId: string): void =>
  void db.run('UPDATE slip SET partner_id = ? WHERE seq = ?', partnerId, seq)
/** What a report of an earlier day counts, when another answer, or none, takes its place. */
const keepAnswer = (db: WriteDb, seq: number, until: string, unless: string): void =>
  void db.run(
    `INSERT INTO slip_answer_before(slip, due_on, answered_on, outcome, until)
     SELECT seq, due_on, answered_on, outcome, ? FROM slip WHERE seq = ? AND answered_on IS NOT NULL AND outcome <> ?`,
    until,
    seq,
    unless
  )
/** An answer after a return, or the other way round, counts from its day; so did the first until then. */
export function setAnswered(db: WriteDb, seq: number, outcome: 'answered' | 'refused', on: string): void {
  keepAnswer(db, seq, on, outcome)
  db.run('UPDATE slip SET outcome = ?, answered_on = ? WHERE seq = ?', outcome, on, seq)
}
/** The day of an answer before this one; a return was none. */
export const firstAnswerOn = ({ outcome, answered_on: on }: SlipStored): string | null => (outcome === 'answered' ? on : null)
/** What was answered stands no longer from this day on. Called before the slip takes its new limit. */
export function clearAnswer(db: WriteDb, seq: number, on: string): void {
  keepAnswer(db, seq, on, '')
  db.run('UPDATE slip SET outcome = NULL, answered_on = NULL WHERE seq = ?', seq)
}
export const setUndelivered = (db: WriteDb, seq: number, on: string): void =>
  void db.run('UPDATE slip SET undelivered_on = ? WHERE seq = ?', on, seq)
export const setAnswerTo = (db: WriteDb, seq: number, answerTo: number): void =>
  void db.run('UPDATE slip SET answer_to = ? WHERE seq = ?', answerTo, seq)
const WITHDRAWAL = `SELECT content, rule_pack FROM slip_record WHERE record_id = ? AND kind = 'withdraw' AND content IS NOT NULL
  ORDER BY rev DESC LIMIT 1`
/** What was said when the slip was taken back. */
export const withdrawalOf = (db: ReadDb, recordId: Uint8Array): { readonly content: string; readonly rule_pack: string } | undefined =>
  db.one(WITHDRAWAL, recordId)
export const setWithdrawn = (db: WriteDb, seq: number, on: string): void =>
  void db.run('UPDATE slip SET withdrawn_on = ? WHERE seq = ?', on, seq)

export interface Signature {
  readonly recordId: Uint8Array
  readonly slipNo: string
  readonly issuedOn: string
  readonly dueOn: string | null
  readonly workDueOn: string | null
  readonly deadlineRule: string | null
  readonly rulePack: string
  readonly rev: number
  readonly record: number
}

export const setSigned = (db: WriteDb, seq: number, signed: Signature): void =>
  void db.run(
    `UPDATE slip SET record_id = ?, slip_no = ?, issued_on = ?, due_on = ?, work_due_on = ?, deadline_rule = ?, rule_pack = ?, rev = ?,
       body_record = ?, draft = NULL
     WHERE seq = ?`,
    signed.recordId,
    signed.slipNo,
    signed.issuedOn,
    signed.dueOn,
    signed.workDueOn,
    signed.deadlineRule,
    signed.rulePack,
    signed.rev,
    signed.record,
    seq
  )

/** @returns the next ordinal of the kind and year, used up at once */
export function takeNumber(db: WriteDb, kind: string, year: number): number {
  db.run('INSERT INTO slip_number(kind, year, last) VALUES (?, ?, 1) ON CONFLICT (kind, year) DO UPDATE SET last = last + 1', kind, year)
  return db.value<number>('SELECT last FROM slip_number WHERE kind = ? AND year = ?', kind, year) ?? 0
}

export interface EventStored {
  readonly at: string
  readonly by: string
  /** Id of the account. */
  readonly account: string
  readonly action: string
  readonly label: string
  readonly note: string | null
  readonly bundle: string | null
}

export const addEvent = (db: WriteDb, seq: number, event: EventStored): void =>
  void db.run(
    'INSERT INTO slip_event(slip, at, by, account, action, label, note, bundle) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    seq,
    event.at,
    event.by,
    event.account,
    event.action,
    event.label,
    event.note,
    event.bundle
  )

export const eventsOf = (db: ReadDb, seq: number): EventStored[] =>
  db.all('SELECT at, by, account, action, label, note, bundle FROM slip_event WHERE slip = ? ORDER BY seq', seq)

export const adoptedCodes = (db: ReadDb, seq: number): string[] =>
  db.all<{ code: string }>('SELECT DISTINCT code FROM slip_adoption WHERE slip = ?', seq).map((row) => row.code)

export const addAdoption = (
  db: WriteDb,
  seq: number,
  row: {
    readonly code: string
    readonly personId: string
    readonly field: string
    readonly before: string | null
    readonly after: string
    readonly by: string
    readonly at: string
  }
): void =>
  void db.run(
    'INSERT INTO slip_adoption(slip, code, person_id, field, before, after, by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    seq,
    row.code,
    row.personId,
    row.field,
    row.before,
    row.after,
    row.by,
    row.at
  )

export interface GivenNumber {
  readonly kind: string
  readonly year: number
  readonly last: number
}

export const givenNumbers = (db: ReadDb): GivenNumber[] => db.all<GivenNumber>('SELECT kind, year, last FROM slip_number')

/** Own slips that wait for the stick or the post. */
export const signedSlips = (db: ReadDb): { readonly seq: number; readonly kind: LifecycleKind }[] =>
  db.all("SELECT seq, kind FROM slip WHERE direction = 'out' AND status = 'signed'")

/** Numbers up to `last` are never given again. */
export const skipTo = (db: WriteDb, { kind, year, last }: GivenNumber): number =>
  db.run(
    'INSERT INTO slip_number(kind, year, last) VALUES (?, ?, ?) ON CONFLICT (kind, year) DO UPDATE SET last = excluded.last WHERE excluded.last > last',
    kind,
    year,
    last
  )
