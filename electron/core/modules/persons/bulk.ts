/** Many new records at once, for practice, import and measurement: the same columns, history and search words as one by one. */
import type { EpisodeInput, PersonInput } from '@shared/contract/persons'
import type { ReferenceBook } from '@shared/domain'
import type { z } from 'zod'
import type { WriteDb } from '../../db'
import type { CallContext } from '../../rpc'
import type { EpisodeRecord } from './dependents'
import { employerOf, houseKey, houseOf, manyHouses, type EmployerFacts } from './dwellings'
import { employerFacts } from './employer-of-stay'
import { personFacts, type FactContext } from './facts'
import { CREATED } from './file'
import { birthNoter } from './queries/acts'
import { endPause, nextDwelling, pauseWords } from './queries/bulk'
import { changeInserter, type Origin } from './queries/changes'
import { nextSeq, personInserter, rowInserter, wordsInserter } from './queries/files'
import { composeColumns, type SavedColumns } from './record'
import { episodeRow } from './record-facts'
import { stayColumns } from './stay-columns'
import { isKnownArea, presentOf, wordsOf } from './store'

export interface NewPerson {
  readonly person: z.output<typeof PersonInput>
  readonly episodes: readonly z.output<typeof EpisodeInput>[]
  /** Who is named in the history, and where the record came from. */
  readonly by?: string
  readonly why?: string
}

/** A new person whose facts have passed every check, as plain data: nothing of it depends on what is on file. */
export interface CheckedPerson {
  readonly columns: SavedColumns
  /** Who saw the paper is whoever writes the row. */
  readonly verified: boolean
  /** Content of the search index. */
  readonly words: string
  readonly stays: readonly CheckedStay[]
  readonly by: string
  readonly why: string | null
}

interface CheckedStay {
  /** Without person, id, house and employer. */
  readonly row: EpisodeRecord
  /** What its house is found by; null without an address. */
  readonly house: string | null
  readonly employer: EmployerFacts | null
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
 * @throws AppError `persons.bad_name`, `persons.bad_text`, `persons.bad_date`, `persons.code_unknown`, `persons.id_reason_needed`,
 *   `reference.division_unknown`
 */
export function checkPerson(context: FactContext, { person, episodes, by = NOBODY, why }: NewPerson): CheckedPerson {
  const facts = personFacts({ ...person, noIdReason: person.noIdReason ?? NO_REASON }, null, context)
  const stays = episodes.map((typed, at): CheckedStay => {
    // Person and id are filled in when the row is written; until then the order stands for the ids, which ascend.
    const place = { person_seq: 0, id: String(at).padStart(4, '0'), recorded_on: context.today }
    const row = episodeRow(typed, undefined, place, context)
    return { row, house: houseKey(row), employer: employerFacts(context, typed) }
  })
  const own = composeColumns(facts, null, null, isKnownArea(context.reference))
  const columns = { ...own, ...stayColumns(presentOf(stays.map(({ row }) => row)), own, context.reference) }
  return { columns, verified: person.idVerified === true && facts.idNo !== null, words: wordsOf(columns), stays, by, why: why ?? null }
}

/**
 * Writes them with history and search words, inside the caller's transaction. Not inside a savepoint: SQLite would keep a copy of every page
 * for every row.
 * @returns the ids in the order of the rows
 */
export function writePersons(context: InsertContext, rows: readonly CheckedPerson[]): string[] {
  const { db } = context
  const [first, firstHouse] = [nextSeq(db), nextDwelling(db)]
  pauseWords(db)
  try {
    const ids = writeRows(context, rows, first, firstHouse)
    // After everything else and in the order of their rows, so that the index takes them in one go.
    const enterWords = wordsInserter(db)
    for (const [at, { words }] of rows.entries()) enterWords(first + at, words)
    return ids
  } finally {
    endPause(db, first, firstHouse)
  }
}

function writeRows(context: InsertContext, rows: readonly CheckedPerson[], first: number, firstHouse: number): string[] {
  const { db, now, newId, act = null } = context
  const insertPerson = personInserter(db)
  const insertStay = rowInserter(db, 'episode')
  const insertChange = changeInserter(db)
  const noteBirth = birthNoter(db)
  const keys = rows.flatMap(({ stays }) => stays.flatMap(({ house }) => house ?? []))
  const houses = manyHouses(db, keys, firstHouse)
  return rows.map(({ columns, verified, stays, by, why }, at) => {
    const [seq, id] = [first + at, newId()]
    const origin: Origin = { at: now, by, why, slipNo: null, act }
    insertPerson({ seq, id, at: now, by }, verified ? { ...columns, id_verified_by: by, id_verified_at: now } : columns)
    for (const { row, house, employer } of stays) {
      const employerId = employer === null ? null : employerOf(context, employer, origin)
      const dwelling = houseOf(context, house, row, origin, houses)
      insertStay({ ...row, person_seq: seq, id: newId(), employer_id: employerId, dwelling })
    }
    if (act !== null) noteBirth(act, seq)
    insertChange(seq, { record: null, field: CREATED, before: null, after: null }, origin)
    return id
  })
}

/**
 * Runs inside the caller's transaction; nothing is written before every row has passed.
 * @returns the ids in the order of the rows
 * @throws AppError as `checkPerson`
 */
export const insertPersons = (context: InsertContext, rows: readonly NewPerson[]): string[] =>
  writePersons(
    context,
    rows.map((row) => checkPerson(context, row))
  )
