// Why: an office works through four levels of posts below each other, and what an account may see follows from the area its post covers.
import { isDivisionCode, isInDivision, normaliseDivisionCode, type DivisionCode, type DivisionLevel } from './division-code'

/** From the county down; a `group` is one 中心户长 or 协管员 and works inside its village. */
export const unitLevels = ['county', 'township', 'village', 'group'] as const
export type UnitLevel = (typeof unitLevels)[number]

export const unitLevelLabels = {
  county: '县级',
  township: '乡镇、街道',
  village: '村、社区',
  group: '中心户长、协管员'
} as const satisfies Record<UnitLevel, string>

/** Digits of the area code that a unit of the level carries; a group has none of its own. */
export const unitCodeDigits = { county: 6, township: 9, village: 12, group: null } as const satisfies Record<UnitLevel, number | null>

/** The level of what stands right below; null below a group. */
export function unitLevelBelow(level: UnitLevel): UnitLevel | null {
  return unitLevels[unitLevels.indexOf(level) + 1] ?? null
}

/** The level of the unit that covers a division of the table; null above the county. */
export function unitLevelOf(level: DivisionLevel): UnitLevel | null {
  return level === 'county' || level === 'township' || level === 'village' ? level : null
}

/** @returns whether the text is a code of the digits that the level carries; ending zeros would name the level above */
export function isUnitCode(level: UnitLevel, code: string): code is DivisionCode {
  return isDivisionCode(code) && code.length === unitCodeDigits[level] && !(code.length > 6 && code.endsWith('000'))
}

/**
 * Whether an account that covers `scope` may see a file.
 * @param scope null covers the whole county @param codes places of the file; a file without any place belongs to everybody
 */
export function scopeCovers(scope: string | null, codes: readonly (string | null)[]): boolean {
  if (scope === null) return true
  if (!isDivisionCode(scope)) return false
  const known = codes.filter((code) => code !== null).filter(isDivisionCode)
  return known.length === 0 || known.some((code) => isInDivision(code, scope))
}

/** The same rule for an index of codes: those from `from` up to, but without, `below` lie in the scope. */
export function scopeRange(scope: string): { readonly from: string; readonly below: string } {
  const from = normaliseDivisionCode(scope) ?? scope
  // The sign behind every digit.
  return { from, below: `${from}:` }
}
