/** What two offices agreed: written down from the signed paper, renewed, ended, and told before it runs out. */
import type { Contract, HandlerInput, Output } from '@shared/contract'
import {
  addCalendarDays,
  agreedWords,
  clauseText,
  daysBetween,
  isDay,
  reminderStage,
  slipKindLabels,
  type Day,
  type RulePack,
  writtenKinds
} from '@shared/domain'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CommandContext, QueryContext } from '../../rpc'
import { partnerById } from '../partners'
import { agreedWith, kindWords, rowOf, termOf, viewOf } from './agreement-views'
import { plainText } from './plain-text'
import {
  addAgreementChange,
  agreementById,
  agreementByNumber,
  agreementsBelow,
  agreementsEnding,
  insertAgreement,
  updateAgreement,
  type AgreementListed,
  type AgreementStored
} from './queries/agreement-queries'

type Contracted = Contract['agreements']
type SaveInput = HandlerInput<Contracted['save']>

/** @throws AppError `agreements.unknown` */
export function knownAgreement(db: ReadDb, id: string): AgreementListed {
  const row = agreementById(db, id)
  if (!row) throw new AppError('agreements.unknown')
  return row
}

export function list(ctx: QueryContext, input: HandlerInput<Contracted['list']>): Output<Contracted['list']> {
  const below = input.cursor !== null && /^\d{1,15}$/.test(input.cursor) ? Number(input.cursor) : Number.MAX_SAFE_INTEGER
  const question = { partnerId: input.partnerId, holdingFrom: input.holding ? ctx.today : null }
  const found = agreementsBelow(ctx.db, question, below, input.limit + 1)
  const rows = found.slice(0, input.limit)
  const last = found.length > input.limit ? rows.at(-1) : undefined
  return { rows: rows.map((row) => rowOf(ctx, row)), next: last === undefined ? null : String(last.seq) }
}

export const get = (ctx: QueryContext, { id }: { readonly id: string }): Output<Contracted['get']> =>
  viewOf(ctx, knownAgreement(ctx.db, id))

export function terms({ rules, reference, today }: QueryContext): Output<Contracted['terms']> {
  const edition = reference.agreementTermsOn(today)
  return {
    clauses: clauseText(edition),
    reminders: edition.reminders,
    kinds: writtenKinds.filter((kind) => rules.slipTypes[kind].enabled).map((kind) => ({ kind, label: slipKindLabels[kind] })),
    items: Object.entries(rules.items).map(([code, { label }]) => ({ code, label })),
    urgencies: rules.urgencies.map(({ code, label }) => ({ code, label }))
  }
}

/** @throws AppError `agreements.bad_term` */
function dayOf(text: string, label: string): Day {
  if (!isDay(text)) throw new AppError('agreements.bad_term', { reason: `${label}“${text}”不是真实的日期` })
  return text
}

function assertTerm(input: SaveInput, today: Day): void {
  const [signed, from] = [dayOf(input.signedOn, '签订日期'), dayOf(input.validFrom, '生效日期')]
  if (signed > today) throw new AppError('agreements.bad_term', { reason: '签订日期晚于今天' })
  if (input.validTo !== null && dayOf(input.validTo, '有效期至') < from)
    throw new AppError('agreements.bad_term', { reason: '有效期早于生效日期' })
}

/** Only what the rules know may be agreed on, and each limit once. */
function assertKnown(rules: RulePack, { kinds, items, deadlines }: SaveInput): void {
  const unknownKind = kinds.find((kind) => !rules.slipTypes[kind].enabled)
  if (unknownKind) throw new AppError('agreements.not_in_rules', { what: slipKindLabels[unknownKind] })
  const unknownItem = items.find((code) => !Object.hasOwn(rules.items, code))
  if (unknownItem !== undefined) throw new AppError('agreements.not_in_rules', { what: `事项 ${unknownItem}` })
  const seen = new Set<string>()
  for (const { kind, urgency } of deadlines) {
    const grade = urgency === null ? '' : rules.urgencies.find(({ code }) => code === urgency)?.label
    if (grade === undefined) throw new AppError('agreements.not_in_rules', { what: `紧急程度 ${urgency ?? ''}` })
    const what = `${slipKindLabels[kind]}${grade}`
    if (seen.has(what)) throw new AppError('agreements.deadline_twice', { what })
    seen.add(what)
  }
}

type Posts = SaveInput['ourPosts']
const posts = (list: Posts, field: string): string =>
  JSON.stringify(
    list.map(({ post, phone, holder }, at) => ({
      post: plainText(post, `${field}.${String(at)}.post`, '岗位') ?? '',
      phone: plainText(phone, `${field}.${String(at)}.phone`, '岗位电话') ?? '',
      holder: plainText(holder, `${field}.${String(at)}.holder`, '姓名') ?? ''
    }))
  )

