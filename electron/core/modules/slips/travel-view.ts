/** How an own slip goes, and what may be written down of it that comes back by hand. */
import type { SlipView } from '@shared/contract/slips'
import { needsAnswer } from '@shared/domain'
import type { QueryContext } from '../../rpc'
import { partnerWay } from '../agreements'
import { knownPartner, packOf } from './compose'
import { mayComeBack } from './heard-return'
import { sentOn } from './queries/mailing-queries'
import type { SlipStored } from './queries/slip-rows'
import { isQueued } from './queries/travel-queries'
import { returnReasons } from './returned'
import { nextStatus } from './rules'

export function travelOf(context: QueryContext, slip: SlipStored): SlipView['travel'] {
  const { db } = context
  if (slip.direction === 'in') return null
  return {
    way: partnerWay(db, knownPartner(db, slip.partner_id)),
    sentOn: sentOn(db, slip.seq),
    waits: isQueued(db, slip.seq),
    takesAnswer: needsAnswer(slip.kind) && nextStatus(slip, 'note_answered') !== null,
    returnReasons: mayComeBack(slip) ? returnReasons(context, packOf(context, slip)) : []
  }
}
