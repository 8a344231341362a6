// Why: the panel shows one slip whole: what travels, whom it is about, what was found, what may be done, and how it came here.
import type { SlipView } from '@shared/contract/slips'
import type { QueryContext } from '../../rpc'
import {
  exceedsLevel,
  findDeadlineRule,
  isDay,
  itemStatuses,
  itemValueText,
  maskPhone,
  maskResidentId,
  pairingResults,
  slipFields,
  type RulePack,
  isNoticeKind
} from '@shared/domain'
import { partnerNames } from '../partners'
import { isInScope, personRow, scopeOf, survivorOf } from '../persons'
import { differences, findingsOf } from './adopt'
import { fieldLabel, fieldLines, isBody, itemViews, onlyAsked, type Body, type FieldLine } from './body'
import { withContested } from './contested'
import { takeBackLabel } from './assign'
import { answerQuery, bodyOf, isSlipInScope, knownSlip, packOf } from './compose'
import { correctable, correctionsOf, maskedCorrection } from './corrections'
import { assignmentOf, handsOf } from './queries/assignments'
import { answersOf, eventsOf, slipBySeq, withdrawalOf, type SlipStored } from './queries/slip-rows'
import { arrivalOf } from './queries/stage-queries'
import { travelsOf, type TravelRow } from './queries/travel-queries'
import { returnedOf, returnWords } from './returned'
import { rowView } from './row-view'
import { nextStatus, notAllowed, offeredActs } from './rules'
import { askedOf, isSealedItem, isShut, SEALED, sealedBody, sealedLines, speaks } from './sealed-part'
import { takesWithdrawal } from './taken-back'
import { bodyOfContent } from './travel'
import { travelOf } from './travel-view'

/** Members that are masked wherever they stand; the office's own telephone is public. */
const masks: Readonly<Record<string, (text: string) => string>> = { id_no: maskResidentId }
const HIDDEN = '（需核实或采信权限）'

export function viewOf(context: QueryContext, { id }: { readonly id: string }): SlipView {
  const { db, reference, today, actor } = context
  const slip = knownSlip(context, id)
  const pack = packOf(context, slip)
  const names = partnerNames(db)
  const body = slip.withdrawn_on !== null && slip.direction === 'in' ? {} : bodyOf(context, slip)
  const request = slip.answer_to === null ? undefined : slipBySeq(db, slip.answer_to)
  const asked = askedOf(context, slip)
  const trusted = actor.grants.has('slips.verify') || actor.grants.has('slips.adopt')
  const shown = maskedBody(pack, slip, maskedCorrection(pack, slip, onlyAsked(slip.kind, body, asked)), trusted)
  return {
    ...rowView(slip, names, today, undefined, handsOf(db, [slip.seq]).get(slip.seq)),
    body: { ...shown },
    fields: withContested(db, slip.direction === 'out' ? slip.person_id : null, fieldLines(pack, slip.kind, shown, reference)),
    items: itemViews(pack, reference, slip.kind, asked),
    person: personOf(context, slip),
    pairing: pairingOf(context, slip),
    pairingNote: slip.pairing_note,
    findings: isNoticeKind(slip.kind) ? [] : findings(context, slip, pack, trusted),
    sealed: sealedLines(context, slip).length > 0,
    answerTo: request && isSlipInScope(context, request.seq) ? rowView(request, names, today) : null,
    answers: reachableAnswers(context, slip).map((answer) => rowView(answer, names, today)),
    differences: maskedDifferences(context, slip, pack, trusted),
    actions: [
      ...offeredActs(slip, actor.grants),
      ...correctionOffered(context, slip),
      ...takingBackOffered(context, slip),
      ...withdrawalOffered(context, slip),
      ...noteOffered(context)
    ],
    timeline: timeline(context, slip, pack),
    deadlineRule: slip.deadline_rule,
    workRule: workRule(slip, pack, body),
    rulePack: pack.label,
    travel: travelOf(context, slip),
    returned: returnedOf(context, slip),
    corrections: correctionsOf(context, slip),
    conflict: slip.conflict === 1,
    withdrawnOn: slip.withdrawn_on,
    withdrawnFor: withdrawnFor(context, slip)
  }
}

/** Words in place of what only signing gives. */
const ON_SIGNING: Readonly<Record<string, string>> = { slip_no: '签发时编号', issued_on: '签发当日' }

export function preview(context: QueryContext, { id }: { readonly id: string }): { fields: FieldLine[] } {
  const slip = knownSlip(context, id)
  if (slip.direction === 'in') throw notAllowed(slip, '预览带出内容')
  const [pack, body] = [packOf(context, slip), bodyOf(context, slip)]
  const lines = withContested(
    context.db,
    slip.person_id,
    fieldLines(pack, slip.kind, isShut(slip) ? sealedBody(pack, slip.kind, body) : body, context.reference)
  )
  return { fields: slip.draft === null ? lines : lines.map((line) => ({ ...line, value: ON_SIGNING[line.field] ?? line.value })) }
}

