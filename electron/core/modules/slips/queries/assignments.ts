/** SQL of who works on the slips of the others. */
import type { ReadDb, WriteDb } from '../../../db'

export interface Assignment {
  readonly slip: number
  readonly unit: string | null
  readonly code: string | null
  readonly account: string | null
  readonly due_on: string | null
  readonly at: string
  readonly by: string
  readonly act: number
}

const OF_SLIP = 'SELECT * FROM slip_assignment WHERE slip = ?'
export const assignmentOf = (db: ReadDb, slip: number): Assignment | undefined => db.one<Assignment>(OF_SLIP, slip)

const PUT = `INSERT INTO slip_assignment(slip, unit, code, account, due_on, at, by, act) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (slip) DO UPDATE SET (unit, code, account, due_on, at, by, act) =
    (excluded.unit, excluded.code, excluded.account, excluded.due_on, excluded.at, excluded.by, excluded.act)`
export const putAssignment = (db: WriteDb, { slip, unit, code, account, due_on: due, at, by, act }: Assignment): void =>
  void db.run(PUT, slip, unit, code, account, due, at, by, act)

const DROP = 'DELETE FROM slip_assignment WHERE slip = ?'
export const dropAssignment = (db: WriteDb, slip: number): void => void db.run(DROP, slip)

/** How a slip stood before an act gave it to somebody or took it back. */
export interface Before {
  readonly slip: number
  readonly status: string
  readonly gave: 0 | 1
  readonly status_after: string
  readonly held: Assignment | undefined
}

const NOTE = `INSERT INTO slip_assignment_before(act, slip, status, unit, code, account, due_on, at, by, by_act, gave, status_after)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
export function noteBefore(db: WriteDb, act: number, { slip, status, held, gave, status_after: after }: Before): void {
  const { unit = null, code = null, account = null, due_on: due = null, at = null, by = null, act: byAct = null } = held ?? {}
  db.run(NOTE, act, slip, status, unit, code, account, due, at, by, byAct, gave, after)
}

interface BeforeRow extends Omit<Before, 'held'>, Omit<Assignment, 'at' | 'by' | 'act' | 'slip'> {
  readonly at: string | null
  readonly by: string | null
  readonly by_act: number | null
}
const OF_ACT = 'SELECT * FROM slip_assignment_before WHERE act = ? ORDER BY slip'
export const beforeAct = (db: ReadDb, act: number): Before[] =>
  db.all<BeforeRow>(OF_ACT, act).map(({ slip, status, gave, status_after, unit, code, account, due_on, at, by, by_act: byAct }) => {
    const held = at === null || by === null || byAct === null ? undefined : { slip, unit, code, account, due_on, at, by, act: byAct }
    return { slip, status, gave, status_after, held }
  })

export interface Hand {
  readonly slip: number
  readonly unit: string | null
  readonly account: string | null
  readonly due_on: string | null
}
const HANDS = `SELECT a.slip, u.name AS unit, n.display_name AS account, a.due_on FROM json_each(?) j CROSS JOIN slip_assignment a ON a.slip = j.value
  LEFT JOIN unit_name u ON u.id = a.unit LEFT JOIN account_name n ON n.id = a.account`
/** Who has which of these slips, by name. */
export const handsOf = (db: ReadDb, slips: readonly number[]): ReadonlyMap<number, Hand> =>
  new Map(db.all<Hand>(HANDS, JSON.stringify(slips)).map((hand) => [hand.slip, hand]))
