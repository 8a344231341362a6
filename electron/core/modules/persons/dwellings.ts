/** Houses and employers are found by what is written about them, or made: so tenants of one house and people of one employer stand together. */
import { nameSearchKey } from '@shared/domain'
import type { EmployerInput } from '@shared/contract/persons'
import type { z } from 'zod'
import type { ReadDb, WriteDb } from '../../db'
import type { EpisodeRecord } from './dependents'
import { changesOfRow } from './file'
import { changeInserter, type Origin } from './queries/changes'
import { dwellingByKey, employerByKey, insertDwelling, insertPlace, updatePlace, type PlaceKind, type PlaceRecords } from './queries/places'
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

const keyOf = ({ residence_code, dwelling_kind, residence_text }: EpisodeRecord): string | null =>
  residence_text === null || foldedAddress(residence_text) === '' ? null : dwellingKey(residence_code, dwelling_kind, residence_text)

/** @returns the row of the house a stay is in, null without an address or when there is none yet */
export function knownDwelling(db: ReadDb, stay: EpisodeRecord): number | null {
  const key = keyOf(stay)
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

/** Finds or makes the house of a stay; a contact typed with the stay becomes the house's. @returns its row */
export function dwellingOf(context: PlaceContext, stay: EpisodeRecord, origin: Origin): number | null {
  const key = keyOf(stay)
  if (key === null || stay.residence_text === null) return null
  const { dwelling_contact: contact, dwelling_phone: phone } = stay
  const found = dwellingByKey(context.db, key)
  if (found === undefined)
    return insertDwelling(context.db, {
      ...newPlace(context.newId(), origin),
      key,
      kind: stay.dwelling_kind,
      code: stay.residence_code,
      text: stay.residence_text,
      contact,
      contact_phone: phone
    })
  const heard = { ...(contact === null ? {} : { contact }), ...(phone === null ? {} : { contact_phone: phone }) }
  changePlace(context, 'dwelling', found, heard, origin)
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
