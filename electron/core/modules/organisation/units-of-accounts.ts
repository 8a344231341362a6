/** What the accounts module asks of the tree: where an account sits, what it covers, and to seat it elsewhere. */
import { AppError } from '@shared/errors'
import type { ReadDb, WriteDb } from '../../db'
import { bind, unbind, unitIdOf } from './queries/bindings'
import { unitById, unitsAbove } from './queries/units'
import { assertOpen, scopeOfUnit } from './rules'

export interface Seat {
  readonly id: string
  readonly name: string
  /** Division code the account covers; null for the whole county. */
  readonly scope: string | null
  readonly closed: boolean
}

/** @returns null for an account that was never bound: it covers the whole county */
export function seatOf(db: ReadDb, account: string): Seat | null {
  const id = unitIdOf(db, account)
  const upwards = id === undefined ? [] : unitsAbove(db, id)
  const [unit] = upwards
  return unit === undefined ? null : { id: unit.id, name: unit.name, scope: scopeOfUnit(upwards), closed: unit.valid_to !== null }
}

/** @throws AppError `organisation.unknown`, `organisation.closed` */
export function bindTo(db: WriteDb, account: string, unit: string): void {
  const row = unitById(db, unit)
  if (!row) throw new AppError('organisation.unknown')
  assertOpen(row)
  bind(db, account, unit)
}

/** Seats an account at a unit, or gives it the whole county (null). @throws AppError `organisation.unknown`, `organisation.closed` */
export function seat(db: WriteDb, account: string, unit: string | null): void {
  if (unit === null) unbind(db, account)
  else bindTo(db, account, unit)
}
