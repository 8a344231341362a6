/** SQL of who moves between two counties of the province, and of whom both ends have on their books. */
import type { SharedState } from '@shared/domain'
import type { ReadDb } from '../../../db'
import type { Scope } from '../scope'
import { clause, inScope, type Clause } from './clause'

/** Moves whose other end is another county of the own province, as digits of scopes. */
export const CROSSES = "(p.stay_kind = 'in' OR p.stay_kind = 'out') AND p.stay_scope BETWEEN '2' AND '4'"
/** County of the other end, as the file writes it. */
const OTHER_END = "substr(CASE p.stay_kind WHEN 'in' THEN p.hukou_code ELSE p.stay_code END, 1, 6)"

/** County as a file writes it, code of the office that it belongs to today. */
export type EndOfOffice = readonly [county: string, code: string]

const KNOWN = `v_slip_known_there k CROSS JOIN person f ON f.id = k.person_id CROSS JOIN person p ON p.seq = coalesce(f.survivor, f.seq)
  WHERE p.status = 'active' AND ${CROSSES}`
/** Counties of other ends, each with an office that knows somebody from there. */
export const endsKnown = (db: ReadDb): EndOfOffice[] =>
  db
    .all<{ county: string; code: string }>(`SELECT DISTINCT ${OTHER_END} AS county, k.code FROM ${KNOWN}`)
    .map(({ county, code }) => [county, code])

const IS_END = `EXISTS (SELECT 1 FROM json_each(?) one WHERE one.value ->> 0 = ${OTHER_END} AND one.value ->> 1 = k.code)`

/** Files (seq, each once) that the office of the other end has too. */
export const sharedFiles = (ends: readonly EndOfOffice[]): Clause =>
  clause(`SELECT DISTINCT p.seq FROM ${KNOWN} AND ${IS_END}`, JSON.stringify(ends))

/** Of those who stand in the list. */
export function countShared(db: ReadDb, ends: readonly EndOfOffice[], scope: Scope): Readonly<Record<SharedState, number>> {
  const [both, seen] = [sharedFiles(ends), inScope(scope)]
  const count = (sql: string, ...params: Clause['params']): number =>
    db.value<number>(`SELECT count(*) FROM ${sql} AND ${seen.sql}`, ...params, ...seen.params) ?? 0
  return {
    either: count(`person p WHERE p.status = 'active' AND ${CROSSES}`),
    both: count(`(${both.sql}) CROSS JOIN person p USING (seq) WHERE 1`, ...both.params)
  }
}
