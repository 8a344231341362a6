/** What the slips ask of the tree: who may be given work, and whose area a place lies in. */
import { isDivisionCode, isInDivision, type DivisionCode, type UnitLevel } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import { openUnitOfCode, unitById, unitsAbove } from './queries/units'
import { assertOpen, scopeOfUnit } from './rules'

export interface Workplace {
  readonly id: string
  readonly name: string
  /** Division code of what it covers; null for the whole county. */
  readonly area: string | null
}

/** @throws AppError `organisation.unknown`, `organisation.closed` */
export function workplace(db: ReadDb, id: string): Workplace {
  const unit = unitById(db, id)
  if (!unit) throw new AppError('organisation.unknown')
  assertOpen(unit)
  return { id, name: unit.short_name || unit.name, area: scopeOfUnit(unitsAbove(db, id)) }
}

const digits: Readonly<Record<'township' | 'village', number>> = { township: 9, village: 12 }

/** @returns the working unit of a level in whose area a place of the county lies; null where the code does not say so much */
export function unitOfPlace(
  db: ReadDb,
  code: string,
  level: Extract<UnitLevel, 'township' | 'village'>,
  county: DivisionCode
): Workplace | null {
  if (!isDivisionCode(code) || !isInDivision(code, county)) return null
  const unit = openUnitOfCode(db, code.slice(0, digits[level]))
  return unit?.level === level ? { id: unit.id, name: unit.short_name || unit.name, area: unit.code } : null
}
