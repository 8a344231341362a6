/** Houses and employers are found by what is written about them, or made: so tenants of one house and people of one employer stand together. */
import { nameSearchKey } from '@shared/domain'
import type { EmployerInput } from '@shared/contract/persons'
import type { z } from 'zod'
import type { ReadDb, WriteDb } from '../../db'
import type { EpisodeRecord } from './dependents'
import { changesOfRow } from './file'
import { dwellingInserter, dwellingsByKey } from './queries/bulk'
import { changeInserter, type Origin } from './queries/changes'
import {
  dwellingByKey,
  employerByKey,
  insertDwelling,
  insertPlace,
  updatePlace,
  type DwellingRecord,
  type PlaceKind,
  type PlaceRecords
} from './queries/places'
import type { Cell, Row } from './record'

/** Fields of the history of places and their columns. */
export const placeFields = {
  household: { number: 'number', headId: 'head_id', note: 'note' },
  dwelling: { kind: 'kind', code: 'code', text: 'text', contact: 'contact', contactPhone: 'contact_phone' },
  employer: { name: 'name', address: 'address', kind: 'kind', phone: 'phone' }
} as const satisfies Readonly<Record<PlaceKind, Readonly<Record<string, string>>>>

/** Stamps that an act remembers, so that taking it back leaves no trace; no clerk reads them. */
export const STAMPS = { '~revision': 'revision', '~updatedAt': 'updated_at', '~updatedBy': 'updated_by' } as const

/** An address as it is compared: without spaces and punctuation, full-width letters folded, case ignored. */
export const foldedAddress = (text: string): string => (FOLDED.test(text) ? text : nameSearchKey(text).replace(/[\p{P}\p{S}\p{Z}]/gu, ''))

/** Nearly every address: nothing in it would change. */
const FOLDED = /^[0-9a-z\u4e00-\u9fa5]*$/

export const dwellingKey = (code: string, kind: string | null, text: string): string => `${code}|${kind ?? ''}|${foldedAddress(text)}`
export const employerKey = (name: string, address: string | null): string => `${foldedAddress(name)}|${foldedAddress(address ?? '')}`

/** What a stay says of its house. */
export type HouseFacts = Pick<EpisodeRecord, 'residence_code' | 'residence_text' | 'dwelling_kind' | 'dwelling_contact' | 'dwelling_phone'>

/** What the house of a stay is found by; null without an address. */
export const houseKey = ({ residence_code, dwelling_kind, residence_text }: HouseFacts): string | null =>
  residence_text === null || foldedAddress(residence_text) === '' ? null : dwellingKey(residence_code, dwelling_kind, residence_text)

/** @returns the row of the house a stay is in, null without an address or when there is none yet */
export function knownDwelling(db: ReadDb, stay: EpisodeRecord): number | null {
  const key = houseKey(stay)
  return key === null ? null : (dwellingByKey(db, key)?.seq ?? null)
}

export interface PlaceContext {
  readonly db: WriteDb
  newId(): string
}

/** Writes what differs, with its history and the next revision. @returns whether anything did */
export function changePlace<K extends PlaceKind>(
  { db }: Pick<PlaceContext, 'db'>,
  kind: K,
  was: PlaceRecords[K],
  columns: Readonly<Record<string, Cell>>,
  origin: Origin
): boolean {
  const before: Row = was
  const after: Row = { ...before, ...columns }
  const record = `${kind}:${was.id}`
  const changes = changesOfRow(record, placeFields[kind], before, after)
  if (changes.length === 0) return false
  const stamped = { revision: was.revision + 1, updated_at: origin.at, updated_by: origin.by }
  updatePlace(db, kind, was.seq, { ...columns, ...stamped })
  const insert = changeInserter(db)
  for (const change of changes) insert(null, change, origin)
  if (origin.act !== null)
    for (const change of changesOfRow(record, STAMPS, before, { ...before, ...stamped })) insert(null, change, origin)
  return true
}

const newPlace = (id: string, { at, by, act }: Origin) => ({ id, revision: 1, created_act: act, updated_at: at, updated_by: by })

/** How houses are looked for and made: one by one, or many together (`manyHouses`). */
export interface Houses {
  find(key: string): DwellingRecord | undefined
  /** @returns the row number */
  make(row: Omit<DwellingRecord, 'seq'>): number
  /** The house with that key was changed. */
  changed(key: string): void
}

const oneByOne = (db: WriteDb): Houses => ({
  find: (key) => dwellingByKey(db, key),
  make: (row) => insertDwelling(db, row),
  changed: () => undefined
})

/** @param asked keys of all houses that will be asked for; others are not found @param first row number of the first new house */
export function manyHouses(db: WriteDb, asked: readonly string[], first: number): Houses {
  const insert = dwellingInserter(db)
  const known = new Map(dwellingsByKey(db, [...new Set(asked)]).map((row) => [row.key, row]))
  const stale = new Set<string>()
  let next = first
  return {
    find: (key) => (stale.has(key) ? dwellingByKey(db, key) : known.get(key)),
    make(row) {
      const made = { ...row, seq: next }
      next += 1
      insert(made)
      known.set(row.key, made)
      return made.seq
    },
    changed: (key) => void stale.add(key)
  }
}

/** Finds or makes the house of a stay; a contact typed with the stay becomes the house's. @returns its row */
export const dwellingOf = (context: PlaceContext, stay: EpisodeRecord, origin: Origin): number | null =>
  houseOf(context, houseKey(stay), stay, origin, oneByOne(context.db))

/** @param key what the house of the stay is found by (`houseKey`) */
export function houseOf(context: PlaceContext, key: string | null, stay: HouseFacts, origin: Origin, houses: Houses): number | null {
  if (key === null || stay.residence_text === null) return null
  const { dwelling_contact: contact, dwelling_phone: phone } = stay
  const found = houses.find(key)
  if (found === undefined)
    return houses.make({
      ...newPlace(context.newId(), origin),
      key,
      kind: stay.dwelling_kind,
      code: stay.residence_code,
      text: stay.residence_text,
      contact,
      contact_phone: phone
    })
  if (contact === null && phone === null) return found.seq
  const heard = { ...(contact === null ? {} : { contact }), ...(phone === null ? {} : { contact_phone: phone }) }
  if (changePlace(context, 'dwelling', found, heard, origin)) houses.changed(key)
  return found.seq
}

export type EmployerFacts = Required<{ [K in keyof z.output<typeof EmployerInput>]: Exclude<z.output<typeof EmployerInput>[K], undefined> }>

/** Finds or makes an employer; kind and telephone typed with it become the employer's. @returns its id */
export function employerOf(context: PlaceContext, { name, address, kind, phone }: EmployerFacts, origin: Origin): string {
  const key = employerKey(name, address)
  const found = employerByKey(context.db, key)
  if (found === undefined) {
    const id = context.newId()
    insertPlace(context.db, 'employer', { ...newPlace(id, origin), key, name, address, kind, phone })
    return id
  }
  changePlace(context, 'employer', found, { ...(kind === null ? {} : { kind }), ...(phone === null ? {} : { phone }) }, origin)
  return found.id
}
