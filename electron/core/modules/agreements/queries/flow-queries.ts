/** SQL behind the flow between counties: people page by page, slips per partner, counts only. */
import type { ReadDb } from '../../../db'

export interface FlowPerson {
  readonly stay_code: string
  readonly sort_key: string
  readonly seq: number
  readonly status: string
  readonly stay_kind: string
  readonly hukou_code: string
}

export type FlowPlace = Pick<FlowPerson, 'stay_code' | 'sort_key' | 'seq'>

export const FLOW_PAGE = `SELECT stay_code, sort_key, seq, status, stay_kind, hukou_code FROM v_flow_person
  WHERE (stay_code, sort_key, seq) > (?, ?, ?) ORDER BY stay_code, sort_key, seq LIMIT ?`

export const peopleAfter = (db: ReadDb, from: FlowPlace, limit: number): FlowPerson[] =>
  db.all<FlowPerson>(FLOW_PAGE, from.stay_code, from.sort_key, from.seq, limit)

export interface SlipCount {
  readonly partner_id: string
  readonly direction: 'out' | 'in'
  readonly issued: number
  readonly answered: number
}

const COUNTED = `SELECT partner_id, direction, count(*) AS issued, sum(part IN ('answered_in_time', 'answered_late')) AS answered
  FROM v_slip_return WHERE issued_on >= ?`

/** @param within codes from the first up to, but without, the second; null for the whole county */
export const slipCounts = (db: ReadDb, since: string, within: { readonly from: string; readonly below: string } | null): SlipCount[] =>
  within === null
    ? db.all<SlipCount>(`${COUNTED} GROUP BY partner_id, direction`, since)
    : db.all<SlipCount>(
        `${COUNTED} AND seq IN (SELECT slip FROM v_slip_place WHERE code >= ? AND code < ?) GROUP BY partner_id, direction`,
        since,
        within.from,
        within.below
      )

export const allPartners = (db: ReadDb): { readonly id: string; readonly code: string }[] =>
  db.all("SELECT id, code FROM partner ORDER BY code, trust = 'closed', id")
