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

/** First day of birth with which one has fewer than so many full years on the day. */
const bornUnder = (years: number | undefined, on: Day): string | undefined =>
  years === undefined ? undefined : (addCalendarDays(yearsBefore(on, years), 1) ?? undefined)

/** @returns the filter with its ages as ranges of births, narrowed by the ranges of births already asked for */
export function withoutAges(filter: Filter, today: Day): Filter {
  const { ageFrom, ageTo, bornFrom, bornTo, childUnder, childBornFrom, ...rest } = filter.more ?? {}
  if (ageFrom === undefined && ageTo === undefined && childUnder === undefined) return filter
  const from = later(bornFrom, bornUnder(ageTo === undefined ? undefined : ageTo + 1, today))
  const to = earlier(bornTo, ageFrom === undefined ? undefined : yearsBefore(today, ageFrom))
  const child = later(childBornFrom, bornUnder(childUnder, today))
  const births = {
    ...(from === undefined ? {} : { bornFrom: from }),
    ...(to === undefined ? {} : { bornTo: to }),
    ...(child === undefined ? {} : { childBornFrom: child })
  }
  return { ...filter, more: { ...rest, ...births } }
}
