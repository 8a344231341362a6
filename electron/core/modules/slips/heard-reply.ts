// Why: what an office without the program answers or gives back is kept as the slip it would have sent. EX-5.
import type { LifecycleKind, RulePack } from '@shared/domain'
import type { CommandContext } from '../../rpc'
import type { PartnerFacts } from '../partners'
import { assertAllowed, headerOf, signedBody, type Body } from './body'
import { endsOf, packOf } from './compose'
import { addHeardRecord, setHeard } from './queries/mailing-queries'
import { insertSlip, type SlipStored } from './queries/slip-rows'
import { copySubject } from './queries/stage-queries'
import { bytesOfId, dashed, idOfBytes, queueOf } from './rules'

export type HeardKind = Extract<LifecycleKind, 'FK' | 'TH'>

export interface Heard {
  readonly kind: HeardKind
  readonly body: Body
  readonly receivedOn: string
}

/** The reply as a slip of its own, read by the same eyes as one that travelled; it has no number and no signature. @returns its id */
export function insertHeard(context: CommandContext, request: SlipStored, { kind, body, receivedOn }: Heard): string {
  const { db, now, today } = context
  const rulePack = packOf(context, request).id
  const id = dashed(context.newId())
  const recordId = bytesOfId(id)
  const standing = { direction: 'in', kind, status: 'closed' } as const
  const seq = insertSlip(db, {
    ...{ id, recordId, rev: 1, ...standing, queue: queueOf(standing), partnerId: request.partner_id, personId: null, urgency: null },
    ...{ at: now, by: null, subject: null, ref: request.record_id, answerTo: request.seq, rulePack, draft: null }
  })
  const line = { t: 'slip', id: idOfBytes(recordId), rev: 1, kind: 'reply', ref: idOfBytes(request.record_id), author: null, body }
  const record = addHeardRecord(db, { recordId, slipKind: kind, ref: request.record_id, rulePack, content: JSON.stringify(line) })
  setHeard(db, seq, record, receivedOn, today)
  copySubject(db, seq, request.seq)
  return id
}

/** The other office is the sender here. */
export function heardHeader(context: CommandContext, pack: RulePack, kind: HeardKind, partner: PartnerFacts, post: string): Body {
  const { sender, receiver } = endsOf(context, partner)
  const ends = { sender: { code: receiver.code, phone: partner.phone }, receiver: { code: sender.code } }
  return { ...headerOf(kind, pack, ends), contact_post: post.normalize('NFC') }
}

interface Judging {
  readonly partner: PartnerFacts
  readonly receivedOn: string
  readonly asked?: readonly string[]
}

/** Judged by the whitelist as if it had come in a bundle; a number stands in where paper has none. */
export function heardContent(pack: RulePack, kind: HeardKind, draft: Body, { partner, receivedOn, asked }: Judging): Body {
  const signing = { slipNo: `${partner.code}-${kind}-${receivedOn.slice(0, 4)}-000000`, issuedOn: receivedOn, dueOn: null }
  const { slip_no: _none, ...body } = signedBody(pack, kind, draft, signing)
  assertAllowed(pack, kind, { ...body, slip_no: signing.slipNo }, asked === undefined ? {} : { asked })
  return body
}

/** For the course of the slip: who said it, when it came, and what was written beside it. */
export const heardNote = ({
  post,
  receivedOn,
  note
}: {
  readonly post: string
  readonly receivedOn: string
  readonly note: string | null
}): string => [post, receivedOn, note].filter(Boolean).join('，')
