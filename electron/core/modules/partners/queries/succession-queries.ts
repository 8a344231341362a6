/** SQL of links that took the place of others after an office lost its root key. */
import type { ReadDb, WriteDb } from '../../../db'

/** A link still to be compared says whose place it would take. */
export const proposeSuccession = (db: WriteDb, id: string, former: string): number =>
  db.run("UPDATE partner SET succeeds = ? WHERE id = ? AND trust = 'pending'", former, id)

/** @returns how many rows changed: none where it was closed already */
export const closeLink = (db: WriteDb, id: string, at: string): number =>
  db.run("UPDATE partner SET trust = 'closed', closed_at = ? WHERE id = ? AND trust IN ('confirmed', 'alarm')", at, id)

/** The closed link before this one. */
export const formerOf = (db: ReadDb, id: string): string | undefined =>
  db.value<string>("SELECT f.id FROM partner p JOIN partner f ON f.id = p.succeeds WHERE p.id = ? AND f.trust = 'closed'", id)

/** The link that took the place of this one: two persons compared it, so there is one at most. */
export const heirOf = (db: ReadDb, id: string): string | undefined =>
  db.value<string>("SELECT id FROM partner WHERE succeeds = ? AND trust <> 'pending'", id)

/**
 * @param officeId a partner's, or our own
 * @returns the identity the office had before it lost its root; null when it always had this one
 */
export const identityBefore = (db: ReadDb, officeId: string): string | null =>
  db.value<string>(
    `WITH RECURSIVE asked(id) AS MATERIALIZED (SELECT ?),
       line(succeeds, office_id, steps) AS (
         SELECT p.succeeds, p.office_id, 0 FROM partner p JOIN asked ON p.office_id = asked.id WHERE p.trust = 'confirmed'
         UNION ALL
         SELECT p.succeeds, p.office_id, steps + 1 FROM line JOIN partner p ON p.id = line.succeeds
       )
     SELECT office_id FROM (
       SELECT before.office_id, 0 AS steps FROM partner_card now JOIN asked ON now.office_id = asked.id
         JOIN partner_card before ON before.own = now.own - 1 WHERE now.own > 1
       UNION ALL
       SELECT office_id, steps FROM line
     ) WHERE office_id <> (SELECT id FROM asked) ORDER BY steps LIMIT 1`,
    officeId
  ) ?? null

/** Authorities whose newest directory says that an office takes the place of another. */
export const authoritiesProposing = (db: ReadDb, officeId: string, former: string): string[] =>
  db
    .all<{ name: string }>(
      `SELECT p.name FROM directory_entry e JOIN partner p ON p.office_id = e.authority_id
       WHERE e.office_id = ? AND e.supersedes = ? AND p.trust = 'confirmed' ORDER BY p.code`,
      officeId,
      former
    )
    .map(({ name }) => name)

/** Whether a link gathered anything; registering its card alone leaves none of this. */
export const isUsed = (db: ReadDb, id: string): boolean =>
  db.value<number>(
    `SELECT EXISTS (SELECT 1 FROM slip WHERE partner_id = p.id) OR EXISTS (SELECT 1 FROM slip_batch WHERE partner_id = p.id)
       OR EXISTS (SELECT 1 FROM own_epoch WHERE partner_id = p.id) OR EXISTS (SELECT 1 FROM peer_epoch WHERE partner_id = p.id)
       OR EXISTS (SELECT 1 FROM partner_entry WHERE partner_id = p.id) OR EXISTS (SELECT 1 FROM partner_change WHERE partner_id = p.id)
       OR EXISTS (SELECT 1 FROM agreement WHERE partner_id = p.id) OR EXISTS (SELECT 1 FROM carry_sheet WHERE partner_id = p.id)
     FROM partner p WHERE p.id = ?`,
    id
  ) === 1

export function deletePartner(db: WriteDb, id: string): void {
  db.run('DELETE FROM partner_confirmation WHERE partner_id = ?', id)
  db.run('DELETE FROM partner WHERE id = ?', id)
}
