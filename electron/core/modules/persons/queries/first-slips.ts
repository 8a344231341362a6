/** SQL of what partners are told first about people who moved in: who was to be told of, and who was. */
import type { IndicatorSide } from '@shared/domain'
import type { ReadDb } from '../../../db'
import { ARRIVED, IN_PERIOD, SINCE_ARRIVAL, type Stays } from './arrivals'
import { clause } from './clause'

export interface AgreementTerm {
  /** Of the partner office. */
  readonly code: string
  readonly valid_from: string
  readonly last_day: string
  /** JSON list. */
  readonly kinds: string
}

/** Those that touch the period, the one signed last behind the others. */
export const agreementTerms = (db: ReadDb, from: string, to: string): AgreementTerm[] =>
  db.all<AgreementTerm>(
    'SELECT code, valid_from, last_day, kinds FROM v_agreement_term WHERE valid_from <= ? AND last_day >= max(valid_from, ?) ORDER BY signed_on, seq',
    to,
    from
  )

/** Counties in which they are registered, as their files write them. */
export const homeCounties = (db: ReadDb, from: string, to: string): string[] =>
  db
    .all<{ county: string }>(`SELECT DISTINCT substr(g.hukou_code, 1, 6) AS county FROM ${ARRIVED} WHERE ${IN_PERIOD}`, from, to)
    .map(({ county }) => county)

/** Of people of a county who are recorded from the first day to the last, the office of the code is told. */
export type OwedSpan = readonly [county: string, code: string, first: string, last: string]

export interface Owed {
  readonly from: string
  readonly to: string
  /** What was told by this day counts. */
  readonly asOf: string
  readonly kinds: readonly string[]
  readonly spans: readonly OwedSpan[]
}

const TOLD = `EXISTS (SELECT 1 FROM person f CROSS JOIN v_slip_told t ON t.person_id = f.id WHERE (f.seq = g.seq OR f.survivor = g.seq)
  AND t.code = owed.code AND t.kind IN (SELECT value FROM json_each(?)) AND t.issued_on ${SINCE_ARRIVAL}
  AND (t.withdrawn_on IS NULL OR t.withdrawn_on > ?))`

/** @param side whether they were told of is asked for the numerator alone */
export function owedStays({ from, to, asOf, kinds, spans }: Owed, side: IndicatorSide): Stays {
  const told = side === 'numerator' ? clause(TOLD, JSON.stringify(kinds), asOf, asOf) : clause('1')
  return clause(
    `WITH owed AS MATERIALIZED (SELECT value ->> 0 AS county, value ->> 1 AS code, value ->> 2 AS first, value ->> 3 AS last FROM json_each(?))
      SELECT g.seq, max(${told.sql}) AS met FROM ${ARRIVED}
        CROSS JOIN owed ON owed.county = substr(g.hukou_code, 1, 6) AND e.recorded_on BETWEEN owed.first AND owed.last
        WHERE ${IN_PERIOD} GROUP BY e.person_seq, e.id`,
    ...[JSON.stringify(spans), ...told.params, from, to]
  )
}
