// Why: two offices that count the same slips must be able to see where they differ, first in figures alone, and slip by slip once both agree.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import {
  addCalendarDays,
  facingRow,
  isDay,
  listedNumbers,
  LISTED_NUMBER,
  slipsInRow,
  tableCells,
  tableCodeOf,
  tableColumns,
  tableRows,
  tableSpan,
  type Day,
  type ReturnPart,
  type TableCells,
  type TableColumn,
  type TableRow
} from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CallContext, CommandContext, QueryContext } from '../../rpc'
import type { ReadDb } from '../../db'
import {
  agreesToNumbers,
  draftTable,
  returnSums,
  signedTable,
  slipsOfRow,
  waitingTable,
  type CountedSlip,
  type SignedTable
} from '../slips'
import { rateOf, returnRate } from './return-rate'

type Asked = Pick<HandlerInput<SpecOf<'reports.comparison'>>, 'partnerId' | 'period' | 'month'>
type Compared = Output<SpecOf<'reports.comparison'>>
type Difference = Compared['differences'][number]
type Context = Pick<CallContext, 'rules' | 'today' | 'actor'> & { readonly db: ReadDb }

const NUMBER_OF = {
  answered_in_time: 'answeredInTime',
  answered_late: 'answeredLate',
  received: 'received',
  carried: 'carried',
  not_carried: 'notCarried',
  refused: 'refused',
  undelivered: 'undelivered',
  withdrawn: 'withdrawn',
  issued: 'issued',
  due: 'due'
} as const satisfies Record<TableColumn, string>

/** Octets for numbers in one line of a bundle, which holds 65,536 with header, cells and signature. */
const ROOM = 60_000
/** One list shows so many; the page says how many there are. */
const MOST = 1000

/** One office's view of one partner, period and day. */
interface View {
  readonly partnerId: string
  readonly from: Day
  readonly to: Day
  readonly asOf: Day
  readonly today: Day
  readonly keeper: boolean
}

/** A table is the whole county's. @throws AppError `slips.out_of_scope`, `slips.table_period` */
function viewOf({ rules, today, actor }: Context, { partnerId, period, month }: Asked, asOf: Day, keeper: boolean): View {
  if (actor.scope !== null) throw new AppError('slips.out_of_scope')
  const span = tableSpan(period, month, rules.counting.statisticalMonth)
  if (span === null || span.from > asOf) throw new AppError('slips.table_period')
  return { partnerId, ...span, asOf, today, keeper }
}

function cellsOf(db: ReadDb, view: View): TableCells {
  const rowOf = (direction: TableRow): TableCells[TableRow] => {
    const sums = returnSums(db, { ...view, direction, kind: null, scope: null })
    const { total } = returnRate(sums, new Map(), 0)
    return Object.fromEntries(tableColumns.map((column) => [column, total[NUMBER_OF[column]]])) as Record<TableColumn, number> // every column is there
  }
  return { out: rowOf('out'), in: rowOf('in') }
}

const tableOf = ({ partnerId, period, month }: Asked) => ({ partnerId, code: tableCodeOf(period), month })
const isUneven = (ours: TableCells, theirs: TableCells, row: TableRow): boolean =>
  tableColumns.some((column) => ours[row][column] !== theirs[facingRow(row)][column])

const yesterday = (today: Day): Day => addCalendarDays(today, -1) ?? today
const dayOf = (table: SignedTable | null): Day | null => {
  const on = table?.body.as_of
  return typeof on === 'string' && isDay(on) ? on : null
}

/** A day that is over counts the same for ever, on both sides: theirs where they named one, else the last. */
function comparedDay(theirs: SignedTable | null, today: Day): Day {
  const [last, named] = [yesterday(today), dayOf(theirs)]
  return named !== null && named < last ? named : last
}

export function comparison(context: QueryContext, asked: Asked): Compared {
  const { db, actor, today } = context
  const [mine, theirs] = [signedTable(db, 'out', tableOf(asked)), signedTable(db, 'in', tableOf(asked))]
  const view = viewOf(context, asked, dayOf(theirs) ?? yesterday(today), actor.grants.has('sealing.keep'))
  const [ours, other] = [cellsOf(db, view), theirs === null ? null : tableCells(theirs.body)]
  const list = actor.grants.has('slips.read') && agreesToNumbers(mine) && theirs !== null && other !== null
  const differences = list && agreesToNumbers(theirs) ? tableRows.flatMap((row) => differing(db, view, ours, other, theirs, row)) : []
  const { from, to, asOf } = view
  return {
    ...{ from, to, asOf, mine: tableView(mine), theirs: tableView(theirs), waiting: waitingTable(db, tableOf(asked)) ?? null },
    rows: tableRows.map((direction) => ({
      direction,
      cells: tableColumns.map((number) => ({
        number,
        ours: ours[direction][number],
        theirs: other === null ? null : other[facingRow(direction)][number]
      })),
      rates: { ours: rateIn(context, ours[direction]), theirs: other && rateIn(context, other[facingRow(direction)]) }
    })),
    listed: list && Array.isArray(theirs.body.numbers),
    more: typeof theirs?.body.more === 'number' ? theirs.body.more : 0,
    ...{ differences: differences.slice(0, MOST), found: differences.length }
  }
}

