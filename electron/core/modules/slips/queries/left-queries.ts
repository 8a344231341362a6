/** SQL of slips that stayed open on a link whose place another took, and of their way onto the present one. */
import type { ReadDb, WriteDb } from '../../../db'

/** Signed and not withdrawn: questions without an answer, notices and answers without a receipt, unless they went by post since; and what is owed here. */
const LEFT = `FROM slip s WHERE s.partner_id = ? AND (
    (s.direction = 'out' AND s.body_record IS NOT NULL AND s.withdrawn_on IS NULL
      AND s.status IN ('signed', 'bundled', 'delivered', 'received_by_peer', 'recheck')
      AND (s.kind IN ('CX', 'XC') OR s.received_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM slip_mailing m WHERE m.slip = s.seq))
    OR (s.direction = 'in' AND s.waits = 'us' AND s.owed = 1))`

/** Oldest first. */
export const leftIds = (db: ReadDb, partnerId: string): string[] =>
  db.all<{ id: string }>(`SELECT s.id ${LEFT} ORDER BY s.seq`, partnerId).map(({ id }) => id)

export const isLeft = (db: ReadDb, partnerId: string, slip: number): boolean =>
  db.value<number>(`SELECT 1 ${LEFT} AND s.seq = ?`, partnerId, slip) !== undefined

/** A signed answer waits for the present link, as if no bundle had ever held it. */
export const queueElsewhere = (db: WriteDb, slip: number, partnerId: string, at: string): number =>
  db.run(
    `UPDATE slip_travel SET partner_id = ?, queued_at = ?, bundle_id = NULL, bundled_at = NULL, carried_at = NULL
     WHERE slip = ? AND cancelled = 0 AND refused IS NULL AND received_at IS NULL`,
    partnerId,
    at,
    slip
  )
