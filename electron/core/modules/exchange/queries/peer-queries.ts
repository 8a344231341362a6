/** SQL of what we know of a partner's streams: received bundles, chains, envelopes heard, receipts, refusals. */
import type { LogHead } from '../../../container'
import type { ReadDb, SqlValue, WriteDb } from '../../../db'

export interface InBundleRow {
  readonly id: string
  readonly seq: number
  readonly prev: string | null
  readonly on_prefix: number
}

const IN = 'id, seq, prev, on_prefix' as const

export const isHeld = (db: ReadDb, id: string): boolean =>
  db.value<number>("SELECT 1 FROM bundle WHERE id = ? AND direction = 'in'", id) !== undefined

export const inBundlesAt = (db: ReadDb, epoch: string, seq: number): InBundleRow[] =>
  db.all<InBundleRow>(`SELECT ${IN} FROM bundle WHERE direction = 'in' AND epoch = ? AND seq = ? ORDER BY number`, epoch, seq)

export const highestHeld = (db: ReadDb, epoch: string): number =>
  db.value<number>("SELECT coalesce(max(seq), 0) FROM bundle WHERE direction = 'in' AND epoch = ?", epoch) ?? 0

/** Held beyond a hole or on a branch. */
export const offPrefix = (db: ReadDb, epoch: string, limit: number): InBundleRow[] =>
  db.all<InBundleRow>(
    `SELECT ${IN} FROM bundle WHERE direction = 'in' AND epoch = ? AND on_prefix = 0 ORDER BY seq, number LIMIT ?`,
    epoch,
    limit
  )

/** A second content under a number that was taken, in one epoch. */
export const branchesIn = (db: ReadDb, epoch: string): { readonly seq: number; readonly made_at: string }[] =>
  db.all("SELECT seq, made_at FROM bundle WHERE epoch = ? AND direction = 'in' AND state = 'branch' ORDER BY seq, number", epoch)

export const prefixIdAt = (db: ReadDb, epoch: string, seq: number): string | undefined =>
  db.value<string>("SELECT id FROM bundle WHERE direction = 'in' AND epoch = ? AND seq = ? AND on_prefix = 1", epoch, seq)

export const heldSeqs = (db: ReadDb, epoch: string, above: number): number[] =>
  db
    .all<{ seq: number }>("SELECT DISTINCT seq FROM bundle WHERE direction = 'in' AND epoch = ? AND seq > ? ORDER BY seq", epoch, above)
    .map(({ seq }) => seq)

export const markOnPrefix = (db: WriteDb, id: string): number => db.run('UPDATE bundle SET on_prefix = 1 WHERE id = ?', id)

export interface NewInBundle {
  readonly id: string
  readonly partner_id: string
  readonly epoch: string
  readonly seq: number
  readonly prev: string | null
  readonly state: 'applied' | 'branch'
  readonly slips: number
  readonly duplicates: number
  readonly refused: number
  readonly kinds: string
  readonly content_bytes: number
  readonly bytes: number
  readonly made_at: string
  readonly peer_sealed: string
  readonly archive: string
  /** Fingerprint. */
  readonly signed_by: string
  /** Last line of the sender's audit log when he sealed it. */
  readonly log: LogHead | undefined
}

