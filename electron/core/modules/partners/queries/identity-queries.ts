/** SQL of the links that begin anew when this office begins anew, under another identity. */
import type { ReadDb, WriteDb } from '../../../db'

/** Links in use, whose offices believe the identity that is given up. */
export const linksInUse = (db: ReadDb): { readonly id: string }[] =>
  db.all("SELECT id FROM partner WHERE trust IN ('confirmed', 'alarm') ORDER BY code, id")

/** The same office once more, with the same key and the same comparisons, under the identity now in use; nothing was ever sent or heard there. */
export function insertFollower(db: WriteDb, former: string, { id, own, now }: { id: string; own: number; now: string }): void {
  db.run(
    `INSERT INTO partner(id, name, code, phone, office_id, own, trust, suites, practice, alarmed_at, succeeds, created_at)
     SELECT ?, name, code, phone, office_id, ?, trust, suites, practice, alarmed_at, id, ? FROM partner WHERE id = ?`,
    id,
    own,
    now,
    former
  )
  db.run(
    `INSERT INTO partner_confirmation(partner_id, root, account_id, account, at, way, void_at)
     SELECT ?, root, account_id, account, at, way, void_at FROM partner_confirmation WHERE partner_id = ?`,
    id,
    former
  )
}

/** Cards still to be compared that came from a partner, or would take its place, do so from its present link. */
export function followFormer(db: WriteDb, former: string, id: string): void {
  db.run("UPDATE partner SET introduced_by = ? WHERE introduced_by = ? AND trust = 'pending'", id, former)
  db.run("UPDATE partner SET succeeds = ? WHERE succeeds = ? AND trust = 'pending'", id, former)
}

/** What was never compared has no traffic that could end. */
export const movePending = (db: WriteDb, own: number): number => db.run("UPDATE partner SET own = ? WHERE trust = 'pending'", own)

/** Links under the present identity whose office has written nothing to it yet. */
export const unheardFollowers = (db: ReadDb, own: number): { readonly id: string; name: string; code: string; phone: string }[] =>
  db.all(
    `SELECT p.id, p.name, p.code, p.phone FROM partner p JOIN partner f ON f.id = p.succeeds AND f.office_id = p.office_id
     WHERE p.own = ? AND p.trust IN ('confirmed', 'alarm') AND p.last_heard_at IS NULL ORDER BY p.code, p.id`,
    own
  )
