/** The door of questions kept under a name: who sees one may ask it; who made it, or writes the register for all, may change it. */
import { z } from 'zod'
import { PersonQuestion, PresetColumn, SlipQuestion, type PresetSave, type PresetView } from '@shared/contract/presets'
import type { Permission } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { Actor, CommandContext, Handlers, QueryContext } from '../../rpc'
import { presetById, presetNamed, presetsFor, putPreset, type PresetList, type PresetRecord } from './queries'

export { countPresets, handPresets } from './queries'

/** More names than anybody reads through. */
const MOST = 100

/** A list whose questions are kept, and who keeps those of the office in order. */
interface Kept<Q> {
  readonly list: PresetList
  readonly question: z.ZodType<Q>
  readonly keeps: Permission
}
interface Held {
  readonly id: string
  readonly revision: number
}

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
const isChangeable = (actor: Actor, row: PresetRecord, keeps: Permission): boolean =>
  isOwn(actor, row) || (row.shared === 1 && actor.grants.has(keeps))

const view = <Q>({ question, keeps }: Kept<Q>, actor: Actor, row: PresetRecord): PresetView<Q> => ({
  id: row.id,
  revision: row.revision,
  name: row.name,
  shared: row.shared === 1,
  own: isOwn(actor, row),
  updatedBy: row.updated_by,
  changeable: isChangeable(actor, row, keeps),
  question: question.safeParse(parsed(row.question)).data ?? null,
  columns: Columns.safeParse(parsed(row.columns)).data ?? []
})

/** @throws AppError `presets.name_taken` */
function put({ db, actor, now, note }: CommandContext, row: PresetRecord): Held {
  const same = row.removed_at === null ? presetNamed(db, row) : undefined
  if (same !== undefined && same !== row.id)
    throw new AppError('presets.name_taken', { name: row.name }, { fields: { name: '这个名称已经用了' } })
  const revision = row.revision + 1
  putPreset(db, { ...row, revision, updated_at: now, updated_by: actor.displayName })
  note({ subject: row.id, detail: { shared: row.shared === 1 } })
  return { id: row.id, revision }
}

function handlersOf<Q>(kept: Kept<Q>) {
  const { list, keeps } = kept
  /** @throws AppError `presets.unknown`, `presets.not_yours`, `presets.changed_meanwhile` */
  function held(db: ReadDb, actor: Actor, { id, revision }: { id: string; revision: number | null }, isRemoved: boolean): PresetRecord {
    const row = presetById(db, id)
    if (row?.list !== list || !isSeen(actor, row) || (row.removed_at !== null) !== isRemoved) throw new AppError('presets.unknown')
    if (!isChangeable(actor, row, keeps)) throw new AppError('presets.not_yours')
    if (row.revision !== revision) throw new AppError('presets.changed_meanwhile')
    return row
  }
  function save(ctx: CommandContext, { id, revision, name, shared, question, columns }: PresetSave<Q>): Held {
    const { db, actor, newId } = ctx
    const before = id === null ? null : held(db, actor, { id, revision }, false)
    if (before === null && presetsFor(db, list, actor.accountId).length >= MOST) throw new AppError('presets.too_many', { most: MOST })
    return put(ctx, {
      id: before?.id ?? newId(),
      revision: before?.revision ?? 0,
      account_id: before?.account_id ?? actor.accountId,
      list,
      shared: shared ? 1 : 0,
      name,
      question: JSON.stringify(question),
      columns: JSON.stringify(columns),
      updated_at: '',
      updated_by: '',
      removed_at: null
    })
  }
  return {
    list: ({ db, actor }: QueryContext) => ({ rows: presetsFor(db, list, actor.accountId).map((row) => view(kept, actor, row)) }),
    save,
    remove: (ctx: CommandContext, which: Held): Held => put(ctx, { ...held(ctx.db, ctx.actor, which, false), removed_at: ctx.now }),
    restore: (ctx: CommandContext, which: Held): Held => put(ctx, { ...held(ctx.db, ctx.actor, which, true), removed_at: null })
  }
}

export const presetHandlers: Handlers<'presets'> = handlersOf({ list: 'persons', question: PersonQuestion, keeps: 'persons.write' })
/** Of the ledger, whose own methods they are. */
export const slipPresetHandlers = handlersOf({ list: 'slips', question: SlipQuestion, keeps: 'slips.write' })
