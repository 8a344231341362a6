/** What a 2-D code on paper says: claims of RFC 8392 (CWT) as far as they fit, the rest of the certificate under a claim of our own. */
import { dayFromNumber, dayNumber, isDay, type Day } from '../domain/calendar-day'
import { findUnsafeCodePoint } from '../domain/safe-text'
import { fromHex, toHex } from './hex'

export interface ProofFact {
  /** As it is printed before the value, so that whoever compares needs no table. */
  readonly label: string
  readonly value: string
}

export interface Proof {
  /** 32 hex: the issue of this one sheet, by which it is voided. */
  readonly id: string
  /** Office code, for people; which office it is, the key says. */
  readonly issuer: string
  readonly issuedOn: Day
  /** Last day on which it holds; null for one without a term. */
  readonly validTo: Day | null
  /** Name of the form, as 婚育证明. */
  readonly form: string
  readonly number: string
  /** What stands on the paper, in its order. */
  readonly facts: readonly ProofFact[]
  /** Made-up people: it proves nothing. */
  readonly practice: boolean
}

const [ISSUER, EXPIRES, ISSUED, ID] = [1, 4, 6, 7] as const
/** Private use (RFC 8392 §9.1: below −65536). */
const PAPER = -70_001
const [FORM, NUMBER, FACTS, PRACTICE] = [1, 2, 3, 4] as const

export const MOST_FACTS = 16
const LONGEST = { issuer: 16, form: 30, number: 60, label: 20, value: 200 } as const

const DAY_SECONDS = 86_400
/** Days are those of Beijing, which keeps one time the whole year. */
const OFFSET_SECONDS = 8 * 3600
const startOf = (day: Day): number => dayNumber(day) * DAY_SECONDS - OFFSET_SECONDS
const endOf = (day: Day): number => startOf(day) + DAY_SECONDS - 1

/** @returns the claims as CBOR takes them, keys in no order that matters */
export function claimsOf({ id, issuer, issuedOn, validTo, form, number, facts, practice }: Proof): Map<number, unknown> {
  const paper = new Map<number, unknown>([
    [FORM, form],
    [NUMBER, number],
    [FACTS, facts.map(({ label, value }) => [label, value])]
  ])
  if (practice) paper.set(PRACTICE, true)
  const claims = new Map<number, unknown>([
    [ISSUER, issuer],
    [ISSUED, startOf(issuedOn)],
    [ID, fromHex(id)],
    [PAPER, paper]
  ])
  if (validTo !== null) claims.set(EXPIRES, endOf(validTo))
  return claims
}

/** @returns null for claims that `claimsOf` would not have made of a proof within its limits */
export function proofOf(claims: unknown): Proof | null {
  const outer = members(claims, [ISSUER, EXPIRES, ISSUED, ID, PAPER])
  const paper = members(outer?.get(PAPER), [FORM, NUMBER, FACTS, PRACTICE])
  if (!outer || !paper) return null
  const id = idOf(outer.get(ID))
  const issuer = textOf(outer.get(ISSUER), LONGEST.issuer)
  const issuedOn = dayAt(outer.get(ISSUED), OFFSET_SECONDS)
  const validTo = outer.has(EXPIRES) ? dayAt(outer.get(EXPIRES), OFFSET_SECONDS + 1 - DAY_SECONDS) : null
  const form = textOf(paper.get(FORM), LONGEST.form)
  const number = textOf(paper.get(NUMBER), LONGEST.number)
  const facts = factsOf(paper.get(FACTS))
  if (id === null || issuer === null || issuedOn === null || form === null || number === null || facts === null) return null
  if ((outer.has(EXPIRES) && validTo === null) || (paper.has(PRACTICE) && paper.get(PRACTICE) !== true)) return null
  return { id, issuer, issuedOn, validTo, form, number, facts, practice: paper.has(PRACTICE) }
}

function members(value: unknown, known: readonly number[]): ReadonlyMap<unknown, unknown> | null {
  if (!(value instanceof Map)) return null
  const map: ReadonlyMap<unknown, unknown> = value
  return [...map.keys()].every((key) => known.some((one) => one === key)) ? map : null
}

function textOf(value: unknown, longest: number): string | null {
  if (typeof value !== 'string' || value === '' || value.length > longest) return null
  return findUnsafeCodePoint(value) === null && value.trim() === value ? value : null
}

function factsOf(value: unknown): ProofFact[] | null {
  if (!Array.isArray(value) || value.length > MOST_FACTS) return null
  const facts: ProofFact[] = []
  for (const entry of value as unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 2) return null
    const [label, said] = [textOf(entry[0], LONGEST.label), textOf(entry[1], LONGEST.value)]
    if (label === null || said === null) return null
    facts.push({ label, value: said })
  }
  return facts
}

/** @param offset seconds by which the instant lies before the day's start in UTC */
function dayAt(value: unknown, offset: number): Day | null {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return null
  const days = (value + offset) / DAY_SECONDS
  const day = Number.isInteger(days) ? dayFromNumber(days) : null
  return day !== null && isDay(day) ? day : null
}

const idOf = (value: unknown): string | null => (value instanceof Uint8Array && value.length === 16 ? toHex(value) : null)
