/** SQL of the key cards: every version ever installed, of partners and of this office. */
import type { ReadDb, WriteDb } from '../../../db'

export interface CardRow {
  readonly ver: number
  readonly digest: string
  readonly bytes: Uint8Array
  readonly sig: Uint8Array
}

export const newestCardRow = (db: ReadDb, officeId: string): CardRow | undefined =>
  db.one<CardRow>('SELECT ver, digest, bytes, sig FROM partner_card WHERE office_id = ? ORDER BY ver DESC LIMIT 1', officeId)

/** Which identity of this office is in use: 1, and one more each time its root key was lost; 0 before the first card. */
export const presentIdentity = (db: ReadDb): number => db.value<number>('SELECT coalesce(max(own), 0) FROM partner_card WHERE own > 0') ?? 0

/** Which identity of this office an office id names; undefined for other offices. */
export const ownIdentity = (db: ReadDb, officeId: string): number | undefined =>
  db.value<number>('SELECT own FROM partner_card WHERE office_id = ? AND own > 0 LIMIT 1', officeId)

/** The office id in use; undefined where no card of ours is left to say it. */
export const ownOfficeId = (db: ReadDb): string | undefined =>
  db.value<string>('SELECT office_id FROM partner_card WHERE own > 0 ORDER BY own DESC LIMIT 1')

export const newestOwnCardRow = (db: ReadDb): CardRow | undefined =>
  db.one<CardRow>('SELECT ver, digest, bytes, sig FROM partner_card WHERE own > 0 ORDER BY own DESC, ver DESC LIMIT 1')

/** Cards of the present identity above a version, lowest first. */
export const ownCardRowsAbove = (db: ReadDb, ver: number): CardRow[] =>
  db.all<CardRow>('SELECT ver, digest, bytes, sig FROM partner_card WHERE own = ? AND ver > ? ORDER BY ver', presentIdentity(db), ver)

/** Own cards of every identity, the first one first. */
export const ownCardRows = (db: ReadDb): CardRow[] =>
  db.all<CardRow>('SELECT ver, digest, bytes, sig FROM partner_card WHERE own > 0 ORDER BY own, ver')

/** The same without their octets, the newest first. */
export const ownCardHistory = (db: ReadDb): { own: number; ver: number; digest: string; root: string; installed_at: string }[] =>
  db.all('SELECT own, ver, digest, root, installed_at FROM partner_card WHERE own > 0 ORDER BY own DESC, ver DESC')

/** Every card held of an office, the newest first. */
export const cardRowsOf = (db: ReadDb, officeId: string): CardRow[] =>
  db.all<CardRow>('SELECT ver, digest, bytes, sig FROM partner_card WHERE office_id = ? ORDER BY ver DESC', officeId)

export const cardRow = (db: ReadDb, officeId: string, ver: number): CardRow | undefined =>
  db.one<CardRow>('SELECT ver, digest, bytes, sig FROM partner_card WHERE office_id = ? AND ver = ?', officeId, ver)

/** Codes that cards of partners once carried and their newest does not, the oldest first: after a change of divisions people still look for the old one. */
export const formerCodeRows = (db: ReadDb): { readonly office_id: string; readonly code: string }[] =>
  db.all(
    `SELECT c.office_id, json_extract(CAST(c.bytes AS TEXT), '$.code') AS code FROM partner_card c JOIN partner p ON p.office_id = c.office_id
     WHERE json_extract(CAST(c.bytes AS TEXT), '$.code') <> p.code GROUP BY 1, 2 ORDER BY min(c.ver)`
  )

export const cardDigest = (db: ReadDb, officeId: string, ver: number): string | undefined =>
  db.value<string>('SELECT digest FROM partner_card WHERE office_id = ? AND ver = ?', officeId, ver)

export function insertCard(
  db: WriteDb,
  card: {
    readonly id: string
    readonly ver: number
    readonly digest: string
    readonly root: string
    readonly bytes: Uint8Array
    readonly sig: Uint8Array
  },
  own: number,
  now: string
): void {
  db.run(
    'INSERT INTO partner_card(office_id, ver, digest, root, own, bytes, sig, installed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING',
    card.id,
    card.ver,
    card.digest,
    card.root,
    own,
    card.bytes,
    card.sig,
    now
  )
}
