/** Two files as they are compared: what is known of each, how likely they are one person, what speaks most for it. */
import type { PairReason } from '@shared/contract/duplicates'
import { isPlaceholderId, isResidentId, normalisePhone, upgradeResidentId, type CharacterBook } from '@shared/domain'
import type { ReadDb } from '../../db'
import { groupOf, matchKeyOf, matchScore, type Evidence, type Match, type MatchKey } from '../persons'
import { factsOf, hangingIn, type FactRow, type HangingKind } from './queries/facts'
import { digestOf } from './digest'

/** Two files share something beyond birth date and sex, and no more is against it than for it. */
export const WORTH_LISTING = 38
/** Both have numbers, and they are not alike: much else must speak for it. */
const DESPITE_NUMBERS = 55

const REASONS: readonly (readonly [Evidence, PairReason])[] = [
  ['sameNumber', 'number'],
  ['nearNumber', 'near_number'],
  ['swappedNumber', 'near_number'],
  ['sameName', 'name'],
  ['samePhone', 'phone'],
  ['formerName', 'former_name'],
  ['sameSound', 'sound'],
  ['similarShape', 'shape'],
  ['similarName', 'shape'],
  ['sameSpouse', 'family'],
  ['sameChild', 'family']
]

/** 18-character form of a number as it stands in another person's file; null for placeholders and scraps. */
export const wholeNumber = (value: string | null): string | null =>
  value !== null && isResidentId(value) && !isPlaceholderId(value) ? upgradeResidentId(value) : null

const valueOf = (kind: HangingKind, value: string | null): string | null =>
  kind === 'phones' ? (value === null ? null : normalisePhone(value)) : wholeNumber(value)

const hangingOf = (db: ReadDb, kind: HangingKind, seq: number): string[] =>
  hangingIn(db, kind, seq - 1, seq)
    .map(({ value }) => valueOf(kind, value))
    .filter((value) => value !== null)

export interface ComparedFacts extends MatchKey {
  readonly seq: number
  readonly id: string
  readonly goesOn: number
}

export const keyOf = (row: FactRow, hanging: Readonly<Record<HangingKind, readonly string[]>>): ComparedFacts => ({
  seq: row.seq,
  id: row.id,
  goesOn: row.goes_on,
  ...matchKeyOf(row),
  ...hanging
})

/** @returns undefined when there is no such file any more */
export function comparedFacts(db: ReadDb, seq: number): ComparedFacts | undefined {
  const row = factsOf(db, seq)
  if (row === undefined) return undefined
  const of = (kind: HangingKind): string[] => hangingOf(db, kind, seq)
  return keyOf(row, { phones: of('phones'), spouses: of('spouses'), children: of('children') })
}

export const compareFacts = (a: MatchKey, b: MatchKey, characters: CharacterBook): Match =>
  matchScore(a, b, (one, other) => characters.alike(one, other))

export function isWorthListing({ score, named, evidence }: Match): boolean {
  return named && score >= (evidence.includes('otherNumber') ? DESPITE_NUMBERS : WORTH_LISTING)
}

/** What speaks most for a pair. */
export const leadingReason = ({ evidence }: Match): PairReason => REASONS.find(([known]) => evidence.includes(known))?.[1] ?? 'name'

/** Two persons and all files merged into them, by the likeliest pair of files. */
export interface ComparedGroups extends Match {
  /** Digest of everything compared: the same as long as no fact changes. */
  readonly fingerprint: string
}

const factsOfGroup = (db: ReadDb, seq: number): ComparedFacts[] =>
  groupOf(db, seq)
    .map((member) => comparedFacts(db, member))
    .filter((facts) => facts !== undefined)

const told = ({ name, formerName, sex, birthDate, idMatch, idNo, phone, phones = [], spouses = [], children = [] }: MatchKey): string =>
  JSON.stringify([name, formerName, sex, birthDate, idMatch, idNo, phone, [...phones].sort(), [...spouses].sort(), [...children].sort()])

/** @param a and @param b files that go on, as rows of table person */
export function compareGroups(db: ReadDb, a: number, b: number, characters: CharacterBook): ComparedGroups {
  const [one, other] = [factsOfGroup(db, a), factsOfGroup(db, b)]
  const nothing: Match = { score: 0, why: [], evidence: [], named: false }
  const best = one
    .flatMap((left) => other.map((right) => compareFacts(left, right, characters)))
    .reduce((top, match) => (match.score > top.score ? match : top), nothing)
  const sides = [one, other].map((files) => files.map(told).sort().join('\n')).sort()
  return { ...best, fingerprint: digestOf(sides.join('\n\n')) }
}
