// Why: what is said of the register is counted from the files as they stand today, by the minimum file of the rules, and equals the list of persons it opens.
import type { Output, SpecOf } from '@shared/contract'
import { isRegisterIndicator, requiredFieldLabel, type IndicatorSide, type RegisterIndicator } from '@shared/domain'
import type { QueryContext } from '../../rpc'
import { minimumFiles, sharedPeople } from '../persons'
import { rateOf } from './return-rate'

type Found = Output<SpecOf<'reports.registerIndicators'>>
type Counts = Readonly<Record<IndicatorSide, number>>

/** A small count of persons is told only to who may open their files. Source: domain.md PV-10. */
export async function registerIndicators(context: QueryContext): Promise<Found> {
  const { rules, actor, today } = context
  const { indicators, minDenominator: smallNumber, suppressBelow, minimumFile } = rules.counting
  const { either, both } = sharedPeople(context)
  const { persons, complete, filled } = await minimumFiles(context)
  const labels = minimumFile.fields.map(requiredFieldLabel)
  const mayLookBehind = actor.grants.has('persons.read')
  const isFew = ({ numerator, denominator }: Counts): boolean =>
    [numerator, denominator - numerator].some((count) => count > 0 && count < suppressBelow)
  const filed = { numerator: complete, denominator: persons }
  const figures: Readonly<Record<RegisterIndicator, Counts & { readonly rule: string; readonly few: boolean }>> = {
    filed: { ...filed, few: isFew(filed), rule: `在册的人都算。最低档案：${labels.join('、')}。` },
    complete: {
      numerator: filled.reduce((sum, count) => sum + count, 0),
      denominator: persons * labels.length,
      // Both rates together would tell the few files that are not whole.
      few: isFew(filed),
      rule: `每份在册档案 ${String(labels.length)} 栏；写着未知、未说明的不算已填。`
    },
    shared: {
      ...{ numerator: both, denominator: either, few: isFew({ numerator: both, denominator: either }) },
      rule: '在册、现在这次流动跨县不跨省的人都算。两地都登记：另一端的单位发来过说到本人的单，或者答复过找到本人；户籍地、现居住地按现在的县算。只有对方登记的人本单位无从得知，不在内。'
    }
  }
  const rows = indicators.flatMap(({ id, label, enabled, numerator, denominator }): Found['rows'] => {
    if (!enabled || !isRegisterIndicator(id)) return []
    const { rule, few, ...counts } = figures[id]
    const row = { id, label, numerator, denominator }
    if (few && !mayLookBehind)
      return [{ ...row, rule: `有一边不足 ${String(suppressBelow)} 人，不能查看档案的岗位看不到这样小的数。`, counted: null }]
    return [{ ...row, rule, counted: { id, ...counts, rate: rateOf(counts.numerator, counts.denominator, smallNumber) } }]
  })
  const gaps = minimumFile.fields.map(({ field }, nth) => ({ field, label: labels[nth] ?? field, persons: persons - (filled[nth] ?? 0) }))
  return { rows, gaps: mayLookBehind ? gaps : [], smallNumber, asOf: today, rulePack: rules.label }
}
