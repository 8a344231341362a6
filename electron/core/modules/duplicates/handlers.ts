/** The methods of the contract: scan, list, decide, merge and take back. */
import type { Crowd } from '@shared/contract/duplicates'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { Handlers } from '../../rpc'
import { isInScope, scopeOf, survivorOf, type Scope } from '../persons'
import { assertUndecided, compareFiles, pairView, twoFiles } from './compare'
import { mergePair, mergesPage, pairNow, previewUnmerge, unmergePair } from './merge'
import {
  decidePair,
  homesOfOpenPairs,
  lastScan,
  openPairs,
  pairOf,
  pairPage,
  reopenPair,
  type PairPlace,
  type PairRecord
} from './queries/pairs'
import { scanRegister } from './scan'

type DuplicateHandlers = Handlers<'duplicates'>

const badCursor = (): AppError => new AppError('request.invalid', { summary: '翻页位置已失效' }, { fields: { cursor: '请回到列表开头' } })

function placeOf(cursor: string | null): PairPlace | null {
  if (cursor === null) return null
  const [, score = '', a = '', b = ''] = /^(\d{1,3})\|([0-9a-f-]{36})\|([0-9a-f-]{36})$/.exec(cursor) ?? []
  if (score === '') throw badCursor()
  return { score: Number(score), a, b }
}

/** Persons of one list from which on it is recorded (PV-4); a pair is two. */
const RECORDED_ABOVE = 20

const list: DuplicateHandlers['list'] = (context, { state, reason, cursor, limit }) => {
  const { db, actor } = context
  const scope = scopeOf(actor)
  const visible = ({ a_id: a, b_id: b }: PairRecord): boolean =>
    scope === null || [a, b].every((id) => isInScope(scope, survivorOf(db, id)))
  const found: PairRecord[] = []
  let place = placeOf(cursor)
  while (found.length <= limit) {
    const page = pairPage(db, state, reason, place, limit + 1)
    found.push(...page.filter(visible))
    const last = page.at(-1)
    if (last === undefined || page.length <= limit) break
    place = { score: last.score, a: last.a_id, b: last.b_id }
  }
  const rows = found.slice(0, limit)
  if (rows.length * 2 > RECORDED_ABOVE) context.note({ detail: { rows: rows.length * 2 } })
  const last = found.length > limit ? rows.at(-1) : undefined
  return {
    rows: rows.map((pair) => pairView(context, pair)).filter((row) => row !== null),
    next: last === undefined ? null : `${String(last.score)}|${last.a_id}|${last.b_id}`
  }
}

/** Open pairs of which the account may see both files. */
const openWithin = (db: ReadDb, scope: Scope): number =>
  homesOfOpenPairs(db).filter(
    ({ a_stay, a_home, b_stay, b_home }) =>
      isInScope(scope, { stay_code: a_stay, hukou_code: a_home }) && isInScope(scope, { stay_code: b_stay, hukou_code: b_home })
  ).length

const status: DuplicateHandlers['status'] = ({ db, actor }) => {
  const scan = lastScan(db)
  const scope = scopeOf(actor)
  const run = {
    state: scan === undefined ? 'never' : scan.state === 'done' ? 'done' : 'unfinished',
    at: scan?.at ?? null,
    by: scan?.by ?? null
  } as const
  if (scope !== null) return { ...run, files: 0, open: openWithin(db, scope), crowds: [] }
  return { ...run, files: scan?.files ?? 0, open: openPairs(db), crowds: JSON.parse(scan?.crowds ?? '[]') as Crowd[] }
}

const dismiss: DuplicateHandlers['dismiss'] = (ctx, { a, b, why }) => {
  const files = twoFiles(ctx, { a, b })
  assertUndecided(pairOf(ctx.db, a, b))
  const decision = { state: 'not_duplicate' as const, by: ctx.actor.displayName, at: ctx.now, why }
  decidePair(ctx.db, pairNow(ctx, files.a, files.b), decision)
  ctx.note({ subject: a, detail: { other: b } })
  ctx.changed('persons')
  return { a, b }
}

const reopen: DuplicateHandlers['reopen'] = (ctx, { a, b }) => {
  twoFiles(ctx, { a, b })
  if (pairOf(ctx.db, a, b)?.state !== 'not_duplicate') throw new AppError('duplicates.not_decided')
  reopenPair(ctx.db, a, b)
  ctx.note({ subject: a, detail: { other: b } })
  ctx.changed('persons')
  return { a, b }
}

const merges: DuplicateHandlers['merges'] = (ctx, { cursor, limit }) => {
  if (cursor !== null && !/^\d{1,15}$/.test(cursor)) throw badCursor()
  return mergesPage(ctx, cursor === null ? Number.MAX_SAFE_INTEGER : Number(cursor), limit)
}

export const duplicateHandlers: DuplicateHandlers = {
  scan: (ctx) => scanRegister(ctx),
  status,
  list,
  compare(context, ids) {
    const compared = compareFiles(context, ids)
    for (const subject of [compared.a.person.id, compared.b.person.id]) context.note({ subject })
    return compared
  },
  dismiss,
  reopen,
  merge: mergePair,
  merges,
  previewUnmerge,
  unmerge: unmergePair
}