export function save(ctx: CommandContext, input: SaveInput): { id: string } {
  const { db, today, rules } = ctx
  const before = input.id === null ? undefined : standing(ctx, input.id, input.revision)
  if (!partnerById(db, input.partnerId)) throw new AppError('partners.unknown')
  assertTerm(input, today)
  assertKnown(rules, input)
  if (input.renews !== null && input.renews !== before?.renews) knownAgreement(db, input.renews)
  const number = plainText(input.number, 'number', '协议编号') ?? ''
  const other = agreementByNumber(db, number)
  if (other && other.id !== input.id) throw new AppError('agreements.number_taken', { number, name: other.partner_name })
  return write(ctx, before, {
    ...{ id: before?.id ?? ctx.newId(), partner_id: before?.partner_id ?? input.partnerId, number },
    ...{ signed_on: input.signedOn, valid_from: input.validFrom, valid_to: input.validTo },
    ...{ kinds: JSON.stringify([...new Set(input.kinds)]), items: JSON.stringify([...new Set(input.items)]) },
    ...{ deadlines: JSON.stringify(input.deadlines), our_posts: posts(input.ourPosts, 'ourPosts') },
    ...{ their_posts: posts(input.theirPosts, 'theirPosts'), clauses: plainText(input.clauses, 'clauses', '条款') ?? '' },
    ...{ renews: input.renews, ended_on: null, ended_why: null }
  })
}

/** @throws AppError `agreements.unknown`, `agreements.has_ended`, `agreements.changed_meanwhile` */
function standing({ db }: CommandContext, id: string, revision: number): AgreementListed {
  const row = knownAgreement(db, id)
  if (row.ended_on !== null) throw new AppError('agreements.has_ended')
  if (row.revision !== revision) throw new AppError('agreements.changed_meanwhile')
  return row
}

type Written = Omit<AgreementStored, 'seq' | 'revision' | 'updated_at' | 'updated_by'>
const COMPARED = [
  ...(['number', 'signed_on', 'valid_from', 'valid_to', 'kinds', 'items', 'deadlines', 'our_posts', 'their_posts'] as const),
  ...(['clauses', 'renews', 'ended_on', 'ended_why'] as const)
]

function write(ctx: CommandContext, before: AgreementListed | undefined, fresh: Written): { id: string } {
  const { db, now, actor } = ctx
  const row = { ...fresh, revision: (before?.revision ?? 0) + 1, updated_at: now, updated_by: actor.displayName }
  const seq = before?.seq ?? insertAgreement(db, row)
  if (before) updateAgreement(db, { ...row, seq })
  const changed = COMPARED.filter((field) => (before?.[field] ?? null) !== fresh[field])
  for (const field of changed)
    addAgreementChange(db, seq, {
      ...{ at: now, by: actor.displayName, field },
      before: wordsOf(ctx.rules, field, before?.[field] ?? null),
      after: wordsOf(ctx.rules, field, fresh[field])
    })
  ctx.note({ subject: fresh.id, detail: { fields: changed, partner: fresh.partner_id } })
  ctx.changed('partners')
  return { id: fresh.id }
}

/** One value of the history in words. */
function wordsOf(rules: RulePack, field: (typeof COMPARED)[number], value: string | null): string | null {
  if (value === null) return null
  switch (field) {
    case 'kinds':
      return kindWords(JSON.parse(value) as Parameters<typeof kindWords>[0]) // written by this module
    case 'items':
      return (JSON.parse(value) as string[]).map((code) => rules.items[code]?.label ?? code).join('、')
    case 'deadlines':
      return (JSON.parse(value) as SaveInput['deadlines']).map((row) => `${slipKindLabels[row.kind]} ${agreedWords(row)}`).join('；')
    case 'our_posts':
    case 'their_posts':
      return (JSON.parse(value) as Posts).map(({ post, phone }) => `${post} ${phone}`.trim()).join('；')
    default:
      return value
  }
}

export function end(ctx: CommandContext, input: HandlerInput<Contracted['end']>): { id: string } {
  const row = standing(ctx, input.id, input.revision)
  const on = dayOf(input.on, '终止日期')
  if (on < row.signed_on) throw new AppError('agreements.bad_term', { reason: '终止日期早于签订日期' })
  return write(ctx, row, { ...row, ended_on: on, ended_why: plainText(input.why, 'why', '终止原因') ?? '' })
}

export function check({ db, today, rules }: QueryContext, input: HandlerInput<Contracted['check']>): Output<Contracted['check']> {
  const agreed = agreedWith(db, input.partnerId, today)
  if (!agreed) return { number: null, warnings: [] }
  const warnings: string[] = []
  if (!agreed.kinds.includes(input.kind)) warnings.push(`协议 ${agreed.number} 没有约定${slipKindLabels[input.kind]}`)
  const foreign = agreed.items.length === 0 ? [] : input.items.filter((code) => !agreed.items.includes(code))
  if (foreign.length > 0)
    warnings.push(`协议 ${agreed.number} 没有约定这些事项：${foreign.map((code) => rules.items[code]?.label ?? code).join('、')}`)
  return { number: agreed.number, warnings }
}

export function reminders({ db, today, reference }: QueryContext): Output<Contracted['reminders']> {
  const days = reference.agreementTermsOn(today).reminders
  const until = addCalendarDays(today, Math.max(...days)) ?? today
  const rows = agreementsEnding(db, today, until).flatMap((row) => {
    const { validTo } = termOf(row)
    const stage = reminderStage(validTo, today, days)
    if (stage === null || validTo === null) return []
    return [{ id: row.id, partnerName: row.partner_name, number: row.number, validTo, daysLeft: daysBetween(today, validTo), stage }]
  })
  return { rows }
}
