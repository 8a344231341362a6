/** Values of a form as they are written on paper, the same on every sheet. */
import { maskResidentId } from '../domain/resident-id'
import type { FieldKind, FormField, FormValue } from '../domain/form-template'

/** `2026-03-05` → `2026年3月5日`, `2026-03` → `2026年3月`, `2026` → `2026年`; anything else as it is. */
function formatPaperDay(day: string): string {
  const [, year, month, date] = /^([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?$/.exec(day) ?? []
  if (year === undefined) return day
  return `${year}年${month === undefined ? '' : `${String(Number(month))}月`}${date === undefined ? '' : `${String(Number(date))}日`}`
}

const DATED: readonly FieldKind[] = ['day', 'month']

/** @returns the words for a value; nothing for one that is not there */
export function formatFormValue(field: Pick<FormField, 'kind'> | undefined, value: FormValue | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  const words = String(value)
  if (field === undefined) return words
  if (field.kind === 'id_masked') return maskResidentId(words.replace(/\s/g, ''))
  return DATED.includes(field.kind) ? formatPaperDay(words) : words
}
