/** Makes one opened bundle true: its place in the stream, the acknowledged prefix, receipts both ways, and what its envelope says (exchange.md §3.3). */
import type { LogHead, ReceiptLine, RejectedSlip, StreamPosition } from '../../../container'
import type { ReadDb, WriteDb } from '../../../db'
import type { Log } from '../../../platform'
import type { Merged } from '../../slips'
import {
  forgetRefused,
  inBundlesAt,
  insertInBundle,
  insertRefused,
  isHeld,
  markOnPrefix,
  openPeerEpochs,
  peerEpoch,
  seePeerEpoch,
  setPrefix
} from '../queries/peer-queries'
import { growPrefix } from './acknowledgement'
import { hearEnvelope, type Envelope } from './hear-envelope'
import { queueReceipt, takeReceipts } from './receipts'
import { RULES, type Moment, type Rules } from './rules'

export interface OpenedBundle {
  readonly id: string
  readonly stream: StreamPosition
  /** Null where a revoked key signed: the records count, the envelope does not. */
  readonly envelope: Envelope | null
  readonly sealed: string
  /** Fingerprint of the key that signed it. */
  readonly signedBy: string
  readonly contentBytes: number
  readonly bytes: number
  /** File below the archive folder. */
  readonly archive: string
  readonly log: LogHead | undefined
  /** Slips in it, the refused ones counted. */
  readonly slips: number
  readonly rejected: readonly RejectedSlip[]
  readonly receipts: readonly ReceiptLine[]
  /** Our time with zone, for the receipt. */
  readonly receivedAt: string
}

export interface Received {
  readonly outcome: 'applied' | 'branch'
  readonly merged: Merged
}

/**
 * In the caller's transaction. @param merge makes the staged slips take effect
 * @returns undefined when the bundle is held already; then nothing but its envelope was heard
 */
export function receiveBundle(
  db: WriteDb,
  partnerId: string,
  bundle: OpenedBundle,
  merge: () => Merged,
  at: Moment,
  log: Log
): Received | undefined {
  const { id, stream, envelope, slips, rejected } = bundle
  if (isHeld(db, id)) {
    if (envelope) hearEnvelope(db, partnerId, envelope, at)
    return undefined
  }
  const merged = merge()
  const branch = isBranch(db, id, stream)
  insertInBundle(db, {
    ...{ id, partner_id: partnerId, slips, archive: bundle.archive, made_at: at.now, peer_sealed: bundle.sealed, log: bundle.log },
    signed_by: bundle.signedBy,
    ...{ epoch: stream.epoch, seq: stream.seq, prev: stream.prev },
    ...{ state: branch ? ('branch' as const) : ('applied' as const), duplicates: merged.duplicates, refused: rejected.length },
    kinds: JSON.stringify(Object.fromEntries(merged.kinds)),
    content_bytes: bundle.contentBytes,
    bytes: bundle.bytes
  })
  seePeerEpoch(db, partnerId, stream.epoch, at.now)
  extendPrefix(db, partnerId, stream.epoch, at.rules)
  forgetRefused(db, partnerId, id)
  if (envelope) hearEnvelope(db, partnerId, envelope, at)
  takeReceipts(db, log, partnerId, id, bundle.receipts, at.now)
  if (slips > 0 || !at.rules.receiptsForSlipsOnly) {
    const facts = { bundle: id, branch, n: slips, dup: merged.duplicates, rejected, at: bundle.receivedAt }
    queueReceipt(db, partnerId, facts, at.now)
  }
  return { outcome: branch ? 'branch' : 'applied', merged }
}

/** Another content at the same number, or a neighbour that does not fit: the sender's database went back or was copied. */
export function isBranch(db: ReadDb, id: string, { epoch, seq, prev }: StreamPosition): boolean {
  if (inBundlesAt(db, epoch, seq).some((other) => other.id !== id)) return true
  const before = inBundlesAt(db, epoch, seq - 1)
  if (before.length > 0 && !before.some((bundle) => bundle.id === prev)) return true
  const behind = inBundlesAt(db, epoch, seq + 1)
  return behind.length > 0 && !behind.some((bundle) => bundle.prev === id)
}

function extendPrefix(db: WriteDb, partnerId: string, epoch: string, rules: Rules): void {
  const row = peerEpoch(db, partnerId, epoch)
  if (!row) return
  const { joined, upto, head } = growPrefix(row, (seq) => inBundlesAt(db, epoch, seq), rules)
  for (const id of joined) markOnPrefix(db, id)
  if (joined.length > 0) setPrefix(db, partnerId, epoch, upto, head)
}

/** Remembers for the partner that a bundle was refused behind a good signature. Nothing is told of one that is held after all. */
export function refuseBundle(
  db: WriteDb,
  partnerId: string,
  bundle: { readonly id: string; readonly epoch: string },
  code: string,
  now: string
): void {
  if (isHeld(db, bundle.id)) return
  seePeerEpoch(db, partnerId, bundle.epoch, now)
  insertRefused(db, partnerId, { ...bundle, code }, now)
}

/** A higher number than this above what is held is kept for a person. */
const MAX_JUMP = 10_000

/** Whether a bundle waits for a person: it jumps too far, or its sender has more epochs going than anybody looked at. */
export function mustBeLookedAt(
  db: ReadDb,
  partnerId: string,
  { epoch, seq }: StreamPosition,
  highest: number,
  rules: Rules = RULES
): boolean {
  return seq > highest + MAX_JUMP || (!peerEpoch(db, partnerId, epoch) && openPeerEpochs(db, partnerId) >= rules.epochs)
}
