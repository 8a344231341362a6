/** Pure decisions about units: which code fits where, what may be closed, what a unit covers. */
import {
  isDay,
  isDivisionCode,
  isInDivision,
  isUnitCode,
  unitCodeDigits,
  unitLevelBelow,
  unitLevelLabels,
  type UnitLevel
} from '@shared/domain'
import { AppError } from '@shared/errors'
import type { UnitRow } from './queries/units'

type Above = Pick<UnitRow, 'name' | 'code' | 'level' | 'valid_to'>

/** The level of a new unit below another. @throws AppError `organisation.too_deep`, `organisation.closed` */
export function levelUnder(parent: Above): UnitLevel {
  assertOpen(parent)
  const level = unitLevelBelow(parent.level)
  if (level === null) throw new AppError('organisation.too_deep')
  return level
}

export function assertOpen(unit: Pick<UnitRow, 'name' | 'valid_to'>): void {
  if (unit.valid_to !== null) throw new AppError('organisation.closed', { name: unit.name })
}

/** @throws AppError `organisation.code_level`, `organisation.code_outside` */
export function assertCode(level: UnitLevel, code: string | null, parent: Above | null): void {
  if (level === 'group' ? code !== null : code === null || !isUnitCode(level, code)) {
    const fault = { level: unitLevelLabels[level], digits: unitCodeDigits[level] ?? 0 }
    throw new AppError('organisation.code_level', fault, { fields: { code: `${fault.level}的代码应为 ${String(fault.digits)} 位` } })
  }
  if (code !== null && parent !== null) assertInside(code, parent)
}

/** @throws AppError `organisation.code_outside` */
function assertInside(code: string, parent: Pick<UnitRow, 'name' | 'code'>): void {
  const area = parent.code ?? ''
  if (isDivisionCode(code) && isDivisionCode(area) && isInDivision(code, area)) return
  throw new AppError('organisation.code_outside', { code, parent: parent.name, area }, { fields: { code: '不在上级机构的范围内' } })
}

/** @throws AppError `organisation.wrong_level` */
export function assertMayStandUnder(unit: Pick<UnitRow, 'name' | 'level'>, parent: Above): void {
  if (unitLevelBelow(parent.level) !== unit.level) throw new AppError('organisation.wrong_level', { name: unit.name, parent: parent.name })
}

/** @throws AppError `organisation.bad_day` when the text is no day, or lies before the unit began */
export function assertClosingDay(day: string, unit: Pick<UnitRow, 'valid_from'>): void {
  if (!isDay(day) || (unit.valid_from !== null && day < unit.valid_from)) throw new AppError('organisation.bad_day', { day })
}

/** A code below a unit whose own code changes from `before` to `after`: the digits that follow are kept. */
export const carriedCode = (code: string, before: string, after: string): string =>
  code.startsWith(before) ? after + code.slice(before.length) : code

/**
 * The division code an account at this unit covers.
 * @param upwards the unit and those above it, itself first; a group covers its village
 * @returns null for the whole county
 */
export function scopeOfUnit(upwards: readonly Pick<UnitRow, 'code' | 'level'>[]): string | null {
  const own = upwards.find((unit) => unit.code !== null)
  return own === undefined || own.level === 'county' ? null : own.code
}
