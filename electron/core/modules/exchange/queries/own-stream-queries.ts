/** SQL of our own streams: epochs, sealed bundles, receipts waiting to go, and the counters. */
import type { LogHead } from '../../../container'
import type { ReadDb, WriteDb } from '../../../db'

export interface OwnEpochRow {
  readonly epoch: string
  /** `seen`: not opened by this database. */
  readonly origin: 'own' | 'seen'
  readonly closed_last: number | null
  readonly closed_head: string | null
}

const EPOCH = 'epoch, origin, closed_last, closed_head' as const

export const currentEpoch = (db: ReadDb, partnerId: string): string | undefined =>
  db.value<string>("SELECT epoch FROM own_epoch WHERE partner_id = ? AND closed_at IS NULL AND origin = 'own'", partnerId)

/** Every epoch of this database that goes on, whatever the link. */
export const openEpochs = (db: ReadDb): string[] =>
  db.all<{ epoch: string }>("SELECT epoch FROM own_epoch WHERE closed_at IS NULL AND origin = 'own'").map(({ epoch }) => epoch)

/** All epochs of a link, the newest first. */
export const ownEpochs = (db: ReadDb, partnerId: string): OwnEpochRow[] =>
  db.all<OwnEpochRow>(`SELECT ${EPOCH} FROM own_epoch WHERE partner_id = ? ORDER BY rowid DESC`, partnerId)

/** Of which link an epoch of ours is. */
export const ownEpoch = (db: ReadDb, epoch: string): (OwnEpochRow & { readonly partner_id: string }) | undefined =>
  db.one(`SELECT ${EPOCH}, partner_id FROM own_epoch WHERE epoch = ?`, epoch)

export const insertOwnEpoch = (db: WriteDb, epoch: string, partnerId: string, now: string, origin: OwnEpochRow['origin'] = 'own'): number =>
  db.run('INSERT INTO own_epoch(epoch, partner_id, origin, opened_at) VALUES (?, ?, ?, ?)', epoch, partnerId, origin, now)

/** Epochs of a link that somebody else opened, and no person has said of them that this is the only PC. */
export const unexplainedEpochs = (db: ReadDb, partnerId: string): number =>
  db.value<number>("SELECT count(*) FROM own_epoch WHERE partner_id = ? AND origin = 'seen' AND explained = 0", partnerId) ?? 0

/** Links with such epochs. */
export const unexplainedLinks = (db: ReadDb): number =>
  db.value<number>("SELECT count(DISTINCT partner_id) FROM own_epoch WHERE origin = 'seen' AND explained = 0") ?? 0

/** Epochs that somebody else opened and that go on, with their links. */
export const openSeenEpochs = (db: ReadDb): { readonly epoch: string; readonly partner_id: string }[] =>
  db.all("SELECT epoch, partner_id FROM own_epoch WHERE origin = 'seen' AND closed_at IS NULL")

/** A person said that this is the only PC. */
export const explainEpochs = (db: WriteDb): number => db.run("UPDATE own_epoch SET explained = 1 WHERE origin = 'seen' AND explained = 0")

export const closeOwnEpoch = (db: WriteDb, epoch: string, last: number, head: string | null, now: string): number =>
  db.run(
    'UPDATE own_epoch SET closed_last = ?, closed_head = ?, closed_at = coalesce(closed_at, ?) WHERE epoch = ? AND (closed_last IS NULL OR closed_last > ?)',
    last,
    head,
    now,
    epoch,
    last
  )

export interface StreamEnd {
  readonly last: number
  readonly head: string | null
}

/** The bundle sealed last in an epoch; `{last: 0, head: null}` before the first. */
export const streamEnd = (db: ReadDb, epoch: string): StreamEnd =>
  db.one<StreamEnd>(
    "SELECT seq AS last, id AS head FROM bundle WHERE direction = 'out' AND epoch = ? ORDER BY seq DESC LIMIT 1",
    epoch
  ) ?? { last: 0, head: null }

export interface OutBundleRow {
  readonly id: string
  readonly partner_id: string
  readonly epoch: string
  readonly seq: number
  readonly prev: string | null
  readonly state: string
  readonly slips: number
  readonly kinds: string
  readonly content_bytes: number
  readonly gzip_bytes: number
  readonly archive: string
  readonly replaces: string | null
  /** When its content was let go; null while it can be carried. */
  readonly let_go_at: string | null
}

const OUT = 'id, partner_id, epoch, seq, prev, state, slips, kinds, content_bytes, gzip_bytes, archive, replaces, let_go_at' as const

export const outBundle = (db: ReadDb, id: string): OutBundleRow | undefined =>
  db.one<OutBundleRow>(`SELECT ${OUT} FROM bundle WHERE id = ? AND direction = 'out'`, id)

/** Bundles of one epoch above a position, in order. */
export const outBundlesAbove = (db: ReadDb, epoch: string, seq: number): OutBundleRow[] =>
  db.all<OutBundleRow>(`SELECT ${OUT} FROM bundle WHERE direction = 'out' AND epoch = ? AND seq > ? ORDER BY seq`, epoch, seq)

export const outBundleAt = (db: ReadDb, epoch: string, seq: number): OutBundleRow | undefined =>
  db.one<OutBundleRow>(`SELECT ${OUT} FROM bundle WHERE direction = 'out' AND epoch = ? AND seq = ?`, epoch, seq)

/** Bundles of a link that no envelope has acknowledged yet. */
export const unacknowledged = (db: ReadDb, partnerId: string): OutBundleRow[] =>
  db.all<OutBundleRow>(
    `SELECT ${OUT} FROM bundle WHERE direction = 'out' AND partner_id = ? AND state IN ('sealed', 'carried') ORDER BY number`,
    partnerId
  )

