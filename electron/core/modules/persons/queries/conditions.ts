/** SQL of the advanced conditions: every column stands in the index of each sort, so that a narrowed list reads no record it does not show. */
import type { Filter } from './list'
import { clause, type Clause } from './clause'

type Conditions = NonNullable<Filter['more']>

/** From this day on; a month or year that touches it counts. */
const onOrAfter = (column: string, day: string): Clause =>
  clause(`(+${column} >= ? OR +${column} IN (?, ?))`, day, day.slice(0, 7), day.slice(0, 4))
/** Up to this day; a year or month sorts before its days and touches what its first day does. */
const onOrBefore = (column: string, day: string): Clause => clause(`+${column} <= ? AND ${column} <> ''`, day)

/** Ages have become days of birth before they come here. */
export function conditionClauses({ sex, bornFrom, bornTo, marital, education, hukouType, hasNumber, numberWarns }: Conditions): Clause[] {
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
