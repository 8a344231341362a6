/** The methods of sealed files: list, look into one, seal, look again, lift. */
import type { Contract } from '@shared/contract'
import type { SealingRow } from '@shared/contract/sealing'
import { addCalendarDays } from '@shared/domain'
import { SEALING_YEARS, sealingKindLabels } from '@shared/domain/sealing'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { Ask, CallContext, CommandContext, Handlers } from '../../rpc'
import { requestsOf, sectionsAbout } from '../desk'
import { layFile, lookInto, Packet, withParts } from '../erasure'
import { filesOfGroup, livingPerson, maskedName, survivorOf } from '../persons'
import { slipsAbout } from '../slips'
import {
  contentOf,
  freeSlip as free,
  isRegisteredAgain,
  keepContent,
  looksOf,
  markLifted,
  nameOfSealed,
  noteLook,
  openSlips,
  prolong as prolongTo,
  sealedById,
  sealedFound,
  sealedPage,
  sealOf,
  slipsOfSealing,
  type SealingRecord
} from './queries'
import { sealFile } from './seal'

type SealingHandlers = Handlers<'sealing'>
type Looking = Pick<CallContext, 'today'> & { readonly db: ReadDb }

const CURSOR = /^(\d{4}-\d{2}-\d{2})\|(\d{1,15})$/
/** @throws AppError `request.invalid` */
function placeOf(cursor: string | null): { day: string; seq: number } {
  if (cursor === null) return { day: '', seq: 0 }
  const [, day, seq] = CURSOR.exec(cursor) ?? []
  if (day === undefined || seq === undefined)
    throw new AppError('request.invalid', { summary: '翻页位置已失效' }, { fields: { cursor: '请回到列表开头' } })
  return { day, seq: Number(seq) }
}

const rowOf = ({ db, today }: Looking, record: SealingRecord): SealingRow => ({
  ...{ id: record.id, revision: record.revision, nameMasked: maskedName(nameOfSealed(db, record.seq)), kind: record.kind },
  ...{ reviewOn: record.review_on, due: record.review_on <= today, sealedAt: record.sealed_at, sealedBy: record.sealed_by },
  ...{ openSlips: openSlips(db, record.seq), registeredAgain: isRegisteredAgain(db, record.seq) }
})

const list: SealingHandlers['list'] = (ctx, { text, cursor, limit }) => {
  const from = placeOf(cursor)
  const found = text === '' ? sealedPage(ctx.db, from, limit + 1) : sealedFound(ctx.db, text, from, limit + 1)
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  ctx.note({ detail: { rows: rows.length } })
  return { rows: rows.map((row) => rowOf(ctx, row)), next: last === undefined ? null : `${last.review_on}|${String(last.seq)}` }
}

/** @throws AppError `sealing.unknown` */
function known(db: ReadDb, id: string): SealingRecord {
  const record = sealedById(db, id)
  if (record === undefined) throw new AppError('sealing.unknown')
  return record
}

const packetOf = (db: ReadDb, { seq }: SealingRecord): Packet => Packet.parse(JSON.parse(contentOf(db, seq)))

const open: SealingHandlers['open'] = (ctx, { id, reason }) => {
  const { db, now, actor } = ctx
  const record = known(db, id)
  noteLook(db, record.seq, now, actor.displayName, reason)
  const sections = lookInto(db, packetOf(db, record), () => sectionsAbout(ctx, survivorOf(db, record.person_id)))
  ctx.note({ subject: record.person_id, detail: { sealing: id } })
  return {
    ...rowOf(ctx, record),
    reason: record.reason,
    sections: sections.map(({ title, facts }) => ({ title, facts: facts.map(({ label, value }) => ({ label, value })) })),
    slips: slipsOfSealing(db, record.seq).map(({ id: slip, slip_no: slipNo, direction, on_day: on, open: waits }) => ({
      ...{ id: slip, slipNo, incoming: direction === 'in', on, open: waits === 1 }
    })),
    looks: looksOf(db, record.seq)
  }
}

