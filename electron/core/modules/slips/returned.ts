// Why: a slip that is not ours to deal with goes back with its reason and, where we know it, the office whose it is; its author sends it there by one act.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import type { SlipView } from '@shared/contract/slips'
import { countiesOn, isNoticeKind, keyIn, receiptResultLabels, slipFields, type RulePack } from '@shared/domain'
import type { CallContext, CommandContext, QueryContext } from '../../rpc'
import type { ReadDb } from '../../db'
import { partnersInUse, type PartnerFacts } from '../partners'
import { assertUnrestricted, pairCandidates, personField, scopeOf } from '../persons'
import { insertReplyDraft } from './answer'
import { bodyOf, knownPartner, knownSlip, packOf } from './compose'
import { draftAgain } from './drafted-again'
import { answersOf, type SlipStored } from './queries/slip-rows'
import { nextStatus, notAllowed, travellingNumber, type SlipAction } from './rules'
import { act } from './sign'

type Refusal = HandlerInput<SpecOf<'slips.refuse'>>
type ReturnForm = Output<SpecOf<'slips.returnForm'>>
type Reading = Pick<CallContext, 'office' | 'today' | 'reference' | 'rules'> & { readonly db: ReadDb }

/** The one reason that gives nothing back: the same came before, so only a receipt (QR) says so. */
const REPEATED = 'duplicate'

/** In the order of the rules. */
export function returnReasons({ reference }: Pick<QueryContext, 'reference'>, pack: RulePack): { code: string; label: string }[] {
  const field = slipFields(pack, 'TH').return_reason_code
  const codes = field?.type === 'code' ? field.codes : []
  return codes.map((code) => ({ code, label: reference.label('return_reason', code) }))
}

/** 退回: the other side reads the reason and the office proposed; the words about it stay here. */
export function refuse(
  context: CommandContext,
  { id, result, suggested, reason }: Refusal
): { id: string; replyId: string; status: string } {
  const { db } = context
  const slip = knownSlip(context, id)
  const actions: SlipAction[] = nextStatus(slip, 'submit_answer') === null ? ['start_pairing', 'submit_answer'] : ['submit_answer']
  if (suggested !== null && slip.person_id !== null) assertUnrestricted(db, slip.person_id)
  const status = act(context, slip, actions, { action: 'refuse', label: '送审退回', note: reason })
  const number = travellingNumber(slip)
  const replyId =
    result === REPEATED
      ? insertReplyDraft(context, slip, 'QR', { receipts: [{ slip_no: number, result }] })
      : insertReplyDraft(context, slip, 'TH', {
          returned_slip_no: number,
          return_reason_code: result,
          ...(suggested === null ? {} : { suggested_receiver: suggested })
        })
  context.note({ subject: id, detail: { result, ...(suggested === null ? {} : { suggested }) } })
  context.changed('slips')
  return { id, replyId, status }
}

/** What the form of a return starts with: the reasons of the rules, and whose the slip seems to be. */
export function returnForm(context: QueryContext, { id }: { readonly id: string }): ReturnForm {
  const { reference } = context
  const slip = knownSlip(context, id)
  const listed = returnReasons(context, packOf(context, slip))
  const place = proposedPlace(context, slip)
  return {
    reasons: [...listed, { code: REPEATED, label: receiptResultLabels[REPEATED] }],
    suggested: place === null ? null : { code: place, name: reference.divisionName(place) }
  }
}

/** The county the person lives in or comes from, by the file first and by the slip second; neither ours nor the asker's. */
function proposedPlace(context: QueryContext, slip: SlipStored): string | null {
  const near = new Set(
    [context.office.code, knownPartner(context.db, slip.partner_id).code].flatMap((code) =>
      countiesOn(context.reference, code, context.today)
    )
  )
  const key = keyIn(bodyOf(context, slip))
  const written = [key.residence_code, key.hukou_code].filter((code): code is string => typeof code === 'string')
  const places = [...filePlaces(context, slip), ...written].map((code) => countiesOn(context.reference, code, context.today))
  return places.find((counties) => counties.length === 1 && counties.every((code) => !near.has(code)))?.[0] ?? null
}

/** Of the file it was paired with, or of the one with the very number of the slip. */
function filePlaces(context: QueryContext, slip: SlipStored): string[] {
  const personId = slip.person_id ?? sameNumber(context, slip)
  if (personId === null) return []
  const codes = [personField(context.db, personId, 'residenceCode'), personField(context.db, personId, 'hukouCode')]
  return codes.flatMap((code) => (code === null || code === '' ? [] : [code]))
}

function sameNumber(context: QueryContext, { subject_name: name, ...slip }: SlipStored): string | null {
  if (name === null || slip.subject_id_no === null) return null
  const wanted = { name, sex: slip.subject_sex ?? '9', birthDate: slip.subject_birth ?? '', idNo: slip.subject_id_no }
  const [likeliest] = pairCandidates(context, wanted, 1, null, scopeOf(context.actor))
  const id = likeliest?.person.id ?? null
  return id !== null && personField(context.db, id, 'idNo') === slip.subject_id_no ? id : null
}

/** The partner whose county it is today, whichever of its codes either of the two wrote. */
function partnerOfPlace(context: Reading, place: string): PartnerFacts | undefined {
  const counties = new Set(countiesOn(context.reference, place, context.today))
  return partnersInUse(context.db).find(({ code }) =>
    countiesOn(context.reference, code, context.today).some((county) => counties.has(county))
  )
}

/** Of an own slip that came back: why, and where the other side would have it go. */
export function returnedOf(context: Reading, slip: SlipStored): SlipView['returned'] {
  if (slip.direction === 'in' || slip.status !== 'returned') return null
  const said = answersOf(context.db, slip.seq).findLast(({ kind, content }) => kind === 'TH' && content !== null)
  const { return_reason_code: reason, suggested_receiver: place } = said ? bodyOf(context, said) : {}
  return {
    reason: typeof reason === 'string' ? context.reference.label('return_reason', reason) : null,
    suggested:
      typeof place === 'string'
        ? { code: place, name: context.reference.divisionName(place), partnerId: partnerOfPlace(context, place)?.id ?? null }
        : null
  }
}

/** In words, for the course of a slip. */
export function returnWords(context: Reading, answer: SlipStored): string {
  const { return_reason_code: reason, suggested_receiver: place } = bodyOf(context, answer)
  const why = typeof reason === 'string' ? context.reference.label('return_reason', reason) : ''
  return `对方退回：${why}${typeof place === 'string' ? `，建议改发${context.reference.divisionName(place)}` : ''}`
}

/** 重发: the same question or notice as a draft to another office; the one that came back is done with. */
export function resend(context: CommandContext, { id, partnerId }: HandlerInput<SpecOf<'slips.resend'>>): { id: string; draftId: string } {
  const { db } = context
  const slip = knownSlip(context, id)
  if (nextStatus(slip, 'resend') === null) throw notAllowed(slip, '重发')
  if (slip.person_id !== null) assertUnrestricted(db, slip.person_id)
  const partner = knownPartner(db, partnerId)
  const draftId = draftAgain(context, slip, partner, '重发')
  act(context, slip, ['resend'], { action: 'resend', label: '重发', note: partner.name })
  context.note({ subject: id, detail: { kind: slip.kind, notice: isNoticeKind(slip.kind), partner: partner.code } })
  context.changed('slips')
  return { id, draftId }
}
