/** One value taken from a partner's slip: the record gets it, the history keeps the old one and the slip's number. */
import { AppError } from '@shared/errors'
import type { CommandContext } from '../../rpc'
import type { ReadDb } from '../../db'
import { dwellingOf } from './dwellings'
import { personFacts, type PersonFacts, type TypedPerson } from './facts'
import type { PersonFile } from './file'
import { groupOf, survivorOf } from './group'
import { divisionFact, textFact } from './plain-facts'
import type { Origin } from './queries/changes'
import { episodesOf, fileOf, personBySeq } from './queries/files'
import { composeColumns, factsOf, verifiedOf, type PersonRecord } from './record'
import type { EpisodeRecord } from './dependents'
import { changeFile, isKnownArea, presentOf } from './store'

export const adoptableFields = [
  'name',
  'formerName',
  'sex',
  'birthDate',
  'idNo',
  'marital',
  'phone',
  'hukouCode',
  'hukouText',
  'residenceCode',
  'residenceText'
] as const
export type AdoptableField = (typeof adoptableFields)[number]

const isStayField = (field: AdoptableField): field is 'residenceCode' | 'residenceText' =>
  field === 'residenceCode' || field === 'residenceText'

/** @returns the stay that lasts, else the latest, of the file and all merged into it */
export const presentStay = (db: ReadDb, seq: number): EpisodeRecord | undefined =>
  presentOf(groupOf(db, seq).flatMap((member) => episodesOf(db, member)))

/** @returns what the record holds in a field a slip may bring, null for nothing; @throws AppError `persons.unknown` */
export function personField(db: ReadDb, id: string, field: AdoptableField): string | null {
  const person = survivorOf(db, id)
  if (!isStayField(field)) return factsOf(person)[field]
  const stay = presentStay(db, person.seq)
  return (field === 'residenceCode' ? stay?.residence_code : stay?.residence_text) ?? null
}

const sexes = ['1', '2', '0', '9'] as const

/** The value as if a clerk had typed it. A number's own reason stands in while it is checked, so that a placeholder cannot clear a number. */
function withValue(person: PersonRecord, field: Exclude<AdoptableField, 'residenceCode' | 'residenceText'>, value: string): TypedPerson {
  const { name, sex, birthDate, idType, hukouCode } = factsOf(person)
  const typed: TypedPerson = { name, sex, birthDate, idType, hukouCode, idVerified: false }
  switch (field) {
    case 'sex':
      return { ...typed, sex: sexes.find((known) => known === value) ?? sex }
    case 'idNo':
      return { ...typed, idNo: value, idType: 'resident_id' }
    default:
      return { ...typed, [field]: value }
  }
}

function adoptFact(
  ctx: CommandContext,
  person: PersonRecord,
  field: Exclude<AdoptableField, 'residenceCode' | 'residenceText'>,
  value: string
) {
  const facts: PersonFacts = personFacts(withValue(person, field, value), factsOf(person), ctx)
  const seen = ['name', 'idNo'].includes(field) && (facts.name !== person.name || facts.idNo !== person.id_no) ? null : verifiedOf(person)
  return { ...person, ...composeColumns(facts, seen, null, isKnownArea(ctx.reference)) }
}

function adoptStay(ctx: CommandContext, stay: EpisodeRecord, field: 'residenceCode' | 'residenceText', value: string, origin: Origin) {
  const after =
    field === 'residenceCode'
      ? { ...stay, residence_code: divisionFact(value, field, ctx.reference) }
      : { ...stay, residence_text: textFact(value, field, '现居住地详址') }
  return { ...after, dwelling: dwellingOf(ctx, { ...after, dwelling_contact: null, dwelling_phone: null }, origin) }
}

/**
 * @param personId of the file the slip was written for; a file merged since answers with the one that goes on
 * @param value as the slip states it; it passes the same checks as a typed one, except that nothing is asked for in return
 * @returns whether the record changed
 * @throws AppError `persons.unknown`, `persons.bad_name`, `persons.bad_text`, `persons.bad_date`, `persons.no_stay`,
 *   `persons.id_reason_needed` for a placeholder in place of a number, `persons.code_unknown`, `reference.division_unknown`
 */
export function adoptField(
  ctx: CommandContext,
  personId: string,
  field: AdoptableField,
  value: string,
  { slipNo, why }: { readonly slipNo: string | null; readonly why: string | null }
): boolean {
  const { db, reference } = ctx
  const person = survivorOf(db, personId)
  const origin: Origin = { at: ctx.now, by: ctx.actor.displayName, why, slipNo, act: null }
  const own = fileOf(db, person)
  const write = (before: PersonFile, after: PersonFile): boolean => {
    const changed = changeFile({ db, reference }, before, after, origin).length > 0
    if (changed) ctx.changed('persons')
    return changed
  }
  if (!isStayField(field)) return write(own, { ...own, person: adoptFact(ctx, person, field, value) })
  const stay = presentStay(db, person.seq)
  const holder = stay === undefined ? undefined : personBySeq(db, stay.person_seq)
  if (stay === undefined || holder === undefined) throw new AppError('persons.no_stay')
  const before = fileOf(db, holder)
  const after = adoptStay(ctx, stay, field, value, origin)
  return write(before, { ...before, episode: before.episode.map((row) => (row.id === stay.id ? after : row)) })
}
