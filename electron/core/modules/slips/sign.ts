// Why: what leaves the office under its number is decided here: signing, taking back, asking again, and closing.
import type { CommandContext } from '../../rpc'
import { isDay, type RulePack, type SlipKind } from '@shared/domain'
import { AppError } from '@shared/errors'
import { assertUnrestricted } from '../persons'
import { assertAllowed, fieldLines, headerOf, isBody, signedBody, statesLimit, type Body } from './body'
import { startBatch } from './batch'
import { answerLimit, bodyOf, endsOf, isSlipInScope, knownSlip, packOf, presentPartner } from './compose'
import {
  addEvent,
  answersOf,
  clearAnswer,
  setAnswered,
  setPartner,
  setSigned,
  setStatus,
  setWithdrawn,
  slipBySeq,
  takeNumber,
  type SlipStored
} from './queries/slip-rows'
import { addOwnRecord, cancelQueued, queueRecord, type NewRecord } from './queries/travel-queries'
import {
  after,
  assertDiscardable,
  bytesOfId,
  idOfBytes,
  isReply,
  nextStatus,
  notAllowed,
  queueOf,
  replyEnds,
  saysNothing,
  slipNumber,
  type SlipAction
} from './rules'
import { forgetCorrections } from './merge'
import { assertStillAgreed } from './tables'
import { assertOtherHand } from './two-hands'

/** Moves a slip by the life-cycle table and writes who did it. @throws AppError `slips.action_not_allowed` */
export function act(
  { db, now, actor }: CommandContext,
  slip: SlipStored,
  actions: readonly SlipAction[],
  event: { readonly action: string; readonly label: string; readonly note?: string | null }
): string {
  const status = after(slip, ...actions)
  setStatus(db, slip.seq, status, queueOf({ ...slip, status }))
  addEvent(db, slip.seq, {
    at: now,
    by: actor.displayName,
    account: actor.accountId,
    action: event.action,
    label: event.label,
    note: event.note ?? null,
    bundle: null
  })
  return status
}

function each(context: CommandContext, ids: readonly string[], work: (slip: SlipStored) => void): { ids: string[] } {
  const once = [...new Set(ids)]
  for (const id of once) work(knownSlip(context, id))
  context.note({ detail: { count: once.length } })
  context.changed('slips')
  return { ids: once }
}

/** As `each`, and can be taken back as one. */
function eachUndoable(
  context: CommandContext,
  what: 'submit' | 'close',
  ids: readonly string[],
  event: { readonly label: string; readonly note?: string | null }
): { act: string; ids: string[] } {
  const batch = startBatch(context, what)
  const done = each(context, ids, (slip) => {
    act(context, slip, [what], { action: what, ...event })
    batch.note(slip)
  })
  return { act: batch.id, ...done }
}

export const submit = (context: CommandContext, { ids }: { readonly ids: readonly string[] }): { act: string; ids: string[] } =>
  eachUndoable(context, 'submit', ids, { label: '送签' })

interface Signed {
  readonly id: string
  readonly slipNo: string
  readonly dueOn: string | null
}

/** Signs what waits for its signature: requests and notices written here, and replies to the other side. */
export function sign(context: CommandContext, { ids }: { readonly ids: readonly string[] }): { slips: Signed[] } {
  const slips: Signed[] = []
  each(context, ids, (slip) => {
    const signed = signOne(context, slip)
    slips.push(signed)
  })
  return { slips }
}

/** Replies may be named by themselves or by the question they answer. */
export function release(context: CommandContext, { ids }: { readonly ids: readonly string[] }): { ids: string[] } {
  return each(context, ids, (slip) => void signOne(context, slip.direction === 'in' ? pendingReply(context, slip) : slip))
}

/** The answer of a question that waits for its signature. @throws AppError `slips.action_not_allowed` */
function pendingReply({ db }: CommandContext, request: SlipStored): SlipStored {
  const reply = answersOf(db, request.seq).find((answer) => answer.direction === 'out' && answer.draft !== null && isReply(answer.kind))
  if (!reply) throw notAllowed(request, '签发反馈')
  return reply
}

function signOne(context: CommandContext, slip: SlipStored): Signed {
  const { db } = context
  after(slip, 'sign')
  assertStillAgreed(context, slip)
  const request = slip.answer_to === null ? undefined : slipBySeq(db, slip.answer_to)
  if (request) {
    if (!isSlipInScope(context, request.seq)) throw new AppError('slips.out_of_scope')
    if (isReply(slip.kind)) after(request, replyEnds[slip.kind].action)
    assertOtherHand(context, isReply(slip.kind) ? request : slip)
  }
  const signed = giveNumber(context, slip)
  act(context, slip, ['sign'], { action: 'sign', label: '签发', note: signed.slipNo })
  if (request) answerSigned(context, request, slip)
  return signed
}

