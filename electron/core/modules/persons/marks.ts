/** What is marked on a file: a restricted one goes nowhere until the mark is lifted, a contested fact only with that word, and a bereaved person stands in no list by name. */
import type { Day } from '@shared/domain'
import { contestableLabels, type PersonMarkKind } from '@shared/domain/person-desk'
import { AppError } from '@shared/errors'
import type { ReadDb, WriteDb } from '../../db'
import { groupOf, survivorOf } from './group'
import { isProtectedChild } from './masks'
import {
  bereavedFiles,
  bereavedSinceOf,
  idsOfFiles,
  liftMarks,
  markBereaved,
  marksOfRequest,
  namesOfRestricted,
  placeMark,
  restrictedFiles,
  standingMarks,
  unmarkBereaved,
  type MarkRecord
} from './queries/marks'

export type { MarkRecord }

/** Marks that stand on the file or one merged with it. @param seq row of table person */
export const marksOf = (db: ReadDb, seq: number): MarkRecord[] => standingMarks(db, groupOf(db, seq))

/** Ids of every restricted file and of all merged with it: what no list, slip or table may hold. */
export const restrictedIds = (db: ReadDb): ReadonlySet<string> => new Set(restrictedFiles(db))

/** Names of those people, for tables whose rows are known by nothing else; a namesake is hidden with them. */
export const restrictedNames = (db: ReadDb): ReadonlySet<string> => new Set(namesOfRestricted(db))

/** @param seq row of table person @returns the number of the request that restricts the file; null where none does */
export const restrictedBy = (db: ReadDb, seq: number): number | null =>
  marksOf(db, seq).find(({ kind }) => kind === 'restricted')?.request ?? null

/** @throws AppError `persons.restricted` naming the request */
export function assertUnrestricted(db: ReadDb, id: string): void {
  const request = restrictedBy(db, survivorOf(db, id).seq)
  if (request !== null) throw new AppError('persons.restricted', { request: String(request) })
}

/** @returns what of the file the person contests: words of `contestables` */
export const contestedOf = (db: ReadDb, seq: number): ReadonlySet<string> =>
  new Set(marksOf(db, seq).flatMap(({ kind, field }) => (kind === 'contested' ? [field] : [])))

export const contestedWords = (fields: Iterable<string>): string => [...fields].map((field) => contestableLabels[field] ?? field).join('、')

interface Placing {
  readonly kind: PersonMarkKind
  /** What is contested; empty for a restriction. */
  readonly fields: readonly string[]
  readonly request: number
  readonly at: string
  readonly by: string
}

/** Marks every file of the person. @param seq row of table person */
export function placeMarks(db: WriteDb, seq: number, { kind, fields, request, at, by }: Placing): void {
  for (const id of idsOfFiles(db, groupOf(db, seq)))
    for (const field of kind === 'restricted' ? [''] : fields) placeMark(db, id, { kind, field, request, placed_at: at, placed_by: by })
}

/** @returns how many marks of the request stood and no longer do */
export const liftMarksOf = (db: WriteDb, request: number, at: string, by: string): number => liftMarks(db, request, at, by)
export const standsFor = (db: ReadDb, request: number): boolean => marksOfRequest(db, request) > 0

/** Since when somebody who lost a child or another near one is to be met with care; null for others. Source: domain.md PV-12. @param seq row of table person */
export const bereavedSince = (db: ReadDb, seq: number): string | null => bereavedSinceOf(db, groupOf(db, seq))

/** @param seq row of table person */
export const isBereaved = (db: ReadDb, seq: number): boolean => bereavedSince(db, seq) !== null

/**
 * An act about one who is to be met with care, or a child under 14, is asked about once more. One question for both, so that it does not tell the mark.
 * Source: domain.md PV-12. @param careful whether somebody said that it is needed @throws AppError `persons.with_care`, `persons.unknown`
 */
export function assertCareful(db: ReadDb, id: string, today: Day, careful: boolean): void {
  if (careful) return
  const person = survivorOf(db, id)
  if (!isProtectedChild(person.birth_date, today) && !isBereaved(db, person.seq)) return
  throw new AppError('persons.with_care', {}, { fields: { careful: '请先确认' } })
}

/** Ids of every file of everybody who is to be met with care. */
export const bereavedIds = (db: ReadDb): ReadonlySet<string> => new Set(bereavedFiles(db))

/** Ids of every file that no list or table tells of: restricted by the person, or marked to be met with care. */
export const withheldIds = (db: ReadDb): ReadonlySet<string> => new Set([...restrictedFiles(db), ...bereavedFiles(db)])

/** Why a file is not named in a list, by id; a restriction hides more than care does. */
export const hiddenInLists = (db: ReadDb): ReadonlyMap<string, 'restricted' | 'bereaved'> =>
  new Map([...bereavedFiles(db).map((id) => [id, 'bereaved'] as const), ...restrictedFiles(db).map((id) => [id, 'restricted'] as const)])

/** Marks every file of the person, or none any more; no cause is kept. @param seq row of table person */
export function setBereaved(db: WriteDb, seq: number, bereaved: boolean, at: string, by: string): void {
  for (const id of idsOfFiles(db, groupOf(db, seq)))
    if (bereaved) markBereaved(db, id, at, by)
    else unmarkBereaved(db, id)
}
