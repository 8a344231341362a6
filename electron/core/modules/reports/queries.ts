/** SQL of reports: reads only the views that other modules publish. */
import { scopeRange } from '@shared/domain'
import type { ReadDb } from '../../db'

export interface PartCount {
  readonly partner_id: string
  readonly part: 'not_carried' | 'carried' | 'received' | 'answered_in_time' | 'answered_late' | 'refused' | 'withdrawn'
  readonly issued: number
  /** Of these, with a limit up to the day asked for. */
  readonly due: number
  /** Of these, still owed after their limit. */
  readonly overdue: number
}

export interface PartsAsked {
  readonly direction: 'out' | 'in'
  readonly from: string
  readonly to: string
  readonly today: string
  /** Division the account is bound to; null for the whole county. */
  readonly scope: string | null
}

const IN_SCOPE = `AND seq IN (SELECT slip FROM v_slip_place WHERE code >= ? AND code < ? UNION ALL SELECT slip FROM v_slip_place WHERE code = '')`

/** One row per partner and part: the database counts, nobody loads slips. */
export function returnParts(db: ReadDb, asked: PartsAsked): PartCount[] {
  const { direction, from, to, today, scope } = asked
  const places = scope === null ? null : scopeRange(scope)
  return db.all(
    `SELECT partner_id, part, count(*) AS issued, sum(due_on IS NOT NULL AND due_on <= ?) AS due,
       sum(owed = 1 AND due_on IS NOT NULL AND due_on < ?) AS overdue
     FROM v_slip_return WHERE direction = ? AND issued_on BETWEEN ? AND ? ${places === null ? '' : IN_SCOPE}
     GROUP BY partner_id, part`,
    ...[today, today, direction, from, to],
    ...(places === null ? [] : [places.from, places.below])
  )
}
