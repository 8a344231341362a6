/** Saving a file: the person and everything that hangs on one change together or not at all. */
import type { HandlerInput } from '@shared/contract'
import type { DependentKind, persons } from '@shared/contract/persons'
import { AppError } from '@shared/errors'
import { formatInstant } from '@shared/format'
import type { CommandContext } from '../../rpc'
import { fileInserter, newPerson } from './birth'
import type { ChildRecord, DependentRecords, SpouseRecord } from './dependents'
import { dwellingOf } from './dwellings'
import { openBirth, openEdit, ownFile, put, putPerson, remove, standing, type Edit, type Standing } from './edit'
import { employerFor } from './employer-of-stay'
import { personFacts, type PersonFacts } from './facts'
import { changesBetween, type Change } from './file'
import { livingPerson } from './group'
import { assertMarriages, linkedPerson } from './links'
import { loadFile, type LoadedFile } from './loaded-file'
import type { Origin } from './queries/changes'
import { nextSeq, personBySeq } from './queries/files'
import { placeById } from './queries/places'
import { composeColumns, factsOf, verifiedOf, type PersonRecord, type Verified } from './record'
import {
  childRow,
  consentRow,
  episodeRow,
  phoneRow,
  spouseRow,
  type Place,
  type TypedChild,
  type TypedEpisode,
  type TypedSpouse
} from './record-facts'
import { assertInScope, scopeOf } from './scope'
import { changeFile, isKnownArea } from './store'
import { labelsOf } from './words'

type SaveInput = HandlerInput<typeof persons.save>
export type SavedRecords = Record<'episodes' | 'spouses' | 'children' | 'phones' | 'consents', string[]>

/** @param act row number of the act the change belongs to; null for a change of its own */
export const originOf = (ctx: CommandContext, why: string | null, act: number | null = null): Origin => ({
  at: ctx.now,
  by: ctx.actor.displayName,
  why,
  slipNo: null,
  act
})

/** @returns who saw the paper and when: kept while number and name are the same, taken anew when they changed */
export function verification(
  wanted: boolean | undefined,
  facts: PersonFacts,
  before: PersonRecord | null,
  { actor, now }: Pick<CommandContext, 'actor' | 'now'>
): Verified {
  const same = before !== null && before.id_no === facts.idNo && before.name === facts.name ? verifiedOf(before) : null
  if (wanted === undefined) return same
  if (!wanted || facts.idNo === null) return null
  return same ?? { by: actor.displayName, at: now }
}

/** One save at work: who asks, the files it may change, how its lines are signed. */
interface Work {
  readonly ctx: CommandContext
  readonly edit: Edit
  readonly origin: Origin
}

/** Where a typed record stands or will stand. */
function placeOf<K extends DependentKind>(work: Work, kind: K, id: string | null): { was: Standing<K> | null; place: Place } {
  const was = id === null ? null : standing(work.edit, kind, id)
  const seq = was?.seq ?? work.edit.own
  const recorded = was !== null && 'recorded_on' in was.row ? was.row.recorded_on : work.ctx.today
  return { was, place: { person_seq: seq, id: was?.row.id ?? work.ctx.newId(), recorded_on: recorded } }
}

/** What the house of a stay is found by, and what the stay says of it. */
const HOUSE = ['residence_code', 'residence_text', 'dwelling_kind', 'dwelling_contact', 'dwelling_phone'] as const

function putEpisode(work: Work, typed: TypedEpisode): string {
  const { was, place } = placeOf(work, 'episode', typed.id)
  const row = episodeRow(typed, was?.row, place, work.ctx)
  // A stay that says nothing new must not put an old contact over the one the house has by now.
  const same = was !== null && HOUSE.every((column) => was.row[column] === row[column])
  const dwelling = same ? was.row.dwelling : dwellingOf(work.ctx, row, work.origin)
  put(work.edit, 'episode', place.person_seq, { ...row, employer_id: employerFor(work.ctx, typed, row, work.origin), dwelling })
  return place.id
}

/** Seen from the other side a marriage names its owner: that link stays as it is. */
function ownerLink(work: Work, was: Standing<'spouse' | 'child'>, typed: string | null | undefined): void {
  if (typed === undefined || typed === work.edit.after.get(was.seq)?.person.id) return
  throw new AppError('persons.record_unknown', { label: '配偶或子女' })
}