/** @throws AppError `sealing.bad_day` */
function assertReview({ today }: Pick<CallContext, 'today'>, day: string): void {
  const latest = addCalendarDays(today, 366 * SEALING_YEARS)
  if (day <= today || latest === null || day > latest) throw new AppError('sealing.bad_day', { years: SEALING_YEARS })
}

/** A signed slip would lie here unseen until its time is over, and a request would never be answered. @throws AppError `sealing.still_waiting` */
function assertNothingWaits(ctx: CommandContext, files: readonly string[]): void {
  const slips = slipsAbout(ctx, files).filter(({ queued }) => queued).length
  const requests = requestsOf(ctx.db, files).filter(({ state }) => state === 'open' || state === 'decided').length
  if (slips + requests > 0) throw new AppError('sealing.still_waiting', { slips, requests })
}

const seal: SealingHandlers['seal'] = (ctx, { personId, kind, reason, reviewOn }) => {
  const { db, now, actor } = ctx
  const person = livingPerson(ctx, personId)
  assertReview(ctx, reviewOn)
  const files = filesOfGroup(db, person.id)
  assertNothingWaits(ctx, files)
  const id = ctx.newId()
  const sealed = { id, person_id: person.id, kind, reason, review_on: reviewOn, sealed_at: now, sealed_by: actor.displayName }
  const count = sealFile(db, sealed, now)
  ctx.note({ subject: person.id, detail: { sealing: id, kind, files: count } })
  ctx.changed('persons', 'slips', 'rosters')
  return { id, revision: 1 }
}

const lift: SealingHandlers['lift'] = (ctx, { id, revision, reason }) => {
  const { db, now, actor } = ctx
  const record = held(db, id, revision)
  const packet = packetOf(db, record)
  markLifted(db, record.seq, { at: now, by: actor.displayName, why: reason })
  const waiting = layFile(db, packet, (by, value) =>
    typeof value === 'string' || typeof value === 'number' ? sealOf(db, by, value) : undefined
  )
  for (const [seq, parts] of waiting) keepContent(db, seq, JSON.stringify(withParts(Packet.parse(JSON.parse(contentOf(db, seq))), parts)))
  ctx.note({ subject: record.person_id, detail: { sealing: id } })
  ctx.changed('persons', 'slips', 'rosters')
  return { personId: record.person_id }
}

/** @throws AppError `sealing.unknown`, `sealing.changed_meanwhile` */
function held(db: ReadDb, id: string, revision: number): SealingRecord {
  const record = known(db, id)
  if (record.revision !== revision) throw new AppError('sealing.changed_meanwhile')
  return record
}

const prolong: SealingHandlers['prolong'] = (ctx, { id, revision, reviewOn }) => {
  const record = held(ctx.db, id, revision)
  assertReview(ctx, reviewOn)
  prolongTo(ctx.db, record.seq, reviewOn)
  ctx.note({ subject: record.person_id, detail: { sealing: id, reviewOn } })
  return { id, revision: revision + 1 }
}

const freeSlip: SealingHandlers['freeSlip'] = (ctx, { id, slip }) => {
  const record = known(ctx.db, id)
  if (free(ctx.db, record.seq, slip) === 0) throw new AppError('sealing.slip_unknown')
  ctx.note({ subject: slip, detail: { sealing: id } })
  ctx.changed('slips')
  return { slip }
}

export const sealQuestion: Ask<Contract['sealing']['seal']> = ({ db, actor }, { personId, kind, reviewOn }) => {
  const person = livingPerson({ db, actor }, personId)
  const files = filesOfGroup(db, person.id).length
  return {
    sentence: `封存一个人的档案 ${String(files)} 份（${sealingKindLabels[kind]}），${reviewOn} 复核。封存以后，除封存保管岗位外，谁也查不到这个人。`
  }
}

export const liftQuestion: Ask<Contract['sealing']['lift']> = ({ db }, { id, revision }) => {
  const { kind, sealed_at: at } = held(db, id, revision)
  return {
    sentence: `解除 ${at.slice(0, 10)} 封存的一份档案（${sealingKindLabels[kind]}）。解除以后，档案和有关的交流单照常能够查到。`
  }
}

export const sealingHandlers: SealingHandlers = { list, open, seal, prolong, lift, freeSlip }