export function insertInBundle(db: WriteDb, row: NewInBundle): void {
  const values: SqlValue[] = [
    row.id,
    row.partner_id,
    row.epoch,
    row.seq,
    row.prev,
    row.state,
    row.slips,
    row.duplicates,
    row.refused,
    row.kinds,
    row.content_bytes,
    row.bytes,
    row.made_at,
    row.peer_sealed,
    row.archive,
    row.signed_by,
    row.log?.seq ?? null,
    row.log?.head ?? null
  ]
  db.run(
    `INSERT INTO bundle(id, direction, partner_id, epoch, seq, prev, state, slips, duplicates, refused, kinds, content_bytes, bytes, made_at, peer_sealed, archive, signed_by, log_seq, log_head)
     VALUES (?, 'in', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...values
  )
}

export interface PeerEpochRow {
  readonly epoch: string
  readonly upto: number
  readonly head: string | null
  readonly closed_last: number | null
  readonly closed_head: string | null
}

const EPOCH = 'epoch, upto, head, closed_last, closed_head' as const

/** Epochs of a partner, the one seen last first. */
export const peerEpochs = (db: ReadDb, partnerId: string): PeerEpochRow[] =>
  db.all<PeerEpochRow>(`SELECT ${EPOCH} FROM peer_epoch WHERE partner_id = ? ORDER BY first_seen_at DESC, epoch`, partnerId)

export const peerEpoch = (db: ReadDb, partnerId: string, epoch: string): PeerEpochRow | undefined =>
  db.one<PeerEpochRow>(`SELECT ${EPOCH} FROM peer_epoch WHERE partner_id = ? AND epoch = ?`, partnerId, epoch)

export const seePeerEpoch = (db: WriteDb, partnerId: string, epoch: string, now: string): number =>
  db.run('INSERT INTO peer_epoch(partner_id, epoch, first_seen_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', partnerId, epoch, now)

export const setPrefix = (db: WriteDb, partnerId: string, epoch: string, upto: number, head: string | null): number =>
  db.run('UPDATE peer_epoch SET upto = ?, head = ? WHERE partner_id = ? AND epoch = ?', upto, head, partnerId, epoch)

/** Keeps the lowest end ever declared, so that the order of envelopes does not matter. */
export const setPeerClosed = (db: WriteDb, partnerId: string, epoch: string, last: number, head: string | null): number =>
  db.run(
    'UPDATE peer_epoch SET closed_last = ?, closed_head = ? WHERE partner_id = ? AND epoch = ? AND (closed_last IS NULL OR closed_last > ?)',
    last,
    head,
    partnerId,
    epoch,
    last
  )

export interface EnvelopeRow {
  readonly epoch: string
  readonly no: number
  /** JSON of `EnvelopeState`, validated before it was stored. */
  readonly state: string
  /** JSON of `AckEntry[]`. */
  readonly left_out: string
  readonly to_card: number
  readonly sealed: string
  readonly seen_at: string
}

const ENVELOPE = 'epoch, no, state, left_out, to_card, sealed, seen_at' as const

/** The newest envelope of each epoch announced as current, the one heard last first. */
export const envelopesOf = (db: ReadDb, partnerId: string): EnvelopeRow[] =>
  db.all<EnvelopeRow>(`SELECT ${ENVELOPE} FROM peer_envelope WHERE partner_id = ? ORDER BY seen_at DESC, no DESC`, partnerId)

/** Envelopes of epochs that the office announced as current and did not close since. */
export const liveEnvelopes = (db: ReadDb, partnerId: string): EnvelopeRow[] =>
  db.all<EnvelopeRow>(
    `SELECT ${ENVELOPE} FROM peer_envelope e WHERE partner_id = ? AND NOT EXISTS (
       SELECT 1 FROM peer_epoch c WHERE c.partner_id = e.partner_id AND c.epoch = e.epoch AND c.closed_last IS NOT NULL)
     ORDER BY seen_at DESC, no DESC`,
    partnerId
  )

export function putEnvelope(db: WriteDb, partnerId: string, row: EnvelopeRow): void {
  db.run(
    `INSERT INTO peer_envelope(partner_id, epoch, no, state, left_out, to_card, sealed, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (partner_id, epoch) DO UPDATE SET no = excluded.no, state = excluded.state, left_out = excluded.left_out, to_card = excluded.to_card,
       sealed = excluded.sealed, seen_at = excluded.seen_at`,
    partnerId,
    row.epoch,
    row.no,
    row.state,
    row.left_out,
    row.to_card,
    row.sealed,
    row.seen_at
  )
}

export interface ReceiptFacts {
  readonly about: string
  readonly via: string
  readonly part: number
  readonly result: string
  readonly n: number
  readonly dup: number
  readonly rejected: number
}

export const insertReceiptIn = (db: WriteDb, receipt: ReceiptFacts, now: string): number =>
  db.run(
    'INSERT INTO receipt_in(about, via, part, result, n, dup, rejected, imported_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    receipt.about,
    receipt.via,
    receipt.part,
    receipt.result,
    receipt.n,
    receipt.dup,
    receipt.rejected,
    now
  )

export const noteReceiptOnBundle = (db: WriteDb, about: string, duplicates: number, refused: number): number =>
  db.run("UPDATE bundle SET duplicates = ?, refused = ? WHERE id = ? AND direction = 'out'", duplicates, refused, about)

export interface ProcessedRow {
  readonly bundles: number
  readonly slips: number
  readonly duplicates: number
  readonly refused: number
}

/** What a partner's receipts say of our bundles; of several sets about one bundle the last counts. */
export const processedBy = (db: ReadDb, partnerId: string): ProcessedRow | undefined =>
  db.one<ProcessedRow>(
    `SELECT count(DISTINCT r.about) AS bundles, coalesce(sum(r.n), 0) AS slips, coalesce(sum(r.dup), 0) AS duplicates,
       coalesce(sum(r.rejected), 0) AS refused
     FROM bundle b JOIN receipt_in r ON r.about = b.id
     WHERE b.partner_id = ? AND b.direction = 'out'
       AND r.via = (SELECT l.via FROM receipt_in l WHERE l.about = b.id ORDER BY l.imported_at DESC, l.via LIMIT 1)`,
    partnerId
  )

export interface RefusedRow {
  readonly epoch: string
  readonly id: string
  readonly code: string
}

/** Newest first. */
export const refusedBundles = (db: ReadDb, partnerId: string, limit: number): RefusedRow[] =>
  db.all<RefusedRow>('SELECT epoch, id, code FROM refused_bundle WHERE partner_id = ? ORDER BY at DESC, id LIMIT ?', partnerId, limit)

/** Why a bundle of this partner was refused; undefined when it was not. */
export const refusedCode = (db: ReadDb, partnerId: string, id: string): string | undefined =>
  db.value<string>('SELECT code FROM refused_bundle WHERE partner_id = ? AND id = ?', partnerId, id)

/** Epochs of a partner that go on as far as he said. */
export const openPeerEpochs = (db: ReadDb, partnerId: string): number =>
  db.value<number>('SELECT count(*) FROM peer_epoch WHERE partner_id = ? AND closed_last IS NULL', partnerId) ?? 0

export const insertRefused = (db: WriteDb, partnerId: string, row: RefusedRow, now: string): number =>
  db.run(
    `INSERT INTO refused_bundle(partner_id, epoch, id, code, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (partner_id, id) DO UPDATE SET code = excluded.code, at = excluded.at`,
    partnerId,
    row.epoch,
    row.id,
    row.code,
    now
  )

export const forgetRefused = (db: WriteDb, partnerId: string, id: string): number =>
  db.run('DELETE FROM refused_bundle WHERE partner_id = ? AND id = ?', partnerId, id)

export const insertPending = (db: WriteDb, bundleId: string, name: string, digest: string, line: string): number =>
  db.run('INSERT INTO pending_upgrade(bundle_id, name, digest, line) VALUES (?, ?, ?, ?)', bundleId, name, digest, line)

export const forgetPending = (db: WriteDb, bundleId: string): number => db.run('DELETE FROM pending_upgrade WHERE bundle_id = ?', bundleId)

/** An echo's first line and the lines that follow it; no record of a later version can be called so. */
export const ECHO = 'echo'

/** Lines of echoes that a bundle carried, in their order. */
export const echoLines = (db: ReadDb, bundleId: string): string[] =>
  db
    .all<{ line: string }>("SELECT line FROM pending_upgrade WHERE bundle_id = ? AND name = 'echo' ORDER BY number", bundleId)
    .map(({ line }) => line)

export const forgetEchoLines = (db: WriteDb, bundleId: string): number =>
  db.run("DELETE FROM pending_upgrade WHERE bundle_id = ? AND name = 'echo'", bundleId)

export const insertBlobPart = (
  db: WriteDb,
  bundleId: string,
  blob: { readonly id: string; readonly part: number; readonly of: number; readonly data: Uint8Array }
): number =>
  db.run(
    'INSERT INTO blob_part(id, part, of_parts, bundle_id, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    blob.id,
    blob.part,
    blob.of,
    bundleId,
    blob.data
  )

export const forgetBlobs = (db: WriteDb, bundleId: string): number => db.run('DELETE FROM blob_part WHERE bundle_id = ?', bundleId)

/** When the partner says he sealed the envelope heard last. */
const NEWEST_SEALED = 'SELECT max(sealed) FROM peer_envelope'
/** When any partner sealed what was heard last. */
export const newestSealed = (db: ReadDb): string | null => db.value<string>(NEWEST_SEALED) ?? null
export const newestSealedTime = (db: ReadDb, partnerId: string): string | null =>
  db.value<string>('SELECT sealed FROM peer_envelope WHERE partner_id = ? ORDER BY seen_at DESC, no DESC LIMIT 1', partnerId) ?? null
