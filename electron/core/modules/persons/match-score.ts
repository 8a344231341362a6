/** How likely two records mean one person, with the reasons in words: one scorer for hints while typing and for pairing a slip. */
import { comparePartialDates, isPartialDate, isResidentId, nameCharacters, normalisePhone, sexOfResidentId } from '@shared/domain'

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
  /** Further telephones. */
  readonly phones?: readonly string[]
  /** 18-character numbers of husband or wife, and of the children. */
  readonly spouses?: readonly string[]
  readonly children?: readonly string[]
}

/** The same facts as the register keeps them. */
export interface MatchRow {
  readonly name_key: string
  readonly former_key: string
  readonly sound_key: string
  readonly sex: string
  readonly birth_date: string
  readonly id_match: string | null
  readonly id_no: string | null
  readonly phone: string | null
}

export const matchKeyOf = (row: MatchRow): MatchKey => ({
  name: row.name_key,
  formerName: row.former_key,
  sound: row.sound_key,
  sex: row.sex,
  birthDate: row.birth_date,
  idMatch: row.id_match,
  idNo: row.id_no,
  phone: row.phone === null ? null : normalisePhone(row.phone)
})

export interface Match {
  /** 0 to 100. */
  readonly score: number
  readonly why: string[]
  /** What speaks for and against it, as codes in the order of `why`. */
  readonly evidence: Evidence[]
  /** Something beyond birth date and sex speaks for it. */
  readonly named: boolean
}

/** Points: a shared number decides, a shared name needs company, birth date and sex only support. */
const POINTS = {
  sameNumber: 60,
  nearNumber: 25,
  swappedNumber: 25,
  otherNumber: -15,
  sameName: 30,
  formerName: 25,
  sameSound: 18,
  similarShape: 22,
  similarName: 12,
  sameBirth: 20,
  swappedBirth: 12,
  compatibleBirth: 8,
  sameSex: 5,
  otherSex: -20,
  samePhone: 30,
  sameSpouse: 30,
  sameChild: 25
} as const
export type Evidence = keyof typeof POINTS

/**
 * The most that somebody can reach who shares neither number nor telephone, nor name and birth date together: the sound of the name and the
 * birth date, or the name and a birth date of which only the year is told, with a number that is off by a digit.
 */
export const mostOfOthers = (key: MatchKey): number =>
  Math.max(POINTS.sameBirth + POINTS.sameSound, POINTS.sameName + POINTS.compatibleBirth) +
  (key.idMatch === null ? 0 : POINTS.nearNumber) +
  (/^[12]$/.test(sexOf(key)) ? POINTS.sameSex : 0)

/** Below this a candidate is not shown. */
export const WORTH_SHOWING = 30

type Found = readonly [evidence: Evidence, why: string, named: boolean]

/** @returns whether the texts differ in exactly one character, replaced, added or left out */
export function differsByOne(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  const rest = short.length === long.length ? at + 1 : at
  return at < long.length && short.slice(rest).join('\u0000') === long.slice(at + 1).join('\u0000')
}

/** @returns whether the texts differ only in two neighbours that changed places */
export function differsBySwap(a: string, b: string): boolean {
  if (a.length !== b.length || a === b) return false
  let at = 0
  while (a[at] === b[at]) at++
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}

/** @returns the date with day and month exchanged, null when that is no other date */
export function swappedDayMonth(date: string): string | null {
  const swapped = `${date.slice(0, 4)}-${date.slice(8)}-${date.slice(5, 7)}`
  return date.length === 10 && swapped !== date && isPartialDate(swapped) ? swapped : null
}

