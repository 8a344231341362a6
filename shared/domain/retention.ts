/** How long each kind of record is kept, and what becomes of it then: dated data, so that a changed rule changes a file and no program. */
import { z } from 'zod'
import { dayFromNumber, dayNumber, daysInMonth, partsOfDay, toDay, type Day } from './calendar-day'
import { isInForce, validityShape } from './validity'

/** What a rule is about; each is one event from which its time runs (domain.md PV-7). */
export const keptRecords = [
  'person_left',
  'person_set_aside',
  'service_record',
  'slip',
  'bundle_file',
  'incoming_file',
  'roster',
  'draft',
  'working_trace',
  'former_office',
  'agreement_scan',
  'audit'
] as const
export type KeptRecord = (typeof keptRecords)[number]

const periodSchema = z.union([z.strictObject({ years: z.int().min(1).max(50) }), z.strictObject({ days: z.int().min(1).max(3650) })])
export type KeptFor = z.infer<typeof periodSchema>

const ruleSchema = z.strictObject({
  ...validityShape,
  record: z.enum(keptRecords),
  /** What is kept, and from which event its time runs, as screen and paper say it. */
  label: z.string().min(1).max(60),
  from: z.string().min(1).max(60),
  period: periodSchema,
  /** `archive` sets the file aside, `anonymise` takes the content and leaves number, dates and digest, `delete` leaves nothing. */
  action: z.enum(['archive', 'anonymise', 'delete']),
  source: z.string().min(1).max(200),
  /** First digits of the division codes it holds for; empty for the whole country. */
  region: z.string().regex(/^[0-9]{0,6}$/)
})
export type RetentionRule = z.infer<typeof ruleSchema>

/** resources/codes/retention.json */
export const retentionSchema = z.strictObject({ format: z.literal('retention/1'), rules: z.array(ruleSchema).min(1) })

/** @param code division code of the office @returns the rule in force that day, the nearest region first; undefined: kept for good */
export function retentionRule(rules: readonly RetentionRule[], record: KeptRecord, day: Day, code: string): RetentionRule | undefined {
  const fitting = rules.filter((rule) => rule.record === record && isInForce(rule, day) && code.startsWith(rule.region))
  return fitting.sort((a, b) => b.region.length - a.region.length || ((a.validFrom ?? '') < (b.validFrom ?? '') ? 1 : -1))[0]
}

/** 29 February falls on the last day of February in other years. */
function yearsOn(day: Day, years: number): Day {
  const { year, month, day: number } = partsOfDay(day)
  return toDay(year + years, month, Math.min(number, daysInMonth(year + years, month))) ?? day
}

/** @returns the first day on which what ended on `day` has been kept long enough */
export const keptUntil = (day: Day, period: KeptFor): Day =>
  'years' in period ? yearsOn(day, period.years) : (dayFromNumber(dayNumber(day) + period.days) ?? day)

/** @returns the last day on which something may have ended to be kept long enough today */
export function endedBy(today: Day, period: KeptFor): Day {
  const day = 'years' in period ? yearsOn(today, -period.years) : (dayFromNumber(dayNumber(today) - period.days) ?? today)
  // On 28 February what ended on 29 February four years before is due as well: its time ends that day.
  const next = dayFromNumber(dayNumber(day) + 1)
  return next !== null && keptUntil(next, period) <= today ? next : day
}