/** The question is answered, or given back, on the day its reply is signed. */
function answerSigned(context: CommandContext, request: SlipStored, reply: SlipStored): void {
  if (!isReply(reply.kind)) return
  const { action, label, outcome } = replyEnds[reply.kind]
  act(context, request, [action], { action: 'release', label })
  setAnswered(context.db, request.seq, outcome, context.today)
}

/**
 * Number, dates, whitelist, record, queue: all that turns a draft into what travels. Its identity out of the house is drawn only now: after a
 * return to an older backup a draft may be signed a second time, and one identity with two contents would be nobody's slip.
 */
function giveNumber(context: CommandContext, draftSlip: SlipStored): Signed {
  const { db, today, now } = context
  const slip = draftSlip.slip_no === null ? { ...draftSlip, record_id: bytesOfId(context.newId()) } : draftSlip
  assertUsable(context, slip)
  const pack = slip.answer_to === null ? context.rules : packOf(context, slip)
  const partner = presentPartner(db, slip.partner_id)
  const stored: unknown = JSON.parse(slip.draft ?? '{}')
  const draft: Body = { ...(isBody(stored) ? stored : {}), ...headerOf(slip.kind, pack, endsOf(context, partner)) }
  const limit = statesLimit(pack, slip.kind) ? answerLimit(context, pack, slip.kind, draft, partner.id) : null
  const slipNo = nextNumber(context, slip.kind)
  const body = signedBody(pack, slip.kind, draft, { slipNo, issuedOn: today, dueOn: limit?.dueOn ?? null })
  assertAllowed(pack, slip.kind, body)
  const recordKind = pack.slipTypes[slip.kind].exchangeKind
  const record = addOwnRecord(db, recordOf(context, slip, pack, { kind: recordKind, rev: slip.rev, slipKind: slip.kind, slipNo, body }))
  setSigned(db, slip.seq, {
    recordId: slip.record_id,
    slipNo,
    issuedOn: today,
    dueOn: limit?.dueOn ?? null,
    workDueOn: null,
    deadlineRule: limit === null ? null : limit.label + (limit.estimated ? '（部分年份节假日未公布，按周末推算）' : ''),
    rulePack: pack.id,
    rev: slip.rev,
    record
  })
  if (partner.id !== slip.partner_id) setPartner(db, slip.seq, partner.id)
  queueRecord(db, record, slip.seq, partner.id, now)
  context.log.write('slip-signed', { kind: slip.kind })
  return { id: slip.id, slipNo, dueOn: limit?.dueOn ?? null }
}

/** What was written before a restriction stays here; only what says nothing of the person still leaves. */
function assertUsable({ db }: CommandContext, { kind, person_id: person }: SlipStored): void {
  if (person !== null && !saysNothing(kind)) assertUnrestricted(db, person)
}

const nextNumber = ({ db, office, today }: CommandContext, kind: SlipKind): string => {
  const year = today.slice(0, 4)
  return slipNumber(office.code, kind, year, takeNumber(db, kind, Number(year)))
}

interface Travelling {
  readonly kind: NewRecord['kind']
  readonly rev: number
  readonly slipKind: SlipKind
  readonly slipNo: string
  readonly body: Body
}

/** The record whose content is the very line that the bundle will hold (exchange-format.md §2.5). */
function recordOf(
  { office }: CommandContext,
  slip: SlipStored,
  pack: RulePack,
  { kind, rev, slipKind, slipNo, body }: Travelling
): NewRecord {
  const id = idOfBytes(slip.record_id)
  const ref = slip.ref === null ? null : idOfBytes(slip.ref)
  return {
    recordId: slip.record_id,
    rev,
    kind,
    slipKind,
    ref: slip.ref,
    rulePack: pack.id,
    slipNo,
    content: JSON.stringify({ t: 'slip', id, rev, kind, ref, author: office.id, body })
  }
}

export function discard(context: CommandContext, { id }: { readonly id: string }): { id: string } {
  const slip = knownSlip(context, id)
  assertDiscardable(slip)
  act(context, slip, ['end'], { action: 'discard', label: '作废草稿' })
  context.note({ subject: id })
  context.changed('slips')
  return { id }
}

interface TakenBack {
  readonly reason: string
  readonly code: string
}

/** What is not yet in a bundle simply stays here; what may have left is followed by its withdrawal. */
export function withdraw(context: CommandContext, { ids, ...why }: TakenBack & { readonly ids: readonly string[] }): { ids: string[] } {
  const told = fieldLines(context.rules, 'CH', { withdraw_reason: why.code }, context.reference)[0]?.value ?? why.code
  const said = { ...why, reason: `${told}，${why.reason}` }
  return each(context, ids, (slip) => {
    if (isReply(slip.kind)) throw notAllowed(slip, '撤回')
    withdrawOne(context, slip, said)
    for (const answer of answersOf(context.db, slip.seq))
      if (answer.kind === 'BZ') withdrawCorrection(context, answer, said)
      else forgetCorrections(context.db, answer, context.today)
  })
}

