/** Those who moved in, by the figures that count them: one condition for the number and for the list behind it. */
import type { ArrivalIndicator, IndicatorSide } from '@shared/domain'
import type { CallContext } from '../../rpc'
import { owedBy, type OwedContext } from './first-slips'
import { countArrived, type Stays } from './queries/arrivals'
import { owedStays } from './queries/first-slips'
import { askedStays } from './queries/seen-certificates'
import { scopeOf } from './scope'

interface Arrived {
  readonly figure: ArrivalIndicator
  readonly from: string
  readonly to: string
}

/** @returns null where today's rules ask nothing of the kind */
export function arrivedStays(context: OwedContext, { figure, from, to }: Arrived, side: IndicatorSide): Stays | null {
  if (figure === 'submission') return owedStays(owedBy(context, { from, to }), side)
  const { rules, today } = context
  const duty = rules.counting.certificateDuty
  if (duty === null) return null
  return askedStays({ ...duty, from, to, asOf: to < today ? to : today }, side, figure === 'certificate_held')
}

/** Of people of this account's list who moved in: of how many the rules ask something, and for how many it was done; null where they ask nothing. */
export function arrivals(
  context: OwedContext & Pick<CallContext, 'actor'>,
  asked: Arrived
): Readonly<Record<IndicatorSide, number>> | null {
  const stays = arrivedStays(context, asked, 'numerator')
  return stays === null ? null : countArrived(context.db, stays, scopeOf(context.actor))
}
