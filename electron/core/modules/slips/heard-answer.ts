// Why: an answer on paper or over the telephone settles a question as one in a bundle does, once somebody has written down who gave it. EX-5.
import type { HandlerInput, SpecOf } from '@shared/contract'
import { askedItems } from '@shared/domain'
import type { CommandContext } from '../../rpc'
import { assertUnrestricted } from '../persons'
import { assertComplete } from './answer'
import { itemsOf, type Body } from './body'
import { assertDay } from './by-paper'
import { bodyOf, knownPartner, knownSlip, packOf, replyGrounds } from './compose'
import { heardContent, heardHeader, heardNote, insertHeard } from './heard-reply'
import { firstAnswerOn, setAnswered, type SlipStored } from './queries/slip-rows'
import { nextStatus, notAllowed } from './rules'
import { act } from './sign'

type Input = HandlerInput<SpecOf<'slips.takeAnswer'>>

const WAYS = { paper: '收到纸面反馈', phone: '电话反馈' } as const

export function takeAnswer(context: CommandContext, input: Input): { id: string; replyId: string; status: string } {
  const { db } = context
  const slip = knownSlip(context, input.id)
  if (slip.direction === 'in' || nextStatus(slip, 'note_answered') === null) throw notAllowed(slip, '登记反馈')
  if (slip.person_id !== null) assertUnrestricted(db, slip.person_id)
  assertDay(context, slip, input.receivedOn)
  const replyId = insertHeard(context, slip, { kind: 'FK', body: heardBody(context, slip, input), receivedOn: input.receivedOn })
  const status = act(context, slip, ['note_answered'], { action: 'takeAnswer', label: WAYS[input.way], note: heardNote(input) })
  // A first answer counts from its day; a further one does not make an early answer late.
  setAnswered(db, slip.seq, 'answered', firstAnswerOn(slip) ?? input.receivedOn)
  context.note({ subject: input.id, detail: { way: input.way, result: input.result, items: input.findings.length } })
  context.changed('slips')
  return { id: input.id, replyId, status }
}

/** Judged by the whitelist as if it had come in a bundle; a number stands in where paper has none. */
function heardBody(context: CommandContext, request: SlipStored, input: Input): Body {
  const pack = packOf(context, request)
  const partner = knownPartner(context.db, request.partner_id)
  const question = bodyOf(context, request)
  const asked = askedItems(question)
  assertComplete(input.result, asked, input)
  const remark = input.note?.normalize('NFC').trim()
  const draft: Body = {
    ...heardHeader(context, pack, 'FK', partner, input.post),
    ...replyGrounds(question, { id: request.id, person_id: null }),
    reply_to: request.slip_no,
    pairing_result: input.result,
    items: input.result === 'found' ? itemsOf(pack, input.findings) : [],
    verified_on: input.verifiedOn,
    method: input.method,
    ...(remark ? { remark } : {})
  }
  return heardContent(pack, 'FK', draft, { partner, receivedOn: input.receivedOn, asked })
}