/** Whoever was only given the slip sees what it says, not the file of somebody who lives elsewhere. */
function personOf(context: QueryContext, { person_id: id }: SlipStored): SlipView['person'] {
  if (id === null || !isInScope(scopeOf(context.actor), survivorOf(context.db, id))) return null
  return personRow(context, id) ?? null
}

function withdrawnFor({ db, reference }: QueryContext, { withdrawn_on: on, record_id: id }: SlipStored): string | null {
  const said = on === null ? undefined : withdrawalOf(db, id)
  const pack = said && reference.rulePack(said.rule_pack)
  if (!pack) return null
  const { withdraw_reason: reason } = bodyOfContent(said.content)
  return typeof reason === 'string' ? (fieldLines(pack, 'CH', { withdraw_reason: reason }, reference)[0]?.value ?? null) : null
}

/** Why the own clock says what it says. */
function workRule({ kind, imported_on: on, work_due_on: due }: SlipStored, pack: RulePack, body: Body): string | null {
  return due === null || on === null || !isDay(on) ? null : (findDeadlineRule(pack, answerQuery(kind, body), on)?.label ?? null)
}

const takingBackOffered = ({ db, actor }: QueryContext, slip: SlipStored): SlipView['actions'] =>
  assignmentOf(db, slip.seq) === undefined || nextStatus(slip, 'take_back') === null
    ? []
    : [{ action: 'takeBack', label: takeBackLabel(actor), permitted: actor.grants.has('slips.verify') }]

const noteOffered = ({ actor }: QueryContext): SlipView['actions'] => [
  { action: 'note', label: '备注', permitted: actor.grants.has('slips.write') }
]

function correctionOffered({ db, actor }: QueryContext, slip: SlipStored): SlipView['actions'] {
  const corrected = correctable(db, slip)
  const label = corrected?.kind === 'FK' ? '更正反馈' : '更正'
  return corrected === null ? [] : [{ action: 'correct', label, permitted: actor.grants.has('slips.write') }]
}

const withdrawalOffered = ({ db, actor }: QueryContext, slip: SlipStored): SlipView['actions'] =>
  takesWithdrawal(db, slip) ? [{ action: 'takeWithdrawal', label: '登记来函撤回', permitted: actor.grants.has('slips.write') }] : []

const reachableAnswers = (context: QueryContext, slip: SlipStored): SlipStored[] =>
  answersOf(context.db, slip.seq).filter(({ seq }) => isSlipInScope(context, seq))

function maskedBody(pack: RulePack, slip: SlipStored, body: Body, trusted: boolean): Body {
  const walk = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return value.map((entry) => walk(entry, name))
    if (isBody(value))
      return Object.fromEntries(Object.entries(hidden(pack, value, trusted)).map(([key, inner]) => [key, walk(inner, key)]))
    const mask = masks[name]
    return mask && typeof value === 'string' ? mask(value) : value
  }
  const masked = walk(isShut(slip) || !trusted ? sealedBody(pack, slip.kind, body) : body, '')
  const fields = slipFields(pack, slip.kind)
  return isBody(masked) ? Object.fromEntries(Object.entries(masked).filter(([name]) => Object.hasOwn(fields, name))) : {}
}

/** Contact values are masked, sensitive ones are for those who verify or adopt. */
function hidden(pack: RulePack, entry: Body, trusted: boolean): Body {
  const item = typeof entry.code === 'string' ? pack.items[entry.code] : undefined
  if (!item) return entry
  const mask = (value: unknown): unknown => {
    if (typeof value !== 'string' || value === SEALED) return value
    if (item.value?.type === 'phone') return maskPhone(value)
    return exceedsLevel(item.level, 'L2') && !trusted ? HIDDEN : value
  }
  const said = Object.entries(entry).filter(([name]) => name === 'value' || name === 'claimed')
  return { ...entry, ...Object.fromEntries(said.map(([name, value]) => [name, mask(value)])) }
}

const isSensitive = (pack: RulePack, code: string): boolean => exceedsLevel(pack.items[code]?.level ?? 'L0', 'L2')

function findings(context: QueryContext, slip: SlipStored, pack: RulePack, trusted: boolean): SlipView['findings'] {
  const found = findingsOf(context, slip)
  return (found?.items ?? []).flatMap((item): SlipView['findings'] => {
    const status = itemStatuses.find((known) => known === item.status)
    const code = typeof item.code === 'string' ? item.code : ''
    const field = pack.items[code]?.value
    const value = field && item.value !== undefined ? itemValueText(pack, field, item.value) : null
    if (status === undefined) return []
    if ((found?.shut || !trusted) && isSealedItem(pack, code) && speaks(status)) return [{ code, status: null, value: null, sealed: true }]
    const told = value !== null && field?.type === 'phone' && !(found?.own && trusted) ? maskPhone(value) : value
    return [{ code, status, value: told !== null && isSensitive(pack, code) && !trusted ? HIDDEN : told, sealed: false }]
  })
}