function putSpouse(work: Work, typed: TypedSpouse): string {
  const { was, place } = placeOf(work, 'spouse', typed.id)
  const linked = (): string | null => linkedPerson(work.ctx, work.edit, typed.personId ?? null, was?.row.spouse_id ?? null)
  if (was?.fromOther === true) ownerLink(work, was, typed.personId)
  const personId = was?.fromOther === true ? was.row.spouse_id : typed.personId === undefined ? undefined : linked()
  const row: SpouseRecord = spouseRow({ ...typed, personId }, was?.row, place, work.ctx)
  put(work.edit, 'spouse', place.person_seq, row)
  return place.id
}

function putChild(work: Work, typed: TypedChild): string {
  const { ctx, edit } = work
  const { was, place } = placeOf(work, 'child', typed.id)
  const link = (id: string | null | undefined, before: string | null | undefined, field: 'personId' | 'otherParentId') =>
    id === undefined ? undefined : linkedPerson(ctx, edit, id, before ?? null, field)
  // The child's own file and the other parent's may name the record too; what links them there is not changed from there.
  const other = was?.fromOther === true ? was.row.other_parent_id : link(typed.otherParentId, was?.row.other_parent_id, 'otherParentId')
  const isOwnChild = was?.fromOther === true && was.row.child_id !== null && edit.ids.has(was.row.child_id)
  const personId = isOwnChild ? was.row.child_id : link(typed.personId, was?.row.child_id, 'personId')
  if (was?.fromOther === true && !isOwnChild) ownerLink(work, was, typed.otherParentId)
  const row: ChildRecord = childRow({ ...typed, otherParentId: other, personId }, was?.row, place, ctx)
  if (row.child_id !== null && row.child_id === row.other_parent_id)
    throw new AppError('persons.self_link', {}, { fields: { otherParentId: '请重新选择' } })
  put(edit, 'child', place.person_seq, row)
  return place.id
}

function putSimple<K extends 'phone' | 'consent', T extends { readonly id: string | null }>(
  work: Work,
  kind: K,
  typed: T,
  make: (typed: T, was: DependentRecords[K] | undefined, place: Place, ctx: CommandContext) => DependentRecords[K]
): string {
  const { was, place } = placeOf(work, kind, typed.id)
  put(work.edit, kind, place.person_seq, make(typed, was?.row, place, work.ctx))
  return place.id
}

/** Refusals of a record name the place it has in the input, as the gate does: `children.1.name`. */
const eachAt = <T>(list: keyof SavedRecords, rows: readonly T[], write: (row: T) => string): string[] =>
  rows.map((row, at) => {
    try {
      return write(row)
    } catch (error) {
      if (!(error instanceof AppError) || error.fields === undefined) throw error
      const fields = Object.entries(error.fields).map(([field, words]): [string, string] => [`${list}.${String(at)}.${field}`, words])
      throw new AppError(error.code, error.params, { fields: Object.fromEntries(fields), cause: error })
    }
  })

/** Puts everything typed into the open files. @returns the ids of the records, in the order they came */
function putAll(work: Work, input: SaveInput): SavedRecords {
  for (const { kind, id, reason } of input.removed) remove(work.edit, kind, id, reason)
  return {
    episodes: eachAt('episodes', input.episodes, (typed) => putEpisode(work, typed)),
    spouses: eachAt('spouses', input.spouses, (typed) => putSpouse(work, typed)),
    children: eachAt('children', input.children, (typed) => putChild(work, typed)),
    phones: eachAt('phones', input.phones, (typed) => putSimple(work, 'phone', typed, phoneRow)),
    consents: eachAt('consents', input.consents, (typed) => putSimple(work, 'consent', typed, consentRow))
  }
}

function assertHousehold({ db }: CommandContext, id: string | null, was: string | null): void {
  if (id !== null && id !== was && placeById(db, 'household', id) === undefined)
    throw new AppError('persons.household_unknown', {}, { fields: { householdId: '请重新选择' } })
}

