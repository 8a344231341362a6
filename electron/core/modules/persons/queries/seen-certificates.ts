/** SQL of whose certificate was seen: who was to be asked for it when she moved in, and what the register of checks says. */
import type { IndicatorSide, RulePack } from '@shared/domain'
import { ARRIVED, IN_PERIOD, SINCE_ARRIVAL, type Stays } from './arrivals'
import { clause } from './clause'

export interface Asked extends Omit<NonNullable<RulePack['counting']['certificateDuty']>, 'label' | 'source'> {
  readonly from: string
  readonly to: string
  /** What was seen by this day counts. */
  readonly asOf: string
}

/** Full years on the day of recording; of a birth known by year or month its first day counts. */
const AGE = `substr(e.recorded_on, 1, 4) - substr(g.birth_date, 1, 4) - (substr(e.recorded_on, 6) < substr(g.birth_date, 6)) BETWEEN ? AND ?`

/** A number that somebody typed names no form. */
const SEEN = `EXISTS (SELECT 1 FROM person f CROSS JOIN v_proof_seen c ON c.person_id = f.id WHERE (f.seq = g.seq OR f.survivor = g.seq)
  AND (c.form IS NULL OR c.form IN (SELECT value FROM json_each(?))) AND c.seen_on ${SINCE_ARRIVAL}`

/** What the issuer said last goes before what the code said. */
const GOOD = `(c.valid OR c.open) AND coalesce((SELECT d.genuine FROM v_proof_found d WHERE d.checked = c.seq AND d.found_on <= ?
  ORDER BY d.seq DESC LIMIT 1), c.valid)`

/** @param side what was seen is asked for the numerator alone */
export function askedStays({ forms, sexes, ageFrom, ageTo, from, to, asOf }: Asked, side: IndicatorSide, held: boolean): Stays {
  const seen = clause(`${SEEN}${held ? ` AND ${GOOD}` : ''})`, JSON.stringify(forms), asOf, ...(held ? [asOf] : []))
  const met = side === 'numerator' ? seen : clause('1')
  return clause(
    `SELECT g.seq, ${met.sql} AS met FROM ${ARRIVED} WHERE ${IN_PERIOD} AND g.sex IN (SELECT value FROM json_each(?)) AND ${AGE}`,
    ...[...met.params, from, to, JSON.stringify(sexes), ageFrom, ageTo]
  )
}
