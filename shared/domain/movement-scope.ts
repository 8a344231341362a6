// Why: whether a move counts as floating, and how far it went, depends on the rules of its day. Source: domain.md §1 #34, order 555 art. 2.
import { isCityDistrict, isDirectlyUnderProvince, isMunicipality, normaliseDivisionCode, type DivisionCode } from './division-code'

export const movementScopes = ['inter_province', 'inter_prefecture', 'inter_county', 'inter_district', 'intra_county'] as const
export type MovementScope = (typeof movementScopes)[number]

export const movementScopeLabels = {
  inter_province: '跨省',
  inter_prefecture: '省内跨市',
  inter_county: '市内跨县',
  inter_district: '市内跨区',
  intra_county: '县内'
} as const satisfies Record<MovementScope, string>

/** The part of a rule pack that decides what counts. */
export interface MovementRule {
  countsIntraCounty: boolean
  countsInterDistrict: boolean
}

/**
 * @param home registered residence, @param present where the person lives; both as codes of the same day (replace abolished codes first),
 *   at county level or below
 * @returns null when either is above county level, so that nothing is guessed
 */
export function movementScope(home: DivisionCode, present: DivisionCode): MovementScope | null {
  const from = countyPart(home)
  const to = countyPart(present)
  if (from === null || to === null) return null
  if (from === to) return 'intra_county'
  if (from.slice(0, 2) !== to.slice(0, 2)) return 'inter_province'
  if (cityOf(from) !== cityOf(to)) return 'inter_prefecture'
  return isCityDistrict(from) && isCityDistrict(to) ? 'inter_district' : 'inter_county'
}

/** @returns whether the move makes the person floating population under the rule; those not counted keep a service register */
export function isCountedMovement(scope: MovementScope, rule: MovementRule): boolean {
  if (scope === 'intra_county') return rule.countsIntraCounty
  return scope === 'inter_district' ? rule.countsInterDistrict : true
}

/** A city without counties (441900) is its own county. */
function countyPart(code: DivisionCode): DivisionCode | null {
  const short = normaliseDivisionCode(code)
  if (short === null) return null
  const county = normaliseDivisionCode(short.slice(0, 6))
  if (county === null || county.endsWith('0000')) return null
  return county.endsWith('00') && short.length === 6 && !CITIES_WITHOUT_COUNTIES.includes(county) ? null : county
}

/** 嘉峪关、东莞、中山、三沙 (to 2020)、儋州: prefecture-level cities that have townships but no counties. Source: GB/T 2260. */
const CITIES_WITHOUT_COUNTIES: readonly string[] = ['620200', '441900', '442000', '460300', '460400']

function cityOf(county: DivisionCode): string {
  if (isMunicipality(county)) return county.slice(0, 2)
  return isDirectlyUnderProvince(county) ? county : county.slice(0, 4)
}
