/** SQL of what partners are told first about people who moved in: who was to be told of, and who was. */
import type { IndicatorSide } from '@shared/domain'
import type { ReadDb } from '../../../db'
import { clause, inScope, type Clause } from './clause'

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

/** Stays recorded in the period by which somebody moved in, and the file that goes on. */
const ARRIVED = `person_episode e INDEXED BY episode_arrived CROSS JOIN person h ON h.seq = e.person_seq
  CROSS JOIN person g ON g.seq = coalesce(h.survivor, h.seq)`
const IN_PERIOD = "e.kind = 'in' AND e.recorded_on BETWEEN ? AND ?"

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

/** A slip of an earlier stay tells nothing of this one. */
const TOLD = `EXISTS (SELECT 1 FROM person f CROSS JOIN v_slip_told t ON t.person_id = f.id WHERE (f.seq = g.seq OR f.survivor = g.seq)
  AND t.code = owed.code AND t.kind IN (SELECT value FROM json_each(?)) AND t.issued_on BETWEEN min(e.started_on, e.recorded_on) AND ?
  AND (t.withdrawn_on IS NULL OR t.withdrawn_on > ?))`

/** Files (seq, each once), and whether each of their stays was told of, by the condition on a stay. */
function owedFiles({ from, to, spans }: Owed, told: Clause): Clause {
  return clause(
    `WITH owed AS MATERIALIZED (SELECT value ->> 0 AS county, value ->> 1 AS code, value ->> 2 AS first, value ->> 3 AS last FROM json_each(?)),
      stay AS (SELECT g.seq, max(${told.sql}) AS told FROM ${ARRIVED}
        CROSS JOIN owed ON owed.county = substr(g.hukou_code, 1, 6) AND e.recorded_on BETWEEN owed.first AND owed.last
        WHERE ${IN_PERIOD} GROUP BY e.person_seq, e.id)
    SELECT seq, min(told) AS told FROM stay GROUP BY seq`,
    ...[JSON.stringify(spans), ...told.params, from, to]
  )
}

const toldOf = ({ kinds, asOf }: Owed): Clause => clause(TOLD, JSON.stringify(kinds), asOf, asOf)

export function firstSlipFiles(owed: Owed, side: IndicatorSide): Clause {
  const { sql, params } = owedFiles(owed, side === 'numerator' ? toldOf(owed) : clause('1'))
  return clause(`SELECT seq FROM (${sql})${side === 'numerator' ? ' WHERE told' : ''}`, ...params)
}

/** Of those who stand in the list. */
export function countFirstSlips(db: ReadDb, owed: Owed, scope: string | null): Readonly<Record<IndicatorSide, number>> {
  const [files, seen] = [owedFiles(owed, toldOf(owed)), inScope(scope)]
  const row = db.one<Record<IndicatorSide, number>>(
    `SELECT count(*) AS denominator, coalesce(sum(told), 0) AS numerator FROM (${files.sql}) CROSS JOIN person p USING (seq)
      WHERE p.status = 'active' AND ${seen.sql}`,
    ...files.params,
    ...seen.params
  )
  return row ?? { denominator: 0, numerator: 0 }
}
