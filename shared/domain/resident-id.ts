// Why: the number on the card identifies the person, yet old numbers are often wrong by the rules; so every check here warns and none forbids.
import { z } from 'zod'
import type { Brand } from './brand'
import { toDay, type Day } from './calendar-day'
import type { PartialDate } from './partial-date'
import { comparePartialDates } from './partial-date'

/** 15 digits, or 17 digits and a check character 0–9 or X: the shape only, the five checks may still warn. Source: GB 11643. */
export type ResidentId = Brand<string, 'ResidentId'>

/** GB/T 2261.1 */
export type SexCode = '1' | '2'

/** The five checks of domain.md §3.5, in the order they are shown. */
export const residentIdChecks = ['length', 'area', 'date', 'sex', 'check_digit'] as const
export type ResidentIdCheck = (typeof residentIdChecks)[number]

export const residentIdWarnings = {
  length: '公民身份号码应为18位（旧号15位），且只含数字，末位可为X',
  area: '前6位不是已知的行政区划代码',
  date: '号码中的出生日期不存在、晚于今天或与登记的出生日期不一致',
  sex: '号码中的性别与登记的性别不一致',
  check_digit: '末位校验码不符'
} as const satisfies Record<ResidentIdCheck, string>

export interface ResidentIdContext {
  /** compared when known */
  sex?: string | null
  /** compared when known; a partial date warns only if it cannot be the same */
  birthDate?: PartialDate | null
  today?: Day
  /** whether the six digits were ever a county-level code; without it only the province is looked at */
  isKnownArea?: (code: string) => boolean
}

/** Nearly every number: nothing in it would change. */
const PLAIN = /^[0-9X]*$/
const SHAPE = /^(?:[0-9]{15}|[0-9]{17}[0-9X])$/
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'
const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/

export const isResidentId = (text: string): text is ResidentId => SHAPE.test(text)

/** Zod schema for the contract: the shape only. */
export const residentIdSchema = z.string().refine(isResidentId)

/** @returns the text with full-width digits made plain, spaces and hyphens dropped and x made X; what is wrong stays visible */
export function normaliseResidentId(input: string): string {
  if (PLAIN.test(input)) return input
  return input
    .normalize('NFKC')
    .replace(/[\s‐-―−-]/g, '')
    .toUpperCase()
}

/** @returns the check character of 17 digits by ISO 7064 MOD 11-2 */
export function residentIdCheckCharacter(first17: string): string {
  let sum = 0
  WEIGHTS.forEach((weight, index) => (sum += weight * Number(first17[index])))
  return CHECK_CHARACTERS[sum % 11] ?? ''
}

/** @returns the 18-character form; an old number gets the century 19 and its check character */
export function upgradeResidentId(id: ResidentId): ResidentId {
  if (id.length === 18) return id
  const first17 = `${id.slice(0, 6)}19${id.slice(6)}`
  const upgraded = first17 + residentIdCheckCharacter(first17)
  return isResidentId(upgraded) ? upgraded : id
}

/**
 * Numbers that inherited data uses for "no number"; they must be stored as a missing number with its reason, never matched on.
 * Source: domain.md §3.5 (18 zeros; 000000 + birth date + 0000), and every number of one repeated digit, without an area or counting up.
 */
export function isPlaceholderId(text: string): boolean {
  const id = normaliseResidentId(text)
  return /^([0-9X])\1{5,}$/.test(id) || /^(?:0{6}|9{6})/.test(id) || (id.length > 8 && '123456789012345678'.startsWith(id))
}

/** @returns the birth date the number states, or null when there is no such day */
export function birthDateOfResidentId(id: ResidentId): Day | null {
  const digits = upgradeResidentId(id)
  return toDay(Number(digits.slice(6, 10)), Number(digits.slice(10, 12)), Number(digits.slice(12, 14)))
}

/** @returns the sex the number states: odd sequence 1 男, even 2 女 */
export function sexOfResidentId(id: ResidentId): SexCode {
  return Number(upgradeResidentId(id)[16]) % 2 === 1 ? '1' : '2'
}

/** Where the first number was issued: a hint only, never the registered residence. Source: domain.md §3.5. */
export const areaHintOfResidentId = (id: ResidentId): string => id.slice(0, 6)

/** @returns the checks that fail, each a warning the clerk may override with 证件已核对 */
export function checkResidentId(text: string, context: ResidentIdContext = {}): ResidentIdCheck[] {
  if (!isResidentId(text)) return ['length']
  const failed: ResidentIdCheck[] = []
  if (!isPlausibleArea(text, context)) failed.push('area')
  if (!isPlausibleBirth(text, context)) failed.push('date')
  if ((context.sex === '1' || context.sex === '2') && context.sex !== sexOfResidentId(text)) failed.push('sex')
  if (text.length === 18 && residentIdCheckCharacter(text) !== text[17]) failed.push('check_digit')
  return failed
}

function isPlausibleArea(id: ResidentId, { isKnownArea }: ResidentIdContext): boolean {
  return PROVINCES.test(id) && (isKnownArea === undefined || isKnownArea(areaHintOfResidentId(id)))
}

function isPlausibleBirth(id: ResidentId, { birthDate, today }: ResidentIdContext): boolean {
  const stated = birthDateOfResidentId(id)
  if (stated === null || (today !== undefined && stated > today)) return false
  if (birthDate === null || birthDate === undefined) return true
  const order = comparePartialDates(stated, birthDate)
  return order === 'same' || order === 'unsure'
}

/** @returns the failed checks as a bit set for storage: bit 0 length, 1 area, 2 date, 3 sex, 4 check digit */
export function residentIdCheckBits(failed: readonly ResidentIdCheck[]): number {
  return failed.reduce((bits, check) => bits | (1 << residentIdChecks.indexOf(check)), 0)
}

export function residentIdChecksOfBits(bits: number): ResidentIdCheck[] {
  return residentIdChecks.filter((_, index) => (bits & (1 << index)) !== 0)
}

/** `6108**********002X`: four at each end; anything shorter than 12 keeps only its last two. Source: PV-5. */
export function maskResidentId(text: string): string {
  if (text.length < 12) return '*'.repeat(Math.max(0, text.length - 2)) + text.slice(-2)
  return text.slice(0, 4) + '*'.repeat(text.length - 8) + text.slice(-4)
}
