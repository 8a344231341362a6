// Why: a number stands on one paper for ever, so it is taken in the transaction that signs, from a block that was given to the unit beforehand.
import type { HandlerInput, Output, SpecOf } from '@shared/contract'
import { certificateStatusLabels, highestSerial, numberIn, seriesOf, type NumberRule } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CommandContext, QueryContext } from '../../rpc'
import type { ReadDb } from '../../db'
import { isOwn, issuerOf, type Issuer } from './issuers'
import {
  blockById,
  blockBySeq,
  blocksOfUnitIn,
  blocksWithUnits,
  endBlock,
  gapsOf,
  highestIn,
  insertBlock,
  insertGap,
  setGiven,
  usedSerials,
  type BlockRow,
  type GivenBlock
} from './queries/blocks'
import { assertReason } from './reasons'
import { leaveOutUnknown } from './restored'

/** Where numbers that were given out are known beside the database, so that an older copy of it does not give them again. */
export interface NumberMarks {
  note(blocks: readonly GivenBlock[]): void
}

/** Written before the number is committed: a mark too high costs a number, one too low would give it twice. */
export function mark({ db, office }: CommandContext, marks: NumberMarks, blocks: Iterable<number>): void {
  if (office.practice) return
  const touched = [...new Set(blocks)].flatMap((seq) => blockBySeq(db, seq) ?? [])
  if (touched.length > 0) marks.note(touched.map(({ series, first, last, given }) => ({ series, first, last, given })))
}

type Ruling = Pick<QueryContext, 'reference' | 'today'>

/** @throws AppError `certificates.no_pattern` */
function ruleFor({ reference, today }: Ruling, issuer: Issuer, form: string, rulePack: string): NumberRule {
  const rule = reference.certificateNumberOn({ form, rulePack, division: issuer.code }, today)
  if (!rule) throw new AppError('certificates.no_pattern', { form })
  return rule
}

export interface Taken {
  readonly block: number
  readonly serial: number
  readonly number: string
  /** How many the unit has left in this series, and whether that is few. */
  readonly left: number
  readonly few: boolean
}

const leftIn = (blocks: readonly BlockRow[]): number =>
  blocks.reduce((sum, { state, last, given }) => sum + (state === 'open' ? last - given : 0), 0)

/** In the transaction of signing. @throws AppError `certificates.no_block`, `certificates.block_used_up` */
export function takeNumber(context: CommandContext, issuer: Issuer, form: string, rulePack: string): Taken {
  const { db, today } = context
  const rule = ruleFor(context, issuer, form, rulePack)
  const series = seriesOf(rule.pattern, { division: issuer.code, year: Number(today.slice(0, 4)) })
  const blocks = blocksOfUnitIn(db, issuer.unit, series)
  const block = blocks.find(({ state, given, last }) => state === 'open' && given < last)
  if (!block)
    throw new AppError(blocks.length === 0 ? 'certificates.no_block' : 'certificates.block_used_up', { unit: issuer.name, series })
  const serial = block.given + 1
  setGiven(db, block.seq, serial)
  const left = leftIn(blocks) - 1
  return { block: block.seq, serial, number: numberIn(series, serial), left, few: left < rule.warnBelow }
}

type Allocated = SpecOf<'certificates.allocate'>

/** Serials of a series are given to units upwards, so that none lies in two blocks. */
export const allocate =
  (marks: NumberMarks) =>
  (context: CommandContext, { unit, form, count, nextYear }: HandlerInput<Allocated>): Output<Allocated> => {
    const { db, now, actor, rules, today } = context
    const issuer = issuerOf(context, unit)
    const thisYear = Number(today.slice(0, 4))
    const year = thisYear + (nextYear ? 1 : 0)
    const series = seriesOf(ruleFor(context, issuer, form, rules.id).pattern, { division: issuer.code, year })
    leaveOutUnknown(context, series, year)
    const first = highestIn(db, series) + 1
    const last = first + count - 1
    if (last > highestSerial(series)) {
      const left = highestSerial(series) - first + 1
      throw new AppError('certificates.series_full', { series, left }, { fields: { count: `最多 ${String(left)}` } })
    }
    const id = context.newId()
    const row = {
      id,
      series,
      unit: issuer.unit,
      unit_code: issuer.code,
      first,
      last,
      given: first - 1,
      state: 'open',
      made_at: now,
      made_by: actor.displayName
    } as const
    const seq = insertBlock(db, row)
    mark(context, marks, [seq])
    context.note({ subject: id, detail: { series, first, last } })
    context.changed('certificates')
    return { id, first: numberIn(series, first), last: numberIn(series, last) }
  }

