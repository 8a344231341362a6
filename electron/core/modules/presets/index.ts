/** The door of questions kept under a name: who sees one may ask it; who made it, or writes the register for all, may change it. */
import { z } from 'zod'
import { ListSort, PersonFilter } from '@shared/contract/persons'
import { PresetColumn, type PresetView } from '@shared/contract/presets'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { Actor, CommandContext, Handlers } from '../../rpc'
import { presetById, presetNamed, presetsFor, putPreset, type PresetRecord } from './queries'

export { countPresets, handPresets } from './queries'

type PresetHandlers = Handlers<'presets'>

/** More names than anybody reads through. */
const MOST = 100

const Question = z.strictObject({ filter: PersonFilter, sort: ListSort })
const Columns = z.array(PresetColumn)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isOwn = ({ accountId }: Actor, { account_id: account }: PresetRecord): boolean => account === accountId
const isSeen = (actor: Actor, row: PresetRecord): boolean => row.shared === 1 || isOwn(actor, row)
const isChangeable = (actor: Actor, row: PresetRecord): boolean =>
  isOwn(actor, row) || (row.shared === 1 && actor.grants.has('persons.write'))

const view = (actor: Actor, row: PresetRecord): PresetView => ({
  id: row.id,
  revision: row.revision,
  name: row.name,
  shared: row.shared === 1,
  own: isOwn(actor, row),
  updatedBy: row.updated_by,
  changeable: isChangeable(actor, row),
  question: Question.safeParse(parsed(row.question)).data ?? null,
  columns: Columns.safeParse(parsed(row.columns)).data ?? []
})

/** @throws AppError `presets.unknown`, `presets.not_yours`, `presets.changed_meanwhile` */
function held(db: ReadDb, actor: Actor, id: string, revision: number | null, isRemoved: boolean): PresetRecord {
  const row = presetById(db, id)
  if (row === undefined || !isSeen(actor, row) || (row.removed_at !== null) !== isRemoved) throw new AppError('presets.unknown')
  if (!isChangeable(actor, row)) throw new AppError('presets.not_yours')
  if (row.revision !== revision) throw new AppError('presets.changed_meanwhile')
  return row
}

/** @throws AppError `presets.name_taken` */
function put({ db, actor, now, note }: CommandContext, row: PresetRecord): { id: string; revision: number } {
  const same = row.removed_at === null ? presetNamed(db, row) : undefined
  if (same !== undefined && same !== row.id)
    throw new AppError('presets.name_taken', { name: row.name }, { fields: { name: '这个名称已经用了' } })
  const revision = row.revision + 1
  putPreset(db, { ...row, revision, updated_at: now, updated_by: actor.displayName })
  note({ subject: row.id, detail: { shared: row.shared === 1 } })
  return { id: row.id, revision }
}

const save: PresetHandlers['save'] = (ctx, { id, revision, name, shared, filter, sort, columns }) => {
  const { db, actor, newId } = ctx
  const before = id === null ? null : held(db, actor, id, revision, false)
  if (before === null && presetsFor(db, actor.accountId).length >= MOST) throw new AppError('presets.too_many', { most: MOST })
  return put(ctx, {
    id: before?.id ?? newId(),
    revision: before?.revision ?? 0,
    account_id: before?.account_id ?? actor.accountId,
    shared: shared ? 1 : 0,
    name,
    question: JSON.stringify({ filter, sort }),
    columns: JSON.stringify(columns),
    updated_at: '',
    updated_by: '',
    removed_at: null
  })
}

export const presetHandlers: PresetHandlers = {
  list: ({ db, actor }) => ({ rows: presetsFor(db, actor.accountId).map((row) => view(actor, row)) }),
  save,
  remove: (ctx, { id, revision }) => put(ctx, { ...held(ctx.db, ctx.actor, id, revision, false), removed_at: ctx.now }),
  restore: (ctx, { id, revision }) => put(ctx, { ...held(ctx.db, ctx.actor, id, revision, true), removed_at: null })
}
