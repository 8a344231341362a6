// Why: every limit comes from a row of the rule pack; nothing in the program knows a number of days. Source: domain.md §2.5 DL-1…DL-3.
import { addCalendarDays, daysInMonth, partsOfDay, toDay, type Day } from './calendar-day'
import { isDivisionCode, isInDivision, type DivisionCode } from './division-code'
import type { MovementScope } from './movement-scope'
import type { DeadlineRule, RulePack } from './rule-pack'
import type { SlipKind } from './slip-kinds'
import { isInForce } from './validity'
import { addWorkingDays, nextWorkingDay, type CountedDay, type WorkCalendar } from './working-days'

/** What has to be done, and all that may decide the limit. */
export interface DeadlineQuery {
  /** `slip.answer`, `slip.receive`, `registration.verify_answer`, … as listed in docs/formats/reference-data.md */
  task: string
  kind?: SlipKind
  urgency?: string
  purpose?: string
  scope?: MovementScope
  /** where the office that has to act is */
  region?: DivisionCode
}

export interface Deadline {
  dueOn: Day
  /** counted without the holiday table of some year; say so beside the date */
  estimated: boolean
  /** the row that was applied, for the explanation beside the date */
  rule: DeadlineRule
}

/** DL-1: the official clock runs from issue, the own working clock from import. */
export interface TwoClocks {
  official: Deadline | null
  own: Deadline | null
}

/** @returns the most particular row that applies on the start day, null when the pack sets no limit */
export function findDeadlineRule(pack: RulePack, query: DeadlineQuery, start: Day): DeadlineRule | null {
  const fitting = pack.deadlines.filter((row) => fits(row, query) && isInForce(row, start))
  return fitting.reduce<DeadlineRule | null>((best, row) => (best === null || weight(row) > weight(best) ? row : best), null)
}

/** @returns the last day of the limit that starts on `start`, null when the pack sets none or the day cannot be counted */
export function deadlineFrom(pack: RulePack, query: DeadlineQuery, start: Day, calendar: WorkCalendar): Deadline | null {
  const rule = findDeadlineRule(pack, query, start)
  if (rule === null) return null
  const counted = count(rule, start, calendar)
  return counted === null ? null : { dueOn: counted.day, estimated: counted.estimated, rule }
}

export function twoClocks(
  pack: RulePack,
  query: DeadlineQuery,
  started: { issuedOn: Day; importedOn: Day | null },
  calendar: WorkCalendar
): TwoClocks {
  return {
    official: deadlineFrom(pack, query, started.issuedOn, calendar),
    own: started.importedOn === null ? null : deadlineFrom(pack, query, started.importedOn, calendar)
  }
}

function fits(row: DeadlineRule, query: DeadlineQuery): boolean {
  return (
    row.task === query.task &&
    (row.slipTypes.length === 0 || (query.kind !== undefined && row.slipTypes.includes(query.kind))) &&
    (row.urgency === null || row.urgency === query.urgency) &&
    (row.purpose === null || row.purpose === query.purpose) &&
    (row.scope === null || row.scope === query.scope) &&
    (row.region === null || (query.region !== undefined && isDivisionCode(row.region) && isInDivision(query.region, row.region)))
  )
}

/** Region before scope before purpose before urgency before type: a local rule beats a general one. */
function weight(row: DeadlineRule): number {
  const region = row.region === null ? 0 : row.region.replace(/0+$/, '').length
  return (
    region * 16 +
    Number(row.scope !== null) * 8 +
    Number(row.purpose !== null) * 4 +
    Number(row.urgency !== null) * 2 +
    Number(row.slipTypes.length > 0)
  )
}

function count(rule: DeadlineRule, start: Day, calendar: WorkCalendar): CountedDay | null {
  if (rule.unit === 'working_day') return addWorkingDays(start, rule.value, calendar)
  const day = rule.unit === 'month' ? addMonths(start, rule.value) : addCalendarDays(start, rule.value)
  if (day === null) return null
  return rule.roll ? nextWorkingDay(day, calendar) : { day, estimated: false }
}

/** The same day of a later month, or that month's last day. */
export function addMonths(start: Day, months: number): Day | null {
  const { year, month, day } = partsOfDay(start)
  const index = year * 12 + month - 1 + months
  const at = { year: Math.floor(index / 12), month: (index % 12) + 1 }
  return toDay(at.year, at.month, Math.min(day, daysInMonth(at.year, at.month)))
}
