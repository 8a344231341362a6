/** Idempotency: the reply of a user action is kept with the action, so that the same key never acts twice. */
import { AppError } from '@shared/errors'
import { sha256Hex } from '../crypto'
import type { ReadDb, WriteDb } from '../db'

export interface ActionKey {
  readonly key: string
  readonly accountId: string
  readonly method: string
  /** Digest of the input as sent. */
  readonly digest: string
}

export const actionKey = (key: string, accountId: string, method: string, input: unknown): ActionKey => ({
  key,
  accountId,
  method,
  digest: sha256Hex(JSON.stringify({ input }))
})

/** @returns the reply of an earlier run, or undefined @throws AppError `request.key_reused` when the key stood for something else */
export function storedReply(db: ReadDb, action: ActionKey): { readonly value: unknown } | undefined {
  const row = db.one<{ account_id: string; method: string; digest: string; reply: string }>(
    'SELECT account_id, method, digest, reply FROM stored_reply WHERE key = ?',
    action.key
  )
  if (!row) return undefined
  if (row.account_id !== action.accountId || row.method !== action.method || row.digest !== action.digest)
    throw new AppError('request.key_reused')
  return { value: JSON.parse(row.reply) as unknown }
}

export function keepReply(db: WriteDb, action: ActionKey, value: unknown, now: string): void {
  db.run(
    'INSERT INTO stored_reply(key, account_id, method, digest, reply, at) VALUES (?, ?, ?, ?, ?, ?)',
    action.key,
    action.accountId,
    action.method,
    action.digest,
    JSON.stringify(value),
    now
  )
}

const KEPT_DAYS = 30

/** Forgets replies nobody can still be waiting for. */
export function forgetOldReplies(db: WriteDb, nowMs: number): void {
  db.run('DELETE FROM stored_reply WHERE at < ?', new Date(nowMs - KEPT_DAYS * 86_400_000).toISOString())
}
