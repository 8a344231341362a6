/** Many new records at once, for practice, import and measurement: the same columns, history and search words as one by one. */
import type { EpisodeInput, PersonInput } from '@shared/contract/persons'
import type { ReferenceBook } from '@shared/domain'
import type { z } from 'zod'
import type { WriteDb } from '../../db'
import type { CallContext } from '../../rpc'
import { fileInserter, newPerson } from './birth'
import type { EpisodeRecord } from './dependents'
import { dwellingOf } from './dwellings'
import { personFacts } from './facts'
import { employerFor } from './employer-of-stay'
import type { Origin } from './queries/changes'
import { nextSeq } from './queries/files'
import { episodeRow } from './record-facts'

export interface NewPerson {
  readonly person: z.output<typeof PersonInput>
  readonly episodes: readonly z.output<typeof EpisodeInput>[]
  /** Who is named in the history, and where the record came from. */
  readonly by?: string
  readonly why?: string
}

export interface InsertContext extends Pick<CallContext, 'now' | 'today' | 'newId'> {
  readonly db: WriteDb
  readonly reference: ReferenceBook
  /** Row number of the act the records belong to (`startAct`). */
  readonly act?: number
}

const NOBODY = '程序'
/** Reason stored where a placeholder stood for the number and no reason was given. */
const NO_REASON = 'other'

/**
 * Runs inside the caller's transaction.
 * @returns the ids in the order of the rows
 * @throws AppError `persons.bad_name`, `persons.bad_text`, `persons.bad_date`, `persons.code_unknown`, `persons.id_reason_needed`,
 *   `reference.division_unknown`
 */
export function insertPersons(context: InsertContext, rows: readonly NewPerson[]): string[] {
  const { db, reference, now, today, newId, act = null } = context
  const insert = fileInserter({ db, reference })
  const first = nextSeq(db)
  return rows.map(({ person, episodes, by = NOBODY, why = null }, at) => {
    const [seq, id] = [first + at, newId()]
    const origin: Origin = { at: now, by, why, slipNo: null, act }
    const facts = personFacts({ ...person, noIdReason: person.noIdReason ?? NO_REASON }, null, context)
    const verified = person.idVerified === true && facts.idNo !== null ? { by, at: now } : null
    const stays = episodes.map((typed): EpisodeRecord => {
      const row = episodeRow(typed, undefined, { person_seq: seq, id: newId(), recorded_on: today }, context)
      return { ...row, employer_id: employerFor(context, typed, row, origin), dwelling: dwellingOf(context, row, origin) }
    })
    const own = newPerson(seq, id, facts, verified, origin, reference)
    insert({ person: own, phone: [], spouse: [], child: [], episode: stays, consent: [] }, origin)
    return id
  })
}
