/** Requests are taken in, decided, taken back and closed; a mark stands from the day somebody asks for it. */
import type { Contract, HandlerInput } from '@shared/contract'
import { deadlineFrom, isDay, isDivisionCode, type Day } from '@shared/domain'
import { deskDecisionLabels, deskReason, deskWayLabels, grantedAtOnce } from '@shared/domain/person-desk'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CallContext, CommandContext, Handlers } from '../../rpc'
import {
  assertInScope,
  consentsOf,
  isProtectedChild,
  liftMarksOf,
  placeMarks,
  scopeOf,
  standsFor,
  survivorOf,
  withdrawConsent,
  type PersonRecord
} from '../persons'
import { addEvent, forgetWords, insertRequest, isNumberTaken, updateRequest, type DeskAct, type DeskRecord } from './queries'
import { assertMayAsk, assertSaid, keepsMark, markOf, mustCorrect, numberFrom, plainText, receivedDay } from './rules'
import { correctionsOf, knownRequest, wordsOf } from './views'

type DeskHandlers = Handlers<'desk'>
type Received = HandlerInput<Contract['desk']['receive']>

interface Due {
  readonly dueOn: Day
  readonly rule: string
}

const unitWords: Readonly<Record<string, string>> = { working_day: '个工作日', calendar_day: '天', month: '个月' }

/** @throws AppError `desk.bad_day` when the rules of the office set no limit for it */
export function dueOf({ rules, reference, office }: Pick<CallContext, 'rules' | 'reference' | 'office'>, receivedOn: Day): Due {
  const county = office.code.slice(0, 6)
  const region = isDivisionCode(county) ? { region: county } : {}
  const limit = deadlineFrom(rules, { task: 'person_desk.answer', ...region }, receivedOn, reference.calendar)
  if (limit === null) throw new AppError('desk.bad_day', { value: receivedOn }, { fields: { receivedOn: '算不出答复期限' } })
  const { label, value, unit } = limit.rule
  const words = `${label}，${String(value)} ${unitWords[unit] ?? ''}`
  return { dueOn: limit.dueOn, rule: words + (limit.estimated ? '（部分年份节假日未公布，按周末推算）' : '') }
}

/** A number that no request of this office has. */
function freeNumber(ctx: CommandContext): number {
  const number = numberFrom(ctx.newId())
  return isNumberTaken(ctx.db, number) ? freeNumber(ctx) : number
}

function tell({ db, now, actor }: CommandContext, request: number, action: DeskAct, detail: string | null): void {
  addEvent(db, request, { at: now, by: actor.displayName, action, detail })
}

interface Consent {
  readonly id: string
  readonly purpose: string
  readonly givenOn: Day
}
/** Consents on any file of the person that still hold. */
export const heldConsents = (db: ReadDb, { seq }: PersonRecord): Consent[] =>
  consentsOf(db, seq).flatMap(({ id, purpose, given_on: given, withdrawn_on: withdrawn }) =>
    withdrawn === null && isDay(given) ? [{ id, purpose, givenOn: given }] : []
  )

/** The withdrawal is the person's own act: it needs nobody's decision and looks back at nothing. @throws AppError `desk.consent_needed` */
function withdrawConsents(ctx: CommandContext, person: PersonRecord, { consents, receivedOn }: Received, why: string): void {
  const known = new Set(heldConsents(ctx.db, person).map(({ id }) => id))
  if (!consents.every((id) => known.has(id))) throw new AppError('desk.consent_needed', {}, { fields: { consents: '请重新选择' } })
  for (const consent of new Set(consents)) withdrawConsent(ctx, person, consent, receivedOn, why)
  ctx.changed('persons')
}

/** The texts of a request as they are kept. */
const texts = (input: Received) => ({
  asker: input.capacity === 'self' ? null : plainText(input.asker, 'asker', '申请人姓名'),
  wanted: plainText(input.wanted, 'wanted', '请求内容'),
  evidence: plainText(input.evidence, 'evidence', '依据')
})

function place(
  ctx: CommandContext,
  { seq }: PersonRecord,
  { kind, fields, number }: { kind: DeskRecord['kind']; fields: readonly string[]; number: number }
): void {
  const mark = markOf(kind)
  if (mark === null) return
  placeMarks(ctx.db, seq, { kind: mark, fields, request: number, at: ctx.now, by: ctx.actor.displayName })
  ctx.changed('persons')
}

