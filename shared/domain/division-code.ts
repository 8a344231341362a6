// Why: codes of administrative divisions have 6, 9 or 12 digits and stand in one tree, and an office has a code of its own beside its identity.
import { z } from 'zod'
import type { Brand } from './brand'

/** 6 digits (province, prefecture, county), 9 (township) or 12 (village). Source: GB/T 2260 + township 3 + village 3. */
export type DivisionCode = Brand<string, 'DivisionCode'>

/** County code, hyphen, ordinal of the office: `610802-00` is the county bureau. For display; identity is the office id. */
export type OfficeCode = Brand<string, 'OfficeCode'>

export const divisionLevels = ['province', 'prefecture', 'county', 'township', 'village'] as const
export type DivisionLevel = (typeof divisionLevels)[number]

export const divisionLevelLabels = {
  province: '省级',
  prefecture: '地级',
  county: '县级',
  township: '乡级',
  village: '村级'
} as const satisfies Record<DivisionLevel, string>

const DIVISION = /^[1-9][0-9]{5}(?:[0-9]{3}){0,2}$/
const OFFICE = /^[1-9][0-9]{5}-[0-9]{2}$/

export const isDivisionCode = (text: string): text is DivisionCode => DIVISION.test(text)
export const isOfficeCode = (text: string): text is OfficeCode => OFFICE.test(text)

/** Zod schemas for the contract. */
export const divisionCodeSchema = z.string().regex(DIVISION).refine(isDivisionCode)
export const officeCodeSchema = z.string().regex(OFFICE).refine(isOfficeCode)

/** The shortest form of a code: `610802000000` is 610802. @returns null when the text is no code */
export function normaliseDivisionCode(text: string): DivisionCode | null {
  const plain = isDivisionCode(text) ? text : text.normalize('NFKC').replace(/\s/g, '')
  if (!isDivisionCode(plain)) return null
  if (!plain.endsWith('000')) return plain
  const short = plain.length === 6 ? plain : plain.replace(/^([0-9]{6})(?:000)+$/, '$1').replace(/^([0-9]{9})000$/, '$1')
  return isDivisionCode(short) ? short : null
}

/** @returns the code filled with zeros to the 12 digits that slips and national tables use */
export function divisionCode12(code: DivisionCode): DivisionCode {
  const full = code.padEnd(12, '0')
  return isDivisionCode(full) ? full : code
}

/** @returns the level the digits show; a city without counties (441900) is a prefecture by its digits */
export function divisionLevelOf(code: DivisionCode): DivisionLevel {
  const short = normaliseDivisionCode(code) ?? code
  if (short.length === 12) return 'village'
  if (short.length === 9) return 'township'
  if (short.endsWith('0000')) return 'province'
  return short.endsWith('00') ? 'prefecture' : 'county'
}

/** @returns the code one level up by its digits (610802001 → 610802 → 610800 → 610000 → null) */
export function parentDivisionCode(code: DivisionCode): DivisionCode | null {
  const short = normaliseDivisionCode(code) ?? code
  const parents: Readonly<Record<DivisionLevel, string>> = {
    province: '',
    prefecture: `${short.slice(0, 2)}0000`,
    county: `${short.slice(0, 4)}00`,
    township: short.slice(0, 6),
    village: short.slice(0, 9)
  }
  const parent = parents[divisionLevelOf(short)]
  return isDivisionCode(parent) ? parent : null
}

/** @returns the six-digit part: county, or the level above it when the code is shorter */
export function countyOfDivision(code: DivisionCode): DivisionCode {
  const county = code.slice(0, 6)
  return isDivisionCode(county) ? county : code
}

/** @returns whether `code` is `area` or lies in it, by digits: 610802001 in 610800 */
export function isInDivision(code: DivisionCode, area: DivisionCode): boolean {
  const short = normaliseDivisionCode(area) ?? area
  const prefix = { province: 2, prefecture: 4, county: 6, township: 9, village: 12 }[divisionLevelOf(short)]
  return code.startsWith(short.slice(0, prefix))
}

/** 省直辖 placeholder rows (429000, 469000, 659000): their counties answer to the province directly. */
export const isDirectlyUnderProvince = (code: DivisionCode): boolean => code.slice(2, 4) === '90'

/** Beijing, Tianjin, Shanghai, Chongqing: province and city in one. */
export const isMunicipality = (code: DivisionCode): boolean => ['11', '12', '31', '50'].includes(code.slice(0, 2))

/** Digits 5–6 of a 市辖区 are 01–20 or, for statistical zones, 71 and above. Source: GB/T 2260 numbering rule. */
export function isCityDistrict(code: DivisionCode): boolean {
  const ordinal = Number(code.slice(4, 6))
  return ordinal >= 1 && ordinal <= 20 && !isDirectlyUnderProvince(code)
}
