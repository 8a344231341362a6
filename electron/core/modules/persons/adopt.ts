/** One value taken from a partner's slip: the record gets it, the history keeps the old one and the slip's number. */
import { isPartialDate } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CommandContext } from '../../rpc'
import type { ReadDb } from '../../db'
import { divisionFact, personFacts, textFact, type PersonFacts } from './facts'
import { personById, presentStay } from './queries/records'
import { factsOf, verifiedOf, type EpisodeRecord, type PersonRecord } from './record'
import { reviseRecord } from './save'

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

/** @throws AppError `persons.unknown` */
export function knownPerson(db: ReadDb, id: string): PersonRecord {
  const person = personById(db, id)
  if (person === undefined) throw new AppError('persons.unknown')
  return person
}

/** @returns what the record holds in a field a slip may bring, null for nothing; @throws AppError `persons.unknown` */
export function personField(db: ReadDb, id: string, field: AdoptableField): string | null {
  const person = knownPerson(db, id)
  if (!isStayField(field)) return factsOf(person)[field]
  const stay = presentStay(db, person.seq)
  return (field === 'residenceCode' ? stay?.residence_code : stay?.residence_text) ?? null
}

function withValue(facts: PersonFacts, field: Exclude<AdoptableField, 'residenceCode' | 'residenceText'>, value: string): PersonFacts {
  switch (field) {
    case 'sex': {
      const sex = (['1', '2', '0', '9'] as const).find((known) => known === value)
      return { ...facts, sex: sex ?? facts.sex }
    }
    case 'idNo':
      return { ...facts, idNo: value, idType: 'resident_id', noIdReason: null }
    case 'birthDate':
      if (!isPartialDate(value)) throw new AppError('persons.bad_date', { value })
      return { ...facts, birthDate: value }
    default:
      return { ...facts, [field]: value }
  }
}

function withStayValue(
  stay: EpisodeRecord,
  field: 'residenceCode' | 'residenceText',
  value: string,
  reference: CommandContext['reference']
): EpisodeRecord {
  if (field === 'residenceCode') return { ...stay, residence_code: divisionFact(value, field, reference) }
  return { ...stay, residence_text: textFact(value, field, '现居住地详址') }
}

/**
 * @param value as the slip states it; it passes the same checks as a typed one, except that nothing is asked for in return
 * @returns whether the record changed
 * @throws AppError `persons.unknown`, `persons.bad_name`, `persons.bad_text`, `persons.bad_date`, `persons.no_stay`,
 *   `persons.id_reason_needed` for a placeholder in place of a number, `reference.division_unknown`
 */
export function adoptField(
  ctx: CommandContext,
  personId: string,
  field: AdoptableField,
  value: string,
  { slipNo, why }: { readonly slipNo: string | null; readonly why: string | null }
): boolean {
  const { db, reference } = ctx
  const before = knownPerson(db, personId)
  const origin = { at: ctx.now, by: ctx.actor.displayName, why, slipNo }
  const facts = factsOf(before)
  const verified = verifiedOf(before)
  if (isStayField(field)) {
    const stay = presentStay(db, before.seq)
    if (stay === undefined) throw new AppError('persons.no_stay')
    const after = withStayValue(stay, field, value, reference)
    return changed(ctx, reviseRecord({ db, reference }, { before, facts, verified, stay: { before: stay, after }, origin }))
  }
  // The number's own reason stands in while the value is checked, so that a placeholder cannot clear a number.
  const asked = withValue(facts, field, value)
  const checked = personFacts({ ...asked, idVerified: false, noIdReason: before.no_id_reason }, reference)
  const kept = ['name', 'idNo'].includes(field) && (checked.name !== before.name || checked.idNo !== before.id_no) ? null : verified
  return changed(ctx, reviseRecord({ db, reference }, { before, facts: checked, verified: kept, stay: null, origin }))
}

function changed(ctx: CommandContext, fields: readonly string[]): boolean {
  if (fields.length > 0) ctx.changed('persons')
  return fields.length > 0
}