const receive: DeskHandlers['receive'] = (ctx, input) => {
  const { db, actor, today, now } = ctx
  const person = survivorOf(db, input.personId)
  assertInScope(scopeOf(actor), person)
  const receivedOn = receivedDay(input.receivedOn, today)
  const said = texts(input)
  assertMayAsk({ ...input, asker: said.asker, isChild: isProtectedChild(person.birth_date, today) })
  assertSaid({ ...input, ...said })
  const { dueOn, rule } = dueOf(ctx, receivedOn)
  const { kind, capacity } = input
  const fields = kind === 'correct' || kind === 'contest' ? [...new Set(input.fields)] : []
  const id = ctx.newId()
  const number = freeNumber(ctx)
  const atOnce = grantedAtOnce.has(kind)
  const seq = insertRequest(db, {
    ...{ id, revision: 1, number, kind, person_id: person.id, capacity, ...said },
    ...{ papers: JSON.stringify([...new Set(input.papers)]), fields: JSON.stringify(fields), received_on: receivedOn, due_on: dueOn },
    ...{ due_rule: rule, state: atOnce ? 'decided' : 'open', decision: atOnce ? 'granted' : null, reason: null },
    ...{ decided_by: atOnce ? actor.displayName : null, decided_at: atOnce ? now : null, kept: null },
    ...{ done_at: kind === 'withdraw' ? now : null, handed: null, closed_on: null, created_at: now, created_by: actor.displayName }
  })
  tell(ctx, seq, 'receive', null)
  place(ctx, person, { kind, fields, number })
  if (kind === 'withdraw') withdrawConsents(ctx, person, input, deskReason(kind, number))
  ctx.note({ subject: person.id, detail: { request: String(number), kind, capacity } })
  ctx.changed('desk')
  return { id, revision: 1, number, dueOn }
}

/** @throws AppError `desk.unknown`, `persons.out_of_scope`, `desk.changed_meanwhile` */
function held(ctx: CommandContext, { id, revision }: { readonly id: string; readonly revision: number }): DeskRecord {
  const request = knownRequest(ctx, id)
  if (request.revision !== revision) throw new AppError('desk.changed_meanwhile')
  return request
}

/** @throws AppError as `held`, and `desk.ended` */
function waiting(ctx: CommandContext, asked: { readonly id: string; readonly revision: number }): DeskRecord {
  const request = held(ctx, asked)
  if (request.state === 'closed' || request.state === 'withdrawn') throw new AppError('desk.ended')
  return request
}

interface Step {
  readonly action: DeskAct
  readonly detail: string | null
  readonly note: Readonly<Record<string, string | number | boolean | null>>
}

/** Writes a request one step further, with its line in the history and in the log. */
export function go(
  ctx: CommandContext,
  request: DeskRecord,
  change: Partial<DeskRecord>,
  { action, detail, note }: Step
): { id: string; revision: number } {
  const after = { ...request, ...change, revision: request.revision + 1 }
  updateRequest(ctx.db, after)
  tell(ctx, request.seq, action, detail)
  ctx.note({ ...(request.person_id === null ? {} : { subject: request.person_id }), detail: { request: String(request.number), ...note } })
  ctx.changed('desk')
  return { id: request.id, revision: after.revision }
}

function lift(ctx: CommandContext, { number }: DeskRecord): void {
  if (liftMarksOf(ctx.db, number, ctx.now, ctx.actor.displayName) > 0) ctx.changed('persons')
}

const decide: DeskHandlers['decide'] = (ctx, { decision, reason, ...asked }) => {
  const request = waiting(ctx, asked)
  if (request.done_at !== null) throw new AppError('desk.already_done')
  const why = plainText(reason, 'reason', '理由')
  if (why === null && decision !== 'granted') throw new AppError('desk.reason_needed', {}, { fields: { reason: '必填' } })
  if (markOf(request.kind) !== null) {
    if (!keepsMark(request.kind, decision)) lift(ctx, request)
    else if (request.person_id !== null && !standsFor(ctx.db, request.number))
      place(ctx, survivorOf(ctx.db, request.person_id), { ...request, fields: wordsOf(request.fields) })
  }
  const change = { state: 'decided', decision, reason: why, decided_by: ctx.actor.displayName, decided_at: ctx.now } as const
  return go(ctx, request, change, { action: 'decide', detail: deskDecisionLabels[decision], note: { decision } })
}

const withdraw: DeskHandlers['withdraw'] = (ctx, { why, ...asked }) => {
  const request = waiting(ctx, asked)
  if (request.done_at !== null) throw new AppError('desk.already_done')
  lift(ctx, request)
  return go(ctx, request, { state: 'withdrawn' }, { action: 'withdraw', detail: plainText(why, 'why', '说明'), note: {} })
}

const liftMark: DeskHandlers['lift'] = (ctx, { why, ...asked }) => {
  const request = held(ctx, asked)
  if (!standsFor(ctx.db, request.number)) throw new AppError('desk.not_marked')
  lift(ctx, request)
  return go(ctx, request, {}, { action: 'lift', detail: plainText(why, 'why', '说明'), note: {} })
}

const close: DeskHandlers['close'] = (ctx, { handed, ...asked }) => {
  const request = waiting(ctx, asked)
  const { kind, decision } = request
  if (request.state === 'open') throw new AppError('desk.undecided')
  const undone = kind === 'erase' && decision !== 'refused' && request.done_at === null
  if (undone || (mustCorrect(kind, decision) && correctionsOf(ctx, request) === 0)) throw new AppError('desk.not_done')
  if (kind === 'contest' && decision === 'granted') lift(ctx, request)
  const step = { action: 'close', detail: deskWayLabels[handed], note: { handed } } as const
  const done = go(ctx, request, { state: 'closed', handed, closed_on: ctx.today }, step)
  if (kind === 'erase' && request.done_at !== null) forgetWords(ctx.db, request.seq)
  return done
}

export const requestHandlers = { receive, decide, withdraw, lift: liftMark, close } satisfies Partial<DeskHandlers>
