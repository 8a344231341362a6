// Why: after 撤县设区 thousands of records carry abolished codes; which ones, what they become, and what only a clerk can decide, is worked out once.
import type { Day } from './calendar-day'
import { countyOfDivision, normaliseDivisionCode, type DivisionCode } from './division-code'
import { previousOf, rowMeant, rowsOnDay, successionChain, type DivisionHistory } from './division-succession'
import { isDivisionInForce, type DivisionRow } from './division-table'
import { firstDayOf, type PartialDate } from './partial-date'

/** `replaced` one for one · `merged` into one that took others in too · `divided` among several · `unknown` no successor is known. */
export const divisionChangeKinds = ['replaced', 'merged', 'divided', 'unknown'] as const
export type DivisionChangeKind = (typeof divisionChangeKinds)[number]

export const divisionChangeLabels = {
  replaced: '改设',
  merged: '并入',
  divided: '分属',
  unknown: '去向不明'
} as const satisfies Record<DivisionChangeKind, string>

/** An abolished code and what holds its area on the day of the plan. */
export interface DivisionChange {
  readonly old: DivisionRow
  readonly kind: DivisionChangeKind
  /** First day, month or year without the old code. */
  readonly on: PartialDate
  /** In force on the day of the plan, by code. */
  readonly to: readonly DivisionRow[]
}

/** @returns every abolished code of the table that is a real place, by code; names that changed under one code are not among them */
export function conversionPlan(rows: Iterable<DivisionRow>, day: Day, history: DivisionHistory): DivisionChange[] {
  const changes: DivisionChange[] = []
  for (const old of rows) {
    if (old.validTo === null || old.statisticalOnly || isDivisionInForce(old, day) || firstDayOf(old.validTo) > day) continue
    const to = rowsOnDay(old, day, history)
    if (to.some((row) => row.code === old.code)) continue
    changes.push({ old, on: old.validTo, to, kind: kindOf(old, to, day, history) })
  }
  return changes
}

function kindOf(old: DivisionRow, to: readonly DivisionRow[], day: Day, history: DivisionHistory): DivisionChangeKind {
  if (to.length !== 1) return to.length === 0 ? 'unknown' : 'divided'
  const joins = successionChain(old, day, history).some(({ row, next }) => next.some((heir) => tookOthersIn(heir, row, history)))
  return joins ? 'merged' : 'replaced'
}

/** Whether the heir stood already, or took the place of others too. Lists are months apart, so it may have begun up to a year earlier. */
function tookOthersIn(heir: DivisionRow, old: DivisionRow, history: DivisionHistory): boolean {
  if (previousOf(heir, history).length > 1) return true
  if (heir.validFrom === null) return true
  return old.validTo !== null && Number(old.validTo.slice(0, 4)) - Number(heir.validFrom.slice(0, 4)) > 1
}

/** A place right below another, as far as names are compared. */
export interface PlaceBelow {
  readonly code: DivisionCode
  readonly name: string
}

/** What conversion asks of the tables. */
export interface ConversionBook {
  readonly history: DivisionHistory
  /** Whether a township or village stands under this code today. */
  isPlace(code: DivisionCode): boolean
  /** Townships of a county (six digits) or villages of a township (nine digits) today. */
  below(code: DivisionCode): readonly PlaceBelow[]
}

/**
 * `current` nothing to do · `sure` one answer · `choose` a clerk decides, `proposed` being what the address text or the kept digits suggest ·
 * `unknown` the code is on no list, or nobody knows what became of it.
 */
export type Conversion =
  | { readonly kind: 'current' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'sure'; readonly to: DivisionCode; readonly why: ConversionReason }
  | {
      readonly kind: 'choose'
      readonly among: readonly DivisionCode[]
      readonly proposed: DivisionCode | null
      readonly why: ConversionReason
    }

/**
 * `successor` the county's one heir · `digits` heir and the kept last digits, which name a place there · `text` a township or county named in the
 * address · `divided` several heirs and no hint · `township_unknown` the heir has no township of these digits.
 */
export type ConversionReason = 'successor' | 'digits' | 'text' | 'divided' | 'township_unknown'

export const conversionReasonLabels = {
  successor: '只有一个后继区划',
  digits: '乡镇、村代码沿用原后几位',
  text: '地址文字里写有乡镇或区县名',
  divided: '原区域分属几处，地址里看不出属于哪一处',
  township_unknown: '新区划下没有对应的乡镇代码'
} as const satisfies Record<ConversionReason, string>