/** @throws AppError `persons.changed_meanwhile` with who changed it, when, and what the clerk's version says otherwise */
function changedMeanwhile(person: PersonRecord, changes: readonly Change[]): AppError {
  const fields = labelsOf(changes)
  return new AppError(
    'persons.changed_meanwhile',
    { by: person.updated_by, at: formatInstant(person.updated_at), fields: fields.length === 0 ? '没有' : fields.join('、') },
    { fields: Object.fromEntries(changes.filter(({ record }) => record === null).map(({ field }) => [field, '与档案现在的内容不同'])) }
  )
}

/** @throws AppError `persons.changed_meanwhile` */
export function assertRevision(person: PersonRecord, revision: number | null): void {
  if (person.revision !== revision) throw changedMeanwhile(person, [])
}

export interface Saved {
  readonly id: string
  readonly seq: number
  readonly revision: number
  readonly facts: PersonFacts
  readonly records: SavedRecords
  /** Fields and records that changed; empty when nothing was written. */
  readonly changed: string[]
  /** The file as it stands now, read when it is asked for. */
  file(): LoadedFile | null
}

function saveNew(ctx: CommandContext, input: SaveInput, act: number | null): Saved {
  const { db, reference } = ctx
  const origin = originOf(ctx, input.why, act)
  const facts = personFacts(input.person, null, ctx)
  assertHousehold(ctx, facts.householdId, null)
  const verified = verification(input.person.idVerified, facts, null, ctx)
  const person = newPerson(nextSeq(db), ctx.newId(), facts, verified, origin, reference)
  const edit = openBirth(person)
  const records = putAll({ ctx, edit, origin }, input)
  assertMarriages(ctx, edit, records.spouses)
  const made = fileInserter({ db, reference })(ownFile(edit), origin)
  assertInScope(scopeOf(ctx.actor), made.person)
  const { id, seq, revision } = made.person
  // Nobody can have linked somebody who was not there.
  const file: LoadedFile = { person: made.person, members: [made], marriages: [], children: [], births: [] }
  return { id, seq, revision, facts, records, changed: ['created'], file: () => file }
}

function saveChanges(ctx: CommandContext, input: SaveInput, person: PersonRecord, act: number | null): Saved {
  const { db, reference } = ctx
  const origin = originOf(ctx, input.why, act)
  assertInScope(scopeOf(ctx.actor), person)
  const edit = openEdit(db, person)
  const facts = personFacts(input.person, factsOf(person), ctx)
  assertHousehold(ctx, facts.householdId, person.household_id)
  const verified = verification(input.person.idVerified, facts, person, ctx)
  putPerson(edit, { ...person, ...composeColumns(facts, verified, null, isKnownArea(reference)) })
  const records = putAll({ ctx, edit, origin }, input)
  const pairs = [...edit.before].map(([seq, before]) => ({ before, after: edit.after.get(seq) ?? before }))
  if (person.revision !== input.revision)
    throw changedMeanwhile(
      person,
      pairs.flatMap(({ before, after }) => changesBetween(before, after))
    )
  assertMarriages(ctx, edit, records.spouses)
  const changes = pairs.flatMap(({ before, after }) => changeFile({ db, reference }, before, after, origin, edit.reasons))
  const now = changes.length === 0 ? person : (personBySeq(db, person.seq) ?? person)
  const { id, seq, revision } = now
  return { id, seq, revision, facts, records, changed: changedNames(changes), file: () => loadFile(db, now, null) }
}

/** Names of fields, never values or ids: they go into the audit line. */
const changedNames = (changes: readonly Change[]): string[] => [
  ...new Set(changes.map(({ record, field }) => (record === null ? field : `${record.slice(0, record.indexOf(':'))}.${field}`)))
]

/**
 * @param act row number of the bulk change this save is part of (`startAct`)
 * @throws AppError `persons.unknown`, `persons.out_of_scope`, `persons.merged`, `persons.changed_meanwhile`, `persons.record_unknown`,
 *   and what the facts of a record are refused with
 */
export function saveFile(ctx: CommandContext, input: SaveInput, act: number | null = null): Saved {
  return input.id === null ? saveNew(ctx, input, act) : saveChanges(ctx, input, livingPerson(ctx, input.id), act)
}
