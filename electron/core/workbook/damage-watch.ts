// Why: some damage shows only in a row or a whole column: a hidden row, a date that contradicts its neighbour, numbers that all end in 000.
import { checkCharacterFits, dayWithin, inspectCell, type Expected, type Inspected } from './cell-damage'
import { damageKinds, type DamageCode, type Finding } from './damage-codes'
import type { RawCell, RawRow } from './raw-row'
import { SHIFT_1904, shiftDay } from './serial-date'

export interface WatchedColumn {
  /** 0-based. */
  readonly column: number
  readonly expected: Expected
}

export interface WatchOptions {
  readonly columns: readonly WatchedColumn[]
  readonly date1904?: boolean
  readonly hiddenColumns?: readonly number[]
}

export interface WatchedRow {
  /** Clean values in the order of `columns`. */
  readonly values: readonly string[]
  readonly findings: readonly Finding[]
}

export interface DamageWatch {
  /** To be called for every row in order. */
  row(row: RawRow): WatchedRow
  /** What showed only in the whole: columns, and rows that were suspicious in their light. */
  end(): readonly Finding[]
}

/** Rows whose number ends in 000 with a fitting check character are remembered up to this many per column. */
const SUSPECTS = 10_000
/** So many shifted dates, and this share of the column, speak for the whole column. */
const SHIFTED_LEAST = 3
const SHIFTED_SHARE = 0.01

interface ColumnMemory {
  lostDigits: boolean
  dates: number
  shifted: number
  suspects: Finding[]
}

const finding = (row: number | null, column: number | null, code: DamageCode, value: string, offered?: string): Finding => ({
  row,
  column,
  code,
  severity: damageKinds[code].severity,
  value,
  ...(offered === undefined ? {} : { offered })
})

/** Watches the rows of one sheet; memory does not grow with them. */
export function watchDamage({ columns, date1904 = false, hiddenColumns = [] }: WatchOptions): DamageWatch {
  const memories = columns.map((): ColumnMemory => ({ lostDigits: false, dates: 0, shifted: 0, suspects: [] }))

  /** Where the cells of a watched column are put, by column. */
  const slots: (number | undefined)[] = []
  for (const [i, { column }] of columns.entries()) slots[column] = i
  const found: (RawCell | undefined)[] = columns.map(() => undefined)

  function watchRow(row: RawRow): WatchedRow {
    found.fill(undefined)
    for (const cell of row.cells) {
      const at = slots[cell.column]
      if (at !== undefined) found[at] = cell
    }
    const inspected = columns.map(({ expected }, i) => inspectCell(found[i], expected, date1904))
    const findings: Finding[] = row.hidden ? [finding(row.number, null, 'hidden_row', '')] : []
    const values = inspected.map((one, i) => {
      const { column, expected } = columns[i] ?? { column: 0, expected: { kind: 'text' } as const }
      for (const { code, value, offered } of one.damage) findings.push(finding(row.number, column, code, value, offered))
      if (expected.kind === 'identity') rememberIdentity(i, column, row.number, one)
      if (expected.kind !== 'date' || one.value.length !== 10) return one.value
      const shifted = shiftOf(i, expected, one.value, inspected)
      if (shifted !== null) findings.push(finding(row.number, column, 'date_shifted', one.value, shifted))
      return one.value
    })
    return { values, findings }
  }

  function rememberIdentity(i: number, column: number, row: number, { value, damage }: Inspected): void {
    const memory = memories[i]
    if (!memory) return
    if (damage.some((one) => one.code === 'id_digits_lost')) memory.lostDigits = true
    if (/^\d{15}000$/.test(value) && checkCharacterFits(value) && memory.suspects.length < SUSPECTS)
      memory.suspects.push(finding(row, column, 'id_digits_suspect', value))
  }

  /** The day it should be when the count of days is off by 1,462; null when nothing says so. */
  function shiftOf(i: number, expected: Expected & { kind: 'date' }, day: string, inspected: readonly Inspected[]): string | null {
    const memory = memories[i]
    if (memory) memory.dates++
    const other = expected.sameAs === undefined ? '' : (inspected[slots[expected.sameAs] ?? -1]?.value ?? '')
    const twin = /^\d{4}-\d{2}-\d{2}$/.test(other) ? other : dayWithin(other)
    const within = (one: string): boolean => one >= (expected.earliest ?? '') && one <= (expected.latest ?? '9999-12-31')
    if (twin === null ? within(day) : twin === day) return null
    const right = [-SHIFT_1904, SHIFT_1904].map((by) => shiftDay(day, by)).find((one) => (twin === null ? within(one) : one === twin))
    if (right === undefined) return null
    if (memory) memory.shifted++
    return right
  }

  return {
    row: watchRow,
    end() {
      const hidden = columns
        .filter(({ column }) => hiddenColumns.includes(column))
        .map(({ column }) => finding(null, column, 'hidden_column', ''))
      const whole = memories.flatMap(({ lostDigits, suspects, dates, shifted }, i) => {
        const found = lostDigits ? [...suspects] : []
        if (shifted >= SHIFTED_LEAST && shifted >= dates * SHIFTED_SHARE)
          found.push(finding(null, columns[i]?.column ?? null, 'date_column_shifted', String(shifted)))
        return found
      })
      return [...hidden, ...whole]
    }
  }
}
