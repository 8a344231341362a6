/** Merged files stand together: nothing that hangs on one moves, every reader asks for the whole group. */
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import { personById, personBySeq } from './queries/files'
import { membersOf, survivorSeq } from './queries/groups'
import type { PersonRecord } from './record'
import { assertInScope, scopeOf } from './scope'

/** @returns the survivor first, then all files merged into it, directly or through chains, as rows of table person */
export const groupOf = (db: ReadDb, seq: number): number[] => membersOf(db, survivorSeq(db, seq))

/** @returns the same files as rows of table person */
export const membersOfGroup = (db: ReadDb, seq: number): PersonRecord[] =>
  groupOf(db, seq).flatMap((member) => personBySeq(db, member) ?? [])

/** @throws AppError `persons.unknown` */
export function knownPerson(db: ReadDb, id: string): PersonRecord {
  const person = personById(db, id)
  if (person === undefined) throw new AppError('persons.unknown')
  return person
}

/** @returns the file that goes on for this one; itself when it was never merged @throws AppError `persons.unknown` */
export function survivorOf(db: ReadDb, idOrSeq: string | number): PersonRecord {
  const own = typeof idOrSeq === 'string' ? personById(db, idOrSeq) : personBySeq(db, idOrSeq)
  if (own === undefined) throw new AppError('persons.unknown')
  return own.survivor === null ? own : (personBySeq(db, own.survivor) ?? own)
}

/**
 * @returns the file to be changed
 * @throws AppError `persons.unknown`, `persons.out_of_scope`, `persons.merged` naming the file that goes on
 */
export function livingPerson({ db, actor }: Pick<CallContext, 'actor'> & { readonly db: ReadDb }, id: string): PersonRecord {
  const person = knownPerson(db, id)
  assertInScope(scopeOf(actor), survivorOf(db, id))
  if (person.survivor !== null) throw new AppError('persons.merged', { name: personBySeq(db, person.survivor)?.name ?? '' })
  return person
}
