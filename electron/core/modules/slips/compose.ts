// Why: a draft is put together from the file by the pack's whitelist alone, so nothing can leave that the question does not need.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import type { CallContext, CommandContext, QueryContext } from '../../rpc'
import {
  deadlineFrom,
  isDivisionCode,
  isNoticeKind,
  keyMemberOf,
  movementScope,
  noticeEntries,
  noticeValue,
  personKeyFor,
  scopeCovers,
  slipBodyReasons,
  slipFields,
  writtenKinds,
  type AnswerLimit,
  type DeadlineQuery,
  type NoticeKind,
  type PersonKeySource,
  type RulePack,
  type SlipKind
} from '@shared/domain'
import { AppError } from '@shared/errors'
import { limitWith } from '../agreements'
import { currentLinkOf, partnerById, type PartnerFacts } from '../partners'
import { assertCareful, assertInScope, assertUnrestricted, personForSlip, scopeOf, survivorOf, type PersonForSlip } from '../persons'
import type { ReadDb } from '../../db'
import { contestedFields } from './contested'
import { assertAllowed, entryView, headerOf, isBody, itemViews, signedBody, statesLimit, type Body, type Ends, type Signing } from './body'
import { isHiddenSlip, placesOfSlip } from './queries/slip-list'
import { addEvent, insertSlip, slipById, type SlipStored } from './queries/slip-rows'
import { bare, bytesOfId, dashed, queueOf } from './rules'

type ComposeInput = HandlerInput<SpecOf<'slips.compose'>>

type Asking = Pick<CallContext, 'actor'> & { readonly db: ReadDb }

/** Of somebody whose file is sealed, only who keeps it is told that there is a slip. */
const isKept = ({ db, actor }: Asking, seq: number): boolean => !actor.grants.has('sealing.keep') && isHiddenSlip(db, seq)

/** Whether the account may see the slip: that of a person it may see; one without a person is the county's. */
export function isSlipInScope(asking: Asking, seq: number): boolean {
  const { db, actor } = asking
  if (isKept(asking, seq)) return false
  const scope = scopeOf(actor)
  if (scope === null) return true
  const places = placesOfSlip(db, seq)
  return places.length > 0 && scopeCovers(scope, places)
}

/** @throws AppError `slips.unknown`, `slips.out_of_scope` */
export function knownSlip(context: Asking, id: string): SlipStored {
  const slip = slipById(context.db, id)
  if (!slip || isKept(context, slip.seq)) throw new AppError('slips.unknown')
  if (!isSlipInScope(context, slip.seq)) throw new AppError('slips.out_of_scope')
  return slip
}

/** The pack a slip was written under; a reply follows the pack of its question. */
export const packOf = ({ reference, rules }: Pick<CallContext, 'reference' | 'rules'>, slip: Pick<SlipStored, 'rule_pack'>): RulePack =>
  slip.rule_pack === rules.id ? rules : (reference.rulePack(slip.rule_pack) ?? rules)

/** @throws AppError `slips.partner_needed` */
export function knownPartner(db: ReadDb, id: string): PartnerFacts {
  const partner = partnerById(db, id)
  if (!partner) throw new AppError('slips.partner_needed')
  return partner
}

/** The same office over the link in use now: another may have taken the place of the one a slip was written for (exchange.md §4.4). */
export const presentPartner = (db: ReadDb, id: string): PartnerFacts => knownPartner(db, currentLinkOf(db, id))

export const endsOf = ({ office }: Pick<CallContext, 'office'>, partner: PartnerFacts): Ends => ({
  sender: { code: office.code, phone: office.phone },
  receiver: { code: partner.code }
})

/** A number that cannot be a resident's travels as none, with a reason the pack knows. */
export const TRAVELLING_ID = /^[0-9]{6,17}[0-9X]$/

/** Street addresses stay here: the code of the present place is enough to find a person. */
const keySource = (person: PersonForSlip, reasons: readonly string[]): PersonKeySource => {
  const idNo = person.idNo !== null && TRAVELLING_ID.test(person.idNo) ? person.idNo : null
  const reason = person.noIdReason !== null && reasons.includes(person.noIdReason) ? person.noIdReason : 'other'
  return {
    name: person.name.normalize('NFC'),
    sex: person.sex,
    birth_date: person.birthDate,
    id_no: idNo,
    no_id_reason: idNo === null ? reason : null,
    hukou_code: person.hukouCode,
    hukou_text: person.hukouText,
    residence_code: person.residenceCode,
    residence_text: null
  }
}

