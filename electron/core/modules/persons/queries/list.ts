/** SQL of the list: one statement per page, found by the search index or walked along the index of its sort, never by reading the register. */
import type { ListSort, PersonFilter } from '@shared/contract/persons'
import type { ReadDb } from '../../../db'
import type { Scope } from '../scope'
import type { SearchQuestion } from '../search-words'
import { clause, inScope, join, within, type Clause } from './clause'
import { conditionClauses } from './conditions'
import { hits } from './hits'
import { noNarrowing, type Narrowing } from './narrowing'

export type Filter = PersonFilter
export type Sort = ListSort

/** What a list shows of a person, and what the next page starts after. */
export interface ListRow {
  seq: number
  id: string
  name: string
  sex: string
  birth_date: string
  id_no: string | null
  phone: string | null
  hukou_code: string
  stay_kind: '' | 'in' | 'out' | 'intra_county'
  stay_code: string
  stay_started: string
  status: 'active' | 'set_aside' | 'closed' | 'merged'
  sort_key: string
  rank: number
}

export const LIST_COLUMNS =
  'p.seq, p.id, p.name, p.sex, p.birth_date, p.id_no, p.phone, p.hukou_code, p.stay_kind, p.stay_code, p.stay_started, p.status, p.sort_key'

/** Place after the last row of a page; only the members of the sort are used. */
export interface Place {
  readonly rank: number
  readonly sortKey: string
  readonly started: string
  readonly code: string
  readonly seq: number
}

function filterClauses(filter: Filter, scope: Scope): Clause[] {
  const found: Clause[] = [
    filter.status === null ? clause("p.status <> 'merged'") : clause('p.status = ?', filter.status),
    ...(scope === null ? [] : [inScope(scope)])
  ]
  if (filter.kind !== null) found.push(clause('p.stay_kind = ?', filter.kind))
  if (filter.within !== null) found.push(within('p.stay_code', filter.within))
  if (filter.hukouWithin !== null) found.push(within('p.hukou_code', filter.hukouWithin))
  // A stay of which only the month or year is known lies in every range that touches it. The plus keeps the index for the order.
  if (filter.startedFrom !== null) {
    const { startedFrom: day } = filter
    found.push(clause('(+p.stay_started >= ? OR +p.stay_started IN (?, ?))', day, day.slice(0, 7), day.slice(0, 4)))
  }
  if (filter.startedTo !== null) found.push(clause("p.stay_started <= ? AND p.stay_started <> ''", filter.startedTo))
  if (filter.more !== undefined) found.push(...conditionClauses(filter.more))
  return found
}

interface Source {
  readonly from: Clause
  readonly rank: Clause
  readonly where: readonly Clause[]
}

/** Index that each sort walks when no text narrows the register; it carries every filtered column. */
const SORT_INDEX = { relevance: 'person_by_pinyin', pinyin: 'person_by_pinyin', started: 'person_by_start', division: 'person_by_division' }
/** Always true; lets SQLite enter the index at a place instead of scanning it. */
const ENTRY = { relevance: "p.sort_key > ''", pinyin: "p.sort_key > ''", started: "p.stay_started >= ''", division: "p.stay_code >= ''" }

/** @param entered whether the place of a page enters the index already: two ranges of one column, and SQLite would take the wrong one */
function source(question: SearchQuestion, sort: Sort, entered: boolean, few: Clause | null): Source | null {
  if (question.kind === 'nobody') return null
  const found = hits(question)
  if (found === null && few !== null)
    return { from: clause(`(${few.sql}) hit CROSS JOIN person p ON p.seq = hit.seq`, ...few.params), rank: clause('0'), where: [] }
  if (found === null)
    return { from: clause(`person p INDEXED BY ${SORT_INDEX[sort]}`), rank: clause('0'), where: entered ? [] : [clause(ENTRY[sort])] }
  return { from: clause(`${found.sql} hit CROSS JOIN person p ON p.seq = hit.seq`, ...found.params), rank: clause('hit.rank'), where: [] }
}

const ORDER: Readonly<Record<Sort, string>> = {
  relevance: 'rank, p.sort_key, p.seq',
  pinyin: 'p.sort_key, p.seq',
  started: 'p.stay_started DESC, p.seq DESC',
  division: 'p.stay_code, p.sort_key, p.seq'
}

function after(sort: Sort, place: Place, rank: Clause): Clause {
  switch (sort) {
    case 'relevance':
      return clause(`(${rank.sql}, p.sort_key, p.seq) > (?, ?, ?)`, ...rank.params, place.rank, place.sortKey, place.seq)
    case 'pinyin':
      return clause('(p.sort_key, p.seq) > (?, ?)', place.sortKey, place.seq)
    case 'started':
      return clause('(p.stay_started, p.seq) < (?, ?)', place.started, place.seq)
    case 'division':
      return clause('(p.stay_code, p.sort_key, p.seq) > (?, ?, ?)', place.code, place.sortKey, place.seq)
  }
}

