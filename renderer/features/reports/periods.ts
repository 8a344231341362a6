/** Spans of time that are asked for by name. */
import { isDay, lastMonths, type StatisticalMonth } from '@shared/domain'
import type { FieldOption } from '@renderer/ui'

export interface Span {
  readonly from: string
  readonly to: string
}

const names = ['thisStatistical', 'lastStatistical', 'thisMonth', 'lastMonth', 'year'] as const
export type PeriodName = (typeof names)[number]

const labels: Readonly<Record<PeriodName, string>> = {
  thisStatistical: '本统计月',
  lastStatistical: '上统计月',
  thisMonth: '本月',
  lastMonth: '上月',
  year: '今年'
}
export const periodOptions: readonly FieldOption[] = names.map((value) => ({ value, label: labels[value] }))
export const isPeriodName = (name: string): name is PeriodName => names.some((known) => known === name)

/** @param rule null until the office has told its statistical month */
export function spanOf(name: PeriodName, today: string, rule: StatisticalMonth | null): Span | null {
  if (!isDay(today)) return null
  if (name === 'year') return { from: `${today.slice(0, 4)}-01-01`, to: today }
  const statistical = name === 'thisStatistical' || name === 'lastStatistical'
  if (statistical && rule === null) return null
  const [before, now] = lastMonths(today, 2, statistical ? rule : null)
  return (name === 'thisStatistical' || name === 'thisMonth' ? now : before) ?? null
}

/** Which name a span has today; empty for one that was typed. */
export const nameOf = ({ from, to }: Span, today: string, rule: StatisticalMonth | null): PeriodName | '' =>
  names.find((name) => {
    const span = spanOf(name, today, rule)
    return span?.from === from && span.to === to
  }) ?? ''
