/** SQL of who looked into what is sealed in a slip, and why. */
import type { WriteDb } from '../../../db'

const LOOK = 'INSERT INTO slip_look (slip, at, account, reason) VALUES (?, ?, ?, ?)'
export const noteSlipLook = (
  db: WriteDb,
  slip: number,
  { at, account, reason }: { readonly at: string; readonly account: string; readonly reason: string }
): void => void db.run(LOOK, slip, at, account, reason)

const DROP = 'DELETE FROM slip_look WHERE slip = ?'
/** A reason may repeat what the slip said: it goes with it. */
export const dropSlipLooks = (db: WriteDb, slip: number): void => void db.run(DROP, slip)
