/** Methods about households, dwellings and employers. */
import type { Output } from '@shared/contract'
import type { places } from '@shared/contract/places'
import { divisionCode12, isDivisionCode, maskPhone, nameSearchKey, normalisePhone, scopeCovers, type ReferenceBook } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../../db'
import type { CommandContext, Handlers, QueryContext } from '../../../rpc'
import { changePlace, employerKey, foldedAddress } from '../dwellings'
import { keptMasked } from '../facts'
import { saveHousehold } from '../households'
import { codeFact, divisionFact, textFact, unmasked } from '../plain-facts'
import { personById } from '../queries/files'
import {
  dwellingsWith,
  employerByKey,
  employersFrom,
  employersWith,
  householdMembers,
  householdsByMember,
  householdsByNumber,
  lastHouseholdNumber,
  placeById,
  staysAt,
  type DwellingRecord,
  type EmployerRecord,
  type HouseholdRecord,
  type PlaceKind,
  type PlaceRecords,
  type StayRow
} from '../queries/places'
import { originOf } from '../save'
import { isInScope, scopeOf, type Scope } from '../scope'
import { isBereaved } from '../marks'
import { shownName } from '../masks'
import { rowViewer } from '../views'

type PlaceHandlers = Handlers<'places'>

/** @throws AppError `places.unknown` */
function known<K extends PlaceKind>(db: ReadDb, kind: K, id: string): PlaceRecords[K] {
  const place = placeById(db, kind, id)
  if (place === undefined) throw new AppError('places.unknown')
  return place
}

/** @throws AppError `places.changed_meanwhile` */
function assertRevision(place: { readonly revision: number; readonly updated_by: string }, revision: number | null): void {
  if (place.revision !== revision) throw new AppError('places.changed_meanwhile', { by: place.updated_by })
}

const dwellingView = (row: DwellingRecord, reference: ReferenceBook): Output<typeof places.dwelling>['dwelling'] => ({
  id: row.id,
  revision: row.revision,
  kind: row.kind,
  code: row.code,
  placeName: reference.divisionName(row.code),
  text: row.text,
  contact: row.contact,
  contactPhoneMasked: row.contact_phone === null ? null : maskPhone(row.contact_phone)
})

const employerView = ({ id, revision, name, address, kind, phone }: EmployerRecord) => ({ id, revision, name, address, kind, phone })

/** Stays of each kind that a page of a place shows. */
const STAYS = 500

/** Persons of one page from which on it is recorded (PV-4). */
const RECORDED_ABOVE = 20
function noteMany({ note }: QueryContext, subject: string, rows: number): void {
  if (rows > RECORDED_ABOVE) note({ subject, detail: { rows } })
}

function staysView(context: QueryContext, kind: 'dwelling' | 'employer', key: string | number) {
  const { db } = context
  const scope = scopeOf(context.actor)
  const shownRow = rowViewer(context)
  const view = (row: StayRow) => ({
    person: shownRow(row),
    episode: row.episode,
    startedOn: row.started_on,
    endedOn: row.ended_on
  })
  const of = (open: boolean): StayRow[] => staysAt(db, { kind, key, open, scope }, STAYS + 1)
  const [now, before] = [of(true), of(false)]
  const shown = (rows: readonly StayRow[]) => rows.slice(0, STAYS).map(view)
  return { now: shown(now), before: shown(before), more: now.length > STAYS || before.length > STAYS }
}

/** A place belongs to the scope by its own code, or because somebody of the scope lives, works or belongs there. @throws AppError `places.out_of_scope` */
function assertPlace(scope: Scope, code: string | null, somebody: () => boolean): void {
  const lies = scope === null || (code !== null && scopeCovers(scope, [code]))
  if (!lies && !somebody()) throw new AppError('places.out_of_scope')
}

/** The first twelve digits of a household's number are its area. */
const areaOf = (number: string): string => number.slice(0, 12)

const visibleMembers = (db: ReadDb, scope: Scope, household: string) =>
  householdMembers(db, household).filter((row) => row.status !== 'merged' && isInScope(scope, row))

