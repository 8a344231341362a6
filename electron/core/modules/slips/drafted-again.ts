// Why: what was signed once is said again to another office as a draft of its own, under the rules and limits of that day.
import { AppError } from '@shared/errors'
import type { CommandContext } from '../../rpc'
import type { PartnerFacts } from '../partners'
import { assertAllowed, headerOf, signedBody, type Body } from './body'
import { endsOf, provisional } from './compose'
import { correctedBody } from './corrections'
import { addEvent, insertSlip, type SlipStored } from './queries/slip-rows'
import { bytesOfId, dashed, queueOf } from './rules'

/** What travelled, as corrected since, without number and dates. @param why begins the first line of its course @returns the id of the draft */
export function draftAgain(context: CommandContext, slip: SlipStored, partner: PartnerFacts, why: string): string {
  const { db, now, actor, rules } = context
  const { kind } = slip
  if (partner.trust === 'closed') throw new AppError('partners.link_closed', { name: partner.name })
  const { slip_no: _number, issued_on: _issued, due_on: _due, ...said } = correctedBody(context, slip)
  const draft: Body = { ...said, ...headerOf(kind, rules, endsOf(context, partner)) }
  assertAllowed(rules, kind, signedBody(rules, kind, draft, provisional(context, rules, kind, draft, partner.id)))
  const id = dashed(context.newId())
  const standing = { direction: 'out', kind, status: 'draft' } as const
  const { subject_name: name, subject_sex: sex, subject_birth: birth, subject_id_no: idNo } = slip
  const seq = insertSlip(db, {
    ...{ id, recordId: bytesOfId(id), rev: 1, ...standing, queue: queueOf(standing), partnerId: partner.id, personId: slip.person_id },
    ...{
      urgency: slip.urgency,
      at: now,
      by: actor.displayName,
      ref: null,
      answerTo: null,
      rulePack: rules.id,
      draft: JSON.stringify(draft)
    },
    subject: name === null ? null : { name, sex: sex ?? '9', birth: birth ?? '', idNo }
  })
  addEvent(db, seq, {
    ...{ at: now, by: actor.displayName, account: actor.accountId, bundle: null },
    ...{ action: 'compose', label: '起草', note: `${why} ${slip.slip_no ?? ''}` }
  })
  return id
}
