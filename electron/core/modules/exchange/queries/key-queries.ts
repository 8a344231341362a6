/** SQL of what a change of signing keys rests on: who declared which stream ended, what vouches for a bundle, which own card was seen. */
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

/** Every end a partner declared. */
export const closingsHeard = (db: ReadDb, partnerId: string): (ClosingRow & { readonly epoch: string })[] =>
  db.all('SELECT epoch, signed_by, last, head FROM peer_closing WHERE partner_id = ?', partnerId)

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

export interface SignedRow {
  readonly id: string
  readonly epoch: string
  readonly seq: number
  readonly prev: string | null
  readonly signed_by: string
  readonly made_at: string
  readonly slips: number
  readonly looked_at: string | null
  readonly looked_at_by: string | null
  readonly note: string | null
}

/** Everything held of a partner, and under which key it came in. */
export const signedBundles = (db: ReadDb, partnerId: string): SignedRow[] =>
  db.all<SignedRow>(
    `SELECT b.id, b.epoch, b.seq, b.prev, b.signed_by, b.made_at, b.slips, l.at AS looked_at, l.by AS looked_at_by, l.note
     FROM bundle b LEFT JOIN unvouched_look l ON l.bundle_id = b.id
     WHERE b.partner_id = ? AND b.direction = 'in' ORDER BY b.number`,
    partnerId
  )

/** A key in use vouches for what came in under one that is none any more. */
export const vouchAnew = (db: WriteDb, partnerId: string, id: string, was: string, signedBy: string): number =>
  db.run(
    "UPDATE bundle SET signed_by = ? WHERE id = ? AND partner_id = ? AND direction = 'in' AND signed_by = ?",
    signedBy,
    id,
    partnerId,
    was
  )

/** How many bundles of ours a bundle of the partner brought receipts for. */
export const receiptsIn = (db: ReadDb, partnerId: string, via: string): number =>
  db.value<number>(
    `SELECT count(DISTINCT r.about) FROM bundle b JOIN receipt_in r ON r.about = b.id AND r.via = ?
     WHERE b.partner_id = ? AND b.direction = 'out'`,
    via,
    partnerId
  ) ?? 0

export const insertLook = (db: WriteDb, bundleId: string, by: string, at: string, note: string): number =>
  db.run(
    `INSERT INTO unvouched_look(bundle_id, at, by, note) VALUES (?, ?, ?, ?)
     ON CONFLICT (bundle_id) DO UPDATE SET at = excluded.at, by = excluded.by, note = excluded.note`,
    bundleId,
    at,
    by,
    note
  )

export const deleteLook = (db: WriteDb, bundleId: string): number => db.run('DELETE FROM unvouched_look WHERE bundle_id = ?', bundleId)

/** Newest card of our present identity that any partner was seen to know; 0 when none was heard. */
export const newestOwnCardSeen = (db: ReadDb): number =>
  db.value<number>(
    `SELECT coalesce(max(e.to_card), 0) FROM peer_envelope e JOIN partner p ON p.id = e.partner_id
     WHERE p.own = (SELECT coalesce(max(own), 1) FROM partner_card WHERE own > 0)`
  ) ?? 0
