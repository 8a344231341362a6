/** Whole periods that a table for another office may be about, the latest first. */
import { isDay, lastMonths, tableSpan, type StatisticalMonth, type TablePeriod } from '@shared/domain'
import type { FieldOption } from '@renderer/ui'

const SHOWN = { statistical: [12, 1], month: [12, 1], quarter: [8, 3], year: [3, 12] } as const satisfies Record<
  TablePeriod,
  readonly [count: number, months: number]
>

function words(period: TablePeriod, year: string, month: number): string {
  if (period === 'year') return `${year}年`
  return period === 'quarter' ? `${year}年第${String(month / 3)}季度` : `${year}年${String(month)}月`
}

/** Those that began before today: a table counts whole days. */
export function tableOptions(period: TablePeriod, today: string, rule: StatisticalMonth): FieldOption[] {
  const [now] = isDay(today) ? lastMonths(today, 1, period === 'statistical' ? rule : null) : []
  if (now === undefined) return []
  const [count, months] = SHOWN[period]
  const [year = 0, month = 0] = now.month.split('-').map(Number)
  const end = Math.ceil((year * 12 + month) / months) * months - 1
  return Array.from({ length: count }, (_, at) => end - at * months).flatMap((index) => {
    const [of, last] = [String(Math.floor(index / 12)), (index % 12) + 1]
    const value = `${of}-${String(last).padStart(2, '0')}`
    const span = tableSpan(period, value, rule)
    return span === null || span.from >= today ? [] : [{ value, label: words(period, of, last) }]
  })
}
