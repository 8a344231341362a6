// Why: what was told wrong is put right by a slip of its own beside the first; nobody's words are changed, and nothing is taken over by itself. EX-1.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import type { SlipView } from '@shared/contract/slips'
import {
  exceedsLevel,
  keyIn,
  keyMemberOf,
  maskResidentId,
  NAME_MAX,
  noticeValue,
  slipFields,
  writtenKinds,
  type NoticeEntry,
  type RulePack,
  type SlipField
} from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CallContext, CommandContext, QueryContext } from '../../rpc'
import type { ReadDb } from '../../db'
import { assertUnrestricted } from '../persons'
import { replyGrounds } from './answer'
import { assertAllowed, entryView, headerOf, signedBody, type Body } from './body'
import { bodyOf, endsOf, knownSlip, packOf, presentPartner, provisional } from './compose'
import { addEvent, answersOf, insertSlip, slipBySeq, type SlipStored } from './queries/slip-rows'
import { bytesOfId, dashed, notAllowed, queueOf, travellingNumber } from './rules'

type Reading = Pick<CallContext, 'office' | 'today' | 'reference' | 'rules'> & { readonly db: ReadDb }
type Correcting = HandlerInput<SpecOf<'slips.correct'>>

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** States in which an own slip says nothing to anybody: not yet signed, taken back, or given back. */
const SILENT: ReadonlySet<string> = new Set(['draft', 'to_sign', 'ended', 'withdrawn', 'returned'])

export const isCorrectable = ({ direction, kind, status, slip_no: number }: SlipStored): boolean =>
  direction === 'out' && writtenKinds.some((known) => known === kind) && number !== null && !SILENT.has(status)

/** The rule of a member, in the key of the person or beside it; null for what a correction may not carry. */
function ruleOf(pack: RulePack, { kind }: SlipStored, field: string): NoticeEntry | null {
  const about = keyMemberOf(pack, kind)
  const rule = (about === null ? undefined : pack.blocks[about.block]?.fields[field]) ?? slipFields(pack, kind)[field]
  return rule === undefined || exceedsLevel(rule.level, pack.slipTypes.BZ.maxLevel) ? null : typedAs(rule)
}

/** Names and numbers are typed as text; their place in the slip judges them. */
function typedAs(rule: SlipField): NoticeEntry | null {
  const { label, level, required, needsConsent } = rule
  const common = { label, level, required, needsConsent }
  if (rule.type === 'name') return { ...common, type: 'text', max: NAME_MAX, multiline: false }
  if (rule.type === 'id_no') return { ...common, type: 'text', max: 18, multiline: false }
  const typed = ['code', 'day', 'partial_date', 'division', 'text', 'token']
  return typed.includes(rule.type) ? (rule as NoticeEntry) : null // the list holds nothing but types of entries
}

const valueIn = (body: Body, field: string): string | null => textOf(keyIn(body)[field]) ?? textOf(body[field])

/** The body with one member replaced where it stands. */
function replaced(pack: RulePack, { kind }: SlipStored, body: Body, field: string, value: unknown): Body {
  const member = keyMemberOf(pack, kind)?.member
  const held = member === undefined ? undefined : body[member]
  if (member === undefined || textOf(keyIn(body)[field]) === null) return { ...body, [field]: value }
  if (!Array.isArray(held)) return { ...body, [member]: { ...keyIn(body), [field]: value } }
  const others: unknown[] = held.slice(1)
  return { ...body, [member]: [{ ...keyIn(body), [field]: value }, ...others] }
}

const codesOf = (pack: RulePack, field: 'corrected_field' | 'correction_reason'): readonly string[] => {
  const rule = slipFields(pack, 'BZ')[field]
  return rule?.type === 'code' ? rule.codes : []
}

/** What of the slip may be corrected, each with what it says now, and the reasons of the rules. */
export function correctForm(context: QueryContext, { id }: { readonly id: string }): Output<SpecOf<'slips.correctForm'>> {
  const { reference } = context
  const slip = knownSlip(context, id)
  const pack = packOf(context, slip)
  const body = isCorrectable(slip) ? correctedBody(context, slip) : {}
  const fields = codesOf(pack, 'corrected_field').flatMap((code) => {
    const rule = ruleOf(pack, slip, code)
    const value = valueIn(body, code)
    return rule === null || value === null ? [] : [{ entry: entryView(code, { ...rule, required: true }, reference), value }]
  })
  return {
    fields,
    reasons: codesOf(pack, 'correction_reason').map((code) => ({ code, label: reference.label('correction_reason', code) }))
  }
}

