/** How long a request for a second person's word lasts, and from how many persons on an export needs one: dated data. */
import { z } from 'zod'
import type { Day } from './calendar-day'
import { isInForce, validityShape } from './validity'

const editionSchema = z.strictObject({
  ...validityShape,
  source: z.string().min(1).max(200),
  /** Hours from the request until it lapses, agreed to or not. */
  requestHours: z.int().min(1).max(720),
  /** Persons whose whole numbers one account may export in 24 hours alone. */
  exportWhole: z.int().min(0),
  /** The same with masked numbers. */
  exportMasked: z.int().min(0),
  /** Rows of a list as it stands on the screen. */
  listRows: z.int().min(0)
})

/** resources/codes/two-persons.json */
export const twoPersonRulesSchema = z.strictObject({ format: z.literal('two-persons/1'), editions: z.array(editionSchema).min(1) })
export type TwoPersonRules = z.infer<typeof editionSchema>

/** @returns the edition in force on the day, else the newest one */
export function twoPersonsOn(editions: readonly TwoPersonRules[], day: Day): TwoPersonRules {
  const found = editions.find((edition) => isInForce(edition, day)) ?? editions.at(-1)
  if (found === undefined) throw new RangeError('no edition')
  return found
}
