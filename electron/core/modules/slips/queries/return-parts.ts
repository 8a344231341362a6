/** SQL of the return rate: in which part each request stood at the end of a day. */
import type { ReturnNumber } from '@shared/domain'
import type { SqlValue } from '../../../db'

export interface Counted {
  readonly number: ReturnNumber
  readonly asOf: string
}

interface Sql {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

const openIn = (part: string): string => `${part} IN ('not_carried', 'carried', 'received')`
const answeredIn = (part: string): string => `${part} IN ('answered_in_time', 'answered_late')`

const NOW = 'SELECT seq, partner_id, direction, kind, issued_on, due_on, return_part AS part FROM slip WHERE return_part IS NOT NULL'

/** The same lines as `slip.return_part`, drawn with what was known on the day. */
const THEN = `SELECT seq, partner_id, direction, kind, issued_on, due_on,
  CASE
    WHEN undelivered_on <= day AND NOT coalesce(outcome = 'answered' AND answered_on <= day, 0) THEN 'undelivered'
    WHEN outcome = 'refused' AND answered_on <= day OR outcome IS NULL AND status IN ('returned', 'transferred', 'duplicate')
      AND undelivered_on IS NULL THEN 'refused'
    WHEN status = 'withdrawn' AND coalesce(withdrawn_on, issued_on) <= day THEN 'withdrawn'
    WHEN outcome = 'answered' AND answered_on <= day AND (due_on IS NULL OR answered_on <= due_on) THEN 'answered_in_time'
    WHEN outcome = 'answered' AND answered_on <= day THEN 'answered_late'
    WHEN direction = 'in' OR date(received_at, '+8 hours') <= day THEN 'received'
    WHEN date(carried_at, '+8 hours') <= day THEN 'carried'
    ELSE 'not_carried'
  END AS part
FROM (
  SELECT s.seq, s.partner_id, s.direction, s.kind, s.issued_on, s.status, s.undelivered_on, s.withdrawn_on, s.received_at, s.carried_at, d.day,
    CASE WHEN b.seq IS NULL THEN s.due_on ELSE b.due_on END AS due_on,
    CASE WHEN b.seq IS NULL THEN s.answered_on ELSE b.answered_on END AS answered_on,
    CASE WHEN b.seq IS NULL THEN s.outcome ELSE b.outcome END AS outcome
  FROM (SELECT ? AS day) d CROSS JOIN slip s
  LEFT JOIN slip_answer_before b ON b.seq = (SELECT min(x.seq) FROM slip_answer_before x WHERE x.slip = s.seq AND x.until > d.day)
  WHERE s.return_part IS NOT NULL AND CASE s.direction WHEN 'in' THEN coalesce(s.imported_on, s.issued_on) ELSE s.issued_on END <= d.day
)`

/** Rows of seq, partner_id, direction, kind, issued_on, due_on and part. @param today from it on the ledger as it stands is meant */
export const partsOn = (asOf: string, today: string): Sql => (asOf >= today ? { sql: NOW, params: [] } : { sql: THEN, params: [asOf] })

/** Sums of one group of `partsOn`, in the order of the table. */
export const sumsOn = (asOf: string): Sql => ({
  sql: `sum(part = 'answered_in_time') AS answered_in_time, sum(part = 'answered_late') AS answered_late, sum(part = 'received') AS received,
    sum(part = 'carried') AS carried, sum(part = 'not_carried') AS not_carried, sum(part = 'refused') AS refused,
    sum(part = 'undelivered') AS undelivered, sum(part = 'withdrawn') AS withdrawn,
    coalesce(sum(${openIn('part')} AND due_on <= ?), 0) AS open_due, coalesce(sum(${openIn('part')} AND due_on < ?), 0) AS overdue`,
  params: [asOf, asOf]
})

/** What one number of the table takes, told of the column that holds the part. */
function meant(part: string, { number, asOf }: Counted): Sql {
  switch (number) {
    case 'issued':
      return { sql: `${part} <> 'withdrawn'`, params: [] }
    case 'answered':
      return { sql: answeredIn(part), params: [] }
    case 'due':
      return { sql: `${answeredIn(part)} OR ${openIn(part)} AND due_on <= ?`, params: [asOf] }
    case 'overdue':
      return { sql: `${openIn(part)} AND due_on < ?`, params: [asOf] }
    default:
      return { sql: `${part} = ?`, params: [number] }
  }
}

/** Condition on a slip: whether one number of the table counts it. */
export function countedSlips(counted: Counted, today: string): Sql {
  if (counted.asOf >= today) return meant('return_part', counted)
  const { sql, params } = meant('part', counted)
  return { sql: `seq IN (SELECT seq FROM (${THEN}) WHERE ${sql})`, params: [counted.asOf, ...params] }
}