const maskedDifferences = (context: QueryContext, slip: SlipStored, pack: RulePack, trusted: boolean): SlipView['differences'] =>
  differences(context, slip).map((row) => {
    if (row.field === 'idNo') return { ...row, local: row.local === null ? null : maskResidentId(row.local) }
    if (row.field === 'phone')
      return { ...row, local: row.local === null ? null : maskPhone(row.local), remote: row.remote === null ? null : maskPhone(row.remote) }
    if (isSealedItem(pack, row.code) && speaks(row.status)) return { ...row, status: null, remote: SEALED }
    return isSensitive(pack, row.code) && !trusted ? { ...row, local: row.local === null ? null : HIDDEN, remote: HIDDEN } : row
  })

/** Of a question we asked, what the other side found; of theirs, what we did. */
function pairingOf(context: QueryContext, slip: SlipStored): SlipView['pairing'] {
  const stated = slip.direction === 'out' ? findingsOf(context, slip)?.body.pairing_result : slip.pairing
  return pairingResults.find((known) => known === stated) ?? null
}

type Moment = SlipView['timeline'][number]

/** Acts of people, and what bundles and replies did, in the order of time. */
function timeline(context: QueryContext, slip: SlipStored, pack: RulePack): Moment[] {
  const { db } = context
  // A clock that was set back wrote earlier times behind later ones: acts stand in the order in which they were done.
  let latest = ''
  const places = new Map<Moment, string>()
  const moments: Moment[] = eventsOf(db, slip.seq).map(({ at, by, action, label, note, bundle }) => {
    const moment = { at, by, action, label, note, bundle }
    if (at > latest) latest = at
    places.set(moment, latest)
    return moment
  })
  const arrival = slip.body_record === null || slip.direction === 'out' ? undefined : arrivalOf(db, slip.body_record)
  if (arrival)
    moments.unshift({ at: slip.created_at, by: '交换', action: 'import', label: '已导入', note: null, bundle: arrival.bundle_id })
  for (const row of travelsOf(db, slip.seq)) moments.push(...journey(row, slip, pack))
  for (const reply of answersOf(db, slip.seq))
    if (reply.direction === 'in')
      moments.push({
        at: reply.created_at,
        by: '交换',
        action: 'reply',
        label: replyWords(context, reply, pack),
        note: reply.slip_no,
        bundle: reply.body_record === null ? null : (arrivalOf(db, reply.body_record)?.bundle_id ?? null)
      })
  const placeOf = (moment: Moment): string => places.get(moment) ?? moment.at
  return moments.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : placeOf(a) > placeOf(b) ? 1 : 0))
}

function replyWords(context: QueryContext, receipt: SlipStored, pack: RulePack): string {
  if (receipt.kind === 'FK') return '收到反馈'
  if (receipt.kind === 'BZ') return '收到更正'
  if (receipt.kind === 'TH') return returnWords(context, receipt)
  const lines: FieldLine[] = fieldLines(pack, 'QR', bodyOf(context, receipt), context.reference)
  return `接收确认：${lines.find(({ field }) => field.endsWith('.result'))?.value ?? ''}`
}

function journey(row: TravelRow, slip: SlipStored, pack: RulePack): Moment[] {
  const what = row.kind === 'withdraw' ? '撤回通知' : row.rev > 1 ? '再次核实' : ''
  const moment = (at: string | null, action: string, label: string, note: string | null = null): Moment[] =>
    at === null ? [] : [{ at, by: '交换', action, label: what + label, note, bundle: row.bundle_id }]
  const [code = '', field = ''] = (row.refused ?? '').split(' ')
  const why = `${refusals[code] ?? '对方程序不接受'}${field === '' ? '' : `（${fieldLabel(pack, slip.kind, field)}）`}`
  return [
    ...moment(row.bundled_at, 'bundle', '已装包'),
    ...moment(row.carried_at, 'deliver', '已写入U盘'),
    ...moment(row.received_at, 'note_received', '对方已收'),
    ...(row.refused === null ? [] : moment(row.received_at ?? row.carried_at ?? row.bundled_at, 'refused', '被退回', why))
  ]
}

/** Per-slip refusals of a receipt (exchange-format.md §3.4). */
const refusals: Readonly<Record<string, string>> = {
  E_SCHEMA: '对方程序不接受这一栏',
  E_TEXT: '含有不可见字符',
  E_AUTHOR: '署名单位不符'
}
