/** Households and employers as they stood at an instant: the present record with the later changes taken back. */
import type { ReadDb } from '../../db'
import { cellOf } from './dependents'
import { placeFields } from './dwellings'
import type { Moment } from './loaded-file'
import { changesOfPlace } from './queries/changes'
import { placeById, type EmployerRecord, type HouseholdRecord, type PlaceKind, type PlaceRecords } from './queries/places'

function placeAt<K extends PlaceKind>(db: ReadDb, kind: K, id: string, moment: Moment): PlaceRecords[K] | undefined {
  const now = placeById(db, kind, id)
  if (now === undefined || moment === null) return now
  const fields: Readonly<Record<string, string>> = placeFields[kind]
  return changesOfPlace(db, `${kind}:${id}`)
    .filter(({ at }) => at > moment)
    .reduce((row, { field, before }) => {
      const column = fields[field]
      return column === undefined ? row : { ...row, [column]: cellOf(column, before) }
    }, now)
}

export const employerAt = (db: ReadDb, id: string, moment: Moment): EmployerRecord | undefined => placeAt(db, 'employer', id, moment)
export const householdAt = (db: ReadDb, id: string, moment: Moment): HouseholdRecord | undefined => placeAt(db, 'household', id, moment)
