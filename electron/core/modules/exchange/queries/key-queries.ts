/** SQL of what a change of signing keys rests on: who declared which stream ended, what vouches for a late bundle, which own card was seen. */
import type { ClosedEpoch } from '../../../container'
import type { ReadDb, WriteDb } from '../../../db'

/** Keeps the lowest end each key ever declared. */
export const noteClosing = (db: WriteDb, partnerId: string, signedBy: string, { epoch, last, head }: ClosedEpoch): number =>
  db.run(
    `INSERT INTO peer_closing(partner_id, epoch, signed_by, last, head) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (partner_id, epoch, signed_by) DO UPDATE SET last = excluded.last, head = excluded.head WHERE last > excluded.last`,
    partnerId,
    epoch,
    signedBy,
    last,
    head
  )

export interface ClosingRow {
  /** Fingerprint. */
  readonly signed_by: string
  readonly last: number
  readonly head: string | null
}

export const closingsOf = (db: ReadDb, partnerId: string, epoch: string): ClosingRow[] =>
  db.all<ClosingRow>('SELECT signed_by, last, head FROM peer_closing WHERE partner_id = ? AND epoch = ?', partnerId, epoch)

/** What the bundles held at a place of a partner's stream name as the one before them. */
export const predecessorsNamedAt = (db: ReadDb, partnerId: string, epoch: string, seq: number): string[] =>
  db
    .all<{ prev: string }>(
      "SELECT prev FROM bundle WHERE direction = 'in' AND partner_id = ? AND epoch = ? AND seq = ? AND prev IS NOT NULL",
      partnerId,
      epoch,
      seq
    )
    .map(({ prev }) => prev)

/** Newest card of our present identity that any partner was seen to know; 0 when none was heard. */
export const newestOwnCardSeen = (db: ReadDb): number =>
  db.value<number>(
    `SELECT coalesce(max(e.to_card), 0) FROM peer_envelope e JOIN partner p ON p.id = e.partner_id
     WHERE p.own = (SELECT coalesce(max(own), 1) FROM partner_card WHERE own > 0)`
  ) ?? 0
