// Why: what is said of the register is counted from the files as they stand today, by the minimum file of the rules, and equals the list of persons it opens.
import type { Output, SpecOf } from '@shared/contract'
import { isRegisterIndicator, requiredFieldLabel, type RegisterIndicator } from '@shared/domain'
import type { QueryContext } from '../../rpc'
import { minimumFiles, sharedPeople } from '../persons'
import { rateOf } from './return-rate'
import { whyHidden, type Counts } from './small-count'

type Found = Output<SpecOf<'reports.registerIndicators'>>

export async function registerIndicators(context: QueryContext): Promise<Found> {
  const { rules, actor, today } = context
  const { indicators, minDenominator: smallNumber, minimumFile } = rules.counting
  const { either, both } = sharedPeople(context)
  const shared = { numerator: both, denominator: either }
  const { persons, complete, filled } = await minimumFiles(context)
  const labels = minimumFile.fields.map(requiredFieldLabel)
  const mayLookBehind = actor.grants.has('persons.read')
  const filed = { numerator: complete, denominator: persons }
  const figures: Readonly<Record<RegisterIndicator, Counts & { readonly rule: string; readonly people: Counts }>> = {
    filed: { ...filed, people: filed, rule: `在册的人都算。最低档案：${labels.join('、')}。` },
    complete: {
      numerator: filled.reduce((sum, count) => sum + count, 0),
      denominator: persons * labels.length,
      // Both rates together would tell the few files that are not whole.
      people: filed,
      rule: `每份在册档案 ${String(labels.length)} 栏；写着未知、未说明的不算已填。`
    },
    shared: {
      ...{ ...shared, people: shared },
      rule: '在册、现在这次流动跨县不跨省的人都算。两地都登记：另一端的单位发来过说到本人的单，或者答复过找到本人；户籍地、现居住地按现在的县算。只有对方登记的人本单位无从得知，不在内。'
    }
  }
  const rows = indicators.flatMap(({ id, label, enabled, numerator, denominator }): Found['rows'] => {
    if (!enabled || !isRegisterIndicator(id)) return []
    const { rule, people, ...counts } = figures[id]
    const row = { id, label, numerator, denominator }
    const hidden = whyHidden(context, people, '人')
    if (hidden !== null) return [{ ...row, rule: hidden, counted: null }]
    return [{ ...row, rule, counted: { id, ...counts, rate: rateOf(counts.numerator, counts.denominator, smallNumber) } }]
  })
  const gaps = minimumFile.fields.map(({ field }, nth) => ({ field, label: labels[nth] ?? field, persons: persons - (filled[nth] ?? 0) }))
  return { rows, gaps: mayLookBehind ? gaps : [], smallNumber, asOf: today, rulePack: rules.label }
}
