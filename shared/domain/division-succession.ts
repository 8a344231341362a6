// Why: codes are abolished, renamed, merged and divided; one walk over the dated table says which code held a place on any day, before or after.
import type { Day } from './calendar-day'
import type { DivisionCode } from './division-code'
import { isDivisionInForce, type DivisionRow } from './division-table'
import { firstDayOf } from './partial-date'

/** The dated table asked in both directions. */
export interface DivisionHistory {
  /** Every name of a code, oldest first; empty for an unknown code. */
  rowsOf(code: DivisionCode): readonly DivisionRow[]
  /** Rows that name the code among their successors. */
  forebearsOf(code: DivisionCode): readonly DivisionRow[]
}

/** @param rows the whole table; rows of one code in the order of their days */
export function divisionHistory(rows: Iterable<DivisionRow>): DivisionHistory {
  const own = new Map<DivisionCode, DivisionRow[]>()
  const before = new Map<DivisionCode, DivisionRow[]>()
  const add = (map: Map<DivisionCode, DivisionRow[]>, code: DivisionCode, row: DivisionRow): void => {
    const known = map.get(code)
    if (known) known.push(row)
    else map.set(code, [row])
  }
  for (const row of rows) {
    add(own, row.code, row)
    for (const heir of row.successors) add(before, heir, row)
  }
  return { rowsOf: (code) => own.get(code) ?? [], forebearsOf: (code) => before.get(code) ?? [] }
}

const startOf = (row: DivisionRow): Day | null => (row.validFrom === null ? null : firstDayOf(row.validFrom))
const endOf = (row: DivisionRow): Day | null => (row.validTo === null ? null : firstDayOf(row.validTo))
const beginsAfter = (row: DivisionRow, day: Day): boolean => {
  const start = startOf(row)
  return start !== null && start > day
}

/** The row of a code in force on the day, else the first after it, else the last: lists are months apart, so an heir may begin a little late. */
function rowFrom(rows: readonly DivisionRow[], day: Day): DivisionRow | undefined {
  return rows.find((row) => isDivisionInForce(row, day)) ?? rows.find((row) => beginsAfter(row, day)) ?? rows.at(-1)
}

/**
 * What took a row's place on the day it ended: the successors it names; without any, the next name of the same code when that begins on the
 * same day or is the same name. A code given to another place years later is no successor (232701 was 加格达奇区, and 漠河市 since 2018).
 * @returns empty while the row lasts, and where nobody knows
 */
export function nextOf(row: DivisionRow, history: DivisionHistory): DivisionRow[] {
  const end = endOf(row)
  if (end === null) return []
  if (row.successors.length > 0)
    return row.successors.flatMap((heir) => {
      const next = rowFrom(history.rowsOf(heir), end)
      return next === undefined || next === row ? [] : [next]
    })
  const own = history.rowsOf(row.code)
  const next = own[own.indexOf(row) + 1]
  return next !== undefined && (startOf(next) === end || next.name === row.name) ? [next] : []
}

/** Rows whose place this row took on the day it began. */
export function previousOf(row: DivisionRow, history: DivisionHistory): DivisionRow[] {
  const candidates = [...history.forebearsOf(row.code), ...history.rowsOf(row.code)]
  return [...new Set(candidates)].filter((before) => before !== row && nextOf(before, history).includes(row))
}

/** Walks from a row in one direction until rows in force on the day are met; circles and dead ends give nothing. */
function walk(from: DivisionRow, day: Day, step: (row: DivisionRow) => readonly DivisionRow[]): DivisionRow[] {
  const ends: DivisionRow[] = []
  const seen = new Set<DivisionRow>()
  const open = [from]
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    if (seen.has(row)) continue
    seen.add(row)
    if (isDivisionInForce(row, day)) ends.push(row)
    else open.push(...step(row))
  }
  return ends.sort((a, b) => (a.code < b.code ? -1 : 1))
}

/**
 * The rows that held a row's area on a day: later heirs, or what it was made of.
 * @returns the row itself when it was in force; several when the area was divided (or joined, going back); none where it leads nowhere
 */
export function rowsOnDay(row: DivisionRow, day: Day, history: DivisionHistory): DivisionRow[] {
  if (isDivisionInForce(row, day)) return [row]
  return walk(row, day, beginsAfter(row, day) ? (one) => previousOf(one, history) : (one) => nextOf(one, history))
}

/**
 * The row a written code means.
 * @param asOf the day it was written down; without it the name in force on `day` is taken, else the last one
 */
export function rowMeant(code: DivisionCode, day: Day, history: DivisionHistory, asOf: Day | null = null): DivisionRow | undefined {
  const rows = history.rowsOf(code)
  const then = asOf === null ? undefined : rows.find((row) => isDivisionInForce(row, asOf))
  return then ?? rows.find((row) => isDivisionInForce(row, day)) ?? rows.at(-1)
}

/**
 * The codes under which a place stood on a day, forward to its heirs and back to what it came from (612722, 610821 and 610881 are all 神木).
 * Looks at the table's own codes of 6 and 9 digits; a longer code follows by `convertCode`.
 * @returns the code itself when it was in force, is unknown, or leads nowhere
 */
export function codesOn(code: DivisionCode, day: Day, history: DivisionHistory, asOf: Day | null = null): DivisionCode[] {
  const row = rowMeant(code, day, history, asOf)
  const found = row === undefined ? [] : rowsOnDay(row, day, history)
  return found.length === 0 ? [code] : [...new Set(found.map((one) => one.code))]
}

/** One change on the way of a code: what it was called, when that ended, what took its place. */
export interface SuccessionStep {
  readonly row: DivisionRow
  readonly next: readonly DivisionRow[]
}

/** Every change between a row and the rows in force on a later day, nearest first; a row that nothing followed closes its branch with an empty `next`. */
export function successionChain(from: DivisionRow, day: Day, history: DivisionHistory): SuccessionStep[] {
  const steps: SuccessionStep[] = []
  const seen = new Set<DivisionRow>()
  const open = [from]
  for (let row = open.shift(); row !== undefined; row = open.shift()) {
    const end = endOf(row)
    if (seen.has(row) || end === null || end > day) continue
    seen.add(row)
    const next = nextOf(row, history)
    steps.push({ row, next })
    open.push(...next)
  }
  return steps
}
