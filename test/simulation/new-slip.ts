/** A slip as it stands once it was signed and waits for a stick: what the pages of the program would have written, without them. */
import type { WriteDb } from '../../electron/core/db'

export interface NewSlip {
  /** 32 hex digits. */
  readonly id: string
  /** Office id. */
  readonly author: string
  readonly partner: string
}

/** In the caller's transaction. */
export function queueSignedSlip(db: WriteDb, { id, author, partner }: NewSlip): void {
  const no = `610802-00-XC-2026-${id.slice(0, 10)}`
  const body = {
    type: 'XC',
    schema_version: 1,
    policy_profile: 'order-555',
    slip_no: no,
    issued_on: '2026-03-05',
    due_on: '2026-04-04',
    person: { name: '测试甲', sex: '2', birth_date: '1988-01-01' }
  }
  const record = Buffer.from(id, 'hex')
  db.run(
    "INSERT INTO slip_record(record_id, rev, kind, slip_kind, rule_pack, slip_no, content) VALUES (?, 1, 'request', 'XC', 'order-555', ?, ?)",
    record,
    no,
    JSON.stringify({ t: 'slip', id, rev: 1, kind: 'request', ref: null, author, body })
  )
  const seq = db.value<number>('SELECT last_insert_rowid()') ?? 0
  db.run(
    `INSERT INTO slip(id, record_id, rev, direction, kind, status, waits, owed, partner_id, slip_no, issued_on, due_on, created_at, rule_pack, body_record)
     VALUES (?, ?, 1, 'out', 'XC', 'signed', 'peer', 1, ?, ?, '2026-03-05', '2026-04-04', '', 'order-555', ?)`,
    id,
    record,
    partner,
    no,
    seq
  )
  const slip = db.value<number>('SELECT last_insert_rowid()') ?? 0
  db.run("INSERT INTO slip_travel(record, slip, partner_id, queued_at) VALUES (?, ?, ?, '')", seq, slip, partner)
}