const household: PlaceHandlers['household'] = (context, { id }) => {
  const { db } = context
  const scope = scopeOf(context.actor)
  const found = known(db, 'household', id)
  const members = visibleMembers(db, scope, id)
  assertPlace(scope, areaOf(found.number), () => members.length > 0)
  const isSeen = scope === null || members.some((row) => row.id === found.head_id)
  noteMany(context, id, members.length)
  const view = rowViewer(context)
  return {
    ...{ id, revision: found.revision, number: found.number, note: found.note },
    headId: isSeen ? found.head_id : null,
    members: members.map((row) => ({ person: view(row), relation: row.relation_to_head }))
  }
}

/** Digits that both the typed front of a number and the area of the account begin with; null when no number does. */
function numberFront(typed: string, scope: Scope): string | null {
  if (scope === null || typed.startsWith(scope)) return typed
  return scope.startsWith(typed) ? scope : null
}

const searchHouseholds: PlaceHandlers['searchHouseholds'] = ({ db, actor, today }, { text, limit }) => {
  const scope = scopeOf(actor)
  const typed = text.normalize('NFKC').replace(/\s/g, '')
  if (typed === '') return { rows: [] }
  const front = /^\d+$/.test(typed) ? numberFront(typed, scope) : null
  const byName = /^\d+$/.test(typed) ? [] : householdsByMember(db, nameSearchKey(typed), scope, limit)
  const ids = front === null ? byName : householdsByNumber(db, front, limit)
  const found = ids.map((id) => placeById(db, 'household', id)).filter((one): one is HouseholdRecord => one !== undefined)
  return {
    rows: found.map(({ id, number, head_id: head }) => {
      const members = visibleMembers(db, scope, id)
      const isSeen = scope === null || members.some((row) => row.id === head)
      const person = head === null || !isSeen ? undefined : personById(db, head)
      const name = person === undefined ? null : shownName({ ...person, bereaved: isBereaved(db, person.seq) }, today)
      return { id, number, head: name, members: members.length }
    })
  }
}

const LAST = 9999

const nextHouseholdNumber: PlaceHandlers['nextHouseholdNumber'] = ({ db, reference, actor }, { code, group }) => {
  const short = divisionFact(code, 'code', reference)
  assertPlace(scopeOf(actor), short, () => false)
  const area = (isDivisionCode(short) ? divisionCode12(short) : short) + group
  const serial = Number((lastHouseholdNumber(db, area) ?? `${area}0000`).slice(-4)) + 1
  if (serial > LAST) throw new AppError('places.household_full')
  return { number: area + String(serial).padStart(4, '0') }
}

const saveHouseholdHandler: PlaceHandlers['saveHousehold'] = (ctx, input) => {
  const before = input.id === null ? null : known(ctx.db, 'household', input.id)
  const scope = scopeOf(ctx.actor)
  assertPlace(scope, areaOf(before?.number ?? input.number), () => before !== null && visibleMembers(ctx.db, scope, before.id).length > 0)
  if (before !== null) assertRevision(before, input.revision)
  const saved = saveHousehold(ctx, before, input)
  ctx.note({ subject: saved.id, detail: { members: input.members.length } })
  ctx.changed('persons')
  return saved
}

const dwelling: PlaceHandlers['dwelling'] = (context, { id }) => {
  const { db, reference, actor } = context
  const found = known(db, 'dwelling', id)
  const stays = staysView(context, 'dwelling', found.seq)
  assertPlace(scopeOf(actor), found.code, () => stays.now.length + stays.before.length > 0)
  noteMany(context, id, stays.now.length + stays.before.length)
  return { dwelling: dwellingView(found, reference), ...stays }
}

const AFTER_DIGITS = ':'

