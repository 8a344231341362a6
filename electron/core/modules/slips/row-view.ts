// Why: lists, home, candidates and the panel show one slip in the same row.
import type { SlipRow } from '@shared/contract/slips'
import type { Day } from '@shared/domain'
import type { ReadDb } from '../../db'
import { partnerNames } from '../partners'
import { hiddenInLists, maskedName } from '../persons'
import { handsOf, type Hand } from './queries/assignments'
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
  | 'pairing'
>

/** In place of a name: lists go out as tables, and who is restricted stands in none of them; the slip itself tells it. */
const RESTRICTED = '（限制处理）'
type Hidden = ReadonlyMap<string, 'restricted' | 'bereaved'>
const nobody: Hidden = new Map()

function subjectOf({ person_id: person, subject_name: name }: Shown, hidden: Hidden): string | null {
  const why = person === null ? undefined : hidden.get(person)
  if (why === 'restricted') return RESTRICTED
  return why === 'bereaved' && name !== null ? maskedName(name) : name
}

const handView = ({ unit, account, due_on: due }: Hand): SlipRow['hand'] => ({
  to: [unit, account].filter((name) => name !== null).join(' · '),
  dueOn: due
})

/** @param names partner id → name @param hidden files that no list names @param hand who works on it; not told where a slip only stands beside another */
export const rowView = (row: Shown, names: ReadonlyMap<string, string>, today: Day, hidden: Hidden = nobody, hand?: Hand): SlipRow => ({
  id: row.id,
  slipNo: row.slip_no,
  direction: row.direction,
  kind: row.kind,
  status: row.status,
  partnerId: row.partner_id,
  partnerName: names.get(row.partner_id) ?? '',
  subjectName: subjectOf(row, hidden),
  urgency: row.urgency,
  issuedOn: row.issued_on,
  dueOn: row.due_on,
  workDueOn: row.work_due_on,
  answeredOn: row.answered_on,
  daysLeft: daysLeft(row.owed === 1, row.due_on, today),
  paired: row.pairing !== null,
  hand: hand === undefined ? null : handView(hand)
})

/** @returns rows of lists as they stand on screen */
export function rowViewer({ db, today }: { readonly db: ReadDb; readonly today: Day }): (rows: readonly ListedSlip[]) => SlipRow[] {
  const names = partnerNames(db)
  const hidden = hiddenInLists(db)
  return (rows) => {
    const hands = handsOf(
      db,
      rows.map(({ seq }) => seq)
    )
    return rows.map((row) => rowView(row, names, today, hidden, hands.get(row.seq)))
  }
}
