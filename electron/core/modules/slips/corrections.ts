// Why: what was told wrong is put right by a slip of its own beside the first; nobody's words are changed, and nothing is taken over by itself. EX-1.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import type { SlipView } from '@shared/contract/slips'
import {
  askedItems,
  exceedsLevel,
  findingOfLine,
  itemStatuses,
  keyIn,
  keyMemberOf,
  lineOfFinding,
  maskPhone,
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
import { assertAllowed, correctedWords, entryView, headerOf, isBody, itemsOf, itemViews, signedBody, type Body } from './body'
import { bodyOf, endsOf, knownSlip, packOf, presentPartner, provisional, replyGrounds } from './compose'
import { addEvent, answersOf, insertSlip, slipBySeq, type SlipStored } from './queries/slip-rows'
import { bytesOfId, dashed, notAllowed, queueOf, travellingNumber } from './rules'

type Reading = Pick<CallContext, 'office' | 'today' | 'reference' | 'rules'> & { readonly db: ReadDb }
type Correcting = HandlerInput<SpecOf<'slips.correct'>>

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** States in which an own slip says nothing to anybody: not yet signed, taken back, or given back. */
const SILENT: ReadonlySet<string> = new Set(['draft', 'to_sign', 'ended', 'withdrawn', 'returned'])

const hasSpoken = ({ direction, status, slip_no: number }: SlipStored): boolean =>
  direction === 'out' && number !== null && !SILENT.has(status)

/** The signed answer that counts: a later one took the place of those before it. */
const answerSigned = (db: ReadDb, question: SlipStored): SlipStored | undefined =>
  question.withdrawn_on === null ? answersOf(db, question.seq).findLast(({ kind, draft }) => kind === 'FK' && draft === null) : undefined

/** What is corrected from the panel of a slip: the slip itself, or the answer given to a question; null where nothing is. */
export function correctable(db: ReadDb, slip: SlipStored): SlipStored | null {
  if (writtenKinds.some((known) => known === slip.kind) && hasSpoken(slip)) return slip
  const question = slip.kind === 'FK' && slip.answer_to !== null ? slipBySeq(db, slip.answer_to) : slip
  const answer = question && answerSigned(db, question)
  return answer && hasSpoken(answer) && (slip.kind !== 'FK' || slip.seq === answer.seq) ? answer : null
}

const isItem = (pack: RulePack, { kind }: SlipStored, field: string): boolean => kind === 'FK' && Object.hasOwn(pack.items, field)
const findingsIn = ({ items }: Body): Body[] => (Array.isArray(items) ? items.filter(isBody) : [])

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

/** What the slip says of a member, or of an item on one line. */
function heldIn(pack: RulePack, slip: SlipStored, body: Body, field: string): string | null {
  if (!isItem(pack, slip, field)) return valueIn(body, field)
  const finding = findingsIn(body).find(({ code }) => code === field)
  return finding ? lineOfFinding(pack, finding) : null
}

/** The body with one member replaced where it stands. */
function replaced(pack: RulePack, slip: SlipStored, body: Body, field: string, value: string): Body {
  if (isItem(pack, slip, field)) {
    const finding = findingOfLine(pack, field, value)
    return { ...body, items: findingsIn(body).map((entry) => (entry.code === field && finding ? { ...finding } : entry)) }
  }
  const { kind } = slip
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

type Form = Output<SpecOf<'slips.correctForm'>>

/** What of the slip may be corrected, each with what it says now, and the reasons of the rules. */
export function correctForm(context: QueryContext, { id }: { readonly id: string }): Form {
  const { db, reference } = context
  const shown = knownSlip(context, id)
  const slip = correctable(db, shown)
  const pack = packOf(context, slip ?? shown)
  const body = slip ? correctedBody(context, slip) : {}
  return {
    fields: slip ? codesOf(pack, 'corrected_field').flatMap((code) => offered(context, slip, body, code)) : [],
    reasons: codesOf(pack, 'correction_reason').map((code) => ({ code, label: reference.label('correction_reason', code) }))
  }
}

function offered(context: QueryContext, slip: SlipStored, body: Body, code: string): Form['fields'] {
  const { reference } = context
  const pack = packOf(context, slip)
  const value = heldIn(pack, slip, body, code)
  if (value === null) return []
  if (isItem(pack, slip, code)) return itemOffered(context, slip, code, value)
  const rule = ruleOf(pack, slip, code)
  return rule === null ? [] : [{ entry: entryView(code, { ...rule, required: true }, reference), value, finding: null }]
}

/** An item is typed as in an answer: its status, and what it says. */
function itemOffered(context: QueryContext, slip: SlipStored, code: string, line: string): Form['fields'] {
  const { reference } = context
  const pack = packOf(context, slip)
  const [item] = itemViews(pack, reference, 'FK', [code])
  const [word = '', ...value] = line.split(' ')
  const status = itemStatuses.find((known) => known === word)
  if (!item || status === undefined || exceedsLevel(pack.items[code]?.level ?? 'L4', pack.slipTypes.BZ.maxLevel)) return []
  const typed = { required: true, needsConsent: false, kind: 'text' as const, options: [], most: null }
  return [{ entry: { field: code, label: item.label, level: item.level, ...typed }, value: value.join(' '), finding: { item, status } }]
}

/** What was typed, as a correction carries it. @throws AppError `slips.field_not_allowed`, `slips.field_missing`, `slips.declined_stands` */
function typedValue(pack: RulePack, slip: SlipStored, { field, status, value }: Correcting, before: string): string {
  if (!isItem(pack, slip, field)) {
    const rule = ruleOf(pack, slip, field)
    if (rule === null) throw new AppError('slips.field_not_allowed', { field, reason: '这张单没有这一项' })
    if (value === '') throw new AppError('slips.field_missing', { field: rule.label })
    return String(noticeValue(rule, value))
  }
  const item = pack.items[field]?.label ?? field
  if (status === null) throw new AppError('slips.field_missing', { field: item })
  if (before === 'declined') throw new AppError('slips.declined_stands', { item })
  return itemsOf(pack, [{ code: field, status, value }])
    .map((finding) => lineOfFinding(pack, finding))
    .join()
}

/** 更正: a draft beside the slip; it is read, signed by another hand and carried like any other. */
export function correct(context: CommandContext, input: Correcting): { id: string; draftId: string } {
  const { db, reference } = context
  const { id, field, reason } = input
  const shown = knownSlip(context, id)
  const slip = correctable(db, shown)
  if (slip === null) throw notAllowed(shown, '更正')
  if (slip.person_id !== null) assertUnrestricted(db, slip.person_id)
  const pack = packOf(context, slip)
  const body = correctedBody(context, slip)
  const before = heldIn(pack, slip, body, field)
  const label = reference.label('correctable_field', field)
  if (before === null || !codesOf(pack, 'corrected_field').includes(field))
    throw new AppError('slips.field_not_allowed', { field: label, reason: '这张单没有这一项' })
  const after = typedValue(pack, slip, input, before)
  if (after === before) throw new AppError('slips.field_not_allowed', { field: label, reason: '与原来相同' })
  const question = slip.kind === 'FK' && slip.answer_to !== null ? slipBySeq(db, slip.answer_to) : undefined
  assertAllowed(pack, slip.kind, replaced(pack, slip, body, field, after), question ? { asked: askedItems(bodyOf(context, question)) } : {})
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
        return typeof field === 'string' && typeof value === 'string' && heldIn(pack, slip, body, field) !== null
          ? replaced(pack, slip, body, field, value)
          : body
      },
      bodyOf(context, slip)
    )
}

