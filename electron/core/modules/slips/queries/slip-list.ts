/** SQL of the ledger: pages by keyset, counts and the three lists of the home page. */
import type { ReadDb, SqlValue } from '../../../db'
import { addCalendarDays, scopeRange, weekday, type Day, type LifecycleKind } from '@shared/domain'
import { finalStatuses } from '../rules'
import { indicatorSlips, type IndicatorSlips } from './indicator-slips'
import { countedSlips, type Counted } from './return-parts'

export interface ListedSlip {
  readonly seq: number
  readonly id: string
  readonly slip_no: string | null
  readonly direction: 'out' | 'in'
  readonly kind: LifecycleKind
  readonly status: string
  readonly owed: number
  readonly partner_id: string
  readonly person_id: string | null
  readonly subject_name: string | null
  readonly urgency: string | null
  readonly issued_on: string | null
  readonly due_on: string | null
  readonly work_due_on: string | null
  readonly answered_on: string | null
  readonly pairing: string | null
  readonly sort_due: string
  /** Whether it left the house: 1, else 0. */
  readonly carried: number
}

const COLUMNS = `seq, id, slip_no, direction, kind, status, owed, partner_id, person_id, subject_name, urgency, issued_on, due_on, work_due_on,
  answered_on, pairing, sort_due, carried_at IS NOT NULL AS carried`

export type QueueName = 'today' | 'mine' | 'partner'

export type DueName = 'late' | 'today' | 'week'

export interface ListFilter {
  readonly text: string
  readonly direction: 'out' | 'in' | null
  readonly kinds: readonly string[]
  readonly statuses: readonly string[]
  readonly partnerId: string | null
  readonly queue: QueueName | null
  readonly open: boolean | null
  readonly issuedFrom: string | null
  readonly issuedTo: string | null
  /** Only what one number of the return rate counts. */
  readonly counted: Counted | null
  /** Only what one side of an indicator counts. */
  readonly indicator: IndicatorSlips | null
  readonly place: string | null
  readonly due: DueName | null
  readonly dueFrom: string | null
  readonly dueTo: string | null
  readonly hand: 'mine' | 'none' | null
  readonly personId: string | null
}

/** The whole ledger. */
export const everySlip: ListFilter = {
  ...{ text: '', direction: null, kinds: [], statuses: [], partnerId: null, queue: null, open: null, issuedFrom: null, issuedTo: null },
  ...{ place: null, due: null, dueFrom: null, dueTo: null, hand: null, personId: null, counted: null, indicator: null }
}

