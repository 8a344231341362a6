// Why: an office without the program asks on paper or by telephone; once typed in, its question stands in the one ledger and is answered like any other. EX-5.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import { isDay, personKeyFor } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CommandContext } from '../../rpc'
import { partnerWay } from '../agreements'
import type { PartnerFacts } from '../partners'
import { assertAllowed, headerOf, signedBody, type Body } from './body'
import { answerLimit, endsOf, knownPartner, TRAVELLING_ID } from './compose'
import { addTakenRecord, isTaken, setTaken } from './queries/mailing-queries'
import { addEvent, insertSlip } from './queries/slip-rows'
import { bare, bytesOfId, dashed, idOfBytes, queueOf } from './rules'

type Input = HandlerInput<SpecOf<'slips.takeRequest'>>

const WAYS = { paper: '收到纸面来函', phone: '收到电话来函' } as const

export function takeRequest(context: CommandContext, input: Input): Output<SpecOf<'slips.takeRequest'>> {
  const { db } = context
  const partner = askingPartner(context, input)
  const number = input.number === '' ? null : input.number.normalize('NFC')
  if (number !== null && isTaken(db, partner.id, number)) throw new AppError('slips.already_taken', { name: partner.name, number })
  const id = dashed(context.newId())
  const body = bodyOfRequest(context, partner, input, id)
  const dueOn = typeof body.due_on === 'string' && isDay(body.due_on) ? body.due_on : null
  insertTaken(context, { id, partner, number, body, input, dueOn })
  context.note({ subject: id, detail: { kind: input.kind, way: input.way, partner: partner.code, items: input.items } })
  context.changed('slips')
  return { id, dueOn }
}

/** @throws AppError `slips.partner_needed`, `partners.link_closed`, `slips.comes_by_stick`, `slips.bad_sent_day` */
function askingPartner({ db, today }: CommandContext, { partnerId, issuedOn, receivedOn }: Input): PartnerFacts {
  const partner = knownPartner(db, partnerId)
  if (partner.trust === 'closed') throw new AppError('partners.link_closed', { name: partner.name })
  if (partnerWay(db, partner) === 'stick') throw new AppError('slips.comes_by_stick', { name: partner.name })
  if (issuedOn > receivedOn) throw new AppError('slips.bad_sent_day', { value: issuedOn })
  if (receivedOn > today) throw new AppError('slips.bad_sent_day', { value: receivedOn })
  return partner
}

const numberOf = ({ person: { idNo } }: Input): string | null =>
  idNo === null || idNo === '' ? null : idNo.normalize('NFKC').toUpperCase()

/** Judged by the whitelist as if it had come in a bundle; a number stands in where paper has none, and the rules give the limit it does not name. */
function bodyOfRequest(context: CommandContext, partner: PartnerFacts, input: Input, id: string): Body {
  const { rules: pack } = context
  const { kind, person, consentRef, items, reason } = input
  const { sender, receiver } = endsOf(context, partner)
  const idNo = numberOf(input)
  if (idNo !== null && !TRAVELLING_ID.test(idNo))
    throw new AppError('slips.field_not_allowed', { field: '证件号', reason: '不是公民身份号码' })
  const key = personKeyFor(pack, kind, {
    ...{ name: person.name.normalize('NFC'), sex: person.sex, birth_date: person.birthDate, id_no: idNo },
    no_id_reason: idNo === null ? 'not_shown' : null,
    ...{ hukou_code: person.hukouCode, hukou_text: person.hukouText?.normalize('NFC') ?? null },
    ...{ residence_code: person.residenceCode, residence_text: null }
  })
  const urgency = input.urgency ?? pack.urgencies.find(({ code }) => code === 'ordinary')?.code ?? pack.urgencies.at(-1)?.code
  const asked = kind === 'CX' ? { questions: [...items] } : { items: items.map((code) => ({ code })) }
  const draft: Body = {
    ...headerOf(kind, pack, { sender: { code: receiver.code, phone: partner.phone }, receiver: { code: sender.code } }),
    contact_post: input.post.normalize('NFC'),
    ...{ subject_ref: bare(id), purpose_code: input.purpose, legal_basis_code: input.legalBasis },
    ...(consentRef === null || consentRef === '' ? {} : { consent_ref: consentRef }),
    ...{ urgency, person: key, ...asked },
    ...(kind === 'XC' && reason !== null && reason !== '' ? { reason_text: reason.normalize('NFC') } : {})
  }
  const dueOn = input.dueOn ?? ownLimit(context, input, draft, partner.id)
  const signing = { slipNo: `${partner.code}-${kind}-${input.issuedOn.slice(0, 4)}-000000`, issuedOn: input.issuedOn, dueOn }
  const { slip_no: standIn, ...body } = signedBody(pack, kind, draft, signing)
  assertAllowed(pack, kind, { ...body, slip_no: standIn })
  return body
}

/** The limit from the day it came, by the rules or by what was agreed. */
function ownLimit(context: CommandContext, { kind, receivedOn }: Input, body: Body, partnerId: string): string | null {
  if (!isDay(receivedOn)) return null
  return answerLimit({ ...context, today: receivedOn }, context.rules, kind, body, partnerId)?.dueOn ?? null
}

interface Taken {
  readonly id: string
  readonly partner: PartnerFacts
  readonly number: string | null
  readonly body: Body
  readonly input: Input
  readonly dueOn: string | null
}

function insertTaken(context: CommandContext, { id, partner, number, body, input, dueOn }: Taken): void {
  const { db, now, actor, rules } = context
  const { kind, person, receivedOn, issuedOn } = input
  const recordId = bytesOfId(id)
  const standing = { direction: 'in', kind, status: 'to_assign' } as const
  const seq = insertSlip(db, {
    ...{ id, recordId, rev: 1, ...standing, queue: queueOf(standing), partnerId: partner.id, personId: null },
    ...{ urgency: typeof body.urgency === 'string' ? body.urgency : null, at: now, by: actor.displayName },
    subject: { name: person.name.normalize('NFC'), sex: person.sex, birth: person.birthDate, idNo: numberOf(input) },
    ...{ ref: null, answerTo: null, rulePack: rules.id, draft: null }
  })
  const content = JSON.stringify({ t: 'slip', id: idOfBytes(recordId), rev: 1, kind: 'request', ref: null, author: null, body })
  const record = addTakenRecord(db, { recordId, slipKind: kind, rulePack: rules.id, number, content })
  const workDueOn = ownLimit(context, input, body, partner.id)
  setTaken(db, seq, { record, number, issuedOn, receivedOn, dueOn, workDueOn })
  addEvent(db, seq, {
    ...{ at: now, by: actor.displayName, account: actor.accountId, action: 'takeRequest', bundle: null },
    label: WAYS[input.way],
    note: [input.post, receivedOn].join('，')
  })
}
