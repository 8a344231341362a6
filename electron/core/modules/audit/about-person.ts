/** Whom the log is asked about: a person's files, the ones merged with them, and the slips that were about them. */
import { isResidentId, normaliseResidentId, upgradeResidentId } from '@shared/domain'
import type { ReadDb } from '../../db'
import { filesOfNumber, filesWith, slipsOf } from './queries'

export interface Subjects {
  readonly files: readonly string[]
  readonly slips: readonly string[]
}

/** @param person number of an identity card (15 or 18 characters, as typed) or the id of a file; nobody's gives empty lists */
export function subjectsOf(db: ReadDb, person: string): Subjects {
  const number = normaliseResidentId(person)
  const named = isResidentId(number) ? filesOfNumber(db, upgradeResidentId(number)) : [person.toLowerCase()]
  const files = [...new Set(named.flatMap((id) => filesWith(db, id)))]
  return { files, slips: files.flatMap((id) => slipsOf(db, id)) }
}