export interface PageQuestion {
  readonly question: SearchQuestion
  readonly filter: Filter
  /** How conditions that few fulfil are found (`narrowing`). */
  readonly narrow?: Narrowing
  /** Division the account is bound to; null for the whole county. */
  readonly scope: Scope
  readonly sort: Sort
  readonly after: Place | null
  /** Rows left out behind the place. */
  readonly skip?: number
  readonly limit: number
}

/** @returns the statement and its parameters; null when nobody can be meant */
export function pageStatement(asked: PageQuestion, columns = LIST_COLUMNS): Clause | null {
  const { question, filter, narrow = noNarrowing, scope, sort, after: place, skip = 0, limit } = asked
  // Without a text every person is equally relevant.
  const order = question.kind === 'everybody' && sort === 'relevance' ? 'pinyin' : sort
  const found = source(question, order, place !== null, narrow.set)
  if (found === null) return null
  const selected = (behind: readonly Clause[]): Clause => {
    const where = join([...found.where, ...filterClauses(filter, scope), ...narrow.proofs, ...behind], ' AND ')
    const params = [...found.rank.params, ...found.from.params, ...where.params]
    return clause(`SELECT ${columns}, ${found.rank.sql} AS rank FROM ${found.from.sql} WHERE ${where.sql}`, ...params)
  }
  // Thousands share a day, or none: SQLite enters an index at (day, row) only when the day is one.
  const split = place !== null && question.kind === 'everybody' && narrow.set === null && order === 'started'
  const rows = split
    ? join(
        [
          selected([clause('p.stay_started = ? AND p.seq < ?', place.started, place.seq)]),
          selected([clause('p.stay_started < ?', place.started)])
        ],
        ' UNION ALL '
      )
    : selected(place === null ? [] : [after(order, place, found.rank)])
  const ordered = split ? 'stay_started DESC, seq DESC' : ORDER[order]
  return clause(`${rows.sql} ORDER BY ${ordered} LIMIT ? OFFSET ?`, ...rows.params, limit, skip)
}

/** @returns the rows of a page in its order */
export function page(db: ReadDb, question: PageQuestion): ListRow[] {
  const statement = pageStatement(question)
  return statement === null ? [] : db.all<ListRow>(statement.sql, ...statement.params)
}

type CountQuestion = Pick<PageQuestion, 'question' | 'filter' | 'narrow' | 'scope'>

export function countStatement({ question, filter, narrow = noNarrowing, scope }: CountQuestion, most: number): Clause | null {
  const found = source(question, 'pinyin', false, narrow.set)
  if (found === null) return null
  const where = join([...found.where, ...filterClauses(filter, scope), ...narrow.proofs], ' AND ')
  return clause(
    `SELECT count(*) FROM (SELECT 1 FROM ${found.from.sql}${where.sql === '' ? '' : ` WHERE ${where.sql}`} LIMIT ?)`,
    ...found.from.params,
    ...where.params,
    most
  )
}

/** @returns how many the filter finds, `most` when there are as many or more */
export function count(db: ReadDb, asked: CountQuestion, most: number): number {
  const statement = countStatement(asked, most)
  return statement === null ? 0 : (db.value<number>(statement.sql, ...statement.params) ?? 0)
}

/** What a place is made of; the index of each sort carries its own, so that walking along reads no records. */
export const keyColumns = (sort: Sort): string =>
  sort === 'started' ? "'' AS sort_key, p.seq, p.stay_started, p.stay_code" : 'p.sort_key, p.seq, p.stay_started, p.stay_code'

/** @returns the place of the row that the question begins with */
export function keyAt(db: ReadDb, asked: PageQuestion): Place | undefined {
  const statement = pageStatement(asked, keyColumns(asked.sort))
  const row = statement === null ? undefined : db.one<ListRow>(statement.sql, ...statement.params)
  return row && { rank: row.rank, sortKey: row.sort_key, started: row.stay_started, code: row.stay_code, seq: row.seq }
}

/** @returns how many rows stand behind the place, `limit` when there are as many or more */
export function rowsAfter(db: ReadDb, asked: PageQuestion): number {
  const statement = pageStatement(asked, keyColumns(asked.sort))
  return statement === null ? 0 : (db.value<number>(`SELECT count(*) FROM (${statement.sql})`, ...statement.params) ?? 0)
}

const VERSION = 'SELECT version FROM person_search_version WHERE one = 1'
/** Changes whenever a list without a text may have changed its rows or their order. */
export const listVersion = (db: ReadDb): number => db.value<number>(VERSION) ?? 0
