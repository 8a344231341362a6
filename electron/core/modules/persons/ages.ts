/** Ages asked for become days of birth: a person has n full years from the n-th birthday to the day before the next. */
import { addCalendarDays, isDay, type Day } from '@shared/domain'
import type { Filter } from './queries/list'

/** The same day so many years earlier; born on 29 February, one has a birthday on 1 March of other years. */
function yearsBefore(day: Day, years: number): Day {
  const year = String(Number(day.slice(0, 4)) - years).padStart(4, '0')
  const same = `${year}${day.slice(4)}`
  if (isDay(same)) return same
  const last = `${year}-02-28`
  return isDay(last) ? last : day
}

const later = (a: string | undefined, b: string | undefined): string | undefined => (a === undefined || (b !== undefined && b > a) ? b : a)
const earlier = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

/** @returns the filter with its ages as a range of births, narrowed by the range of births already asked for */
export function withoutAges(filter: Filter, today: Day): Filter {
  const { ageFrom, ageTo, bornFrom, bornTo, ...rest } = filter.more ?? {}
  if (ageFrom === undefined && ageTo === undefined) return filter
  const youngest = ageFrom === undefined ? undefined : yearsBefore(today, ageFrom)
  const before = ageTo === undefined ? undefined : yearsBefore(today, ageTo + 1)
  const oldest = before === undefined ? undefined : (addCalendarDays(before, 1) ?? undefined)
  const from = later(bornFrom, oldest)
  const to = earlier(bornTo, youngest)
  return { ...filter, more: { ...rest, ...(from === undefined ? {} : { bornFrom: from }), ...(to === undefined ? {} : { bornTo: to }) } }
}