function reasonsOf(pack: RulePack, kind: SlipKind): readonly string[] {
  const about = keyMemberOf(pack, kind)
  const field = about === null ? undefined : pack.blocks[about.block]?.fields.no_id_reason
  return field?.type === 'code' ? field.codes : []
}

/** Which rows of the pack may set the limit of an answer; a local rule is asked for by the region beside. */
export function answerQuery(kind: SlipKind, body: Body): DeadlineQuery {
  const [sender, receiver] = [body.sender_org, body.receiver_org].map((code) =>
    typeof code === 'string' && isDivisionCode(code) ? code : null
  )
  const scope = sender && receiver ? movementScope(sender, receiver) : null
  return {
    task: 'slip.answer',
    kind,
    ...(typeof body.urgency === 'string' ? { urgency: body.urgency } : {}),
    ...(typeof body.purpose_code === 'string' ? { purpose: body.purpose_code } : {}),
    ...(scope ? { scope } : {})
  }
}

/** The limit of a request from the day it is issued: by the most particular row of the pack, or by what was agreed with the partner. */
export function answerLimit(
  context: Pick<CallContext, 'reference' | 'today'> & { readonly db: ReadDb },
  pack: RulePack,
  kind: SlipKind,
  body: Body,
  partnerId: string
): AnswerLimit | null {
  const { receiver_org: receiver } = body
  const query = {
    ...answerQuery(kind, body),
    ...(typeof receiver === 'string' && isDivisionCode(receiver) ? { region: receiver } : {})
  }
  const urgency = typeof body.urgency === 'string' ? body.urgency : null
  return limitWith(context, partnerId, { kind, urgency }, deadlineFrom(pack, query, context.today, context.reference.calendar))
}

/** Stands in for the number until signing gives the real one. */
export const provisional = (
  context: Pick<CallContext, 'office' | 'today' | 'reference'> & { readonly db: ReadDb },
  pack: RulePack,
  kind: SlipKind,
  draft: Body,
  partnerId: string
): Signing => ({
  slipNo: `${context.office.code}-${kind}-${context.today.slice(0, 4)}-000000`,
  issuedOn: context.today,
  dueOn: statesLimit(pack, kind) ? (answerLimit(context, pack, kind, draft, partnerId)?.dueOn ?? null) : null
})

const nfc = (text: string | null): string | null => text?.normalize('NFC').trim() ?? null

function grounds(pack: RulePack, input: ComposeInput): Body {
  const free = pack.legalBases.find((basis) => !basis.needsConsentRef)
  const basis = input.legalBasis ?? (input.consentRef === null ? free?.code : 'request') ?? pack.legalBases[0]?.code
  return {
    purpose_code: input.purpose ?? pack.slipTypes[input.kind].purpose ?? pack.purposes[0]?.code,
    legal_basis_code: basis,
    ...(input.consentRef === null ? {} : { consent_ref: input.consentRef })
  }
}

/** What the clerk asked for, in the members of this kind. */
function question(pack: RulePack, input: ComposeInput): Body {
  if (isNoticeKind(input.kind)) return notice(pack, input.kind, input.told)
  if (input.items.length === 0) throw new AppError('slips.items_needed')
  const urgency = input.urgency ?? pack.urgencies.find(({ code }) => code === 'ordinary')?.code ?? pack.urgencies.at(-1)?.code
  if (input.kind === 'CX') return { urgency, questions: [...input.items] }
  const reason = nfc(input.reason)
  return { urgency, items: input.items.map((code) => ({ code })), ...(reason ? { reason_text: reason } : {}) }
}

/** Only what the pack lets a person tell; the header and whom it is about are never typed. */
function notice(pack: RulePack, kind: NoticeKind, told: ComposeInput['told']): Body {
  const entries = noticeEntries(pack, kind)
  const stray = Object.keys(told).find((name) => !entries.some(([known]) => known === name))
  if (stray !== undefined) throw new AppError('slips.field_not_allowed', { field: stray, reason: slipBodyReasons.unknown })
  return Object.fromEntries(
    entries.flatMap(([name, field]) => {
      const typed = told[name]?.trim() ?? ''
      return typed === '' ? [] : [[name, noticeValue(field, typed)]]
    })
  )
}

/** Whom a slip is about, as bodies of its kind say it. Of a couple the chosen one alone travels: that is enough to find the file. */
function aboutWhom(pack: RulePack, kind: SlipKind, person: PersonForSlip): Body {
  const about = keyMemberOf(pack, kind)
  if (about === null) return {}
  const key = personKeyFor(pack, kind, keySource(person, reasonsOf(pack, kind)))
  return { [about.member]: about.most > 1 ? [key] : key }
}

