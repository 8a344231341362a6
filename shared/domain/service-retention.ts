// Why: what somebody told a service about his health is kept no longer than the service needs it, and how long is dated data.
import { z } from 'zod'
import { daysInMonth, partsOfDay, toDay, type Day } from './calendar-day'
import { isInForce, validityShape } from './validity'

const editionSchema = z.strictObject({
  ...validityShape,
  source: z.string().min(1).max(300),
  /** Months from the end of a service's purpose after which its record goes. */
  months: z.int().min(1).max(120)
})

/** resources/codes/service-retention.json */
export const serviceRetentionSchema = z.strictObject({ format: z.literal('service-retention/1'), editions: z.array(editionSchema).min(1) })
export type ServiceRetention = z.infer<typeof editionSchema>

/** @returns the edition in force on the day, else the newest one */
export function serviceRetentionOn(editions: readonly ServiceRetention[], day: Day): ServiceRetention {
  const found = editions.find((edition) => isInForce(edition, day)) ?? editions.at(-1)
  if (found === undefined) throw new RangeError('no edition')
  return found
}

/** @returns the same day so many months later, the last of a shorter month; the day itself where no such year is covered */
export function monthsLater(day: Day, months: number): Day {
  const { year, month, day: dayOfMonth } = partsOfDay(day)
  const counted = year * 12 + month - 1 + months
  const [toYear, toMonth] = [Math.floor(counted / 12), (counted % 12) + 1]
  return toDay(toYear, toMonth, Math.min(dayOfMonth, daysInMonth(toYear, toMonth))) ?? day
}
