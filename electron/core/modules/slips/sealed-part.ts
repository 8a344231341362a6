// Why: what travelled sealed (L4) stands in no view of a slip; the service post opens it, one slip at a time, for a typed reason. Source: domain.md §3.7.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import { askedItems, slipFields, type ReferenceBook, type RulePack, type SlipKind } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CommandContext, QueryContext } from '../../rpc'
import { findingsOf } from './adopt'
import { fieldLines, findingWords, isBody, onlyAsked, type Body } from './body'
import { bodyOf, knownSlip, packOf } from './compose'
import { noteSlipLook } from './queries/slip-looks'
import { slipBySeq, type SlipStored } from './queries/slip-rows'

/** Stands in place of what is sealed. */
export const SEALED = '（密封内容）'

/** What is being written is seen by those who write and sign it; what left or came is shut. */
export const isShut = ({ draft }: Pick<SlipStored, 'draft'>): boolean => draft === null

export const isSealedItem = (pack: RulePack, code: unknown): boolean => typeof code === 'string' && pack.items[code]?.level === 'L4'

/** 属实 of a sealed item tells as much as its value; 无法核实 and 本人不同意提供 tell nothing of health. */
export const speaks = (status: unknown): boolean => status === 'confirmed' || status === 'differs'

/** Members of one item that are sealed with it. */
const sealedMembers = (entry: Body): string[] =>
  Object.keys(entry).filter((name) => name === 'value' || name === 'claimed' || (name === 'status' && speaks(entry.status)))

const sealedEntry = (entry: Body): Body => ({ ...entry, ...Object.fromEntries(sealedMembers(entry).map((name) => [name, SEALED])) })

/** The body with that word in place of every sealed value. */
export function sealedBody(pack: RulePack, kind: SlipKind, body: Body): Body {
  const fields = slipFields(pack, kind)
  const shut = (name: string, value: unknown): unknown => {
    if (Object.hasOwn(fields, name) && fields[name]?.level === 'L4') return SEALED
    if (!Array.isArray(value)) return value
    const entries: unknown[] = value
    return entries.map((entry) => (isBody(entry) && isSealedItem(pack, entry.code) ? sealedEntry(entry) : entry))
  }
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, shut(name, value)]))
}

type Line = Output<SpecOf<'slips.openSealed'>>['lines'][number]

function itemLines(pack: RulePack, reference: ReferenceBook, entries: readonly unknown[]): Line[] {
  return entries.filter(isBody).flatMap((entry) => {
    if (!isSealedItem(pack, entry.code) || sealedMembers(entry).length === 0) return []
    const { code } = entry
    const label = typeof code === 'string' ? (pack.items[code]?.label ?? code) : ''
    return [{ label, value: findingWords(pack, reference, { ...entry, value: entry.value ?? entry.claimed }) }]
  })
}

/** Items of the question, or of the question that a reply answers. */
export function askedOf(context: QueryContext | CommandContext, slip: SlipStored): string[] {
  const request = slip.answer_to === null ? undefined : slipBySeq(context.db, slip.answer_to)
  return askedItems(bodyOf(context, request ?? slip))
}

/** What is sealed in a slip, and in the answer that its panel shows. */
export function sealedLines(context: QueryContext | CommandContext, slip: SlipStored): Line[] {
  const { reference } = context
  const pack = packOf(context, slip)
  const body = isShut(slip) ? onlyAsked(slip.kind, bodyOf(context, slip), askedOf(context, slip)) : {}
  const found = findingsOf(context, slip)
  const own = fieldLines(pack, slip.kind, body, reference).filter(({ level }) => level === 'L4')
  return [
    ...own.map(({ label, value }) => ({ label, value })),
    ...itemLines(pack, reference, Array.isArray(body.items) ? body.items : []),
    ...(found?.shut ? itemLines(pack, reference, found.items) : [])
  ]
}

export function openSealed(
  context: CommandContext,
  { id, reason }: HandlerInput<SpecOf<'slips.openSealed'>>
): Output<SpecOf<'slips.openSealed'>> {
  const { db, now, actor } = context
  const slip = knownSlip(context, id)
  const lines = sealedLines(context, slip)
  if (lines.length === 0) throw new AppError('slips.nothing_sealed')
  noteSlipLook(db, slip.seq, { at: now, account: actor.accountId, reason })
  context.note({ subject: id })
  return { lines }
}
