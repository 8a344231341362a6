/** A sheet as rows of facts: cleaned, damage told, every value in the words of the office. */
import { cellName, describeFinding, watchDamage, type DamageCode, type RawRow, type Workbook } from '../../workbook'
import type { FreshRow } from './fresh-row'
import { identityOf, type Facts, type Identity } from './identity'
import type { Plan } from './plan'
import type { ValueReader } from './values'

/** Kinds of trouble that are no damage of a cell. */
export const troubleLabels = {
  list_unknown: '不在选项里',
  place_unknown: '找不到的区划',
  place_ambiguous: '不止一处的区划',
  bad_own_id: '内部编号不对',
  bad_count: '不是整数',
  rare_character: '需核对的字',
  missing: '缺少必填内容',
  twice: '表里重复的人',
  stay_incomplete: '流动信息不全',
  spouse_differs: '配偶与档案不同',
  household_unknown: '没有这一户',
  not_on_file: '没有这份档案',
  refused: '登记库不能接收'
} as const
export type TroubleCode = keyof typeof troubleLabels | DamageCode

export interface Trouble {
  readonly code: TroubleCode
  readonly severity: 'error' | 'warning'
  /** 0-based; null for the whole row. */
  readonly column: number | null
  readonly text: string
}

export interface ListRow {
  /** As at the left edge of the sheet. */
  readonly number: number
  readonly facts: Facts
  readonly identity: Identity
  /** Edition of the code of `education`. */
  readonly educationEdition: string | null
  readonly troubles: readonly Trouble[]
  /** The row taken as somebody new, where it was read on another thread; made when it is needed otherwise. */
  readonly fresh?: FreshRow
}

export interface RowReader {
  /** Null for a row that says nothing in the columns chosen. */
  row(raw: RawRow): ListRow | null
  /** What showed only in the whole. */
  end(): readonly (Trouble & { readonly row: number | null })[]
}

export async function createRowReader(workbook: Workbook, sheet: string, plan: Plan, values: ValueReader): Promise<RowReader> {
  const { hiddenColumns } = await workbook.facts(sheet)
  const watch = watchDamage({ columns: plan.watched, date1904: workbook.date1904, hiddenColumns })
  return {
    row(raw) {
      const { values: written, findings } = watch.row(raw)
      const facts = new Map<string, string | null>()
      const troubles: Trouble[] = findings.map((one) => ({
        code: one.code,
        severity: one.severity,
        column: one.column,
        text: describeFinding(one)
      }))
      let educationEdition: string | null = null
      let isBlank = true
      for (const [at, { column, field, clear }] of plan.columns.entries()) {
        const text = written[at] ?? ''
        if (text === '') {
          if (clear && !troubles.some((one) => one.column === column && one.severity === 'error')) facts.set(field.key, null)
          continue
        }
        isBlank = false
        const read = values.read(field, text)
        if ('problem' in read) {
          troubles.push({ code: read.problem, severity: 'error', column, text: read.text })
          continue
        }
        if (read.warning !== undefined) troubles.push({ code: 'rare_character', severity: 'warning', column, text: read.warning })
        if (read.value !== '') facts.set(field.key, read.value)
        if (field.key === 'education') educationEdition = read.edition ?? null
      }
      return isBlank && troubles.every(({ severity }) => severity === 'warning')
        ? null
        : { number: raw.number, facts, identity: identityOf(facts), educationEdition, troubles }
    },
    end: () =>
      watch.end().map((one) => ({
        ...{ row: one.row, code: one.code, severity: one.severity, column: one.column },
        text: describeFinding(one)
      }))
  }
}

export const placeName = (row: number, column: number | null): string => (column === null ? `第 ${String(row)} 行` : cellName(row, column))
