/** SQL of what was lost and is fetched back: own bundles known again, echoes owed to partners, what is gone, and flags for people. */
import type { ReadDb, WriteDb } from '../../../db'

export interface RecoveredRow {
  readonly id: string
  readonly partner_id: string
  readonly epoch: string
  readonly seq: number
  readonly prev: string | null
}

export const recoveredBundle = (db: ReadDb, id: string): RecoveredRow | undefined =>
  db.one<RecoveredRow>('SELECT id, partner_id, epoch, seq, prev FROM recovered_bundle WHERE id = ?', id)

/** Sealed by this database, or known again. */
export const isKnownOwn = (db: ReadDb, id: string): boolean =>
  db.value<number>("SELECT 1 FROM bundle WHERE id = ? AND direction = 'out'", id) !== undefined || recoveredBundle(db, id) !== undefined

export const recoveredSince = (db: ReadDb, partnerId: string, since: string): { readonly bundles: number; readonly slips: number } =>
  db.one(
    'SELECT count(*) AS bundles, coalesce(sum(slips), 0) AS slips FROM recovered_bundle WHERE partner_id = ? AND at >= ?',
    partnerId,
    since
  ) ?? {
    bundles: 0,
    slips: 0
  }

/** @returns 0 when it was known before */
export const insertRecovered = (db: WriteDb, row: RecoveredRow & { readonly slips: number }, now: string): number =>
  db.run(
    'INSERT INTO recovered_bundle(id, partner_id, epoch, seq, prev, slips, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    row.id,
    row.partner_id,
    row.epoch,
    row.seq,
    row.prev,
    row.slips,
    now
  )

export interface HeldContent {
  readonly id: string
  readonly epoch: string
  readonly seq: number
  readonly slips: number
  readonly archive: string
  readonly content_bytes: number
  readonly let_go_at: string | null
}

const HELD = 'id, epoch, seq, slips, archive, content_bytes, let_go_at' as const

/** Bundles of a partner within one of his epochs, `after` and up to `to`. */
export const receivedBetween = (db: ReadDb, partnerId: string, epoch: string, after: number, to: number, limit: number): HeldContent[] =>
  db.all<HeldContent>(
    `SELECT ${HELD} FROM bundle WHERE direction = 'in' AND epoch = ? AND seq > ? AND seq <= ? AND partner_id = ? ORDER BY seq, number LIMIT ?`,
    epoch,
    after,
    to,
    partnerId,
    limit
  )

export const receivedById = (db: ReadDb, partnerId: string, id: string): HeldContent | undefined =>
  db.one<HeldContent>(`SELECT ${HELD} FROM bundle WHERE id = ? AND direction = 'in' AND partner_id = ?`, id, partnerId)

export interface EchoRow extends HeldContent {
  readonly number: number
}

/** Echoes that may go with the next bundle, oldest first. */
export const echoesToSend = (db: ReadDb, partnerId: string, limit: number): EchoRow[] =>
  db.all<EchoRow>(
    `SELECT e.number, b.id, b.epoch, b.seq, b.slips, b.archive, b.content_bytes, b.let_go_at FROM echo_out e JOIN bundle b ON b.id = e.bundle_id
     WHERE e.partner_id = ? AND e.carrier IS NULL AND e.allowed <> 'waits' ORDER BY e.number LIMIT ?`,
    partnerId,
    limit
  )

export interface EchoState {
  readonly allowed: 'waits' | 'by-rule' | 'by-person'
  readonly carrier: string | null
}

export const echoOf = (db: ReadDb, bundleId: string): EchoState | undefined =>
  db.one<EchoState>('SELECT allowed, carrier FROM echo_out WHERE bundle_id = ?', bundleId)

export const insertEcho = (
  db: WriteDb,
  partnerId: string,
  bundle: { readonly id: string; readonly slips: number },
  allowed: EchoState['allowed'],
  now: string
): number =>
  db.run(
    'INSERT INTO echo_out(partner_id, bundle_id, slips, asked_at, allowed) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    partnerId,
    bundle.id,
    bundle.slips,
    now,
    allowed
  )

/** Slips given back by rule since a person last said yes. */
export const slipsGivenByRule = (db: ReadDb, partnerId: string): number =>
  db.value<number>("SELECT coalesce(sum(slips), 0) FROM echo_out WHERE partner_id = ? AND allowed = 'by-rule'", partnerId) ?? 0

export const echoesWaiting = (
  db: ReadDb,
  partnerId: string
): { readonly bundles: number; readonly slips: number; readonly asked_at: string | null } =>
  db.one(
    "SELECT count(*) AS bundles, coalesce(sum(slips), 0) AS slips, min(asked_at) AS asked_at FROM echo_out WHERE partner_id = ? AND carrier IS NULL AND allowed = 'waits'",
    partnerId
  ) ?? { bundles: 0, slips: 0, asked_at: null }

