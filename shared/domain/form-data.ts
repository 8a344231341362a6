// Why: what is typed into a form is looked through by one rule, on the screen while it is typed and in the core before it is kept.
import { addCalendarDays, partsOfDay, type Day } from './calendar-day'
import { addMonths } from './deadline'
import { isPartialDate } from './partial-date'
import { countCodePoints, findUnsafeCodePoint } from './safe-text'
import type { FormData, FormField, FormTemplate, FormValue } from './form-template'

export type PlainData = Readonly<Record<string, FormValue>>

function faultOf(field: FormField, value: FormValue | undefined): string | null {
  if (value === undefined || value === null || value === '') return field.required ? '必填' : null
  if (field.kind === 'yes') return typeof value === 'boolean' ? null : '只能是或否'
  if (field.kind === 'number') return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? null : '请填整数'
  if (typeof value !== 'string') return '请填文字'
  if (findUnsafeCodePoint(value, field.kind === 'lines') !== null) return '含有看不见的字符或者改变方向的字符'
  if (value !== value.trim()) return '前后不能有空格'
  if (countCodePoints(value) > field.most) return `最多 ${String(field.most)} 个字`
  if ((field.kind === 'day' || field.kind === 'month') && !isPartialDate(value)) return '请填日期'
  if (field.kind === 'choice' && !(field.options ?? []).includes(value)) return '请选择列出的一项'
  return null
}

const isRows = (value: FormData[string] | undefined): value is readonly FormData[] => Array.isArray(value)

/** Rows that say nothing are blank lines of the paper; of the others the first fault is told with its line. */
function rowsFault({ fields, most }: FormTemplate['lists'][number], rows: readonly FormData[]): string | null {
  if (rows.length > most) return `最多 ${String(most)} 行`
  for (const [at, row] of rows.entries()) {
    if (Object.values(row).every((value) => value === null || value === '')) continue
    for (const field of fields) {
      const value = row[field.name]
      const fault = faultOf(field, isRows(value) ? null : value)
      if (fault !== null) return `第 ${String(at + 1)} 行${field.label}：${fault}`
    }
  }
  return null
}

/** @returns what is wrong with the data of a form, by field or list; empty when nothing is */
export function dataFaults(
  { fields, added, lists }: Pick<FormTemplate, 'fields' | 'added' | 'lists'>,
  data: FormData
): Record<string, string> {
  const faults: Record<string, string> = {}
  const known = [...fields, ...added]
  for (const field of known) {
    const value = data[field.name]
    const fault = isRows(value) ? '请填文字' : faultOf(field, value)
    if (fault !== null) faults[field.name] = fault
  }
  for (const list of lists) {
    const rows = data[list.name]
    const fault = rows === undefined ? null : isRows(rows) ? rowsFault(list, rows) : '请填各行'
    if (fault !== null) faults[list.name] = fault
  }
  const names = new Set([...known, ...lists].map(({ name }) => name))
  for (const name of Object.keys(data)) if (!names.has(name)) faults[name] = '本表没有这一栏'
  return faults
}

/** @returns the last day on which it holds: the day before the same day so many months later, or the last of a month that has no such day */
export function termEnd(signedOn: Day, months: number): Day {
  const same = addMonths(signedOn, months)
  if (same === null) throw new RangeError(`${signedOn} and ${String(months)} months lead out of the calendar`)
  return partsOfDay(same).day < partsOfDay(signedOn).day ? same : (addCalendarDays(same, -1) ?? same)
}
