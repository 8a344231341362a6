/** Methods about bulk changes: which there were, what taking one back would do, and taking it back in slices. */
import { AppError } from '@shared/errors'
import type { Handlers } from '../../../rpc'
import { actsPage, actView, knownAct, leftOf, previewOf } from '../acts'
import { countsOf } from '../queries/acts'
import { scopeOf } from '../scope'
import { openUndo, type UndoContext } from '../undo'
import type { WriteDb } from '../../../db'

type ActHandlers = Handlers<'acts'>

/** @throws AppError `request.invalid` for a cursor this list did not hand out */
function beforeOf(cursor: string | null): number {
  if (cursor === null) return Number.MAX_SAFE_INTEGER
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor)
  throw new AppError('request.invalid', { summary: '翻页位置已失效' }, { fields: { cursor: '请回到列表开头' } })
}

const list: ActHandlers['list'] = (ctx, { kind, cursor, limit }) => {
  const { rows, next } = actsPage(ctx, beforeOf(cursor), kind, limit)
  return { rows, next: next === null ? null : String(next) }
}

const preview: ActHandlers['preview'] = (ctx, { id }) => {
  const act = knownAct(ctx, id)
  return { act: actView(ctx.db, act), ...previewOf({ ...ctx, scope: scopeOf(ctx.actor) }, act) }
}

/** Files of one slice: some tens of milliseconds on an old PC. */
const SLICE = 100

const undo: ActHandlers['undo'] = async (ctx, { id }) => {
  const act = knownAct(ctx, id)
  const { changed, created } = countsOf(ctx.db, act.seq)
  const total = changed + created
  const work = openUndo(act, total)
  const context = (db: WriteDb): UndoContext => ({ db, reference: ctx.reference, now: ctx.now, today: ctx.today, actor: ctx.actor })
  while (ctx.batch((db) => work.slice(context(db), SLICE))) {
    ctx.progress(work.done() < changed ? 'changes' : 'files', work.done(), total)
    await turn()
  }
  ctx.commit({ subject: id, detail: { undone: work.done() } }, () => undefined)
  ctx.changed('persons')
  return { undone: work.done(), ...leftOf({ ...ctx, scope: scopeOf(ctx.actor) }, act.seq) }
}

/** Lets other calls in between two slices. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export const actHandlers: ActHandlers = { list, preview, undo }
