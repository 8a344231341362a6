/** Small counts of people are told only to who may open their files. Source: domain.md PV-10. */
import type { IndicatorSide } from '@shared/domain'
import type { QueryContext } from '../../rpc'

export type Counts = Readonly<Record<IndicatorSide, number>>

/** @returns why this account is not told the counts, in words; null where it is */
export function whyHidden({ rules, actor }: QueryContext, { numerator, denominator }: Counts, unit: string): string | null {
  const { suppressBelow } = rules.counting
  const isFew = [numerator, denominator - numerator].some((count) => count > 0 && count < suppressBelow)
  if (!isFew || actor.grants.has('persons.read')) return null
  return `有一边不足 ${String(suppressBelow)} ${unit}，不能查看档案的岗位看不到这样小的数。`
}
