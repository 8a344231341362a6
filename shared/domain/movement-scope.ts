// Why: whether a move counts as floating, and how far it went, depends on the rules of its day. Source: domain.md §1 #34, order 555 art. 2.
import type { Day } from './calendar-day'
import {
  isCityDistrict,
  isDirectlyUnderProvince,
  isDivisionCode,
  isMunicipality,
  normaliseDivisionCode,
  type DivisionCode
} from './division-code'
import { firstDayOf, isPartialDate } from './partial-date'
import type { ReferenceBook } from './reference-book'

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

/** A place as it was written down: the code, and the day whose table it is read by where that is known. */
export interface WrittenPlace {
  code: DivisionCode
  asOf: Day | null
}

export interface Move {
  /** registered residence */
  home: WrittenPlace
  present: WrittenPlace
  /** day, month or year in which the person came; an incomplete one stands for its first day, as everywhere in dated data */
  on: string
  /** code of list `move_reason` or `move_reason_out_of_scope` */
  reason: string | null
}

export interface Movement {
  /** null where a code is above county level, or its area was divided and the parts would say different things */
  scope: MovementScope | null
  /** whether the rules of that day make it floating population; null where the scope is not known */
  counted: boolean | null
}

/** Who went out for one of these purposes is not floating, however far. Source: order 555 art. 2, domain.md §3.3. */
const OUT_OF_SCOPE = 'move_reason_out_of_scope'

/**
 * How far a move went, by the codes and rules of the day it happened: both codes are first brought to that day along their successors, so
 * that a county renamed between two papers is one county.
 */
export function movementOf(
  { home, present, on, reason }: Move,
  reference: Pick<ReferenceBook, 'codeOn' | 'rulePackOn' | 'codeLists'>
): Movement {
  if (!isPartialDate(on)) return { scope: null, counted: null }
  const day = firstDayOf(on)
  const codesOf = ({ code, asOf }: WrittenPlace): DivisionCode[] => reference.codeOn(code, day, asOf).filter(isDivisionCode)
  const scopes = new Set(codesOf(home).flatMap((from) => codesOf(present).map((to) => movementScope(from, to))))
  const [scope = null, ...others] = scopes
  if (reason !== null && isOutOfScope(reason, reference)) return { scope: others.length === 0 ? scope : null, counted: false }
  if (scope === null || others.length > 0) return { scope: null, counted: null }
  return { scope, counted: isCountedMovement(scope, reference.rulePackOn(day).movement) }
}

function isOutOfScope(reason: string, { codeLists }: Pick<ReferenceBook, 'codeLists'>): boolean {
  return codeLists[OUT_OF_SCOPE]?.editions.some(({ codes }) => codes.some(({ code }) => code === reason)) ?? false
}
