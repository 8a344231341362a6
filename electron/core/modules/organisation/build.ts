/** Makes the tree an office starts with from the divisions of its county as they stand today. */
import type { DivisionEntry, ReferenceBook } from '@shared/domain'
import { isUnitCode } from '@shared/domain'
import type { WriteDb } from '../../db'
import { insertUnit, type NewUnit } from './queries/units'

export interface Proposal {
  readonly code: string
  readonly fullName: string
  readonly townships: readonly DivisionEntry[]
  readonly villages: number
}

/** The county of the office: the first six digits of its code (exchange-format.md §2.4). */
export const countyOfOffice = (officeCode: string): string => officeCode.slice(0, 6)

export function proposal(reference: ReferenceBook, officeCode: string): Proposal {
  const code = countyOfOffice(officeCode)
  const townships = reference.childDivisions(code).filter((place) => isUnitCode('township', place.code))
  const villages = townships.reduce((sum, place) => sum + villagesOf(reference, place.code).length, 0)
  return { code, fullName: reference.divisionName(code), townships, villages }
}

const villagesOf = (reference: ReferenceBook, township: string): DivisionEntry[] =>
  reference.childDivisions(township).filter((place) => isUnitCode('village', place.code))

const unit = (
  id: string,
  parent: string | null,
  level: NewUnit['level'],
  place: Pick<DivisionEntry, 'code' | 'name'>,
  position: number
): NewUnit => ({
  ...{ id, parent, level, code: place.code, name: place.name, position },
  ...{ short_name: '', post: '', phone: '', valid_from: null }
})

/** @returns the number of units made */
export function buildUnits(
  db: WriteDb,
  {
    reference,
    office,
    newId
  }: { readonly reference: ReferenceBook; readonly office: { readonly code: string; readonly name: string }; newId(): string },
  withVillages: boolean
): number {
  const { code, townships } = proposal(reference, office.code)
  const root = newId()
  insertUnit(db, unit(root, null, 'county', { code, name: office.name }, 1))
  let made = 1
  for (const [at, township] of townships.entries()) {
    const id = newId()
    insertUnit(db, unit(id, root, 'township', township, at + 1))
    const villages = withVillages ? villagesOf(reference, township.code) : []
    for (const [place, village] of villages.entries()) insertUnit(db, unit(newId(), id, 'village', village, place + 1))
    made += 1 + villages.length
  }
  return made
}