function withdrawOne(context: CommandContext, slip: SlipStored, { reason, code }: TakenBack): void {
  act(context, slip, ['withdraw'], { action: 'withdraw', label: '撤回', note: reason })
  const stillHere = slip.status === 'signed'
  cancelQueued(context.db, slip.seq)
  if (!stillHere) queueWithdrawal(context, slip, code)
  setWithdrawn(context.db, slip.seq, context.today)
}

/** What put a slip right goes with it. */
function withdrawCorrection(context: CommandContext, correction: SlipStored, why: TakenBack): void {
  if (nextStatus(correction, 'withdraw') !== null) withdrawOne(context, correction, why)
  else if (nextStatus(correction, 'end') !== null)
    act(context, correction, ['end'], { action: 'discard', label: '作废草稿', note: why.reason })
}

function queueWithdrawal(context: CommandContext, slip: SlipStored, code: string): void {
  const { db, today, now } = context
  const pack = context.rules
  const partner = presentPartner(db, slip.partner_id)
  const slipNo = nextNumber(context, 'CH')
  const said: Body = { ...headerOf('CH', pack, endsOf(context, partner)), withdrawn_slip_no: slip.slip_no, withdraw_reason: code }
  const body = signedBody(pack, 'CH', said, { slipNo, issuedOn: today, dueOn: null })
  assertAllowed(pack, 'CH', body)
  const record = addOwnRecord(db, recordOf(context, slip, pack, { kind: 'withdraw', rev: slip.rev + 1, slipKind: 'CH', slipNo, body }))
  queueRecord(db, record, slip.seq, partner.id, now)
}

/** The same question as a later revision: same number, new limit, the reason in place of the old one. */
export function recheck(
  context: CommandContext,
  { id, reason }: { readonly id: string; readonly reason: string }
): { id: string; status: string; dueOn: string | null } {
  const { db, now } = context
  const slip = knownSlip(context, id)
  assertUsable(context, slip)
  const status = act(context, slip, ['ask_recheck'], { action: 'recheck', label: '须再次核实', note: reason })
  const pack = packOf(context, slip)
  const old = bodyOf(context, slip)
  const limit = answerLimit(context, pack, slip.kind, old, slip.partner_id)
  const dueOn = limit?.dueOn ?? slip.due_on
  const text = Object.hasOwn(old, 'reason_text') ? { reason_text: reason.normalize('NFC') } : {}
  const body: Body = { ...old, ...(dueOn === null ? {} : { due_on: dueOn }), ...text }
  assertAllowed(pack, slip.kind, body)
  const rev = slip.rev + 1
  const slipNo = slip.slip_no ?? ''
  clearAnswer(db, slip.seq, context.today)
  const record = addOwnRecord(db, recordOf(context, slip, pack, { kind: 'request', rev, slipKind: slip.kind, slipNo, body }))
  setSigned(db, slip.seq, {
    recordId: slip.record_id,
    slipNo,
    issuedOn: slip.issued_on ?? context.today,
    dueOn,
    workDueOn: null,
    deadlineRule: limit?.label ?? slip.deadline_rule,
    rulePack: pack.id,
    rev,
    record
  })
  queueRecord(db, record, slip.seq, presentPartner(db, slip.partner_id).id, now)
  context.note({ subject: id })
  context.changed('slips')
  return { id, status, dueOn: dueOn !== null && isDay(dueOn) ? dueOn : null }
}

/** A slip before its signature becomes a draft again; of a question under review the answer is dropped and verifying goes on. */
export function sendBack(
  context: CommandContext,
  { ids, note }: { readonly ids: readonly string[]; readonly note: string }
): { ids: string[] } {
  return each(context, ids, (slip) => {
    const question = slip.answer_to === null || !isReply(slip.kind) ? slip : (slipBySeq(context.db, slip.answer_to) ?? slip)
    const event = { action: 'sendBack', label: '退回修改', note }
    if (question.direction === 'out') return void act(context, question, ['take_back'], event)
    act(context, question, ['rework'], event)
    for (const reply of answersOf(context.db, question.seq))
      if (reply.draft !== null && nextStatus(reply, 'end') !== null) act(context, reply, ['end'], event)
  })
}

export const close = (
  context: CommandContext,
  { ids, note }: { readonly ids: readonly string[]; readonly note: string | null }
): { act: string; ids: string[] } => eachUndoable(context, 'close', ids, { label: '办结', note })