/** A value of the rules as people read it; numbers are masked. */
function words(pack: RulePack, { reference }: Reading, body: Body, value: string | null): string | null {
  return value === null ? null : correctedWords(pack, reference, body, masked(pack, body.corrected_field, value))
}

/** Corrections beside a slip, those of its last answer with them; a correction tells its own. */
export function correctionsOf(context: Reading, slip: SlipStored): SlipView['corrections'] {
  const { db } = context
  const own = slip.kind === 'BZ'
  const beside = own ? [] : answersOf(db, slip.seq)
  const list = own
    ? [slip]
    : [
        ...beside,
        ...beside
          .filter(({ kind }) => kind === 'FK')
          .slice(-1)
          .flatMap(({ seq }) => answersOf(db, seq))
      ]
  return list.filter(({ kind }) => kind === 'BZ').map((correction) => correctionView(context, correction))
}

function correctionView(context: Reading, slip: SlipStored): SlipView['corrections'][number] {
  const { db, reference } = context
  const corrected = slip.answer_to === null ? undefined : slipBySeq(db, slip.answer_to)
  const body = bodyOf(context, slip)
  const field = textOf(body.corrected_field) ?? ''
  const pack = packOf(context, corrected ?? slip)
  const before = corrected ? heldIn(pack, corrected, bodyOf(context, corrected), field) : null
  return {
    ...{ id: slip.id, slipNo: slip.slip_no, status: slip.status },
    corrected: textOf(body.corrected_slip_no) ?? corrected?.slip_no ?? null,
    label: field === '' ? '' : reference.label('correctable_field', field),
    before: words(pack, context, body, before),
    after: words(pack, context, body, textOf(body.corrected_value)),
    reason: typeof body.correction_reason === 'string' ? reference.label('correction_reason', body.correction_reason) : '',
    about: corrected === undefined ? 'missing' : wasTakenBack(db, corrected) ? 'withdrawn' : 'here'
  }
}

/** Withdrawn, or the answer to a question that was. */
export const wasTakenBack = (db: ReadDb, { withdrawn_on: on, kind, answer_to: question }: SlipStored): boolean =>
  on !== null || (kind === 'FK' && question !== null && (slipBySeq(db, question)?.withdrawn_on ?? null) !== null)

/** A number, or a telephone in a finding, as it is read on screen. */
function masked(pack: RulePack, field: unknown, value: string): string {
  if (field === 'id_no') return maskResidentId(value)
  if (typeof field !== 'string' || pack.items[field]?.value?.type !== 'phone') return value
  const [status = '', phone] = value.split(' ')
  return phone === undefined ? status : `${status} ${maskPhone(phone)}`
}

/** A number in a correction is masked where slips are read. */
export const maskedCorrection = (pack: RulePack, slip: SlipStored, body: Body): Body =>
  slip.kind === 'BZ' && typeof body.corrected_value === 'string'
    ? { ...body, corrected_value: masked(pack, body.corrected_field, body.corrected_value) }
    : body
