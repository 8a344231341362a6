/** SQL of blank booklets: where each one is, and the movements from which the stock of any day is added up. */
import type { ReadDb, WriteDb } from '../../../db'

export type MoveKind = 'received' | 'given_in' | 'given_out' | 'used' | 'spoiled' | 'spoiled_later' | 'lost' | 'counted'

export const isBookletKnown = (db: ReadDb, form: string, number: string): boolean =>
  db.value<number>('SELECT 1 FROM booklet WHERE form = ? AND number = ?', form, number) !== undefined

export const insertBooklet = (db: WriteDb, form: string, number: string): void =>
  void db.run("INSERT INTO booklet(form, number, unit, state) VALUES (?, ?, NULL, 'in_stock')", form, number)

/** @returns whether it lay in the stock of the unit, and now lies in the other's */
export const handOn = (db: WriteDb, form: string, number: string, from: string | null, to: string | null): boolean =>
  db.run("UPDATE booklet SET unit = ? WHERE form = ? AND number = ? AND unit IS ? AND state = 'in_stock'", to, form, number, from) === 1

/** @returns whether it lay in the stock of the unit, and no longer does */
export const takeOut = (
  db: WriteDb,
  {
    form,
    number,
    unit,
    state,
    copy
  }: { form: string; number: string; unit: string | null; state: 'used' | 'spoiled' | 'lost'; copy: number | null }
): boolean =>
  db.run(
    "UPDATE booklet SET state = ?, copy = ? WHERE form = ? AND number = ? AND unit IS ? AND state = 'in_stock'",
    ...[state, copy, form, number, unit]
  ) === 1

/** The next blank booklets of the unit from a number on. */
export const inStockFrom = (db: ReadDb, form: string, unit: string | null, number: string, limit: number): string[] =>
  db
    .all<{ number: string }>(
      "SELECT number FROM booklet WHERE form = ? AND unit IS ? AND number >= ? AND state = 'in_stock' ORDER BY number LIMIT ?",
      ...[form, unit, number, limit]
    )
    .map((row) => row.number)

export const hasInStock = (db: ReadDb, form: string, unit: string | null): boolean =>
  db.value<number>("SELECT 1 FROM booklet WHERE form = ? AND unit IS ? AND state = 'in_stock' LIMIT 1", form, unit) !== undefined

export const bookletOfCopy = (db: ReadDb, copy: number): string | null =>
  db.value<string>('SELECT number FROM booklet WHERE copy = ?', copy) ?? null

export const spoilUsed = (db: WriteDb, copy: number): void => void db.run("UPDATE booklet SET state = 'spoiled' WHERE copy = ?", copy)

export interface MoveRow {
  readonly form: string
  readonly unit: string | null
  readonly kind: MoveKind
  readonly count: number
  readonly first: string | null
  readonly last: string | null
  readonly reason: string | null
  readonly day: string
  readonly at: string
  readonly by: string
}

export const insertMove = (db: WriteDb, row: MoveRow): void =>
  void db.run(
    'INSERT INTO booklet_move(form, unit, kind, count, first, last, reason, day, at, by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ...[row.form, row.unit, row.kind, row.count, row.first, row.last, row.reason, row.day, row.at, row.by]
  )

export interface SumRow {
  readonly unit: string | null
  readonly unit_name: string | null
  readonly kind: MoveKind
  readonly total: number
}

export const sumsUntil = (db: ReadDb, form: string, day: string): SumRow[] =>
  db.all<SumRow>(
    `SELECT m.unit, u.name AS unit_name, m.kind, sum(m.count) AS total FROM booklet_move m LEFT JOIN unit_name u ON u.id = m.unit
     WHERE m.form = ? AND m.day <= ? AND m.kind <> 'counted' GROUP BY m.unit, m.kind ORDER BY u.name`,
    form,
    day
  )
