/** Decides which backups of a place may go: so many days, weeks and months are kept, by dated rule, and never the last good one. */

export interface KeepRule {
  /** First day the rule holds, YYYY-MM-DD. */
  readonly valid_from: string
  readonly daily: number
  readonly weekly: number
  readonly monthly: number
}

export interface KeptFile {
  readonly file: string
  readonly madeAt: string
}

/** The rule of a day: the last one that had begun. */
export const ruleOn = (rules: readonly KeepRule[], day: string): KeepRule | null =>
  [...rules].sort((a, b) => (a.valid_from < b.valid_from ? 1 : -1)).find((rule) => rule.valid_from <= day) ?? null

const CHINA_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
const dayNumber = (madeAt: string): number => Math.floor((Date.parse(madeAt) + CHINA_MS) / DAY_MS)
/** Weeks begin on Monday; day 0 of the count was a Thursday. */
const weekOf = (madeAt: string): string => String(Math.floor((dayNumber(madeAt) + 3) / 7))
const monthOf = (madeAt: string): string => new Date(Date.parse(madeAt) + CHINA_MS).toISOString().slice(0, 7)
const dayOf = (madeAt: string): string => String(dayNumber(madeAt))

/**
 * The newest of each of the last `daily` days, `weekly` weeks and `monthly` months that have any, counted by the backups themselves and not
 * by today: a long holiday or a wrong clock takes nothing away. The newest three stay whatever the rule.
 * @returns files that may go, the oldest first
 */
export function surplus(files: readonly KeptFile[], rule: KeepRule): string[] {
  const newestFirst = [...files].sort((a, b) => (a.madeAt < b.madeAt ? 1 : a.madeAt > b.madeAt ? -1 : a.file < b.file ? 1 : -1))
  const kept = new Set(newestFirst.slice(0, NEWEST).map(({ file }) => file))
  for (const [count, periodOf] of [[rule.daily, dayOf] as const, [rule.weekly, weekOf] as const, [rule.monthly, monthOf] as const]) {
    const seen = new Set<string>()
    for (const { file, madeAt } of newestFirst) {
      const period = periodOf(madeAt)
      if (seen.has(period) || seen.size >= count) continue
      seen.add(period)
      kept.add(file)
    }
  }
  return newestFirst
    .filter(({ file }) => !kept.has(file))
    .map(({ file }) => file)
    .reverse()
}

const NEWEST = 3
