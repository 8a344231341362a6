/** SQL of tables exchanged with a partner (TJ), and of the slips that one row of such a table counts. */
import type { Day, ReturnPart } from '@shared/domain'
import type { ReadDb } from '../../../db'
import { partsOn } from './return-parts'
import type { SlipStored } from './slip-rows'

export interface TableAsked {
  readonly partnerId: string
  readonly code: string
  /** `2026-03`: the month in which its period ends. */
  readonly month: string
}

const OF_TABLE = `FROM slip s LEFT JOIN slip_record r ON r.seq = s.body_record
  WHERE s.kind = 'TJ' AND s.direction = ? AND s.partner_id = ? AND s.withdrawn_on IS NULL
    AND json_extract(coalesce(s.draft, json_extract(r.content, '$.body')), '$.table_code') = ?
    AND json_extract(coalesce(s.draft, json_extract(r.content, '$.body')), '$.period') = ?`

/** The last table its author signed: its own numbers tell the order, bundles may come in any. Given back ones say nothing to anybody. */
export const lastTable = (db: ReadDb, direction: 'out' | 'in', { partnerId, code, month }: TableAsked): SlipStored | undefined =>
  db.one(
    `SELECT s.*, r.content ${OF_TABLE} AND s.body_record IS NOT NULL AND s.status <> 'returned' ORDER BY s.issued_on DESC, s.slip_no DESC LIMIT 1`,
    ...[direction, partnerId, code, month]
  )

/** An own table that waits for its signature. */
export const waitingTable = (db: ReadDb, { partnerId, code, month }: TableAsked): string | undefined =>
  db.value(`SELECT s.id ${OF_TABLE} AND s.status IN ('draft', 'to_sign') ORDER BY s.seq DESC LIMIT 1`, ...['out', partnerId, code, month])

export interface CountedSlip {
  readonly id: string
  readonly slip_no: string | null
  readonly part: ReturnPart
}

export interface CountedAsked {
  readonly partnerId: string
  readonly direction: 'out' | 'in'
  readonly from: Day
  readonly to: Day
  readonly asOf: Day
  readonly today: Day
  readonly keeper: boolean
}

/** The slips behind all parts of a row, by number. */
export function slipsOfRow(db: ReadDb, { partnerId, direction, from, to, asOf, today, keeper }: CountedAsked): CountedSlip[] {
  const standing = partsOn(asOf, today)
  return db.all(
    `SELECT s.id, s.slip_no, p.part FROM (${standing.sql}) p JOIN slip s ON s.seq = p.seq
     WHERE p.direction = ? AND p.partner_id = ? AND p.issued_on BETWEEN ? AND ?
       ${keeper ? '' : 'AND p.seq NOT IN (SELECT slip FROM hidden_slip)'} ORDER BY s.slip_no`,
    ...standing.params,
    ...[direction, partnerId, from, to]
  )
}
