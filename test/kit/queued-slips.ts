/** Signed slips in the queue of an office, made without the screens: for tests of what travels. */
import { uuidv7 } from '../../electron/core/crypto'
import type { WriteDb } from '../../electron/core/db'
import type { ModuleOffice } from './module-office'

export interface QueuedSlip {
  readonly slipId: string
  /** 32 hex. */
  readonly recordId: string
  readonly slipNo: string
}

const NOW = '2026-03-05T01:00:00.000Z'

/** A body of 协查 that the rule pack order-555 accepts. */
export const requestBody = (
  slipNo: string,
  sender: string,
  receiver: string,
  more: Record<string, unknown> = {}
): Record<string, unknown> => ({
  type: 'XC',
  schema_version: 1,
  policy_profile: 'order-555',
  slip_no: slipNo,
  sender_org: `${sender.slice(0, 6)}000000`,
  receiver_org: `${receiver.slice(0, 6)}000000`,
  issued_on: '2026-03-05',
  contact_post: '流动人口管理岗',
  contact_phone: '0912-3812345',
  subject_ref: '0192f0c0aa',
  purpose_code: 'identity',
  legal_basis_code: 'request',
  consent_ref: 'TY-2026-17',
  urgency: 'ordinary',
  due_on: '2026-04-04',
  person: { name: '测试甲', sex: '2', birth_date: '1988-01-01', hukou_code: '610802001003', no_id_reason: 'lost' },
  items: [{ code: 'identity' }],
  reason_text: '本人申请办理登记',
  ...more
})

let counter = 0

/** Queues one 协查 for a partner. `change` alters its body. */
export function queueSlip(
  db: WriteDb,
  office: Pick<ModuleOffice, 'card'>,
  partner: { readonly id: string; readonly code: string },
  change: Record<string, unknown> = {}
): QueuedSlip {
  counter += 1
  const recordId = uuidv7().replaceAll('-', '')
  const slipId = uuidv7()
  const slipNo = `${office.card.code}-XC-2026-${String(counter).padStart(6, '0')}`
  const body = requestBody(slipNo, office.card.code, partner.code, change)
  const line = JSON.stringify({ t: 'slip', id: recordId, rev: 1, kind: 'request', ref: null, author: office.card.id, body })
  const id = Buffer.from(recordId, 'hex')
  db.run(
    "INSERT INTO slip_record(record_id, rev, kind, slip_kind, rule_pack, slip_no, content) VALUES (?, 1, 'request', 'XC', 'order-555', ?, ?)",
    id,
    slipNo,
    line
  )
  const record = db.value<number>('SELECT last_insert_rowid()') ?? 0
  db.run(
    `INSERT INTO slip(id, record_id, rev, direction, kind, status, waits, owed, partner_id, slip_no, issued_on, due_on, created_at, rule_pack, body_record)
     VALUES (?, ?, 1, 'out', 'XC', 'signed', 'peer', 1, ?, ?, '2026-03-05', '2026-04-04', ?, 'order-555', ?)`,
    slipId,
    id,
    partner.id,
    slipNo,
    NOW,
    record
  )
  const slip = db.value<number>('SELECT seq FROM slip WHERE id = ?', slipId) ?? 0
  db.run('INSERT INTO slip_travel(record, slip, partner_id, queued_at) VALUES (?, ?, ?, ?)', record, slip, partner.id, NOW)
  return { slipId, recordId, slipNo }
}
