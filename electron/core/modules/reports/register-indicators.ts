// Why: what is said of the register is counted from the files as they stand today, by the minimum file of the rules, and equals the list of persons it opens.
import type { Output, SpecOf } from '@shared/contract'
import { isRegisterIndicator, requiredFieldLabel, type RegisterIndicator } from '@shared/domain'
import type { QueryContext } from '../../rpc'
import { minimumFiles } from '../persons'
import { rateOf } from './return-rate'

type Found = Output<SpecOf<'reports.registerIndicators'>>

/** A small count of persons is told only to who may open their files. Source: domain.md PV-10. */
export async function registerIndicators(context: QueryContext): Promise<Found> {
  const { rules, actor, today } = context
  const { indicators, minDenominator: smallNumber, suppressBelow, minimumFile } = rules.counting
  const { persons, complete, filled } = await minimumFiles(context)
  const mayLookBehind = actor.grants.has('persons.read')
  const withheld = !mayLookBehind && [complete, persons - complete].some((count) => count > 0 && count < suppressBelow)
  const labels = minimumFile.fields.map(requiredFieldLabel)
  const figures: Readonly<Record<RegisterIndicator, { readonly numerator: number; readonly denominator: number; readonly rule: string }>> =
    {
      filed: { numerator: complete, denominator: persons, rule: `在册的人都算。最低档案：${labels.join('、')}。` },
      complete: {
        numerator: filled.reduce((sum, count) => sum + count, 0),
        denominator: persons * labels.length,
        rule: `每份在册档案 ${String(labels.length)} 栏；写着未知、未说明的不算已填。`
      }
    }
  const rows = indicators.flatMap(({ id, label, enabled, numerator, denominator }): Found['rows'] => {
    if (!enabled || !isRegisterIndicator(id)) return []
    const { rule, ...counts } = figures[id]
    const row = { id, label, numerator, denominator }
    if (withheld) return [{ ...row, rule: `有一边不足 ${String(suppressBelow)} 人，不能查看档案的岗位看不到这样小的数。`, counted: null }]
    return [{ ...row, rule, counted: { id, ...counts, rate: rateOf(counts.numerator, counts.denominator, smallNumber) } }]
  })
  const gaps = minimumFile.fields.map(({ field }, nth) => ({ field, label: labels[nth] ?? field, persons: persons - (filled[nth] ?? 0) }))
  return { rows, gaps: mayLookBehind ? gaps : [], smallNumber, asOf: today, rulePack: rules.label }
}