/** 更正: a draft beside the slip; it is read, signed by another hand and carried like any other. */
export function correct(context: CommandContext, { id, field, value, reason }: Correcting): { id: string; draftId: string } {
  const { db, reference } = context
  const slip = knownSlip(context, id)
  if (!isCorrectable(slip)) throw notAllowed(slip, '更正')
  if (slip.person_id !== null) assertUnrestricted(db, slip.person_id)
  const pack = packOf(context, slip)
  const body = correctedBody(context, slip)
  const [rule, before] = [ruleOf(pack, slip, field), valueIn(body, field)]
  const label = reference.label('correctable_field', field)
  if (rule === null || before === null || !codesOf(pack, 'corrected_field').includes(field))
    throw new AppError('slips.field_not_allowed', { field: label, reason: '这张单没有这一项' })
  const after = noticeValue(rule, value.trim())
  if (after === before) throw new AppError('slips.field_not_allowed', { field: label, reason: '与原来相同' })
  assertAllowed(pack, slip.kind, replaced(pack, slip, body, field, after))
  const draftId = insertCorrection(context, slip, pack, {
    ...replyGrounds(body, slip),
    corrected_slip_no: travellingNumber(slip),
    ...{ corrected_field: field, corrected_value: after, correction_reason: reason }
  })
  context.note({ subject: id, detail: { field, reason } })
  context.changed('slips')
  return { id, draftId }
}

function insertCorrection(context: CommandContext, slip: SlipStored, pack: RulePack, said: Body): string {
  const { db, now, actor } = context
  const partner = presentPartner(db, slip.partner_id)
  const draft: Body = { ...headerOf('BZ', pack, endsOf(context, partner)), ...said }
  assertAllowed(pack, 'BZ', signedBody(pack, 'BZ', draft, provisional(context, pack, 'BZ', draft, partner.id)))
  const id = dashed(context.newId())
  const standing = { direction: 'out', kind: 'BZ', status: 'draft' } as const
  const { subject_name: name, subject_sex: sex, subject_birth: birth, subject_id_no: idNo } = slip
  const seq = insertSlip(db, {
    ...{ id, recordId: bytesOfId(id), rev: 1, ...standing, queue: queueOf(standing), partnerId: partner.id, personId: slip.person_id },
    ...{ urgency: null, at: now, by: actor.displayName, ref: slip.record_id, answerTo: slip.seq, rulePack: pack.id },
    subject: name === null ? null : { name, sex: sex ?? '9', birth: birth ?? '', idNo },
    draft: JSON.stringify(draft)
  })
  addEvent(db, seq, {
    ...{ at: now, by: actor.displayName, account: actor.accountId, bundle: null },
    ...{ action: 'correct', label: '起草更正', note: slip.slip_no }
  })
  return id
}

/** What the slip says with its signed corrections, in the order they were signed. */
export function correctedBody(context: Reading, slip: SlipStored): Body {
  const pack = packOf(context, slip)
  return answersOf(context.db, slip.seq)
    .filter(({ kind, content, withdrawn_on: withdrawn }) => kind === 'BZ' && content !== null && withdrawn === null)
    .reduce(
      (body, correction) => {
        const { corrected_field: field, corrected_value: value } = bodyOf(context, correction)
        return typeof field === 'string' && valueIn(body, field) !== null ? replaced(pack, slip, body, field, value) : body
      },
      bodyOf(context, slip)
    )
}

/** A value of the rules as people read it; numbers are masked. */
function words({ reference }: Reading, rule: NoticeEntry | null, field: string, value: string | null): string | null {
  if (value === null) return null
  if (field === 'id_no') return maskResidentId(value)
  if (rule?.type === 'division') return `${value} ${reference.divisionName(value)}`
  return rule?.type === 'code' ? reference.label(rule.list, value) : value
}

/** Corrections beside a slip; a correction tells its own. */
export function correctionsOf(context: Reading, slip: SlipStored): SlipView['corrections'] {
  const own = slip.kind === 'BZ'
  const corrected = own ? (slip.answer_to === null ? undefined : slipBySeq(context.db, slip.answer_to)) : slip
  const list = own ? [slip] : answersOf(context.db, slip.seq).filter(({ kind }) => kind === 'BZ')
  return list.map((correction) => correctionView(context, correction, corrected))
}

function correctionView(context: Reading, slip: SlipStored, corrected: SlipStored | undefined): SlipView['corrections'][number] {
  const { reference } = context
  const body = bodyOf(context, slip)
  const field = textOf(body.corrected_field) ?? ''
  const rule = corrected ? ruleOf(packOf(context, corrected), corrected, field) : null
  const before = corrected ? valueIn(bodyOf(context, corrected), field) : null
  return {
    ...{ id: slip.id, slipNo: slip.slip_no, status: slip.status },
    corrected: textOf(body.corrected_slip_no) ?? corrected?.slip_no ?? null,
    label: field === '' ? '' : reference.label('correctable_field', field),
    before: words(context, rule, field, before),
    after: words(context, rule, field, textOf(body.corrected_value)),
    reason: typeof body.correction_reason === 'string' ? reference.label('correction_reason', body.correction_reason) : '',
    about: corrected === undefined ? 'missing' : corrected.withdrawn_on === null ? 'here' : 'withdrawn'
  }
}

/** A number in a correction is masked where slips are read. */
export const maskedCorrection = (slip: SlipStored, body: Body): Body =>
  slip.kind === 'BZ' && body.corrected_field === 'id_no' && typeof body.corrected_value === 'string'
    ? { ...body, corrected_value: maskResidentId(body.corrected_value) }
    : body
