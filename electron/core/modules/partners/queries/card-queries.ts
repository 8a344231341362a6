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

export const newestOwnCardRow = (db: ReadDb): CardRow | undefined =>
  db.one<CardRow>('SELECT ver, digest, bytes, sig FROM partner_card WHERE own = 1 ORDER BY ver DESC LIMIT 1')

/** Own cards above a version, lowest first. */
export const ownCardRowsAbove = (db: ReadDb, ver: number): CardRow[] =>
  db.all<CardRow>('SELECT ver, digest, bytes, sig FROM partner_card WHERE own = 1 AND ver > ? ORDER BY ver', ver)

/** Own cards, the newest first. */
export const ownCardHistory = (db: ReadDb): { ver: number; digest: string; root: string; installed_at: string }[] =>
  db.all('SELECT ver, digest, root, installed_at FROM partner_card WHERE own = 1 ORDER BY ver DESC')

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
  own: boolean,
  now: string
): void {
  db.run(
    'INSERT INTO partner_card(office_id, ver, digest, root, own, bytes, sig, installed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING',
    card.id,
    card.ver,
    card.digest,
    card.root,
    own ? 1 : 0,
    card.bytes,
    card.sig,
    now
  )
}
