/** Many new records at once, for practice, import and measurement: the same columns, history and search words as one by one. */
import type { ReferenceBook } from '@shared/domain'
import type { WriteDb } from '../../db'
import type { CallContext } from '../../rpc'
import { episodeFacts, personFacts, type TypedEpisode, type TypedPerson } from './facts'
import { nextSeq } from './queries/records'
import { episodeRecord, recordInserter } from './save'

export interface NewPerson {
  readonly person: TypedPerson
  readonly episode: TypedEpisode | null
  /** Who is named in the history, and where the record came from. */
  readonly by?: string
  readonly why?: string
}

export interface InsertContext extends Pick<CallContext, 'now' | 'today' | 'newId'> {
  readonly db: WriteDb
  readonly reference: ReferenceBook
}

const NOBODY = '程序'
/** Reason stored where a placeholder stood for the number and no reason was given. */
const NO_REASON = 'other'

/**
 * Runs inside the caller's transaction.
 * @returns the ids in the order of the rows
 * @throws AppError `persons.bad_name`, `persons.bad_text`, `persons.bad_date`, `persons.id_reason_needed`, `reference.division_unknown`
 */
export function insertPersons({ db, reference, now, today, newId }: InsertContext, rows: readonly NewPerson[]): string[] {
  const insert = recordInserter(db, reference)
  const first = nextSeq(db)
  return rows.map(({ person, episode, by = NOBODY, why = null }, at) => {
    const [seq, id] = [first + at, newId()]
    const facts = personFacts({ ...person, noIdReason: person.noIdReason ?? NO_REASON }, reference)
    const stay = episode === null ? null : episodeRecord(episodeFacts(episode, reference), newId(), seq, today)
    const verified = person.idVerified && facts.idNo !== null ? { by, at: now } : null
    insert({ seq, id, facts, verified, stay, origin: { at: now, by, why, slipNo: null } })
    return id
  })
}