/**
 * What a stored code becomes on a day. A county with one heir is replaced without asking unless the address names a township other than the kept
 * digits do; a divided county is never decided without the clerk.
 * @param text the address beside the code, to see which township is meant
 * @param asOf the day the code was written down, for codes that were given out twice
 */
export function convertCode(code: DivisionCode, day: Day, book: ConversionBook, text = '', asOf: Day | null = null): Conversion {
  const short = normaliseDivisionCode(code) ?? code
  const county = countyOfDivision(short)
  const meant = rowMeant(county, day, book.history, asOf)
  const heirs = meant === undefined ? [] : [...new Set(rowsOnDay(meant, day, book.history).map((row) => row.code))]
  const [only] = heirs
  if (only === undefined) return { kind: 'unknown' }
  if (heirs.length > 1) return amongSeveral(short, heirs, book, text)
  if (only !== county) return intoOne(short, only, book, text)
  return short.length === 6 || book.isPlace(short) ? { kind: 'current' } : { kind: 'unknown' }
}

function intoOne(code: DivisionCode, heir: DivisionCode, book: ConversionBook, text: string): Conversion {
  if (code.length === 6) return { kind: 'sure', to: heir, why: 'successor' }
  const kept = keptDigits(code, heir, book)
  const named = namedIn(text, heir, book, code.length === 12)
  const [first] = named
  if (kept === null) {
    if (first !== undefined) return { kind: 'choose', among: [...named, heir], proposed: named.length === 1 ? first : null, why: 'text' }
    return { kind: 'choose', among: [heir], proposed: heir, why: 'township_unknown' }
  }
  const agrees = named.length === 0 || named.some((place) => place.startsWith(kept.slice(0, 9)))
  if (agrees) return { kind: 'sure', to: kept, why: 'digits' }
  return { kind: 'choose', among: [...named, kept, heir], proposed: named.length === 1 && first !== undefined ? first : null, why: 'text' }
}

function amongSeveral(code: DivisionCode, heirs: readonly DivisionCode[], book: ConversionBook, text: string): Conversion {
  const townships = heirs.flatMap((heir) => namedIn(text, heir, book, code.length === 12))
  const counties = heirs.filter((heir) => isNamed(text, nameOf(heir, book)))
  const named = townships.length > 0 ? townships : counties
  const [first] = named
  // Only the county was known before, so the township found in the text says which county it is and no more.
  const places = code.length === 6 ? [...new Set(named.map(countyOfDivision))] : named
  if (first !== undefined)
    return {
      kind: 'choose',
      among: [...new Set([...places, ...heirs])],
      proposed: places.length === 1 ? (places[0] ?? null) : null,
      why: 'text'
    }
  const kept = code.length === 6 ? [] : heirs.flatMap((heir) => keptDigits(code, heir, book) ?? [])
  return { kind: 'choose', among: [...new Set([...kept, ...heirs])], proposed: null, why: 'divided' }
}

/** The heir's code with the old last digits when a place stands there: the village, else its township. */
function keptDigits(code: DivisionCode, heir: DivisionCode, book: ConversionBook): DivisionCode | null {
  for (const length of [12, 9]) {
    if (code.length < length) continue
    const moved = normaliseDivisionCode(heir + code.slice(6, length))
    if (moved !== null && moved.length === length && book.isPlace(moved)) return moved
  }
  return null
}

/** Townships of the county whose name stands in the text; where a village is wanted and named too, the village. */
function namedIn(text: string, county: DivisionCode, book: ConversionBook, villages: boolean): DivisionCode[] {
  const townships = book.below(county).filter(({ name }) => isNamed(text, name))
  return townships.flatMap(({ code }) => {
    const below = villages ? book.below(code).filter(({ name }) => isNamed(text, name)) : []
    return below.length === 1 && below[0] !== undefined ? [below[0].code] : [code]
  })
}

const KIND = /(?:社区居民委员会|社区居委会|居民委员会|村民委员会|居委会|村委会|街道办事处|民族乡|社区|街道|苏木|镇|乡|村|市|县|区)$/

/** Whether the text names the place, with or without the word for its kind; a stem of one character says too little. */
function isNamed(text: string, name: string): boolean {
  if (name === '') return false
  if (text.includes(name)) return true
  const stem = name.replace(KIND, '')
  return stem.length >= 2 && text.includes(stem)
}

const nameOf = (code: DivisionCode, book: ConversionBook): string => book.history.rowsOf(code).at(-1)?.name ?? ''