function compareNumbers(a: MatchKey, b: MatchKey): Found | null {
  if (a.idMatch === null || b.idMatch === null) return null
  if (a.idMatch === b.idMatch) return ['sameNumber', a.idNo?.length === b.idNo?.length ? '证件号相同' : '证件号相同（15位与18位）', true]
  if (differsByOne(Array.from(a.idMatch), Array.from(b.idMatch))) return ['nearNumber', '证件号只差一位', true]
  if (differsBySwap(a.idMatch, b.idMatch)) return ['swappedNumber', '证件号有相邻两位颠倒', true]
  return ['otherNumber', '证件号不同', false]
}

/** Whether two characters are easily taken for each other when read from paper. */
export type Alike = (one: string, other: string) => boolean
const NEVER: Alike = () => false

/** @returns whether exactly one character was taken for one that looks like it */
function differsInShape(a: readonly string[], b: readonly string[], alike: Alike): boolean {
  if (a.length !== b.length) return false
  const at = a.findIndex((character, place) => character !== b[place])
  return at >= 0 && alike(a[at] ?? '', b[at] ?? '')
}

function compareNames(a: MatchKey, b: MatchKey, alike: Alike): Found | null {
  if (a.name === '' || b.name === '') return null
  if (a.name === b.name) return ['sameName', '姓名相同', true]
  if (a.name === b.formerName || b.name === a.formerName) return ['formerName', '与曾用名相同', true]
  if (a.sound !== '' && a.sound === b.sound) return ['sameSound', '姓名同音', true]
  const [one, other] = [nameCharacters(a.name), nameCharacters(b.name)]
  if (Math.min(one.length, other.length) < 2 || !differsByOne(one, other)) return null
  return differsInShape(one, other, alike) ? ['similarShape', '姓名形近', true] : ['similarName', '姓名差一字', true]
}

function compareBirths(a: string, b: string): Found | null {
  if (!isPartialDate(a) || !isPartialDate(b)) return null
  if (a === b) return ['sameBirth', '出生日期相同', false]
  if (swappedDayMonth(a) === b) return ['swappedBirth', '出生日期的日与月颠倒', false]
  return comparePartialDates(a, b) === 'unsure' ? ['compatibleBirth', '出生日期不矛盾', false] : null
}

const sexOf = (key: MatchKey): string =>
  key.sex === '' && key.idMatch !== null && isResidentId(key.idMatch) ? sexOfResidentId(key.idMatch) : key.sex

function compareSexes(a: MatchKey, b: MatchKey): Found | null {
  const [one, other] = [sexOf(a), sexOf(b)]
  if (!/^[12]$/.test(one) || !/^[12]$/.test(other)) return null
  return one === other ? ['sameSex', '性别相同', false] : ['otherSex', '性别不同', false]
}

const overlaps = (a: readonly string[] = [], b: readonly string[] = []): boolean => a.some((one) => b.includes(one))

const phonesOf = ({ phone, phones = [] }: MatchKey): readonly string[] => (phone === null || phone === '' ? phones : [phone, ...phones])

/** Symmetric: the order of the two records does not matter. @param alike knows characters of similar shape */
export function matchScore(a: MatchKey, b: MatchKey, alike: Alike = NEVER): Match {
  const shared = (same: boolean, evidence: Evidence, why: string): Found | null => (same ? [evidence, why, true] : null)
  const found = [
    compareNumbers(a, b),
    compareNames(a, b, alike),
    compareBirths(a.birthDate, b.birthDate),
    compareSexes(a, b),
    shared(overlaps(phonesOf(a), phonesOf(b)), 'samePhone', '电话相同'),
    shared(overlaps(a.spouses, b.spouses), 'sameSpouse', '配偶的证件号相同'),
    shared(overlaps(a.children, b.children), 'sameChild', '子女的证件号相同')
  ].filter((part) => part !== null)
  const score = found.reduce((sum, [evidence]) => sum + POINTS[evidence], 0)
  return {
    score: Math.max(0, Math.min(100, score)),
    why: found.map(([, why]) => why),
    evidence: found.map(([evidence]) => evidence),
    named: found.some(([, , named]) => named)
  }
}
