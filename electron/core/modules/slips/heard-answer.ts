// Why: an answer on paper or over the telephone settles a question as one in a bundle does, once somebody has written down who gave it. EX-5.
import type { HandlerInput, SpecOf } from '@shared/contract'
import { askedItems } from '@shared/domain'
import type { CommandContext } from '../../rpc'
import { assertUnrestricted } from '../persons'
import { assertComplete, itemsOf, replyGrounds } from './answer'
import { assertAllowed, headerOf, signedBody, type Body } from './body'
import { assertDay } from './by-paper'
import { bodyOf, endsOf, knownPartner, knownSlip, packOf } from './compose'
import { addHeardRecord, setHeard } from './queries/mailing-queries'
import { firstAnswerOn, insertSlip, setAnswered, type SlipStored } from './queries/slip-rows'
import { copySubject } from './queries/stage-queries'
import { bytesOfId, dashed, idOfBytes, nextStatus, notAllowed, queueOf } from './rules'
import { act } from './sign'

type Input = HandlerInput<SpecOf<'slips.takeAnswer'>>

const WAYS = { paper: '收到纸面反馈', phone: '电话反馈' } as const

export function takeAnswer(context: CommandContext, input: Input): { id: string; replyId: string; status: string } {
  const { db } = context
  const slip = knownSlip(context, input.id)
  if (slip.direction === 'in' || nextStatus(slip, 'note_answered') === null) throw notAllowed(slip, '登记反馈')
  if (slip.person_id !== null) assertUnrestricted(db, slip.person_id)
  assertDay(context, slip, input.receivedOn)
  const replyId = insertHeard(context, slip, input)
  const note = [input.post, input.receivedOn, input.note].filter(Boolean).join('，')
  const status = act(context, slip, ['note_answered'], { action: 'takeAnswer', label: WAYS[input.way], note })
  // A first answer counts from its day; a further one does not make an early answer late.
  setAnswered(db, slip.seq, 'answered', firstAnswerOn(slip) ?? input.receivedOn)
  context.note({ subject: input.id, detail: { way: input.way, result: input.result, items: input.findings.length } })
  context.changed('slips')
  return { id: input.id, replyId, status }
}

/** The reply as a slip of its own, read by the same eyes as one that travelled; it has no number and no signature. */
function insertHeard(context: CommandContext, request: SlipStored, input: Input): string {
  const { db, now, today } = context
  const pack = packOf(context, request)
  const body = heardBody(context, request, input)
  const id = dashed(context.newId())
  const recordId = bytesOfId(id)
  const standing = { direction: 'in', kind: 'FK', status: 'closed' } as const
  const seq = insertSlip(db, {
    ...{ id, recordId, rev: 1, ...standing, queue: queueOf(standing), partnerId: request.partner_id, personId: null, urgency: null },
    ...{ at: now, by: null, subject: null, ref: request.record_id, answerTo: request.seq, rulePack: pack.id, draft: null }
  })
  const line = { t: 'slip', id: idOfBytes(recordId), rev: 1, kind: 'reply', ref: idOfBytes(request.record_id), author: null, body }
  setHeard(
    db,
    seq,
    addHeardRecord(db, { recordId, ref: request.record_id, rulePack: pack.id, content: JSON.stringify(line) }),
    input.receivedOn,
    today
  )
  copySubject(db, seq, request.seq)
  return id
}

/** Judged by the whitelist as if it had come in a bundle; a number stands in where paper has none. */
function heardBody(context: CommandContext, request: SlipStored, input: Input): Body {
  const pack = packOf(context, request)
  const partner = knownPartner(context.db, request.partner_id)
  const question = bodyOf(context, request)
  const asked = askedItems(question)
  assertComplete(input.result, asked, input)
  const { sender, receiver } = endsOf(context, partner)
  const remark = input.note?.normalize('NFC').trim()
  const draft: Body = {
    ...headerOf('FK', pack, { sender: { code: receiver.code, phone: partner.phone }, receiver: { code: sender.code } }),
    contact_post: input.post.normalize('NFC'),
    ...replyGrounds(question, { id: request.id, person_id: null }),
    reply_to: request.slip_no,
    pairing_result: input.result,
    items: input.result === 'found' ? itemsOf(pack, input.findings) : [],
    verified_on: input.verifiedOn,
    method: input.method,
    ...(remark ? { remark } : {})
  }
  const signing = { slipNo: `${partner.code}-FK-${input.receivedOn.slice(0, 4)}-000000`, issuedOn: input.receivedOn, dueOn: null }
  const { slip_no: _none, ...body } = signedBody(pack, 'FK', draft, signing)
  assertAllowed(pack, 'FK', { ...body, slip_no: signing.slipNo }, { asked })
  return body
}