const rateIn = ({ rules }: Context, row: TableCells[TableRow]): string | null =>
  rateOf(row.answered_in_time + row.answered_late, row.due, rules.counting.minDenominator)

const tableView = (table: SignedTable | null): Compared['mine'] =>
  table === null
    ? null
    : { id: table.id, slipNo: table.slipNo, issuedOn: table.issuedOn, asOf: dayOf(table) ?? '', agreed: agreesToNumbers(table) }

/** Slips of a row that the two offices do not count alike. Of a list that was cut nothing is said beyond its last number. */
function differing(db: ReadDb, view: View, ours: TableCells, other: TableCells, theirs: SignedTable, direction: TableRow): Difference[] {
  const told = listedNumbers(theirs.body, facingRow(direction))
  if (told === null || !isUneven(ours, other, direction)) return []
  const own = slipsOfRow(db, { ...view, direction })
  const last = [...told.keys()].reduce((most, number) => (number > most ? number : most), '')
  const whole = told.size === slipsInRow(other, facingRow(direction))
  const known = new Set(own.map(({ slip_no: number }) => number))
  const here = own.flatMap(({ id, slip_no: slipNo, part }): Difference[] => {
    const there = slipNo === null ? undefined : told.get(slipNo)
    if (slipNo === null || there === part || (there === undefined && !whole && slipNo > last)) return []
    return [{ direction, slipNo, id, ours: part, theirs: there ?? null }]
  })
  const only = [...told].filter(([slipNo]) => !known.has(slipNo))
  return [...here, ...only.map(([slipNo, part]): Difference => ({ direction, slipNo, id: null, ours: null, theirs: part }))]
}

/** 把本表交给对方核对: what it says is the same whoever writes it, so what only keepers of sealed files see is in no table. */
export function offerTable(context: CommandContext, { agree, anew, ...asked }: HandlerInput<SpecOf<'reports.offerTable'>>): { id: string } {
  const { db, today } = context
  const theirs = signedTable(db, 'in', tableOf(asked))
  const view = viewOf(context, asked, anew ? yesterday(today) : comparedDay(theirs, today), false)
  const cells = cellsOf(db, view)
  const listing = agree && agreesToNumbers(theirs) && dayOf(theirs) === view.asOf
  const other = theirs === null ? null : tableCells(theirs.body)
  const numbers =
    listing && other !== null
      ? numbersOf(
          db,
          view,
          tableRows.filter((row) => isUneven(cells, other, row))
        )
      : {}
  const { id } = draftTable(context, tableOf(asked), {
    ...{ period: asked.month, table_code: tableCodeOf(asked.period) },
    cells: tableRows.flatMap((row) => tableColumns.map((column) => ({ row, column, count: cells[row][column] }))),
    ...{ as_of: view.asOf, slip_check: agree ? 'agreed' : 'not_agreed', ...numbers }
  })
  context.note({ subject: id, detail: { partner: asked.partnerId, period: asked.month, asOf: view.asOf, agree } })
  return { id }
}

interface Numbers {
  readonly numbers: readonly { readonly row: TableRow; readonly column: ReturnPart; readonly slip_numbers: string[] }[]
  readonly more?: number
}

const isListed = (slip: CountedSlip): slip is CountedSlip & { readonly slip_no: string } =>
  slip.slip_no !== null && LISTED_NUMBER.test(slip.slip_no)

/** As many numbers as one line holds, in their order, and how many were left out. */
export function numbersOf(db: ReadDb, view: View, rows: readonly TableRow[]): Numbers {
  const all = rows.flatMap((row) => slipsOfRow(db, { ...view, direction: row }).map((slip) => ({ ...slip, row })))
  const cells = new Map<string, Numbers['numbers'][number]>()
  let [room, listed] = [ROOM, 0]
  for (const { row, ...slip } of all) {
    if (!isListed(slip)) continue
    const key = `${row} ${slip.part}`
    const cell = cells.get(key) ?? { row, column: slip.part, slip_numbers: [] }
    room -= slip.slip_no.length + 3 + (cells.has(key) ? 0 : JSON.stringify(cell).length + 1)
    if (room < 0) break
    cells.set(key, cell)
    cell.slip_numbers.push(slip.slip_no)
    listed += 1
  }
  return { numbers: [...cells.values()], ...(listed === all.length ? {} : { more: all.length - listed }) }
}
