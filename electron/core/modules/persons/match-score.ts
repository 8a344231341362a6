/** How likely two records mean one person, with the reasons in words: one scorer for hints while typing and for pairing a slip. */
import { comparePartialDates, isPartialDate, isResidentId, nameCharacters, sexOfResidentId } from '@shared/domain'

/** What two records are compared by; empty text or null where nothing is known. */
export interface MatchKey {
  /** Folded name (`nameSearchKey`). */
  readonly name: string
  readonly formerName: string
  /** Joined syllables of the name. */
  readonly sound: string
  readonly sex: string
  readonly birthDate: string
  /** 18-character resident number (`matchNumber`). */
  readonly idMatch: string | null
  /** The number was stored with 15 digits on one side. */
  readonly idNo: string | null
  readonly phone: string | null
}

export interface Match {
  /** 0 to 100. */
  readonly score: number
  readonly why: string[]
  /** Something beyond birth date and sex speaks for it. */
  readonly named: boolean
}

/** Points: a shared number decides, a shared name needs company, birth date and sex only support. */
const POINTS = {
  sameNumber: 60,
  nearNumber: 25,
  otherNumber: -15,
  sameName: 30,
  formerName: 25,
  sameSound: 18,
  similarName: 12,
  sameBirth: 20,
  swappedBirth: 12,
  compatibleBirth: 8,
  sameSex: 5,
  otherSex: -20,
  samePhone: 30
} as const

/** Below this a candidate is not shown. */
export const WORTH_SHOWING = 30

type Found = readonly [points: number, why: string, named: boolean]

/** @returns whether the texts differ in exactly one character, replaced, added or left out */
export function differsByOne(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  const rest = short.length === long.length ? at + 1 : at
  return at < long.length && short.slice(rest).join('\u0000') === long.slice(at + 1).join('\u0000')
}

/** @returns the date with day and month exchanged, null when that is no other date */
export function swappedDayMonth(date: string): string | null {
  const swapped = `${date.slice(0, 4)}-${date.slice(8)}-${date.slice(5, 7)}`
  return date.length === 10 && swapped !== date && isPartialDate(swapped) ? swapped : null
}

function compareNumbers(a: MatchKey, b: MatchKey): Found | null {
  if (a.idMatch === null || b.idMatch === null) return null
  if (a.idMatch === b.idMatch)
    return [POINTS.sameNumber, a.idNo?.length === b.idNo?.length ? '证件号相同' : '证件号相同（15位与18位）', true]
  if (differsByOne(Array.from(a.idMatch), Array.from(b.idMatch))) return [POINTS.nearNumber, '证件号只差一位', true]
  return [POINTS.otherNumber, '证件号不同', false]
}

function compareNames(a: MatchKey, b: MatchKey): Found | null {
  if (a.name === '' || b.name === '') return null
  if (a.name === b.name) return [POINTS.sameName, '姓名相同', true]
  if (a.name === b.formerName || b.name === a.formerName) return [POINTS.formerName, '与曾用名相同', true]
  if (a.sound !== '' && a.sound === b.sound) return [POINTS.sameSound, '姓名同音', true]
  const [one, other] = [nameCharacters(a.name), nameCharacters(b.name)]
  return Math.min(one.length, other.length) > 1 && differsByOne(one, other) ? [POINTS.similarName, '姓名差一字', true] : null
}

function compareBirths(a: string, b: string): Found | null {
  if (!isPartialDate(a) || !isPartialDate(b)) return null
  if (a === b) return [POINTS.sameBirth, '出生日期相同', false]
  if (swappedDayMonth(a) === b) return [POINTS.swappedBirth, '出生日期的日与月颠倒', false]
  return comparePartialDates(a, b) === 'unsure' ? [POINTS.compatibleBirth, '出生日期不矛盾', false] : null
}

const sexOf = (key: MatchKey): string =>
  key.sex === '' && key.idMatch !== null && isResidentId(key.idMatch) ? sexOfResidentId(key.idMatch) : key.sex

function compareSexes(a: MatchKey, b: MatchKey): Found | null {
  const [one, other] = [sexOf(a), sexOf(b)]
  if (!/^[12]$/.test(one) || !/^[12]$/.test(other)) return null
  return one === other ? [POINTS.sameSex, '性别相同', false] : [POINTS.otherSex, '性别不同', false]
}

/** Symmetric: the order of the two records does not matter. */
export function matchScore(a: MatchKey, b: MatchKey): Match {
  const samePhone = a.phone !== null && a.phone !== '' && a.phone === b.phone
  const found = [
    compareNumbers(a, b),
    compareNames(a, b),
    compareBirths(a.birthDate, b.birthDate),
    compareSexes(a, b),
    samePhone ? ([POINTS.samePhone, '电话相同', true] as const) : null
  ].filter((part) => part !== null)
  const score = found.reduce((sum, [points]) => sum + points, 0)
  return { score: Math.max(0, Math.min(100, score)), why: found.map(([, why]) => why), named: found.some(([, , named]) => named) }
}
