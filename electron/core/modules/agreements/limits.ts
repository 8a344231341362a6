/** The limit of a slip under what was agreed with the office that has to answer. */
import { agreedDeadlineFor, limitUnderAgreement, type AnswerLimit, type Deadline } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import { agreedWith } from './agreement-views'

/** @param ordinary what the rule pack sets; null when it sets none @returns the limit that counts, with its source in words */
export function limitWith(
  { db, today, reference }: Pick<CallContext, 'today' | 'reference'> & { readonly db: ReadDb },
  partnerId: string,
  slip: { readonly kind: string; readonly urgency: string | null },
  ordinary: Deadline | null
): AnswerLimit | null {
  const agreed = agreedWith(db, partnerId, today)
  const row = agreed && agreedDeadlineFor(agreed.deadlines, slip.kind, slip.urgency)
  return limitUnderAgreement(ordinary, row, agreed?.number ?? '', today, reference.calendar)
}
