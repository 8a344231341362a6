/** SQL of acts on many slips at once. */
import type { ReadDb, WriteDb } from '../../../db'

export type BatchKind = 'submit' | 'pair' | 'close' | 'remind'

/** How a slip stood before such an act, and how the act left it. */
export interface BeforeBatch {
  readonly slip: number
  readonly what: BatchKind
  readonly status: string
  readonly status_after: string
  readonly event: number
}

const NOTE = `INSERT INTO slip_act_before(act, slip, what, status, status_after, event)
  SELECT ?, s.seq, ?, ?, s.status, max(e.seq) FROM slip s JOIN slip_event e ON e.slip = s.seq WHERE s.seq = ?`
/** Reads how the act left the slip from the slip itself. */
export const noteBeforeBatch = (db: WriteDb, act: number, what: BatchKind, slip: { readonly seq: number; readonly status: string }): void =>
  void db.run(NOTE, act, what, slip.status, slip.seq)

const OF_ACT = 'SELECT slip, what, status, status_after, event FROM slip_act_before WHERE act = ? ORDER BY slip'
export const beforeBatch = (db: ReadDb, act: number): BeforeBatch[] => db.all<BeforeBatch>(OF_ACT, act)

// A word about a slip changes nothing of it.
const SINCE = "SELECT 1 FROM slip_event WHERE slip = ? AND seq > ? AND action <> 'note' LIMIT 1"
export const hasEventSince = (db: ReadDb, slip: number, event: number): boolean => db.value<number>(SINCE, slip, event) !== undefined
