/** How long working keys should be used and how long a partner may be silent: dated data that only warns; validity goes by version (exchange.md §4.2). */
import { z } from 'zod'
import { addCalendarDays, daysBetween, isDay, type Day } from './calendar-day'
import { isInForce, validityShape } from './validity'

const editionSchema = z.strictObject({
  ...validityShape,
  source: z.string().min(1).max(200),
  /** Months after which a signing key should be changed. */
  months: z.int().min(1).max(120),
  /** Days before that from which it is said, the longest first. */
  warnDays: z.array(z.int().min(1).max(365)).min(1),
  /** Days without anything heard of a partner. */
  silenceDays: z.int().min(1).max(365)
})

/** resources/codes/key-life.json */
export const keyLifeSchema = z.strictObject({ format: z.literal('key-life/1'), editions: z.array(editionSchema).min(1) })
export type KeyLife = z.infer<typeof editionSchema>

/** @returns the edition in force on the day, else the newest one */
export function keyLifeOn(editions: readonly KeyLife[], day: Day): KeyLife {
  const found = editions.find((edition) => isInForce(edition, day)) ?? editions.at(-1)
  if (found === undefined) throw new RangeError('no edition')
  return found
}

export interface KeyDue {
  readonly dueOn: Day
  /** Negative once it is over. */
  readonly daysLeft: number
  /** Step of `warnDays` that was reached, 0 for none; one more than there are when it is over. */
  readonly step: number
}

/**
 * @param issued when the card that first named the key was signed, as the card says
 * @returns null when the card says nothing that can be a day
 */
export function keyDue(issued: string, today: Day, { months, warnDays }: Pick<KeyLife, 'months' | 'warnDays'>): KeyDue | null {
  const from = issued.slice(0, 10)
  if (!isDay(from)) return null
  const dueOn = addCalendarDays(from, Math.round(months * 30.436875))
  if (dueOn === null) return null
  const daysLeft = daysBetween(today, dueOn)
  const reached = warnDays.filter((days) => daysLeft <= days).length
  return { dueOn, daysLeft, step: daysLeft < 0 ? warnDays.length + 1 : reached }
}

/** Whole days since an instant was last heard of; 0 where the clock says it lies ahead. */
export function silentDays(heardAt: string, today: Day): number {
  const from = heardAt.slice(0, 10)
  return isDay(from) ? Math.max(0, daysBetween(from, today)) : 0
}
