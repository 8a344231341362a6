/** Who stands on a list of a place: those on file there, without who declined a visit and without children, whose parents are asked. */
import { divisionLevelOf, isDivisionCode } from '@shared/domain'
import type { RosterBasis } from '@shared/domain/roster'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import { isInScope, isProtectedChild, personForSlip, scopeOf, withheldIds, type PersonForSlip } from '../persons'
import { placeOf } from './cells'
import { candidatesIn, type CandidateRow } from './queries'
import { inWalkingOrder, MOST_LOOKED_AT, MOST_ROWS, type Placed } from './rules'

export interface Where {
  readonly place: string
  readonly basis: RosterBasis
  readonly moveKind: 'in' | 'out' | 'intra_county' | null
}

export interface Listable {
  readonly rows: readonly CandidateRow[]
  readonly declined: number
  readonly young: number
  /** Who asked that her data only be kept, and who is to be met with care: one count, so that it tells of neither alone. */
  readonly restricted: number
  readonly tooMany: boolean
}

type Reading = Pick<CallContext, 'actor' | 'reference' | 'today'> & { readonly db: ReadDb }

const PREFIX_LENGTH = { province: 2, prefecture: 4, county: 6, township: 9, village: 12 } as const

/** The place must be known and lie in the part of the county that the account covers. @throws AppError `reference.division_unknown`, `persons.out_of_scope` */
function prefixOf({ actor, reference }: Reading, place: string): string {
  if (!isDivisionCode(place) || reference.division(place) === undefined)
    throw new AppError('reference.division_unknown', { code: place }, { fields: { place: '请从列表里选定' } })
  if (!isInScope(scopeOf(actor), { stay_code: place, hukou_code: place })) throw new AppError('persons.out_of_scope')
  return place.slice(0, PREFIX_LENGTH[divisionLevelOf(place)])
}

/** @returns who may stand on the list, in no order, and how many are left out and why */
export function listable(context: Reading, { place, basis, moveKind }: Where): Listable {
  const found = candidatesIn(context.db, { basis, prefix: prefixOf(context, place), moveKind, today: context.today }, MOST_LOOKED_AT + 1)
  const kept = withheldIds(context.db)
  const usable = found.filter(({ id }) => !kept.has(id))
  const declined = usable.filter((row) => row.declined === 1)
  const willing = usable.filter((row) => row.declined !== 1)
  const rows = willing.filter((row) => !isProtectedChild(row.birth_date, context.today))
  return {
    rows,
    declined: declined.length,
    young: willing.length - rows.length,
    restricted: found.length - usable.length,
    tooMany: found.length > MOST_LOOKED_AT || rows.length > MOST_ROWS
  }
}

export interface ListedPerson extends Placed {
  readonly person: PersonForSlip
}

/** @returns the persons of the list in walking order @throws AppError `rosters.too_many`, `rosters.nobody` */
export function listedPersons(context: Reading, where: Where): ListedPerson[] {
  const { rows, tooMany } = listable(context, where)
  if (tooMany) throw new AppError('rosters.too_many', { most: MOST_ROWS }, { fields: { place: '请选更小的地方' } })
  if (rows.length === 0) throw new AppError('rosters.nobody')
  const listed = rows.flatMap((row) => {
    const person = personForSlip(context.db, row.id)
    return person === undefined ? [] : [{ person, ...placeOf(person, where.basis, row.sort_key) }]
  })
  return inWalkingOrder(listed)
}
