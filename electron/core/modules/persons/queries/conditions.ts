/** SQL of the advanced conditions: what is true of a row of the list. Columns come from the index of its sort wherever lists carry them. */
import type { PersonConditions } from '@shared/contract/persons'
import { addCalendarDays, isDay } from '@shared/domain'
import { scopeDigit } from '../stay-columns'
import { clause, type Clause } from './clause'

/** From this day on; a month or year that touches it counts. */
const onOrAfter = (column: string, day: string, plus = '+'): Clause =>
  clause(`(${plus}${column} >= ? OR ${plus}${column} IN (?, ?))`, day, day.slice(0, 7), day.slice(0, 4))
/** Up to this day; a year or month sorts before its days and touches what its first day does. */
const onOrBefore = (column: string, day: string): Clause => clause(`+${column} <= ? AND ${column} <> ''`, day)

/** The instant at which a day begins in China, as stamps are written. */
export const startOf = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString()
/** The first instant behind a day. */
export const endOf = (day: string): string => startOf((isDay(day) ? addCalendarDays(day, 1) : null) ?? day)

/** The person and all merged into it: what hangs on a merged file counts for the one that goes on. */
const GROUP = 'SELECT p.seq UNION ALL SELECT m.seq FROM person m INDEXED BY person_by_survivor WHERE m.survivor = p.seq'

/** The present stay of the row has the value. */
const stayWith = (column: string, value: string): Clause =>
  clause(
    `EXISTS (SELECT 1 FROM person_episode e WHERE e.person_seq IN (${GROUP}) AND e.${column} = ${value}
      AND e.started_on = p.stay_started AND e.residence_code = p.stay_code)`
  )

/** Written down here or by the other parent; the birth a child's own file tells goes before the one written down. */
function childBornFrom(day: string): Clause {
  const born = onOrAfter('coalesce(o.birth_date, k.birth_date)', day, '')
  const own = 'LEFT JOIN person f ON f.id = k.child_id LEFT JOIN person o ON o.seq = coalesce(f.survivor, f.seq)'
  return clause(
    `(EXISTS (SELECT 1 FROM person_child k ${own} WHERE k.person_seq IN (${GROUP}) AND ${born.sql})
      OR EXISTS (SELECT 1 FROM person_child k INDEXED BY child_by_other_parent ${own}
        WHERE k.other_parent_id IN (SELECT p.id UNION ALL SELECT m.id FROM person m INDEXED BY person_by_survivor WHERE m.survivor = p.seq)
        AND ${born.sql}))`,
    ...born.params,
    ...born.params
  )
}

function factClauses({ sex, bornFrom, bornTo, marital, education, hukouType, hasNumber, numberWarns }: PersonConditions): Clause[] {
  const found: Clause[] = []
  if (sex !== undefined) found.push(clause('p.sex = ?', sex))
  if (bornFrom !== undefined) found.push(onOrAfter('p.birth_date', bornFrom))
  if (bornTo !== undefined) found.push(onOrBefore('p.birth_date', bornTo))
  // 2x are the kinds of 已婚.
  if (marital === '20') found.push(clause("p.marital >= '20' AND p.marital < '30'"))
  else if (marital !== undefined) found.push(clause('p.marital = ?', marital))
  if (education !== undefined) {
    const level = education.slice(0, 1)
    found.push(clause('p.education >= ? AND p.education < ?', level, `${level}:`))
  }
  if (hukouType !== undefined) found.push(clause('p.hukou_type = ?', hukouType))
  if (hasNumber !== undefined) found.push(clause(`p.id_no IS ${hasNumber ? 'NOT ' : ''}NULL`))
  if (numberWarns !== undefined) found.push(clause(`p.id_checks ${numberWarns ? '<>' : '='} 0`))
  return found
}

function stayClauses({ stayReason, stayScope, employer, dwelling, childBornFrom: born }: PersonConditions): Clause[] {
  const found: Clause[] = []
  if (stayReason !== undefined) found.push(clause('p.stay_reason = ?', stayReason))
  if (stayScope !== undefined) found.push(clause('p.stay_scope = ?', scopeDigit(stayScope)))
  if (employer !== undefined) found.push({ ...stayWith('employer_id', '?'), params: [employer] })
  if (dwelling !== undefined) found.push({ ...stayWith('dwelling', '(SELECT seq FROM dwelling WHERE id = ?)'), params: [dwelling] })
  if (born !== undefined) found.push(childBornFrom(born))
  return found
}

/** @param alias of the person; the plus in front keeps a sort of its own index */
export function statusClauses(more: PersonConditions, alias: string): Clause[] {
  const { statusFrom, statusTo, statusRecordedFrom, statusRecordedTo, statusReason } = more
  const found: Clause[] = []
  if (statusFrom !== undefined) found.push(clause(`${alias}.status_on >= ?`, statusFrom))
  if (statusTo !== undefined) found.push(clause(`${alias}.status_on <= ?`, statusTo))
  if (statusRecordedFrom !== undefined) found.push(clause(`${alias}.status_recorded_on >= ?`, statusRecordedFrom))
  if (statusRecordedTo !== undefined) found.push(clause(`${alias}.status_recorded_on <= ?`, statusRecordedTo))
  if (statusReason !== undefined) found.push(clause(`${alias}.status_reason = ?`, statusReason))
  return found
}

function bookClauses({ recordedFrom, recordedTo, recordedBy, untouchedSince }: PersonConditions): Clause[] {
  const found: Clause[] = []
  if (recordedFrom !== undefined) found.push(clause('p.created_at >= ?', startOf(recordedFrom)))
  if (recordedTo !== undefined) found.push(clause('p.created_at < ?', endOf(recordedTo)))
  if (recordedBy !== undefined)
    found.push(
      clause(
        `EXISTS (SELECT 1 FROM person_change c INDEXED BY change_by_maker
          WHERE c.by = ? AND c.person_seq = p.seq AND c.field = 'created' AND c.record IS NULL)`,
        recordedBy
      )
    )
  if (untouchedSince !== undefined) found.push(clause('+p.updated_at < ?', startOf(untouchedSince)))
  return found
}

/** Ages have become days of birth before they come here; 缺字 is told by the words of the index and the minimum file by the rules (`narrowing`). */
export const conditionClauses = (more: PersonConditions): Clause[] => [
  ...factClauses(more),
  ...stayClauses(more),
  ...statusClauses(more, '+p'),
  ...bookClauses(more)
]
