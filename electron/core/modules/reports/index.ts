/** The door of module reports: figures with the formula beside them. */
import type { Handlers } from '../../rpc'
import { partnerNames } from '../partners'
import { returnParts } from './queries'
import { returnRate, returnRateFormula } from './return-rate'

export const reportHandlers: Handlers<'reports'> = {
  returnRate({ db, today, rules, actor: { scope } }, { from, to, direction }) {
    const smallNumber = rules.counting.minDenominator
    const counts = returnParts(db, { direction, from, to, today, scope })
    return {
      ...returnRate(counts, partnerNames(db), smallNumber),
      formula: returnRateFormula(direction, smallNumber),
      smallNumber,
      asOf: today
    }
  }
}
