/** SQL of drafts, one row for each account, form and subject. */
import type { ReadDb, WriteDb } from '../../db'

export const findDraft = (db: ReadDb, accountId: string, form: string, subject: string): { value: string; saved_at: string } | undefined =>
  db.one('SELECT value, saved_at FROM draft WHERE account_id = ? AND form = ? AND subject = ?', accountId, form, subject)

export const putDraft = (db: WriteDb, accountId: string, form: string, subject: string, value: string, now: string): void =>
  void db.run(
    `INSERT INTO draft(account_id, form, subject, value, saved_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (account_id, form, subject) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at`,
    accountId,
    form,
    subject,
    value,
    now
  )

export const dropDraft = (db: WriteDb, accountId: string, form: string, subject: string): boolean =>
  db.run('DELETE FROM draft WHERE account_id = ? AND form = ? AND subject = ?', accountId, form, subject) > 0

/** How a screen stands is no work and goes to nobody. */
const OWN_LOOK = 'view'

const COUNT = 'SELECT count(*) FROM draft WHERE account_id = ? AND form <> ?'
export const countDrafts = (db: ReadDb, accountId: string): number => db.value<number>(COUNT, accountId, OWN_LOOK) ?? 0

const HAND = 'UPDATE OR IGNORE draft SET account_id = ? WHERE account_id = ? AND form <> ?'
/** Half-filled forms go to another account; where that one has one of the same form and subject, both stay. */
export function handDrafts(db: WriteDb, from: string, to: string): { moved: number; left: number } {
  const moved = db.run(HAND, to, from, OWN_LOOK)
  return { moved, left: countDrafts(db, from) }
}
