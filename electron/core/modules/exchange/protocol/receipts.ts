/** Receipts both ways: what we tell a partner of his bundle, and what he tells us of ours, which is evidence and is never undone. */
import type { ReceiptLine, RejectedSlip } from '../../../container'
import type { WriteDb } from '../../../db'
import type { Log } from '../../../platform'
import { noteRefused } from '../../slips'
import { flagsOf, raiseFlag, recoveredBundle } from '../queries/recovery-queries'
import { slipsBoundTo } from './give-up'
import { insertReceiptOut, outBundle } from '../queries/own-stream-queries'
import { insertReceiptIn, noteReceiptOnBundle } from '../queries/peer-queries'

export const REJECTED_IN_ONE = 500

export interface ReceiptFacts {
  readonly bundle: string
  readonly branch: boolean
  readonly n: number
  readonly dup: number
  readonly rejected: readonly RejectedSlip[]
  /** Time with zone, for the partner's eyes. */
  readonly at: string
}

/** One receipt, and further ones directly behind it for refusals beyond five hundred. */
export function receiptLines({ bundle, branch, n, dup, rejected, at }: ReceiptFacts): ReceiptLine[] {
  const result = branch ? 'branch' : rejected.length > 0 ? 'partial' : 'imported'
  const lines: ReceiptLine[] = []
  for (let from = 0; from === 0 || from < rejected.length; from += REJECTED_IN_ONE) {
    const first = from === 0
    lines.push({
      t: 'receipt',
      bundle,
      result,
      n: first ? n : 0,
      dup: first ? dup : 0,
      rejected: rejected.slice(from, from + REJECTED_IN_ONE),
      at
    })
  }
  return lines
}

export function queueReceipt(db: WriteDb, partnerId: string, facts: ReceiptFacts, now: string): void {
  for (const { t, bundle, result, n, dup, rejected, at } of receiptLines(facts))
    insertReceiptOut(db, partnerId, bundle, JSON.stringify({ t, bundle, result, n, dup, rejected, at }), now)
}

/** Takes in the receipts of one bundle; a set that cannot be true (never sent, or more than was sent) changes nothing. */
export function takeReceipts(db: WriteDb, log: Log, partnerId: string, via: string, receipts: readonly ReceiptLine[], now: string): void {
  const sets = new Map<string, ReceiptLine[]>()
  for (const receipt of receipts) sets.set(receipt.bundle, [...(sets.get(receipt.bundle) ?? []), receipt])
  for (const [about, set] of sets) {
    const bundle = outBundle(db, about)
    const sum = (pick: (receipt: ReceiptLine) => number): number => set.reduce((total, receipt) => total + pick(receipt), 0)
    const [n, dup, refused] = [sum((each) => each.n), sum((each) => each.dup), sum((each) => each.rejected.length)]
    if (bundle?.partner_id !== partnerId || n > bundle.slips || dup + refused > n) {
      log.write('receipt-refused', { via, about, n, dup, refused })
      if (bundle || !wasForgotten(db, partnerId, about)) raiseFlag(db, partnerId, 'false-receipt', now)
      continue
    }
    for (const [part, { result, n: counted, dup: known, rejected }] of set.entries())
      insertReceiptIn(db, { about, via, part, result, n: counted, dup: known, rejected: rejected.length }, now)
    noteReceiptOnBundle(db, about, dup, refused)
    const rejected = set.flatMap((receipt) => receipt.rejected)
    if (rejected.length > 0) noteRefused(db, slipsBoundTo(bundle), rejected, now)
  }
}

/** After a restore partners rightly speak of bundles this database does not know. */
const wasForgotten = (db: WriteDb, partnerId: string, id: string): boolean =>
  recoveredBundle(db, id) !== undefined || flagsOf(db, partnerId).some(({ code }) => code === 'own-restored')