export function compose(context: CommandContext, input: ComposeInput): { ids: string[] } {
  const { db, rules: pack } = context
  const partner = knownPartner(db, input.partnerId)
  if (partner.trust === 'closed') throw new AppError('partners.link_closed', { name: partner.name })
  if (!pack.slipTypes[input.kind].enabled) throw new AppError('slips.kind_not_in_rules', { kind: pack.slipTypes[input.kind].label })
  const shared = { ...headerOf(input.kind, pack, endsOf(context, partner)), ...grounds(pack, input), ...question(pack, input) }
  const ids = input.personIds.map((personId) => {
    const person = personForSlip(db, personId)
    if (!person) throw new AppError('persons.unknown')
    assertInScope(scopeOf(context.actor), survivorOf(db, personId))
    assertUnrestricted(db, personId)
    assertCareful(db, personId, context.today, input.careful)
    const draft: Body = { ...shared, subject_ref: bare(personId), ...aboutWhom(pack, input.kind, person) }
    assertAllowed(pack, input.kind, signedBody(pack, input.kind, draft, provisional(context, pack, input.kind, draft, partner.id)))
    return insertDraft(context, { input, partner, person, draft })
  })
  context.note({ detail: { kind: input.kind, count: ids.length, items: input.items, partner: partner.code } })
  context.changed('slips')
  return { ids }
}

interface DraftFacts {
  readonly input: ComposeInput
  readonly partner: PartnerFacts
  readonly person: PersonForSlip
  readonly draft: Body
}

function insertDraft(context: CommandContext, { input, partner, person, draft }: DraftFacts): string {
  const { db, now, actor, rules } = context
  const id = dashed(context.newId())
  const standing = { direction: 'out', kind: input.kind, status: 'draft' } as const
  const seq = insertSlip(db, {
    id,
    recordId: bytesOfId(id),
    rev: 1,
    ...standing,
    queue: queueOf(standing),
    partnerId: partner.id,
    personId: person.id,
    urgency: typeof draft.urgency === 'string' ? draft.urgency : null,
    at: now,
    by: actor.displayName,
    subject: { name: person.name, sex: person.sex, birth: person.birthDate, idNo: person.idNo },
    ref: null,
    answerTo: null,
    rulePack: rules.id,
    draft: JSON.stringify(draft)
  })
  const note = contestedFields(db, person.id, draft)
  addEvent(db, seq, {
    at: now,
    by: actor.displayName,
    account: actor.accountId,
    action: 'compose',
    label: '起草',
    note,
    bundle: null
  })
  return id
}

/** A reply stands on the grounds of its question. */
export const replyGrounds = (question: Body, slip: Pick<SlipStored, 'id' | 'person_id'>): Body => ({
  subject_ref: slip.person_id === null ? bare(slip.id) : bare(slip.person_id),
  purpose_code: question.purpose_code,
  legal_basis_code: question.legal_basis_code,
  ...(typeof question.consent_ref === 'string' ? { consent_ref: question.consent_ref } : {})
})

/** The body of a slip: what travels, or what would if it were signed now. Empty once its author withdrew it. */
export function bodyOf(
  context: Pick<CallContext, 'office' | 'today' | 'reference' | 'rules'> & { readonly db: ReadDb },
  slip: SlipStored
): Body {
  const pack = packOf(context, slip)
  if (slip.draft !== null) {
    const draft: unknown = JSON.parse(slip.draft)
    return isBody(draft) ? signedBody(pack, slip.kind, draft, provisional(context, pack, slip.kind, draft, slip.partner_id)) : {}
  }
  const line: unknown = slip.content === null ? null : JSON.parse(slip.content)
  return isBody(line) && isBody(line.body) ? line.body : {}
}

export const offers = ({ rules, reference }: QueryContext): Output<SpecOf<'slips.offers'>> => ({
  rulePack: rules.id,
  purposes: rules.purposes,
  legalBases: rules.legalBases,
  kinds: writtenKinds
    .filter((kind) => rules.slipTypes[kind].enabled)
    .map((kind) => {
      const { label, answerRequired, purpose } = rules.slipTypes[kind]
      return {
        kind,
        label,
        answerNeeded: answerRequired,
        purpose: purpose ?? null,
        entries: isNoticeKind(kind) ? noticeEntries(rules, kind).map(([field, rule]) => entryView(field, rule, reference)) : [],
        items: itemViews(rules, reference, kind),
        urgencies: answerRequired ? rules.urgencies : [],
        fields: Object.entries(slipFields(rules, kind)).map(([field, rule]) => ({
          field,
          label: rule.label,
          level: rule.level,
          required: rule.required
        }))
      }
    })
})
