// Why: names, codes and rules hold from a day to a day, and all tables must mean the same by that.
import type { Day } from './calendar-day'
import { firstDayOf, isPartialDate, partialDateSchema } from './partial-date'

/** First day of validity, and first day no longer valid; null is open. A month or a year stands for its first day. */
export const validityShape = { validFrom: partialDateSchema.nullable(), validTo: partialDateSchema.nullable() }

/** @returns whether a row with half-open validity applies on the day */
export function isInForce(row: { validFrom: string | null; validTo: string | null }, day: Day): boolean {
  const from = row.validFrom !== null && isPartialDate(row.validFrom) ? firstDayOf(row.validFrom) : null
  const to = row.validTo !== null && isPartialDate(row.validTo) ? firstDayOf(row.validTo) : null
  return (from === null || from <= day) && (to === null || day < to)
}