export interface SentRow {
  readonly bundles: number
  readonly slips: number
  readonly carried: number
  readonly carried_slips: number
  readonly held: number
  readonly held_slips: number
}

/** What was sealed for a partner, what of it lay on some stick, and what he holds as his newest envelopes or earlier ones said. */
export const sentTo = (db: ReadDb, partnerId: string): SentRow | undefined =>
  db.one<SentRow>(
    `SELECT count(*) AS bundles, coalesce(sum(slips), 0) AS slips, count(carried_at) AS carried,
       coalesce(sum(CASE WHEN carried_at IS NOT NULL THEN slips END), 0) AS carried_slips, count(acknowledged_at) AS held,
       coalesce(sum(CASE WHEN acknowledged_at IS NOT NULL THEN slips END), 0) AS held_slips
     FROM bundle WHERE partner_id = ? AND direction = 'out' AND state <> 'given-up'`,
    partnerId
  )

/** Bundles given up whose records no later bundle carries yet. */
export const toSealAgain = (db: ReadDb, partnerId: string): OutBundleRow[] =>
  db.all<OutBundleRow>(
    `SELECT ${OUT} FROM bundle b WHERE direction = 'out' AND partner_id = ? AND state = 'given-up' AND replaces IS NULL AND let_go_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM bundle later WHERE later.replaces = b.id) ORDER BY number`,
    partnerId
  )

/** Second bundles given up as well, whose slips were not yet sent back to their authors. */
export const givenUpTwice = (db: ReadDb, partnerId: string): OutBundleRow[] =>
  db.all<OutBundleRow>(
    `SELECT ${OUT} FROM bundle WHERE direction = 'out' AND partner_id = ? AND state = 'given-up' AND replaces IS NOT NULL AND refused = 0 AND slips > 0
       AND let_go_at IS NULL`,
    partnerId
  )

export const noteReturned = (db: WriteDb, id: string, slips: number): number =>
  db.run('UPDATE bundle SET refused = ? WHERE id = ?', slips, id)

export type NewOutBundle = Omit<OutBundleRow, 'state' | 'let_go_at'> & { readonly made_at: string; readonly log: LogHead | undefined }

export function insertOutBundle(db: WriteDb, row: NewOutBundle): void {
  db.run(
    `INSERT INTO bundle(id, direction, partner_id, epoch, seq, prev, state, slips, kinds, content_bytes, gzip_bytes, bytes, made_at, archive, replaces, log_seq, log_head)
     VALUES (?, 'out', ?, ?, ?, ?, 'sealed', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.partner_id,
    row.epoch,
    row.seq,
    row.prev,
    row.slips,
    row.kinds,
    row.content_bytes,
    row.gzip_bytes,
    row.gzip_bytes,
    row.made_at,
    row.archive,
    row.replaces,
    row.log?.seq ?? null,
    row.log?.head ?? null
  )
}

export const setCarriedBundle = (db: WriteDb, id: string, bytes: number, at: string): number =>
  db.run(
    "UPDATE bundle SET carried_at = ?, bytes = ?, state = CASE state WHEN 'sealed' THEN 'carried' ELSE state END WHERE id = ? AND direction = 'out'",
    at,
    bytes,
    id
  )

/** @returns 1 when the bundle was not acknowledged before */
export const setAcknowledged = (db: WriteDb, id: string, at: string): number =>
  db.run(
    "UPDATE bundle SET acknowledged_at = ?, state = 'acknowledged' WHERE id = ? AND direction = 'out' AND state IN ('sealed', 'carried')",
    at,
    id
  )

export const setGivenUp = (db: WriteDb, id: string): number =>
  db.run("UPDATE bundle SET state = 'given-up' WHERE id = ? AND direction = 'out' AND state <> 'given-up'", id)

export interface WaitingReceipt {
  readonly number: number
  readonly line: string
}

export const waitingReceipts = (db: ReadDb, partnerId: string, limit: number): WaitingReceipt[] =>
  db.all<WaitingReceipt>(
    'SELECT number, line FROM receipt_out WHERE partner_id = ? AND bundle_id IS NULL ORDER BY number LIMIT ?',
    partnerId,
    limit
  )

export const insertReceiptOut = (db: WriteDb, partnerId: string, about: string, line: string, now: string): number =>
  db.run('INSERT INTO receipt_out(partner_id, about, line, queued_at) VALUES (?, ?, ?, ?)', partnerId, about, line, now)

export const bindReceipt = (db: WriteDb, number: number, bundleId: string): number =>
  db.run('UPDATE receipt_out SET bundle_id = ? WHERE number = ? AND bundle_id IS NULL', bundleId, number)

/** The bundle never left this PC, so nobody can hold its receipts. */
export const unbindReceipts = (db: WriteDb, bundleId: string): number =>
  db.run('UPDATE receipt_out SET bundle_id = NULL WHERE bundle_id = ?', bundleId)

export const counter = (db: ReadDb, name: 'state_no' | 'sealed_ms'): number =>
  db.value<number>('SELECT value FROM exchange_counter WHERE name = ?', name) ?? 0

/** Raises a counter to at least `value`; it never falls. */
export const raiseCounter = (db: WriteDb, name: 'state_no' | 'sealed_ms', value: number): number =>
  db.run(
    'INSERT INTO exchange_counter(name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)',
    name,
    value
  )

/** Takes `count` envelope numbers. @returns the first of them */
export function takeStateNumbers(db: WriteDb, count: number): number {
  const first = counter(db, 'state_no') + 1
  raiseCounter(db, 'state_no', first + count - 1)
  return first
}
