/** Merging two files as one act, and taking it back for both of them, in any order and after later edits. */
import type { HandlerInput, Output } from '@shared/contract'
import type { duplicates, MergeView } from '@shared/contract/duplicates'
import type { Day } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { ReadDb, WriteDb } from '../../db'
import type { CommandContext, QueryContext } from '../../rpc'
import {
  assertInScope,
  assertRevision,
  childFilesOf,
  filesAround,
  isInScope,
  knownPerson,
  leftOf,
  mergeAct,
  mergeFiles,
  moveRecord,
  previewOf,
  scopeOf,
  settleLeftovers,
  shownName,
  startAct,
  survivorOf,
  undoAct,
  writtenSince,
  type Origin,
  type PersonRecord
} from '../persons'
import { assertUndecided, twoFiles } from './compare'
import { mergeOfAct, mergePage, noteMerge, type MergeRecord } from './queries/merges'
import { decidePair, lastScan, notePair, openPairsOf, pairOf, reopenPair, type FoundPair } from './queries/pairs'
import { compareGroups, isWorthListing, leadingReason } from './score'

type MergeInput = HandlerInput<typeof duplicates.merge>

/** The pair as a scan would note it. */
export function pairNow({ db, reference }: Pick<CommandContext, 'db' | 'reference'>, a: PersonRecord, b: PersonRecord): FoundPair {
  const match = compareGroups(db, a.seq, b.seq, reference.characters)
  return { a: a.id, b: b.id, score: match.score, reason: leadingReason(match), reasons: match.why, fingerprint: match.fingerprint }
}

/** Children with files of their own, of whom one parent brought one and the other another: told, never merged silently. */
function proposeChildren(ctx: CommandContext, survivor: readonly PersonRecord[], merged: readonly PersonRecord[]): number {
  const { db, reference } = ctx
  let proposed = 0
  for (const a of survivor)
    for (const b of merged) {
      if (a.seq === b.seq) continue
      if (!isWorthListing(compareGroups(db, a.seq, b.seq, reference.characters))) continue
      const known = pairOf(db, a.id, b.id)
      if (known?.state !== 'not_duplicate') notePair(db, pairNow(ctx, a, b), lastScan(db)?.seq ?? 0, ctx.now)
      proposed += 1
    }
  return proposed
}

/** What was found with the merged file is found with the one that goes on. */
function followPairs(ctx: CommandContext, survivor: PersonRecord, merged: PersonRecord): void {
  for (const pair of openPairsOf(ctx.db, merged.id)) {
    const other = survivorOf(ctx.db, pair.a_id === merged.id ? pair.b_id : pair.a_id)
    if (other.seq === survivor.seq || pairOf(ctx.db, other.id, survivor.id) !== undefined) continue
    notePair(ctx.db, pairNow(ctx, survivor, other), lastScan(ctx.db)?.seq ?? 0, ctx.now)
  }
}

/**
 * @throws AppError `persons.unknown`, `persons.merged`, `persons.out_of_scope`, `persons.changed_meanwhile`, `duplicates.same_file`,
 *   `duplicates.decided`, `duplicates.parent_and_child`
 */
export function mergePair(ctx: CommandContext, input: MergeInput): Output<typeof duplicates.merge> {
  const { db } = ctx
  const { a: survivor, b: merged } = twoFiles(ctx, { a: input.survivor, b: input.merged })
  assertUndecided(pairOf(db, survivor.id, merged.id))
  assertRevision(survivor, input.survivorRevision)
  assertRevision(merged, input.mergedRevision)
  const [children, others] = [childFilesOf(db, survivor), childFilesOf(db, merged)]
  const pair = pairNow(ctx, survivor, merged)
  const act = startAct(ctx, 'merge', input.why)
  const origin: Origin = { at: ctx.now, by: ctx.actor.displayName, why: input.why, slipNo: null, act: act.seq }
  mergeFiles(ctx, survivor, merged, new Set(input.taken), origin)
  noteMerge(db, act.seq, survivor, merged)
  decidePair(db, pair, { state: 'merged', by: origin.by, at: origin.at, why: input.why })
  followPairs(ctx, knownPerson(db, survivor.id), merged)
  const childPairs = proposeChildren(ctx, children, others)
  ctx.note({ subject: survivor.id, detail: { merged: merged.id, fields: [...input.taken] } })
  ctx.changed('persons')
  return { act: act.id, survivor: survivor.id, revision: knownPerson(db, survivor.id).revision, childPairs }
}