const searchDwellings: PlaceHandlers['searchDwellings'] = ({ db, reference, actor }, { text, limit, within }) => {
  const words = text.trim()
  const scope = scopeOf(actor)
  if (words === '') return { rows: [] }
  const asked = within !== null && scopeCovers(scope, [within]) ? within : scope
  const area = (asked ?? '').replace(/(?:00)+$/, '')
  const near = area === '' ? [] : dwellingsWith(db, area, area + AFTER_DIGITS, words, limit)
  const far = near.length >= limit || scope !== null ? [] : dwellingsWith(db, '', AFTER_DIGITS, words, limit)
  const all = [...new Map([...near, ...far].map((row) => [row.id, row])).values()].slice(0, limit)
  return { rows: all.map((row) => dwellingView(row, reference)) }
}

const saveDwelling: PlaceHandlers['saveDwelling'] = (ctx, { id, revision, contact, contactPhone, why }) => {
  const before = known(ctx.db, 'dwelling', id)
  assertPlace(scopeOf(ctx.actor), before.code, () => false)
  assertRevision(before, revision)
  const phone = unmasked(keptMasked(contactPhone, before.contact_phone, maskPhone), 'contactPhone', '联系电话')
  const columns = {
    contact: textFact(contact, 'contact', '房主或联系人'),
    contact_phone: phone === null ? null : normalisePhone(phone)
  }
  return placeSaved(ctx, 'dwelling', before, columns, why)
}

function placeSaved<K extends PlaceKind>(
  ctx: CommandContext,
  kind: K,
  before: PlaceRecords[K],
  columns: Readonly<Record<string, string | null>>,
  why: string | null
): { id: string; revision: number } {
  const changed = changePlace(ctx, kind, before, columns, originOf(ctx, why))
  ctx.note({ subject: before.id })
  if (changed) ctx.changed('persons')
  return { id: before.id, revision: before.revision + (changed ? 1 : 0) }
}

const employer: PlaceHandlers['employer'] = (context, { id }) => {
  const { db, actor } = context
  const found = known(db, 'employer', id)
  const stays = staysView(context, 'employer', id)
  assertPlace(scopeOf(actor), null, () => stays.now.length + stays.before.length > 0)
  noteMany(context, id, stays.now.length + stays.before.length)
  return { employer: employerView(found), ...stays }
}

const searchEmployers: PlaceHandlers['searchEmployers'] = ({ db, actor }, { text, limit }) => {
  const words = foldedAddress(text)
  const scope = scopeOf(actor)
  if (words === '') return { rows: [] }
  const leading = employersFrom(db, words, scope, limit)
  const inside = leading.length >= limit ? [] : employersWith(db, words, scope, limit)
  const all = [...new Map([...leading, ...inside].map((row) => [row.id, row])).values()].slice(0, limit)
  return { rows: all.map(employerView) }
}

const saveEmployer: PlaceHandlers['saveEmployer'] = (ctx, { id, revision, name, address, kind, phone, why }) => {
  const before = known(ctx.db, 'employer', id)
  const scope = scopeOf(ctx.actor)
  const works = (open: boolean): boolean => staysAt(ctx.db, { kind: 'employer', key: id, open, scope }, 1).length > 0
  assertPlace(scope, null, () => works(true) || works(false))
  assertRevision(before, revision)
  const facts = {
    name: textFact(name, 'name', '单位名称') ?? before.name,
    address: textFact(address, 'address', '单位地址'),
    kind: codeFact('employer_kind', kind, 'kind', ctx, before.kind),
    phone: textFact(phone, 'phone', '单位电话')
  }
  const key = employerKey(facts.name, facts.address)
  const twin = employerByKey(ctx.db, key)
  if (twin !== undefined && twin.id !== id) throw new AppError('places.exists', {}, { fields: { name: '已有相同的单位' } })
  return placeSaved(ctx, 'employer', before, { ...facts, key }, why)
}

export const placeHandlers: PlaceHandlers = {
  household,
  searchHouseholds,
  nextHouseholdNumber,
  saveHousehold: saveHouseholdHandler,
  dwelling,
  searchDwellings,
  saveDwelling,
  employer,
  searchEmployers,
  saveEmployer
}
