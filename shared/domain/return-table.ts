// Why: two offices lay the same table side by side only when both know which days it spans, which cells it has, and that the cells add up.
import type { Day } from './calendar-day'
import { monthEnding, type StatisticalMonth } from './counting-period'
import { returnParts, type ReturnNumber, type ReturnPart } from './return-parts'

/** Whole periods that a table may be about. */
export const tablePeriods = ['statistical', 'month', 'quarter', 'year'] as const
export type TablePeriod = (typeof tablePeriods)[number]
export const tablePeriodLabels = {
  statistical: '统计月',
  month: '自然月',
  quarter: '季度',
  year: '全年'
} as const satisfies Record<TablePeriod, string>

const MONTHS_OF = { statistical: 1, month: 1, quarter: 3, year: 12 } as const satisfies Record<TablePeriod, number>

export type TableCode = `return-${TablePeriod}`
export const tableCodeOf = (period: TablePeriod): TableCode => `return-${period}`
export const tablePeriodOf = (code: unknown): TablePeriod | null => tablePeriods.find((period) => tableCodeOf(period) === code) ?? null

/** @param month `2026-03`: the month in which the period ends @returns null when no such period ends in it */
export function tableSpan(period: TablePeriod, month: string, rule: StatisticalMonth): { readonly from: Day; readonly to: Day } | null {
  const [year = 0, last = 0] = month.split('-').map(Number)
  const months = MONTHS_OF[period]
  if (last % months !== 0) return null
  const end = monthEnding(year, last, period === 'statistical' ? rule : null)
  const first = monthEnding(year, last - months + 1, period === 'statistical' ? rule : null)
  return end === null || first === null ? null : { from: first.from, to: end.to }
}

/** Rows as the sender sees them: slips it sent, slips that came to it. */
export const tableRows = ['out', 'in'] as const
export type TableRow = (typeof tableRows)[number]
export const tableRowLabels = { out: '去单', in: '来单' } as const satisfies Record<TableRow, string>
/** The same slips in the other office's table. */
export const facingRow = (row: TableRow): TableRow => (row === 'out' ? 'in' : 'out')

export const tableColumns = [...returnParts, 'issued', 'due'] as const satisfies readonly ReturnNumber[]
export type TableColumn = (typeof tableColumns)[number]
export type TableCells = Readonly<Record<TableRow, Readonly<Record<TableColumn, number>>>>

/** A number that an office of this program gave: nothing else stands for a slip in a list. */
export const LISTED_NUMBER = /^[0-9]{6}-[0-9]{2}-(?:CX|XC)-[0-9]{4}-[0-9]{6,9}$/

export interface TableFault {
  readonly path: string
  readonly reason: 'missing' | 'value' | 'conflict'
}

type Members = Readonly<Record<string, unknown>>
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): readonly Members[] => (Array.isArray(value) ? value.filter(isMembers) : [])
const isRow = (value: unknown): value is TableRow => tableRows.some((known) => known === value)
const isColumn = (value: unknown): value is TableColumn => tableColumns.some((known) => known === value)
const isPart = (value: unknown): value is ReturnPart => returnParts.some((known) => known === value)

/** @returns the cells of a table of returns, null unless there is exactly one number for each */
export function tableCells(body: Members): TableCells | null {
  const found = new Map<string, number>()
  for (const { row, column, count } of listOf(body.cells))
    if (isRow(row) && isColumn(column) && typeof count === 'number') found.set(`${row} ${column}`, count)
  if (found.size !== tableRows.length * tableColumns.length || listOf(body.cells).length !== found.size) return null
  const rowOf = (row: TableRow): Record<TableColumn, number> =>
    Object.fromEntries(tableColumns.map((column) => [column, found.get(`${row} ${column}`) ?? 0])) as Record<TableColumn, number> // every column is there
  return { out: rowOf('out'), in: rowOf('in') }
}

/** Numbers of slips by row, each with the part its sender counts it in; null where the table lists none. */
export function listedNumbers(body: Members, row: TableRow): ReadonlyMap<string, ReturnPart> | null {
  if (!Array.isArray(body.numbers)) return null
  const parts = new Map<string, ReturnPart>()
  for (const { row: of, column, slip_numbers: numbers } of listOf(body.numbers))
    if (of === row && isPart(column) && Array.isArray(numbers))
      for (const number of numbers) if (typeof number === 'string') parts.set(number, column)
  return parts
}

/** How many slips a row speaks of, withdrawn ones among them. */
export const slipsInRow = (cells: TableCells, row: TableRow): number => cells[row].issued + cells[row].withdrawn

/** What the plain whitelist cannot see of a table of returns; tables of another code are numbers alone. */
export function tableFault(body: Members): TableFault | null {
  const period = tablePeriodOf(body.table_code)
  if (period === null) return body.numbers === undefined ? null : { path: 'numbers', reason: 'conflict' }
  for (const name of ['as_of', 'slip_check']) if (body[name] === undefined) return { path: name, reason: 'missing' }
  if (Number(String(body.period).slice(5)) % MONTHS_OF[period] !== 0) return { path: 'period', reason: 'value' }
  if (String(body.as_of) > String(body.issued_on)) return { path: 'as_of', reason: 'conflict' }
  return cellsFault(body) ?? numbersFault(body)
}

function cellsFault(body: Members): TableFault | null {
  for (const [at, { row, column }] of listOf(body.cells).entries()) {
    if (!isRow(row)) return { path: `cells.${String(at)}.row`, reason: 'value' }
    if (!isColumn(column)) return { path: `cells.${String(at)}.column`, reason: 'value' }
  }
  const cells = tableCells(body)
  if (cells === null) return { path: 'cells', reason: 'conflict' }
  return tableRows.every((row) => addsUp(cells[row])) ? null : { path: 'cells', reason: 'conflict' }
}

function addsUp(row: TableCells[TableRow]): boolean {
  const answered = row.answered_in_time + row.answered_late
  const open = row.not_carried + row.carried + row.received
  return row.issued === answered + open + row.refused + row.undelivered && row.due >= answered && row.due <= answered + open
}

function numbersFault(body: Members): TableFault | null {
  if (body.numbers === undefined) return body.more === undefined ? null : { path: 'more', reason: 'conflict' }
  if (body.slip_check !== 'agreed') return { path: 'numbers', reason: 'conflict' }
  const seen = new Set<string>()
  const cells = tableCells(body)
  for (const [at, { row, column, slip_numbers: numbers }] of listOf(body.numbers).entries()) {
    const path = `numbers.${String(at)}`
    if (!isRow(row)) return { path: `${path}.row`, reason: 'value' }
    if (!isPart(column)) return { path: `${path}.column`, reason: 'value' }
    const list: readonly unknown[] = Array.isArray(numbers) ? numbers : []
    if (list.length > (cells?.[row][column] ?? 0)) return { path: `${path}.slip_numbers`, reason: 'conflict' }
    for (const number of list) {
      if (typeof number !== 'string' || !LISTED_NUMBER.test(number)) return { path: `${path}.slip_numbers`, reason: 'value' }
      if (seen.size === seen.add(`${row} ${number}`).size) return { path: `${path}.slip_numbers`, reason: 'conflict' }
    }
  }
  return null
}