type Looking = Pick<QueryContext, 'actor' | 'reference' | 'today'> & { readonly db: ReadDb }

const nameThen = (db: ReadDb, id: string, name: string, today: Day): string => shownName({ ...knownPerson(db, id), name }, today)

/** The names of that day; of somebody under 14 as everywhere. */
const mergeView = ({ db, today }: Looking, merge: MergeRecord): MergeView => ({
  act: merge.id,
  at: merge.at,
  by: merge.by,
  why: merge.note,
  state: merge.state,
  undoneAt: merge.undone_at,
  undoneBy: merge.undone_by,
  survivor: { id: merge.survivor_id, name: nameThen(db, merge.survivor_id, merge.survivor_name, today) },
  merged: { id: merge.merged_id, name: nameThen(db, merge.merged_id, merge.merged_name, today) }
})

/** A merge of files within the account's reach. @throws AppError `acts.unknown`, `persons.out_of_scope` */
export function knownMerge(
  { db, actor }: Pick<Looking, 'actor' | 'db'>,
  act: string
): { merge: MergeRecord; survivor: PersonRecord; merged: PersonRecord } {
  const merge = mergeOfAct(db, act)
  if (merge === undefined) throw new AppError('acts.unknown')
  const [survivor, merged] = [knownPerson(db, merge.survivor_id), knownPerson(db, merge.merged_id)]
  for (const { id } of [survivor, merged]) assertInScope(scopeOf(actor), survivorOf(db, id))
  return { merge, survivor, merged }
}

/** @returns merges within the account's reach before a row number, the latest first */
export function mergesPage(looking: Looking, before: number, limit: number): { rows: MergeView[]; next: string | null } {
  const { db, actor } = looking
  const scope = scopeOf(actor)
  const found: MergeRecord[] = []
  let place = before
  while (found.length <= limit) {
    const page = mergePage(db, place, limit + 1)
    for (const merge of page)
      if (scope === null || [merge.survivor_id, merge.merged_id].every((id) => isInScope(scope, survivorOf(db, id)))) found.push(merge)
    place = page.at(-1)?.act ?? 0
    if (page.length <= limit) break
  }
  const rows = found.slice(0, limit)
  return { rows: rows.map((merge) => mergeView(looking, merge)), next: found.length > limit ? String(rows.at(-1)?.act ?? '') : null }
}

export function previewUnmerge(ctx: QueryContext, { act }: HandlerInput<typeof duplicates.previewUnmerge>) {
  const { merge, survivor, merged } = knownMerge(ctx, act)
  const written = merge.state === 'undone' ? [] : writtenSince(ctx, merge.act, survivor, merged)
  return { merge: mergeView(ctx, merge), written, ...previewOf({ ...ctx, scope: scopeOf(ctx.actor) }, mergeAct(ctx.db, act)) }
}

/** @throws AppError `acts.unknown`, `acts.not_done`, `persons.out_of_scope`, `persons.record_unknown` */
export function unmergePair(ctx: CommandContext, input: HandlerInput<typeof duplicates.unmerge>): Output<typeof duplicates.unmerge> {
  const { merge, survivor, merged } = knownMerge(ctx, input.act)
  const db: WriteDb = ctx.db
  const act = mergeAct(db, input.act)
  const around = filesAround(db, survivor, merged)
  const movable = new Set(writtenSince(ctx, merge.act, survivor, merged).map(({ kind, id }) => `${kind}:${id}`))
  undoAct(ctx, act)
  for (const seq of around) settleLeftovers(ctx, seq)
  const origin: Origin = { at: ctx.now, by: ctx.actor.displayName, why: '撤销合并时分到这份档案', slipNo: null, act: null }
  for (const record of input.move) {
    if (!movable.has(`${record.kind}:${record.id}`)) throw new AppError('persons.record_unknown', { label: '记录' })
    moveRecord(ctx, knownPerson(db, survivor.id), knownPerson(db, merged.id), record, origin)
  }
  reopenPair(db, survivor.id, merged.id)
  ctx.note({ subject: survivor.id, detail: { merged: merged.id, moved: input.move.length } })
  ctx.changed('persons')
  return { survivor: survivor.id, merged: merged.id, moved: input.move.length, ...leftOf({ ...ctx, scope: scopeOf(ctx.actor) }, merge.act) }
}
