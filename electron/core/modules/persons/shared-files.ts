/** Whom both ends of a move have on their books, as far as slips tell it. */
import { countiesOn, type SharedState } from '@shared/domain'
import type { CallContext } from '../../rpc'
import type { OwedContext } from './first-slips'
import { countShared, endsKnown, type EndOfOffice } from './queries/shared-files'
import { scopeOf } from './scope'

/** Other ends with the offices they belong to today: a county that was renamed or divided is that of its successors. */
export function otherEnds({ db, reference, today }: OwedContext): EndOfOffice[] {
  return endsKnown(db).filter(([county, code]) => {
    const now = countiesOn(reference, county, today)
    return countiesOn(reference, code, today).some((one) => now.includes(one))
  })
}

/** Of people of this account's list who move between two counties of the province: all, and those whom the other end has too. */
export const sharedPeople = (context: OwedContext & Pick<CallContext, 'actor'>): Readonly<Record<SharedState, number>> =>
  countShared(context.db, otherEnds(context), scopeOf(context.actor))