/** A person lets everything go that waits; what was given by rule no longer counts against the next request. */
export const allowEchoes = (db: WriteDb, partnerId: string): number =>
  db.run("UPDATE echo_out SET allowed = 'by-person' WHERE partner_id = ? AND allowed <> 'by-person'", partnerId)

/** A person says no: what waits is forgotten until it is asked for again. */
export const refuseEchoes = (db: WriteDb, partnerId: string): number =>
  db.run("DELETE FROM echo_out WHERE partner_id = ? AND allowed = 'waits' AND carrier IS NULL", partnerId)

export const bindEcho = (db: WriteDb, number: number, carrier: string): number =>
  db.run('UPDATE echo_out SET carrier = ? WHERE number = ? AND carrier IS NULL', carrier, number)

/** The carrier will never arrive: its echoes wait for another one. */
export const unbindEchoes = (db: WriteDb, carrier: string): number =>
  db.run('UPDATE echo_out SET carrier = NULL WHERE carrier = ?', carrier)

/** The carrier is acknowledged and its content gone: what is asked for again is given again. */
export const forgetEchoesIn = (db: WriteDb, carrier: string): number => db.run('DELETE FROM echo_out WHERE carrier = ?', carrier)

export const setLetGo = (db: WriteDb, id: string, now: string): number =>
  db.run('UPDATE bundle SET let_go_at = ? WHERE id = ? AND let_go_at IS NULL', now, id)

export interface KeptContent {
  readonly id: string
  readonly archive: string
}

/** Content made or imported before a day that nobody is owed any more. */
export const contentBefore = (db: ReadDb, before: string, limit: number): KeptContent[] =>
  db.all<KeptContent>(
    "SELECT id, archive FROM bundle WHERE let_go_at IS NULL AND made_at < ? AND state NOT IN ('sealed', 'carried') ORDER BY made_at LIMIT ?",
    before,
    limit
  )

export const insertGone = (db: WriteDb, partnerId: string, epoch: string, id: string, now: string): number =>
  db.run('INSERT INTO peer_gone(partner_id, epoch, id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', partnerId, epoch, id, now)

export const forgetGone = (db: WriteDb, partnerId: string, epoch: string): number =>
  db.run('DELETE FROM peer_gone WHERE partner_id = ? AND epoch = ?', partnerId, epoch)

export const isGone = (db: ReadDb, partnerId: string, epoch: string, id: string): boolean =>
  db.value<number>('SELECT 1 FROM peer_gone WHERE partner_id = ? AND epoch = ? AND id = ?', partnerId, epoch, id) !== undefined

export const goneCount = (db: ReadDb, partnerId: string): number =>
  db.value<number>('SELECT count(DISTINCT id) FROM peer_gone WHERE partner_id = ?', partnerId) ?? 0

export const linkFlags = [
  'peer-restored',
  'own-restored',
  'own-twice',
  'peer-epochs',
  'own-epochs',
  'false-receipt',
  'false-echo',
  'lost-key'
] as const
export type LinkFlag = (typeof linkFlags)[number]

export const raiseFlag = (db: WriteDb, partnerId: string, code: LinkFlag, now: string): number =>
  db.run(
    `INSERT INTO link_flag(partner_id, code, at) VALUES (?, ?, ?)
     ON CONFLICT (partner_id, code) DO UPDATE SET at = excluded.at, looked_at = NULL, looked_at_by = NULL, note = NULL`,
    partnerId,
    code,
    now
  )

export const clearFlag = (db: WriteDb, partnerId: string, code: LinkFlag): number =>
  db.run('DELETE FROM link_flag WHERE partner_id = ? AND code = ?', partnerId, code)

export interface FlagRow {
  readonly code: LinkFlag
  readonly at: string
  /** When somebody looked into it, who and what came of it; all null until then. */
  readonly looked_at: string | null
  readonly looked_at_by: string | null
  readonly note: string | null
}

export const flagsOf = (db: ReadDb, partnerId: string): FlagRow[] =>
  db.all<FlagRow>('SELECT code, at, looked_at, looked_at_by, note FROM link_flag WHERE partner_id = ? ORDER BY code', partnerId)

/** @returns 0 when it was raised anew or looked into since */
export const lookIntoFlag = (
  db: WriteDb,
  { partnerId, code, at }: { readonly partnerId: string; readonly code: LinkFlag; readonly at: string },
  by: string,
  now: string,
  note: string
): number =>
  db.run(
    'UPDATE link_flag SET looked_at = ?, looked_at_by = ?, note = ? WHERE partner_id = ? AND code = ? AND at = ? AND looked_at IS NULL',
    now,
    by,
    note,
    partnerId,
    code,
    at
  )

/** Whether any link shows that this database goes on elsewhere as well. */
export const isFlagged = (db: ReadDb, code: LinkFlag): boolean =>
  db.value<number>('SELECT 1 FROM link_flag WHERE code = ? LIMIT 1', code) !== undefined

export const clearFlags = (db: WriteDb, code: LinkFlag): number => db.run('DELETE FROM link_flag WHERE code = ?', code)
