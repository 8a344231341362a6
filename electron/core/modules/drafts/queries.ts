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
