/** SQL of the return rate's table: sums per partner from the counts that the ledger keeps ready, or slip by slip where those do not reach. */
import { halvesOf, scopeRange, type Day } from '@shared/domain'
import type { ReadDb, SqlValue } from '../../../db'
import { partsOn, sumsOn } from './return-parts'

export interface ReturnSums {
  readonly partner_id: string
  readonly answered_in_time: number
  readonly answered_late: number
  readonly received: number
  readonly carried: number
  readonly not_carried: number
  readonly refused: number
  readonly undelivered: number
  readonly withdrawn: number
  /** Unanswered with a limit up to the day asked for. */
  readonly open_due: number
  /** Unanswered with a limit before it. */
  readonly overdue: number
}

export interface SumsAsked {
  readonly direction: 'out' | 'in'
  readonly from: Day
  readonly to: Day
  readonly asOf: Day
  readonly kind: 'CX' | 'XC' | null
  readonly partnerId: string | null
  readonly today: Day
  /** Division the account is bound to; null for the whole county. */
  readonly scope: string | null
  /** Whether the account keeps sealed files. */
  readonly keeper: boolean
}

/** Rows of partners, several of one where they must be added up. What the lists do not show is not counted: a figure equals the list behind it. */
export function returnSums(db: ReadDb, asked: SumsAsked): ReturnSums[] {
  const { from, to, asOf, today, scope, keeper } = asked
  const { whole, rest } = asOf < today || scope !== null ? { whole: null, rest: [[from, to]] as const } : halvesOf(from, to)
  return [
    ...rest.flatMap(([first, last]) => oneByOne(db, asked, first, last)),
    ...(whole === null ? [] : keptSums(db, asked, whole)),
    ...(keeper ? [] : oneByOne(db, asked, from, to, 'AND seq IN (SELECT slip FROM hidden_slip)').map(negated))
  ]
}

const negated = ({ partner_id, ...sums }: ReturnSums): ReturnSums => ({
  partner_id,
  ...(Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, -sum])) as Omit<ReturnSums, 'partner_id'>)
})

const IN_SCOPE = `AND seq IN (SELECT slip FROM slip_place WHERE code >= ? AND code < ? UNION ALL SELECT slip FROM slip_place WHERE code = '')`

interface Narrowed {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

const narrowed = ({ kind, partnerId }: SumsAsked): Narrowed => ({
  sql: `${kind === null ? '' : 'AND kind = ?'} ${partnerId === null ? '' : 'AND partner_id = ?'}`,
  params: [kind, partnerId].filter((value) => value !== null)
})

/** The naive count: exact on any day and in any part of the county. */
function oneByOne(db: ReadDb, asked: SumsAsked, from: string, to: string, which = ''): ReturnSums[] {
  const { asOf, today, direction, scope } = asked
  const [standing, sums, more] = [partsOn(asOf, today), sumsOn(asOf), narrowed(asked)]
  const places = scope === null ? null : scopeRange(scope)
  return db.all(
    `SELECT partner_id, ${sums.sql} FROM (${standing.sql})
     WHERE direction = ? AND issued_on BETWEEN ? AND ? ${more.sql} ${which} ${places === null ? '' : IN_SCOPE} GROUP BY partner_id`,
    ...sums.params,
    ...standing.params,
    ...[direction, from, to],
    ...more.params,
    ...(places === null ? [] : [places.from, places.below])
  )
}

interface Open {
  readonly partner_id: string
  readonly from_day: number
  readonly later: number
}

function keptSums(db: ReadDb, asked: SumsAsked, [first, last]: readonly [string, string]): ReturnSums[] {
  const { direction, asOf } = asked
  const more = narrowed(asked)
  const counts = db.all<Omit<ReturnSums, 'open_due' | 'overdue'>>(
    `SELECT partner_id, sum(answered_in_time) AS answered_in_time, sum(answered_late) AS answered_late, sum(received) AS received,
       sum(carried) AS carried, sum(not_carried) AS not_carried, sum(refused) AS refused, sum(undelivered) AS undelivered,
       sum(withdrawn) AS withdrawn
     FROM slip_return_count WHERE direction = ? AND half BETWEEN ? AND ? ${more.sql} GROUP BY partner_id`,
    ...[direction, first, last],
    ...more.params
  )
  const below = last.endsWith('01') ? `${last.slice(0, 8)}20` : `${last.slice(0, 8)}31`
  const waiting = db.all<Open>(
    `SELECT partner_id, count(*) AS from_day, sum(sort_due > ?) AS later FROM slip INDEXED BY slip_not_yet_due
     WHERE return_part IN ('not_carried', 'carried', 'received') AND sort_due >= ? AND direction = ? AND issued_on BETWEEN ? AND ? ${more.sql}
     GROUP BY partner_id`,
    ...[asOf, asOf, direction, first, below],
    ...more.params
  )
  const open = new Map(waiting.map((row) => [row.partner_id, row]))
  return counts.map((row) => {
    const all = row.received + row.carried + row.not_carried
    const { from_day = 0, later = 0 } = open.get(row.partner_id) ?? {}
    return { ...row, open_due: all - later, overdue: all - from_day }
  })
}