/** What is left of a block is never used: the serials count as given out and their gap tells why. */
export function returnBlock(context: CommandContext, { id, reason }: HandlerInput<SpecOf<'certificates.returnBlock'>>): { id: string } {
  const { db, now, actor } = context
  const block = blockById(db, id)
  if (!block) throw new AppError('certificates.block_unknown')
  if (block.state !== 'open' || block.given === block.last) throw new AppError('certificates.block_ended')
  assertReason(context, 'block_return', reason)
  insertGap(db, { block: block.seq, first: block.given + 1, last: block.last, why: 'returned', reason, at: now, by: actor.displayName })
  endBlock(db, block.seq, 'returned')
  context.note({ subject: id, detail: { reason } })
  context.changed('certificates')
  return { id }
}

export interface SerialSpan {
  readonly first: number
  readonly last: number
  readonly what: string
}

const gapWords = { returned: '号段已交回', restored: '恢复备份后不再使用' } as const

/** What became of every serial of a block; one that nothing explains is told as such. */
export function explain(db: ReadDb, block: BlockRow): SerialSpan[] {
  const known: SerialSpan[] = [
    ...usedSerials(db, block.seq).map(({ serial, status }) => ({ first: serial, last: serial, what: certificateStatusLabels[status] })),
    ...gapsOf(db, block.seq).map(({ first, last, why }) => ({ first, last, what: gapWords[why] }))
  ].sort((a, b) => a.first - b.first)
  const spans: SerialSpan[] = []
  let next = block.first
  const fill = (until: number): void => {
    if (next <= Math.min(until, block.given)) spans.push({ first: next, last: Math.min(until, block.given), what: '没有记录' })
  }
  for (const span of known) {
    fill(span.first - 1)
    const before = spans.at(-1)
    if (before?.what === span.what && before.last === span.first - 1) spans.splice(-1, 1, { ...before, last: span.last })
    else spans.push(span)
    next = span.last + 1
  }
  fill(block.last)
  if (block.given < block.last) spans.push({ first: block.given + 1, last: block.last, what: '未用' })
  return spans
}

/** From how many serials left on few are left, by the rules of today. */
const warnBelow = ({ reference, rules, today }: QueryContext, division: string): number =>
  reference.certificateNumberOn({ form: '', rulePack: rules.id, division }, today)?.warnBelow ?? 0

export const blocks = (context: QueryContext): Output<SpecOf<'certificates.blocks'>> => ({
  rows: blocksWithUnits(context.db, context.actor.scope).map((row) => {
    const left = row.state === 'open' ? row.last - row.given : 0
    return {
      ...{ id: row.id, series: row.series, unit: row.unit, unitName: row.unit_name ?? context.office.name, state: row.state },
      ...{ left, few: row.state === 'open' && left < warnBelow(context, row.unit_code) },
      ...{ first: numberIn(row.series, row.first), last: numberIn(row.series, row.last), madeAt: row.made_at, madeBy: row.made_by }
    }
  })
})

export function block(context: QueryContext, { id }: { readonly id: string }): Output<SpecOf<'certificates.block'>> {
  const row = blockById(context.db, id)
  if (!row || !isOwn(context, row.unit_code)) throw new AppError('certificates.block_unknown')
  const spans = explain(context.db, row).map(({ first, last, what }) => ({
    ...{ first: numberIn(row.series, first), last: numberIn(row.series, last), count: last - first + 1, what }
  }))
  return { series: row.series, spans }
}
