// Why: lists, home, candidates and the panel show one slip in the same row.
import type { SlipRow } from '@shared/contract/slips'
import type { Day } from '@shared/domain'
import type { ListedSlip } from './queries/slip-list'
import { daysLeft } from './rules'

type Shown = Pick<
  ListedSlip,
  | 'id'
  | 'slip_no'
  | 'direction'
  | 'kind'
  | 'status'
  | 'owed'
  | 'partner_id'
  | 'person_id'
  | 'subject_name'
  | 'urgency'
  | 'issued_on'
  | 'due_on'
  | 'work_due_on'
  | 'answered_on'
>

/** In place of a name: lists go out as tables, and who is restricted stands in none of them; the slip itself tells it. */
const RESTRICTED = '（限制处理）'
const nobody: ReadonlySet<string> = new Set()

/** @param names partner id → name @param kept files whose data may only be kept */
export const rowView = (row: Shown, names: ReadonlyMap<string, string>, today: Day, kept: ReadonlySet<string> = nobody): SlipRow => ({
  id: row.id,
  slipNo: row.slip_no,
  direction: row.direction,
  kind: row.kind,
  status: row.status,
  partnerId: row.partner_id,
  partnerName: names.get(row.partner_id) ?? '',
  subjectName: kept.has(row.person_id ?? '') ? RESTRICTED : row.subject_name,
  urgency: row.urgency,
  issuedOn: row.issued_on,
  dueOn: row.due_on,
  workDueOn: row.work_due_on,
  answeredOn: row.answered_on,
  daysLeft: daysLeft(row.owed === 1, row.due_on, today)
})
