/** SQL of the indicators that the ledger can count: the slips of each side of each fraction. Source: domain.md §2.6. */
import type { IndicatorSide, LedgerIndicator } from '@shared/domain'
import type { SqlValue } from '../../../db'
import { partsOn } from './return-parts'

/** Kind, day of issue, last day to take it in. */
export type ReceiveLimit = readonly [kind: string, issuedOn: string, limit: string]

export interface IndicatorSlips {
  readonly id: LedgerIndicator
  readonly side: IndicatorSide
  /** Slips whose limit falls on these days are counted. */
  readonly from: string
  readonly to: string
  /** Of every kind and day of issue whose limit to take in falls on these days. */
  readonly limits: readonly ReceiveLimit[]
}

interface Condition {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

const OWED = "part NOT IN ('refused', 'undelivered', 'withdrawn')"
const ANSWERED = "part IN ('answered_in_time', 'answered_late')"
/** Somebody judged the answer as good and took it in by the end of the day. */
const ADOPTED = `${ANSWERED} AND seq IN (SELECT slip FROM slip_event WHERE action = 'adopt' AND date(at, '+8 hours') <= ?)`

type AnsweredIndicator = Exclude<LedgerIndicator, 'receive' | 'receive_lenient'>
/** What is counted over what, of the questions whose limit falls in the period. */
const FRACTIONS: Readonly<Record<AnsweredIndicator, Readonly<Record<IndicatorSide, string>> & { readonly direction: 'in' | 'out' }>> = {
  answer: { direction: 'in', denominator: OWED, numerator: ANSWERED },
  answer_in_time: { direction: 'in', denominator: OWED, numerator: "part = 'answered_in_time'" },
  answer_effective: { direction: 'in', denominator: OWED, numerator: ANSWERED },
  return: { direction: 'out', denominator: OWED, numerator: ANSWERED },
  accepted: { direction: 'out', denominator: ANSWERED, numerator: ADOPTED }
}

/** Condition on a slip. @param today a period that has not ended counts what stands today */
export function indicatorSlips(asked: IndicatorSlips, today: string): Condition {
  const { id, side, from, to } = asked
  const asOf = to < today ? to : today
  if (id === 'receive' || id === 'receive_lenient') return received(asked, asOf)
  const { direction, [side]: which } = FRACTIONS[id]
  const standing = partsOn(asOf, today)
  return {
    sql: `seq IN (SELECT seq FROM (${standing.sql}) WHERE direction = ? AND due_on BETWEEN ? AND ? AND ${which})`,
    params: [...standing.params, direction, from, to, ...(which === ADOPTED ? [asOf] : [])]
  }
}

/** What never came here is known to nobody, so every slip that came is what could have come. */
function received({ id, side, limits }: IndicatorSlips, asOf: string): Condition {
  const within = id === 'receive' ? 'AND s.imported_on <= l.value ->> 2' : ''
  const [inTime, params] = side === 'numerator' ? [`AND s.imported_on <= ? ${within}`, [asOf]] : ['', []]
  return {
    sql: `seq IN (SELECT s.seq FROM json_each(?) l CROSS JOIN slip s ON s.issued_on = l.value ->> 1 AND s.kind = l.value ->> 0
      WHERE s.direction = 'in' ${inTime})`,
    params: [JSON.stringify(limits), ...params]
  }
}
