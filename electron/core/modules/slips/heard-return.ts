// Why: an office without the program sends back what is not its own by post or telephone; the slip must not lie in the ledger as owed for ever. EX-5.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import { isNoticeKind, needsAnswer } from '@shared/domain'
import type { CommandContext } from '../../rpc'
import { assertDay } from './by-paper'
import { knownPartner, knownSlip, packOf } from './compose'
import { heardContent, heardHeader, heardNote, insertHeard } from './heard-reply'
import { setAnswered, type SlipStored } from './queries/slip-rows'
import { nextStatus, notAllowed } from './rules'
import { act } from './sign'

type Input = HandlerInput<SpecOf<'slips.takeReturn'>>

const WAYS = { paper: '收到纸面退回', phone: '电话退回' } as const

/** What a person sends back; replies, corrections and tables come back only from a program that cannot read them. */
export const mayComeBack = (slip: SlipStored): boolean =>
  slip.direction === 'out' && (needsAnswer(slip.kind) || isNoticeKind(slip.kind)) && nextStatus(slip, 'note_returned') !== null

/** @throws AppError `slips.unknown`, `slips.out_of_scope`, `slips.action_not_allowed`, `slips.bad_sent_day`, `slips.field_not_allowed`, `slips.text_refused` */
export function takeReturn(context: CommandContext, input: Input): Output<SpecOf<'slips.takeReturn'>> {
  const { db } = context
  const slip = knownSlip(context, input.id)
  if (!mayComeBack(slip)) throw notAllowed(slip, '登记退回')
  assertDay(context, slip, input.receivedOn)
  const pack = packOf(context, slip)
  const partner = knownPartner(db, slip.partner_id)
  const said = {
    ...heardHeader(context, pack, 'TH', partner, input.post),
    returned_slip_no: slip.slip_no,
    return_reason_code: input.reason,
    ...(input.suggested === null ? {} : { suggested_receiver: input.suggested })
  }
  const body = heardContent(pack, 'TH', said, { partner, receivedOn: input.receivedOn })
  const replyId = insertHeard(context, slip, { kind: 'TH', body, receivedOn: input.receivedOn })
  const status = act(context, slip, ['note_returned'], { action: 'takeReturn', label: WAYS[input.way], note: heardNote(input) })
  setAnswered(db, slip.seq, 'refused', input.receivedOn)
  context.note({ subject: input.id, detail: { way: input.way, reason: input.reason, suggested: input.suggested } })
  context.changed('slips')
  return { id: input.id, replyId, status }
}
