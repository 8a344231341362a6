/** What a person's own requests put on the file: a restricted file goes nowhere until the mark is lifted, a contested fact only with that word. */
import { contestableLabels, type PersonMarkKind } from '@shared/domain/person-desk'
import { AppError } from '@shared/errors'
import type { ReadDb, WriteDb } from '../../db'
import { groupOf, survivorOf } from './group'
import {
  idsOfFiles,
  liftMarks,
  marksOfRequest,
  namesOfRestricted,
  placeMark,
  restrictedFiles,
  standingMarks,
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
