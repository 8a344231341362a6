/** SQL of reports: reads only the views that other modules publish. */
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

/** One row per partner and part: the database counts, nobody loads slips. */
export const returnParts = (db: ReadDb, direction: 'out' | 'in', from: string, to: string, today: string): PartCount[] =>
  db.all(
    `SELECT partner_id, part, count(*) AS issued, sum(due_on IS NOT NULL AND due_on <= ?) AS due,
       sum(owed = 1 AND due_on IS NOT NULL AND due_on < ?) AS overdue
     FROM v_slip_return WHERE direction = ? AND issued_on BETWEEN ? AND ?
     GROUP BY partner_id, part`,
    today,
    today,
    direction,
    from,
    to
  )
