/** The door of module reports: figures with the formula beside them. */
import { isDay, lastMonths, type Day } from '@shared/domain'
import type { Handlers, QueryContext } from '../../rpc'
import { partnerNames } from '../partners'
import { letterHead, noteReminded, reminder, returnSums, type SumsAsked } from '../slips'
import { comparison, offerTable } from './comparison'
import { indicators } from './indicators'
import { registerIndicators } from './register-indicators'
import { returnRate, returnRateFormula } from './return-rate'

const MONTHS = 12

type Wanted = Pick<SumsAsked, 'direction' | 'kind' | 'partnerId'> & { readonly from: string; readonly to: string; readonly asOf: string }

function tableOf({ db, today, rules, actor }: QueryContext, { from, to, asOf, ...rest }: Wanted): ReturnType<typeof returnRate> {
  const days = [from, to, asOf].filter(isDay)
  const [first = today, last = today, on = today] = days
  const seen = { today, scope: actor.scope, keeper: actor.grants.has('sealing.keep') }
  const sums = returnSums(db, { ...rest, ...seen, from: first, to: last, asOf: on })
  return returnRate(sums, partnerNames(db), rules.counting.minDenominator)
}

export const reportHandlers: Handlers<'reports'> = {
  returnRate(context, { asOf, ...wanted }) {
    const { today, rules } = context
    const { minDenominator: smallNumber, statisticalMonth } = rules.counting
    const on: Day | string = asOf === null || asOf > today ? today : asOf
    return {
      ...tableOf(context, { ...wanted, asOf: on }),
      formula: returnRateFormula(wanted.direction, smallNumber),
      ...{ smallNumber, asOf: on, statisticalMonth }
    }
  },
  returnMonths(context, wanted) {
    const { today, rules } = context
    const months = lastMonths(today, MONTHS, rules.counting.statisticalMonth)
    return {
      months: months.map(({ month, from, to }) => ({ month, from, to, row: tableOf(context, { ...wanted, from, to, asOf: today }).total }))
    }
  },
  indicators,
  registerIndicators,
  comparison,
  offerTable,
  reminder,
  noteReminded,
  letter(context, { partnerId, from, to }) {
    const { db, today, rules } = context
    const { total } = tableOf(context, { partnerId, from, to, asOf: today, direction: 'out', kind: null })
    context.note({ subject: partnerId, detail: { from, to } })
    return { to: letterHead(db, partnerId), row: total, formula: returnRateFormula('out', rules.counting.minDenominator), asOf: today }
  }
}
