/** Many new records at once, for practice, import and measurement: the same columns, history and search words as one by one. */
import type { EpisodeInput, PersonInput } from '@shared/contract/persons'
import type { ReferenceBook } from '@shared/domain'
import type { z } from 'zod'
import type { WriteDb } from '../../db'
import type { CallContext } from '../../rpc'
import { columnsOf } from './dependents'
import { employerOf, houseKey, houseOf, manyHouses, type EmployerFacts, type HouseFacts } from './dwellings'
import { employerFacts } from './employer-of-stay'
import { personFacts, type FactContext } from './facts'
import { CREATED } from './file'
import { birthNoter } from './queries/acts'
import { nextDwelling } from './queries/bulk'
import { changeInserter, type Origin } from './queries/changes'
import { nextSeq, personCellsInserter, stayCellsInserter, wordsInserter } from './queries/files'
import { housesGrew, personsGrew } from './queries/grown'
import { composeColumns, savedColumns, type Cell, type Row } from './record'
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

/**
 * A new person whose facts have passed every check. Nothing of it depends on what is on file, and it is plain JSON, because it may come from
 * another thread; cells in the order of their columns cross it fastest.
 */
export interface CheckedPerson {
  /** In the order of `savedColumns`. */
  readonly cells: readonly Cell[]
  /** Who saw the paper is whoever writes the row. */
  readonly verified: boolean
  /** Content of the search index. */
  readonly words: string
  readonly stays: readonly CheckedStay[]
  readonly by: string
  readonly why: string | null
}

interface CheckedStay {
  /** In the order of `stayColumnNames`, without person, id, house and employer. */
  readonly cells: readonly Cell[]
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

const stayColumnNames = columnsOf('episode')
const cellsOf = (columns: readonly string[], row: Row): Cell[] => columns.map((column) => row[column] ?? null)
const placeIn = (columns: readonly string[]): ReadonlyMap<string, number> => new Map(columns.map((column, at) => [column, at]))
const SAVED = placeIn(savedColumns)
const STAY = placeIn(stayColumnNames)

/** What a column will hold. */
export const cellOfPerson = ({ cells }: CheckedPerson, column: (typeof savedColumns)[number]): Cell =>
  cells[SAVED.get(column) ?? -1] ?? null

function withCells(places: ReadonlyMap<string, number>, cells: readonly Cell[], changed: Row): Cell[] {
  const copy = [...cells]
  for (const [column, cell] of Object.entries(changed)) copy[places.get(column) ?? -1] = cell
  return copy
}

/** @returns the person as a member of a household on file */
export const inHousehold = (person: CheckedPerson, id: string): CheckedPerson => ({
  ...person,
  cells: withCells(SAVED, person.cells, { household_id: id })
})

/**
 * @throws AppError `persons.bad_name`, `persons.bad_text`, `persons.bad_date`, `persons.code_unknown`, `persons.id_reason_needed`,
 *   `reference.division_unknown`
 */
export function checkPerson(context: FactContext, { person, episodes, by = NOBODY, why }: NewPerson): CheckedPerson {
  const facts = personFacts({ ...person, noIdReason: person.noIdReason ?? NO_REASON }, null, context)
  // Person and id are filled in when the row is written; until then the order stands for the ids, which ascend.
  const rows = episodes.map((typed, at) =>
    episodeRow(typed, undefined, { person_seq: 0, id: String(at).padStart(4, '0'), recorded_on: context.today }, context)
  )
  const stays = rows.map((row, at): CheckedStay => {
    const typed = episodes[at]
    const employer = typed === undefined ? null : employerFacts(context, typed)
    return { cells: cellsOf(stayColumnNames, row), house: houseKey(row), employer }
  })
  const home = { hukou_code: facts.hukouCode, hukou_as_of: facts.hukouAsOf }
  const stay = stayColumns(presentOf(rows), home, context.reference)
  const own = composeColumns(facts, null, stay, isKnownArea(context.reference))
  const cells = savedColumns.map((column) => own[column])
  return { cells, verified: person.idVerified === true && facts.idNo !== null, words: wordsOf(own), stays, by, why: why ?? null }
}

/**
 * Writes them with history and search words, inside the caller's transaction. Not inside a savepoint: SQLite would keep a copy of every page
 * for every row.
 * @returns the ids in the order of the rows
 */
export function writePersons(context: InsertContext, rows: readonly CheckedPerson[]): string[] {
  const { db } = context
  const [first, firstHouse] = [nextSeq(db), nextDwelling(db)]
  const ids = writeRows(context, rows, first, firstHouse)
  // After everything else and in the order of their rows, so that each index takes them in one go.
  const enterWords = wordsInserter(db)
  for (const [at, { words }] of rows.entries()) enterWords(first + at, words)
  personsGrew(db, first)
  housesGrew(db, firstHouse)
  return ids
}

function writeRows(context: InsertContext, rows: readonly CheckedPerson[], first: number, firstHouse: number): string[] {
  const { db, now, newId, act = null } = context
  const insertPerson = personCellsInserter(db)
  const insertStay = stayCellsInserter(db)
  const insertChange = changeInserter(db)
  const noteBirth = birthNoter(db)
  const keys = rows.flatMap(({ stays }) => stays.flatMap(({ house }) => house ?? []))
  const houses = manyHouses(db, keys, firstHouse)
  return rows.map(({ cells, verified, stays, by, why }, at) => {
    const [seq, id] = [first + at, newId()]
    const origin: Origin = { at: now, by, why, slipNo: null, act }
    insertPerson(seq, id, now, by, verified ? withCells(SAVED, cells, { id_verified_by: by, id_verified_at: now }) : cells)
    for (const { cells: stay, house, employer } of stays) {
      const employer_id = employer === null ? null : employerOf(context, employer, origin)
      const dwelling = houseOf(context, house, houseFacts(stay), origin, houses)
      insertStay(withCells(STAY, stay, { person_seq: seq, id: newId(), employer_id, dwelling }))
    }
    if (act !== null) noteBirth(act, seq)
    insertChange(seq, { record: null, field: CREATED, before: null, after: null }, origin)
    return id
  })
}

const textAt = (cells: readonly Cell[], column: string): string | null => {
  const cell = cells[STAY.get(column) ?? -1] ?? null
  return cell === null ? null : String(cell)
}

/** What a stay says of its house. */
const houseFacts = (stay: readonly Cell[]): HouseFacts => ({
  residence_code: textAt(stay, 'residence_code') ?? '',
  residence_text: textAt(stay, 'residence_text'),
  dwelling_kind: textAt(stay, 'dwelling_kind'),
  dwelling_contact: textAt(stay, 'dwelling_contact'),
  dwelling_phone: textAt(stay, 'dwelling_phone')
})

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