interface Condition {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

const marks = (list: readonly unknown[]): string => list.map(() => '?').join(', ')
const condition = (sql: string, ...params: readonly SqlValue[]): Condition => ({ sql, params })

/** Successor of a prefix by code points, so that a prefix becomes a range of an index. */
const beyond = (prefix: string): string => {
  const letters = Array.from(prefix)
  const last = letters.pop() ?? ''
  const next = (last.codePointAt(0) ?? 0) + 1
  return letters.join('') + String.fromCodePoint(next === 0xd800 ? 0xe000 : Math.min(next, 0x10ffff))
}

/** One box: a slip number or its end, a resident number, or any part of the name. Each way is a range or a covering walk of one narrow index. */
function textCondition(typed: string): Condition {
  const text = typed.trim()
  const upper = text.toUpperCase()
  if (/^[0-9]{15}$|^[0-9]{17}[0-9X]$/.test(upper)) return condition('subject_id_no = ?', upper)
  if (/^[0-9A-Z-]+$/.test(upper)) {
    if (/^[0-9]{1,6}$/.test(upper))
      return condition('seq IN (SELECT seq FROM slip INDEXED BY slip_by_number WHERE slip_no LIKE ?)', `%${upper}`)
    return condition('seq IN (SELECT seq FROM slip WHERE slip_no >= ? AND slip_no < ?)', upper, beyond(upper))
  }
  const name = text.normalize('NFC').slice(0, 100)
  return condition('seq IN (SELECT seq FROM slip INDEXED BY slip_by_name WHERE instr(subject_name, ?) > 0)', name)
}

const queues: Readonly<Record<QueueName, (today: string) => Condition>> = {
  today: (today) => condition("waits IN ('us', 'peer') AND sort_due <= ? AND owed = 1", today),
  mine: () => condition("waits = 'us'"),
  partner: () => condition("waits = 'peer'")
}

const AT_PLACE = `SELECT slip FROM slip_place WHERE code >= ? AND code < ?
  UNION ALL SELECT slip FROM slip_assignment WHERE code >= ? AND code < ?`
const NOWHERE = "SELECT slip FROM slip_place WHERE code = ''"
const IS_AT_PLACE = `EXISTS (SELECT 1 FROM slip_assignment a WHERE a.slip = slip.seq AND a.code >= ? AND a.code < ?)
  OR EXISTS (SELECT 1 FROM slip_place p WHERE p.slip = slip.seq AND (p.code >= ? AND p.code < ?`

/** Of a few slips it is asked where each belongs; of all of them those of the place are gathered. */
const isFew = ({ queue, due, hand }: ListFilter): boolean => queue !== null || due !== null || hand !== null

function atPlace(code: string, filter: ListFilter, orNowhere: boolean): Condition {
  const { from, below } = scopeRange(code)
  const range = [from, below, from, below]
  if (isFew(filter)) return condition(`${IS_AT_PLACE}${orNowhere ? " OR p.code = ''" : ''}))`, ...range)
  return condition(`seq IN (${AT_PLACE}${orNowhere ? ` UNION ALL ${NOWHERE}` : ''})`, ...range)
}

const owedUntil = (from: string, to: string): Condition =>
  condition("waits IN ('us', 'peer') AND owed = 1 AND sort_due >= ? AND sort_due <= ?", from, to)
const dues: Readonly<Record<DueName, (today: Day) => Condition>> = {
  late: (today) => owedUntil('', addCalendarDays(today, -1) ?? ''),
  today: (today) => owedUntil(today, today),
  week: (today) => owedUntil(today, addCalendarDays(today, 7 - weekday(today)) ?? today)
}

/** Whose slips are one's own: those of these accounts, and of the unit as a whole. */
export interface Me {
  readonly accounts: readonly string[]
  readonly unit: string | null
}
export const NOBODY: Me = { accounts: [], unit: null }
const MINE = `seq IN (SELECT slip FROM slip_assignment WHERE account IN (SELECT value FROM json_each(?))
  UNION ALL SELECT slip FROM slip_assignment WHERE unit = ? AND account IS NULL)`
const hands: Readonly<Record<'mine' | 'none', (me: Me) => Condition>> = {
  mine: ({ accounts, unit }) => condition(MINE, JSON.stringify(accounts), unit),
  none: () => condition("direction = 'in' AND waits = 'us' AND NOT EXISTS (SELECT 1 FROM slip_assignment a WHERE a.slip = slip.seq)")
}

/** Slips about somebody whose file is sealed are seen by who keeps it. */
const SHOWN = condition('NOT EXISTS (SELECT 1 FROM hidden_slip h WHERE h.slip = slip.seq)')
const HIDDEN = 'SELECT 1 FROM hidden_slip WHERE slip = ?'
export const isHiddenSlip = (db: ReadDb, seq: number): boolean => db.value<number>(HIDDEN, seq) !== undefined

function workConditions({ filter, me, files, today }: ListQuestion): Condition[] {
  const list: Condition[] = []
  if (filter.personId !== null) list.push(condition('person_id IN (SELECT value FROM json_each(?))', JSON.stringify(files)))
  if (filter.place !== null) list.push(atPlace(filter.place, filter, false))
  if (filter.due !== null) list.push(dues[filter.due](today))
  if (filter.dueFrom !== null) list.push(condition('sort_due >= ?', filter.dueFrom))
  if (filter.dueTo !== null) list.push(condition('sort_due <= ?', filter.dueTo))
  if (filter.hand !== null) list.push(hands[filter.hand](me))
  return list
}

function conditionsOf(asked: ListQuestion): Condition[] {
  const { filter, scope, keeper, today } = asked
  // What an account bound to a part of the county may see: slips of its persons, and those it was given.
  const list: Condition[] = scope === null ? [] : [atPlace(scope, filter, true)]
  if (!keeper) list.push(SHOWN)
  if (filter.text.trim() !== '') list.push(textCondition(filter.text))
  if (filter.queue !== null) list.push(queues[filter.queue](today))
  if (filter.direction !== null) list.push(condition('direction = ?', filter.direction))
  if (filter.kinds.length === 1) list.push(condition('kind = ?', filter.kinds[0] ?? ''))
  else if (filter.kinds.length > 1) list.push(condition(`kind IN (${marks(filter.kinds)})`, ...filter.kinds))
  if (filter.statuses.length === 1) list.push(condition('status = ?', filter.statuses[0] ?? ''))
  else if (filter.statuses.length > 1) list.push(condition(`status IN (${marks(filter.statuses)})`, ...filter.statuses))
  if (filter.partnerId !== null) list.push(condition('partner_id = ?', filter.partnerId))
  if (filter.open !== null) list.push(condition(`status ${filter.open ? 'NOT IN' : 'IN'} (${marks(finalStatuses)})`, ...finalStatuses))
  if (filter.issuedFrom !== null) list.push(condition('issued_on >= ?', filter.issuedFrom))
  if (filter.issuedTo !== null) list.push(condition('issued_on <= ?', filter.issuedTo))
  if (filter.counted !== null) {
    const { sql, params } = countedSlips(filter.counted, today)
    list.push(condition(sql, ...params))
  }
  if (filter.indicator !== null) {
    const { sql, params } = indicatorSlips(filter.indicator, today)
    list.push(condition(sql, ...params))
  }
  return [...list, ...workConditions(asked)]
}

export type SlipSort = 'due' | 'newest'
/** Position after which the next page starts. */
export interface SlipPosition {
  readonly seq: number
  readonly due: string
}

const whereOf = (list: readonly Condition[]): string =>
  list.length === 0 ? '' : `WHERE ${list.map(({ sql }) => `(${sql})`).join(' AND ')}`

export interface Statement {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

/** What a list or a count is asked for. */
export interface ListQuestion {
  readonly filter: ListFilter
  /** Division the account is bound to; null for the whole county. */
  readonly scope: string | null
  /** Whether the account keeps sealed files. */
  readonly keeper: boolean
  readonly me: Me
  /** Every file of the person asked about. */
  readonly files: readonly string[]
  readonly today: Day
}

export function pageStatement(asked: ListQuestion, sort: SlipSort, from: SlipPosition | null, limit: number): Statement {
  const list = conditionsOf(asked)
  if (from !== null) {
    list.push(sort === 'newest' ? condition('seq < ?', from.seq) : condition('(sort_due, seq) > (?, ?)', from.due, from.seq))
  }
  const order = sort === 'newest' ? 'seq DESC' : 'sort_due, seq'
  return {
    sql: `SELECT ${COLUMNS} FROM slip ${whereOf(list)} ORDER BY ${order} LIMIT ?`,
    params: [...list.flatMap(({ params }) => params), limit]
  }
}

export function countStatement(asked: ListQuestion): Statement {
  const list = conditionsOf(asked)
  return { sql: `SELECT count(*) AS count FROM slip ${whereOf(list)}`, params: list.flatMap(({ params }) => params) }
}

export const slipPage = (db: ReadDb, asked: ListQuestion, sort: SlipSort, from: SlipPosition | null, limit: number): ListedSlip[] => {
  const { sql, params } = pageStatement(asked, sort, from, limit)
  return db.all(sql, ...params)
}

export const slipCount = (db: ReadDb, asked: ListQuestion): number => {
  const { sql, params } = countStatement(asked)
  return db.value<number>(sql, ...params) ?? 0
}

export const listedById = (db: ReadDb, id: string): ListedSlip | undefined => db.one(`SELECT ${COLUMNS} FROM slip WHERE id = ?`, id)

/** @returns the places of the person of a slip, and of whoever works on it; none when there is neither */
export const placesOfSlip = (db: ReadDb, seq: number): string[] =>
  db.all<{ code: string }>('SELECT code FROM v_slip_place WHERE slip = ?', seq).map(({ code }) => code)

const WRITTEN = `SELECT ${COLUMNS} FROM slip INDEXED BY slip_by_person WHERE person_id = ? AND answer_to IS NULL
  AND (created_at > ? OR EXISTS (SELECT 1 FROM slip_event e WHERE e.slip = slip.seq AND e.action = 'pair' AND e.at > ?))
  ORDER BY seq DESC LIMIT 200`
/** Slips written for a person, or paired with it, after an instant, the latest first; answers and corrections go with what they belong to. */
export const slipsWrittenFor = (db: ReadDb, personId: string, after: string): ListedSlip[] => db.all(WRITTEN, personId, after, after)
