/** Persons on file who might be the one in question, best first, each with the reasons a clerk can read out. */
import type { PersonRow } from '@shared/contract/persons'
import { nameSearchKey, normalisePhone, normaliseResidentId, parseTypedDate, storedName, type Day } from '@shared/domain'
import type { ReadDb } from '../../db'
import { matchKeyOf, matchScore, mostOfOthers, WORTH_SHOWING, type Evidence, type Match, type MatchKey } from './match-score'
import { readName } from './name-reading'
import { candidates, type CandidateRow } from './queries/candidates'
import type { ListRow } from './queries/list'
import { ownListRow } from './queries/records'
import { matchNumber } from './record'
import { isInScope, type Scope } from './scope'
import { rowViewer, type RowContext } from './views'

/** What is known of the person in question, as typed or as a slip states it; empty or null where nothing is. */
export interface Wanted {
  readonly name: string
  readonly sex: string | null
  readonly birthDate: string | null
  readonly idNo: string | null
  readonly phone?: string | null
}

export interface Candidate {
  readonly person: PersonRow
  readonly score: number
  readonly why: string[]
  /** The same as codes. */
  readonly evidence: readonly Evidence[]
}

function matchKey({ name, sex, birthDate, idNo, phone }: Wanted): MatchKey {
  const stored = storedName(name)
  const number = idNo === null ? '' : normaliseResidentId(idNo)
  return {
    name: nameSearchKey(stored),
    formerName: '',
    sound: stored === '' ? '' : readName(stored).soundKey,
    sex: sex ?? '',
    birthDate: birthDate ?? '',
    idMatch: matchNumber(number),
    idNo: number,
    phone: phone == null || phone === '' ? null : normalisePhone(phone)
  }
}

/**
 * @param except id of the record in hand, which is never its own candidate
 * @param scope of the account that asks
 * @returns at most `limit` persons worth showing, the likeliest first; a birth date or sex alone is no reason
 */
export function pairCandidates(
  context: RowContext,
  wanted: Wanted,
  limit: number,
  except: string | null = null,
  scope: Scope = null
): Candidate[] {
  const { db } = context
  const view = rowViewer(context)
  const key = matchKey(wanted)
  const phoneReversed = Array.from((key.phone ?? '').replace(/[^0-9]/g, ''))
    .reverse()
    .join('')
  const worth = (rows: readonly CandidateRow[]): { row: ListRow; match: Match }[] =>
    rows
      .map((row) => ({ row: surviving(db, row), match: matchScore(key, matchKeyOf({ ...row, phone: row.same_phone ?? row.phone })) }))
      .filter(({ row, match }) => row.id !== except && match.named && match.score >= WORTH_SHOWING && isInScope(scope, row))
  const gathered = worth(candidates(db, { ...key, phoneReversed }, 'sure'))
  // Whoever else is on file is less likely than the likeliest of these: a common name would bring hundreds for nothing.
  if (!gathered.some(({ match }) => match.score > mostOfOthers(key)))
    gathered.push(...worth(candidates(db, { ...key, phoneReversed }, gathered.length > 0 ? 'beside' : 'wide')))
  const ranked = gathered.sort((a, b) => b.match.score - a.match.score || (a.row.sort_key < b.row.sort_key ? -1 : 1))
  // A file and one merged into it are one person: the better match speaks for both.
  return [...new Map([...ranked].reverse().map((one) => [one.row.id, one])).values()]
    .sort((a, b) => ranked.indexOf(a) - ranked.indexOf(b))
    .slice(0, limit)
    .map(({ row, match }) => ({ person: view(row), score: match.score, why: match.why, evidence: match.evidence }))
}

/** A merged file is compared by what it said, and shown as the file that goes on. */
const surviving = (db: ReadDb, row: CandidateRow): ListRow => (row.survivor === null ? row : (ownListRow(db, row.survivor) ?? row))

/** Dates are compared as stored, so what is being typed is read first; what is no date yet is left out. */
export const typedBirth = (typed: string, today: Day): string => (typed.trim() === '' ? '' : (parseTypedDate(typed, { today }) ?? ''))
