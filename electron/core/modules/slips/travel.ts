// Why: the exchange carries slips without knowing what they are; this is all it may ask for and report.
import { needsAnswer, outgoingLifecycle, outgoingStatusLabels, type LifecycleKind } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../db'
import { chinaDay } from '../../platform'
import { isBody } from './body'
import { setAnswered, setStatus, slipBySeq } from './queries/slip-rows'
import {
  bundleMarker,
  moveSlipsOfBundle,
  noteBundleCarried,
  noteBundleReceived,
  noteRecordRefused,
  queuedCountRows,
  queuedRows,
  travelledSlip,
  unbindRecords
} from './queries/travel-queries'
import { bytesOfId, idOfBytes, isOutgoingStatus, isReply, nextStatus, queueOf } from './rules'

export interface OutgoingRecord {
  readonly slipId: string
  /** 32 hex, as it travels. */
  readonly recordId: string
  readonly rev: number
  readonly kind: 'request' | 'reply' | 'notice' | 'withdraw'
  /** 32 hex of the record it answers. */
  readonly ref: string | null
  readonly body: Record<string, unknown>
  readonly slipKind: LifecycleKind
}

/** What is signed and not yet in a bundle, oldest first. */
export function queuedRecords(db: ReadDb, partnerId: string, limit: number): OutgoingRecord[] {
  return queuedRows(db, partnerId, limit).map((row) => ({
    slipId: row.id,
    recordId: idOfBytes(row.record_id),
    rev: row.rev,
    kind: row.kind,
    ref: row.ref === null ? null : idOfBytes(row.ref),
    body: bodyOfContent(row.content),
    slipKind: row.slip_kind
  }))
}

/** The body inside a stored line. */
export function bodyOfContent(content: string): Record<string, unknown> {
  const line: unknown = JSON.parse(content)
  const body = isBody(line) ? line.body : undefined
  return isBody(body) ? { ...body } : {}
}

/** Partner id → kind → number of queued slips. A withdrawal counts under the kind of its slip. */
export function queuedCounts(db: ReadDb): Map<string, Map<LifecycleKind, number>> {
  const counts = new Map<string, Map<LifecycleKind, number>>()
  for (const { partner_id: partner, kind, count } of queuedCountRows(db)) {
    const kinds = counts.get(partner) ?? new Map<LifecycleKind, number>()
    counts.set(partner, kinds.set(kind, count))
  }
  return counts
}

const kinds = Object.keys(outgoingLifecycle) as LifecycleKind[]
const statuses = Object.keys(outgoingStatusLabels).filter(isOutgoingStatus)

/** Moves all slips of a bundle along one action of the life-cycle table; slips that do not stand before it stay where they are. */
function moveBundle(db: WriteDb, bundleId: string, action: 'bundle' | 'deliver' | 'note_received'): void {
  for (const kind of kinds)
    for (const status of statuses) {
      const to = outgoingLifecycle[kind][status][action]
      if (to === undefined || to === status) continue
      const { waits, owed } = queueOf({ direction: 'out', kind, status: to })
      moveSlipsOfBundle(db, bundleId, kind, status, to, waits, owed)
    }
}

/** The queued records of these slips are now in the bundle. Called in the transaction that seals it. */
export function markBundled(db: WriteDb, slipIds: readonly string[], bundleId: string, at: string): void {
  const mark = bundleMarker(db)
  for (const id of slipIds) mark(id, bundleId, at)
  moveBundle(db, bundleId, 'bundle')
}

/** The content of a bundle is lost: what it held waits for the next one. @returns how many records */
export const queueAgain = (db: WriteDb, bundleId: string): number => unbindRecords(db, bundleId)

/** The bundle lies on a stick, read back and right. Repeating it changes nothing. */
export function markCarried(db: WriteDb, bundleId: string, at: string): void {
  noteBundleCarried(db, bundleId, at)
  moveBundle(db, bundleId, 'deliver')
}

/** The peer acknowledged the bundle: received, which is neither processed nor answered. Repeating it changes nothing. */
export function markReceived(db: WriteDb, bundleId: string, at: string): void {
  noteBundleReceived(db, bundleId, at)
  moveBundle(db, bundleId, 'note_received')
}

/**
 * The peer's program refused single slips of a bundle: they come back as 已退回 with the reason; a refused reply opens its question again.
 * @param rejected `[record id, code, field]` of the receipt; entries that are none of ours are ignored
 */
export function noteRefused(db: WriteDb, bundleId: string, rejected: readonly (readonly [string, string, string])[], at: string): void {
  for (const [recordId, code, field] of rejected) {
    const found = /^[0-9a-f]{32}$/.test(recordId) ? travelledSlip(db, bundleId, bytesOfId(recordId)) : undefined
    if (!found || noteRecordRefused(db, found.record, `${code} ${field}`.trim()) === 0) continue
    const slip = slipBySeq(db, found.slip)
    if (!slip) continue
    if (step(db, slip.seq, 'note_returned') && needsAnswer(slip.kind))
      setAnswered(db, slip.seq, 'refused', chinaDay({ now: () => Date.parse(at) }))
    if (isReply(slip.kind) && slip.answer_to !== null) step(db, slip.answer_to, 'note_sent_back')
  }
}

/** What its author took back is over, whatever is said of it. */
function step(db: WriteDb, seq: number, action: string): boolean {
  const slip = slipBySeq(db, seq)
  const status = slip?.withdrawn_on === null ? nextStatus(slip, action) : null
  if (!slip || status === null) return false
  setStatus(db, seq, status, queueOf({ ...slip, status }))
  return true
}
