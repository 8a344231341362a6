/** SQL of those who moved in during a period: the stays that count for a figure, and the files that own them. */
import type { IndicatorSide } from '@shared/domain'
import type { ReadDb } from '../../../db'
import { clause, inScope, type Clause } from './clause'

/** Stays recorded in the period by which somebody moved in, and the file that goes on. */
export const ARRIVED = `person_episode e INDEXED BY episode_arrived CROSS JOIN person h ON h.seq = e.person_seq
  CROSS JOIN person g ON g.seq = coalesce(h.survivor, h.seq)`
export const IN_PERIOD = "e.kind = 'in' AND e.recorded_on BETWEEN ? AND ?"
/** What was done for an earlier stay is not done for this one. */
export const SINCE_ARRIVAL = 'BETWEEN min(e.started_on, e.recorded_on) AND ?'

/** Each stay that counts, once: the file (seq), and whether what the rules ask for was done (met). */
export type Stays = Clause

/** Somebody who moved in twice is met twice. */
const filesOf = ({ sql, params }: Stays): Clause => clause(`SELECT seq, min(met) AS met FROM (${sql}) GROUP BY seq`, ...params)

export function arrivedFiles(stays: Stays, side: IndicatorSide): Clause {
  const { sql, params } = filesOf(stays)
  return clause(`SELECT seq FROM (${sql})${side === 'numerator' ? ' WHERE met' : ''}`, ...params)
}

/** Of those who stand in the list. */
export function countArrived(db: ReadDb, stays: Stays, scope: string | null): Readonly<Record<IndicatorSide, number>> {
  const [files, seen] = [filesOf(stays), inScope(scope)]
  const row = db.one<Record<IndicatorSide, number>>(
    `SELECT count(*) AS denominator, coalesce(sum(met), 0) AS numerator FROM (${files.sql}) CROSS JOIN person p USING (seq)
      WHERE p.status = 'active' AND ${seen.sql}`,
    ...files.params,
    ...seen.params
  )
  return row ?? { denominator: 0, numerator: 0 }
}
