/** What the next bundle for a partner carries, and the transaction that uses up its number (exchange.md §3.2). */
import type { LogHead } from '../../../container'
import type { ReadDb, WriteDb } from '../../../db'
import { markBundled, queuedRecords, type OutgoingRecord } from '../../slips'
import {
  bindReceipt,
  currentEpoch,
  insertOutBundle,
  streamEnd,
  waitingReceipts,
  type StreamEnd,
  type WaitingReceipt
} from '../queries/own-stream-queries'
import { bindEcho, echoesToSend, type EchoRow } from '../queries/recovery-queries'
import { RULES, type Rules } from './rules'

export interface NextLoad {
  readonly records: readonly OutgoingRecord[]
  readonly receipts: readonly WaitingReceipt[]
}

/** @param passedOver record ids that a reader would refuse */
export function nextLoad(db: ReadDb, partnerId: string, rules: Rules = RULES, passedOver: ReadonlySet<string> = new Set()): NextLoad {
  const records = queuedRecords(db, partnerId, rules.slipsPerBundle + passedOver.size)
  return {
    records: records.filter(({ recordId }) => !passedOver.has(recordId)).slice(0, rules.slipsPerBundle),
    receipts: waitingReceipts(db, partnerId, rules.receiptsPerBundle)
  }
}

/** Echoes go in bundles of their own: what is wrong with one of them never holds up a slip. Oldest first. */
export const nextEchoes = (db: ReadDb, partnerId: string): EchoRow[] => echoesToSend(db, partnerId, ECHOES)
const ECHOES = 1_000

/** Content that is packed and lies in the archive. */
export interface PackedBundle {
  readonly id: string
  readonly contentBytes: number
  readonly gzipBytes: number
  readonly archive: string
  readonly log: LogHead | undefined
  /** Where it was packed for. */
  readonly epoch: string
  readonly end: StreamEnd
}

export interface Load {
  readonly records: readonly Pick<OutgoingRecord, 'slipId' | 'recordId' | 'rev' | 'slipKind'>[]
  readonly receipts: readonly Pick<WaitingReceipt, 'number'>[]
  readonly echoes: readonly { readonly number: number }[]
}

/** @returns false when the queue or the stream moved meanwhile; nothing is used up then */
export function takeSealed(db: WriteDb, partnerId: string, packed: PackedBundle, load: Load, now: string): boolean {
  if (!standsAt(db, partnerId, packed)) return false
  const { records, receipts, echoes } = load
  if (records.length > 0 && !stillQueued(records, queuedRecords(db, partnerId, RULES.slipsPerBundle + records.length))) return false
  insertSealed(db, partnerId, packed, { slips: records.length, kinds: JSON.stringify(kindCounts(records)), replaces: null }, now)
  markBundled(db, [...new Set(records.map(({ slipId }) => slipId))], packed.id, now)
  for (const { number } of receipts) bindReceipt(db, number, packed.id)
  for (const { number } of echoes) bindEcho(db, number, packed.id)
  return true
}

/** Its records stay bound to the bundle given up. @returns false when the stream moved meanwhile */
export function takeSealedAgain(
  db: WriteDb,
  partnerId: string,
  packed: PackedBundle,
  { id, slips, kinds }: { readonly id: string; readonly slips: number; readonly kinds: string },
  now: string
): boolean {
  if (!standsAt(db, partnerId, packed)) return false
  insertSealed(db, partnerId, packed, { slips, kinds, replaces: id }, now)
  return true
}

const standsAt = (db: ReadDb, partnerId: string, { epoch, end }: PackedBundle): boolean =>
  currentEpoch(db, partnerId) === epoch && streamEnd(db, epoch).last === end.last

function insertSealed(
  db: WriteDb,
  partnerId: string,
  { id, contentBytes, gzipBytes, archive, log, epoch, end }: PackedBundle,
  facts: { readonly slips: number; readonly kinds: string; readonly replaces: string | null },
  now: string
): void {
  insertOutBundle(db, {
    ...{ id, partner_id: partnerId, epoch, seq: end.last + 1, prev: end.head, archive, log, made_at: now, ...facts },
    content_bytes: contentBytes,
    gzip_bytes: gzipBytes
  })
}

/** The queue of each slip in the bundle holds exactly what was packed: a withdrawal that came meanwhile must not be taken for sent. */
function stillQueued(packed: Load['records'], queued: readonly OutgoingRecord[]): boolean {
  const key = ({ recordId, rev }: Pick<OutgoingRecord, 'recordId' | 'rev'>): string => `${recordId} ${String(rev)}`
  const slips = new Set(packed.map(({ slipId }) => slipId))
  const present = new Set(queued.filter(({ slipId }) => slips.has(slipId)).map(key))
  return present.size === packed.length && packed.every((record) => present.has(key(record)))
}

const kindCounts = (records: Load['records']): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { slipKind } of records) counts[slipKind] = (counts[slipKind] ?? 0) + 1
  return counts
}
