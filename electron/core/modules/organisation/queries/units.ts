/** SQL of the units of the office and the tree they form. */
import type { UnitLevel } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../../db'

export interface UnitRow {
  readonly id: string
  readonly parent: string | null
  readonly level: UnitLevel
  readonly code: string | null
  readonly name: string
  readonly short_name: string
  readonly post: string
  readonly phone: string
  readonly valid_from: string | null
  readonly valid_to: string | null
  readonly position: number
  readonly revision: number
}

/** A unit with the number of working units right below and of working accounts at it. */
export interface CountedUnit extends UnitRow {
  readonly children: number
  readonly users: number
}

const COLUMNS = 'id, parent, level, code, name, short_name, post, phone, valid_from, valid_to, position, revision'
const COUNTED = `${COLUMNS.split(', ')
  .map((column) => `o.${column}`)
  .join(', ')},
  (SELECT count(*) FROM organisation c WHERE c.parent = o.id AND c.valid_to IS NULL) AS children,
  (SELECT count(*) FROM account_unit u JOIN account_name a ON a.id = u.account_id WHERE u.organisation = o.id AND a.active = 1) AS users`

export const unitById = (db: ReadDb, id: string): UnitRow | undefined => db.one(`SELECT ${COLUMNS} FROM organisation WHERE id = ?`, id)
export const rootUnit = (db: ReadDb): UnitRow | undefined => db.one(`SELECT ${COLUMNS} FROM organisation WHERE level = 'county'`)
export const countedUnit = (db: ReadDb, id: string): CountedUnit | undefined =>
  db.one(`SELECT ${COUNTED} FROM organisation o WHERE o.id = ?`, id)

export const unitsBelow = (db: ReadDb, parent: string): UnitRow[] =>
  db.all(`SELECT ${COLUMNS} FROM organisation WHERE parent = ? ORDER BY position, id`, parent)
export const countedBelow = (db: ReadDb, parent: string, closed: boolean): CountedUnit[] =>
  db.all(
    `SELECT ${COUNTED} FROM organisation o WHERE o.parent = ? AND (o.valid_to IS NULL OR ?) ORDER BY o.position, o.id`,
    parent,
    closed ? 1 : 0
  )

/** From the unit up to the county, itself first. */
export const unitsAbove = (db: ReadDb, id: string): UnitRow[] =>
  db.all(
    `WITH RECURSIVE above(id, step) AS (
       SELECT ?, 0 UNION ALL SELECT o.parent, step + 1 FROM above JOIN organisation o USING (id) WHERE o.parent IS NOT NULL
     )
     SELECT ${COLUMNS} FROM above JOIN organisation USING (id) ORDER BY step`,
    id
  )

/** The unit and everything below it, closed ones included. */
export const unitsWithin = (db: ReadDb, id: string): UnitRow[] =>
  db.all(
    `WITH RECURSIVE below(id) AS (SELECT ? UNION ALL SELECT o.id FROM below JOIN organisation o ON o.parent = below.id)
     SELECT ${COLUMNS} FROM below JOIN organisation USING (id)`,
    id
  )

/** Working units whose name, short name or code holds the text; best first. The tree has some thousand rows, so it is looked through. */
export const findUnits = (db: ReadDb, text: string, limit: number): CountedUnit[] =>
  db.all(
    `SELECT ${COUNTED} FROM organisation o
     WHERE o.valid_to IS NULL AND (instr(o.name, ?) > 0 OR instr(o.short_name, ?) > 0 OR instr(o.code, ?) = 1)
     ORDER BY o.name <> ?, instr(o.name, ?) <> 1, length(coalesce(o.code, '9999999999999')), o.code, o.position
     LIMIT ?`,
    text,
    text,
    text,
    text,
    text,
    limit
  )

export const openUnitOfCode = (db: ReadDb, code: string): UnitRow | undefined =>
  db.one(`SELECT ${COLUMNS} FROM organisation WHERE code = ? AND valid_to IS NULL`, code)

export const lastPosition = (db: ReadDb, parent: string): number =>
  db.value<number>('SELECT coalesce(max(position), 0) FROM organisation WHERE parent = ?', parent) ?? 0

const INSERT =
  'INSERT INTO organisation(id, parent, level, code, name, short_name, post, phone, valid_from, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'

export type NewUnit = Omit<UnitRow, 'valid_to' | 'revision'>

export const insertUnit = (db: WriteDb, unit: NewUnit): void =>
  void db.prepared(INSERT)(
    unit.id,
    unit.parent,
    unit.level,
    unit.code,
    unit.name,
    unit.short_name,
    unit.post,
    unit.phone,
    unit.valid_from,
    unit.position
  )

/** What a form changes of a unit. */
export type UnitFacts = Pick<UnitRow, 'code' | 'name' | 'short_name' | 'post' | 'phone' | 'valid_from'>

export const updateUnit = (db: WriteDb, id: string, unit: UnitFacts): void =>
  void db.run(
    'UPDATE organisation SET code = ?, name = ?, short_name = ?, post = ?, phone = ?, valid_from = ?, revision = revision + 1 WHERE id = ?',
    unit.code,
    unit.name,
    unit.short_name,
    unit.post,
    unit.phone,
    unit.valid_from,
    id
  )

export const setCode = (db: WriteDb, id: string, code: string): void =>
  void db.run('UPDATE organisation SET code = ?, revision = revision + 1 WHERE id = ?', code, id)

export const setPlace = (db: WriteDb, id: string, parent: string, position: number): void =>
  void db.run('UPDATE organisation SET parent = ?, position = ?, revision = revision + 1 WHERE id = ?', parent, position, id)

export const setClosed = (db: WriteDb, id: string, on: string | null): void =>
  void db.run('UPDATE organisation SET valid_to = ?, revision = revision + 1 WHERE id = ?', on, id)
