// Why: an import must cost little per slip and leave nothing behind when refused, so lines are staged first and take effect in one step.
import {
  deadlineFrom,
  isDivisionCode,
  lifecycleKinds,
  movementScope,
  type Day,
  type LifecycleKind,
  type ReferenceBook,
  type RulePack,
  type SlipKind
} from '@shared/domain'
import type { SqlValue, WriteDb } from '../../db'
import type { SlipRow } from '../../incoming'
import {
  closeBatch,
  deleteRepeated,
  dropBatch,
  insertFresh,
  leftOver,
  openBatch,
  openBatches,
  stagedKinds,
  stageInsert,
  type BatchRow
} from './queries/stage-queries'
import { joinOwnReplies } from './answered-again'
import { joinCorrections, linksOf, mergeRecord } from './merge'
import { bytesOfId, dashed } from './rules'

export interface StageContext {
  readonly rules: RulePack
  readonly reference: ReferenceBook
  readonly today: Day
  readonly now: string
}

export interface StageFacts {
  readonly stageId: string
  readonly partnerId: string
  readonly senderOfficeId: string
}

export interface Merged {
  readonly fresh: number
  readonly duplicates: number
  /** Record ids of which two contents of one revision are known. */
  readonly conflicts: readonly string[]
  readonly kinds: ReadonlyMap<LifecycleKind, number>
}

export interface Stage {
  readonly facts: StageFacts
  /** Bulk insert without effect; in a transaction of the caller's. Records have passed `checkIncoming`. */
  add(db: WriteDb, records: readonly SlipRow[]): void
  /** @internal for `mergeStage` */
  readonly state: StageState
}

interface StageState {
  readonly context: StageContext
  batch: BatchRow | null
  count: number
  /** How many of each `slip_kind` were staged. */
  readonly kinds: Map<string, number>
}

/** A stage writes nothing until its first record. */
export function openStage(context: StageContext, facts: StageFacts): Stage {
  const state: StageState = { context, batch: null, count: 0, kinds: new Map() }
  const limitOf = workLimits(context)
  const newId = sequentialIds(context.now, facts.stageId)
  return {
    facts,
    state,
    add(db, records) {
      state.batch ??= openBatch(db, facts.stageId, facts.partnerId, context.now)
      const { batch } = state.batch
      const insert = stageInsert(db)
      for (const record of records) {
        const [, , , , , , kind] = record
        insert(...columnsOf(batch, record, limitOf, newId()))
        state.count += 1
        state.kinds.set(kind ?? '', (state.kinds.get(kind ?? '') ?? 0) + 1)
      }
    }
  }
}

function columnsOf(batch: number, row: SlipRow, limitOf: WorkLimit, slipId: string): SqlValue[] {
  const [id, rev, kind, ref, digest, text, slipKind, rulePack, slipNo, urgency, , , , issuedOn, dueOn, name, sex, birth, idNo] = row
  return [
    batch,
    bytesOfId(id),
    rev,
    kind,
    slipKind ?? '',
    ref === null ? null : bytesOfId(ref),
    Buffer.from(digest, 'hex'),
    rulePack ?? '',
    slipNo,
    urgency,
    issuedOn,
    dueOn,
    kind === 'request' ? limitOf(row) : null,
    name,
    sex,
    birth,
    idNo,
    slipId,
    text
  ]
}

type WorkLimit = (row: SlipRow) => string | null

/** The own working clock (DL-1) of a request that came today; the same few grounds come a thousand times. */
function workLimits({ reference, rules, today }: StageContext): WorkLimit {
  const known = new Map<string, string | null>()
  return ([, , , , , , type, profile, , urgency, purpose, sender, receiver]) => {
    const key = `${type ?? ''} ${profile ?? ''} ${urgency ?? ''} ${purpose ?? ''} ${sender ?? ''} ${receiver ?? ''}`
    const found = known.get(key)
    if (found !== undefined) return found
    const pack = reference.rulePack(profile ?? '') ?? rules
    const scope =
      sender !== null && receiver !== null && isDivisionCode(sender) && isDivisionCode(receiver) ? movementScope(sender, receiver) : null
    const grounds = { ...(urgency ? { urgency } : {}), ...(purpose ? { purpose } : {}), ...(scope ? { scope } : {}) }
    const kind: SlipKind = type === 'CX' ? 'CX' : 'XC'
    const limit = deadlineFrom(pack, { task: 'slip.answer', kind, ...grounds }, today, reference.calendar)?.dueOn ?? null
    known.set(key, limit)
    return limit
  }
}

/** UUIDv7 in ascending order from one instant and the stage's own random tail, so that a hundred thousand rows append to their index. */
function sequentialIds(now: string, stageId: string): () => string {
  const time = Date.parse(now).toString(16).padStart(12, '0').slice(-12)
  const tail = stageId
    .replace(/[^0-9a-f]/g, '')
    .padStart(12, '0')
    .slice(-12)
  const head = `${time}7${tail.slice(0, 3)}8${tail.slice(3, 12)}`
  let count = 0
  return () => {
    count += 1
    return dashed(head + count.toString(16).padStart(6, '0'))
  }
}

/**
 * Makes a stage take effect, inside the transaction that imports its bundle. What is applied does not depend on the order in which bundles
 * come, nor on how often: highest revision wins, a withdrawal wins always, replies wait for their request. Source: exchange-format.md §3.4.
 */
export function mergeStage(db: WriteDb, stage: Stage, bundleId: string): Merged {
  const { context, batch, count } = stage.state
  const kinds = new Map<LifecycleKind, number>()
  if (batch === null) return { fresh: 0, duplicates: 0, conflicts: [], kinds }
  const { partnerId } = stage.facts
  const { today, now } = context
  const links = linksOf(db, partnerId)
  const made = insertFresh(db, batch, { partnerId, links, day: today, at: now })
  if (made > 0) joinOwnReplies(db, partnerId, context)
  const duplicates = made === count ? 0 : deleteRepeated(db, batch, links)
  const conflicts = new Set<string>()
  if (made + duplicates < count) {
    for (const row of leftOver(db, batch, partnerId)) {
      const conflict = mergeRecord(db, row, { batch: batch.batch, partnerId, links, today, now })
      if (conflict !== null) conflicts.add(conflict)
    }
  }
  joinCorrections(db, { links, today })
  const counted = duplicates === 0 ? stage.state.kinds : stagedKinds(db, batch)
  for (const [name, number] of counted) {
    const kind = lifecycleKinds.find((known) => known === name)
    if (kind !== undefined) kinds.set(kind, number)
  }
  closeBatch(db, batch.batch, bundleId, now)
  return { fresh: count - duplicates, duplicates, conflicts: [...conflicts], kinds }
}

/** Forgets one stage; does nothing when it is unknown or already applied. */
export function dropStage(db: WriteDb, stageId: string): void {
  for (const batch of openBatches(db)) if (batch.stage === stageId) dropBatch(db, batch)
}

/** Forgets what an interrupted import left; called when the office opens. */
export function dropAllStages(db: WriteDb): void {
  for (const batch of openBatches(db)) dropBatch(db, batch)
}
