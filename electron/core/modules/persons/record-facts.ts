/** Facts of the records that hang on a person, as they may be stored: rows made from what was typed and what is on file. */
import type { ChildInput, ConsentInput, EpisodeInput, PhoneInput, SpouseInput } from '@shared/contract/persons'
import {
  isPlaceholderId,
  isResidentId,
  maskPhone,
  maskResidentId,
  normalisePhone,
  normaliseResidentId,
  upgradeResidentId
} from '@shared/domain'
import { AppError } from '@shared/errors'
import type { z } from 'zod'
import type { ChildRecord, ConsentRecord, EpisodeRecord, PhoneRecord, SpouseRecord } from './dependents'
import { keptMasked, type FactContext } from './facts'
import { maskedName, maskedYear } from './masks'
import { codeFact, dateFact, divisionFact, educationFact, MASK, nameFact, textFact, unmasked } from './plain-facts'
import { reversedDigits } from './record'

export type TypedEpisode = z.output<typeof EpisodeInput>
export type TypedSpouse = z.output<typeof SpouseInput>
export type TypedChild = z.output<typeof ChildInput>
export type TypedPhone = z.output<typeof PhoneInput>
export type TypedConsent = z.output<typeof ConsentInput>

/** Where a new record stands: its person, its own id, the day it is recorded. */
export interface Place {
  readonly person_seq: number
  readonly id: string
  readonly recorded_on: string
}

const kept = <T>(typed: T | undefined, onFile: T | undefined): T | null => (typed === undefined ? (onFile ?? null) : typed)

const phoneFact = (typed: string | null | undefined, onFile: string | null, field: string): string | null => {
  const phone = unmasked(keptMasked(typed, onFile, maskPhone), field, '电话')
  return phone === null ? null : normalisePhone(phone)
}

/** A number on the paper of somebody who may not be on file: old ones become 18 digits, placeholders none. */
const numberOf = (typed: string | null | undefined, onFile: string | null): string | null => {
  const number = normaliseResidentId(keptMasked(typed, onFile, maskResidentId) ?? '')
  if (number === '' || isPlaceholderId(number)) return null
  const plain = unmasked(number, 'idNo', '证件号')
  return plain !== null && isResidentId(plain) ? upgradeResidentId(plain) : plain
}

const optionalDivision = (code: string | null, field: string, { reference }: FactContext): string | null =>
  code === null ? null : divisionFact(code, field, reference)

const optionalName = (typed: string | null): string | null => (typed === null || typed === '' ? null : nameFact(typed, 'name'))

/** The house and the employer are found from the row by the save. @throws AppError `persons.bad_text`, `persons.bad_date`, `persons.code_unknown`, `reference.division_unknown` */
export function episodeRow(typed: TypedEpisode, was: EpisodeRecord | undefined, place: Place, context: FactContext): EpisodeRecord {
  return {
    ...place,
    kind: typed.kind,
    reason: codeFact('move_reason', kept(typed.reason, was?.reason), 'reason', context, was?.reason, 'move_reason_out_of_scope'),
    started_on: dateFact(typed.startedOn, 'startedOn') ?? typed.startedOn,
    ended_on: dateFact(kept(typed.endedOn, was?.ended_on), 'endedOn'),
    residence_code: divisionFact(typed.residenceCode, 'residenceCode', context.reference),
    residence_text: textFact(kept(typed.residenceText, was?.residence_text), 'residenceText', '现居住地详址'),
    dwelling_kind: codeFact('dwelling_kind', kept(typed.dwellingKind, was?.dwelling_kind), 'dwellingKind', context, was?.dwelling_kind),
    dwelling_contact: textFact(kept(typed.dwellingContact, was?.dwelling_contact), 'dwellingContact', '房主或联系人'),
    dwelling_phone: phoneFact(typed.dwellingPhone, was?.dwelling_phone ?? null, 'dwellingPhone'),
    dwelling: was?.dwelling ?? null,
    occupation: textFact(kept(typed.occupation, was?.occupation), 'occupation', '职业'),
    companions: kept(typed.companions, was?.companions),
    employer_id: typed.employer === null ? null : (was?.employer_id ?? null)
  }
}

/** @throws AppError `persons.bad_text` */
export function phoneRow(typed: TypedPhone, was: PhoneRecord | undefined, { person_seq, id }: Place): PhoneRecord {
  const number = phoneFact(typed.number, was?.number ?? null, 'number') ?? ''
  return { person_seq, id, number, reversed: reversedDigits(number), owner: textFact(kept(typed.owner, was?.owner), 'owner', '电话机主') }
}

/** Facts of somebody on file stand in that file; the text of a marriage is cleared when it is linked, and stays in the history. */
const CLEARED: Pick<
  SpouseRecord,
  | 'name'
  | 'birth_date'
  | 'id_no'
  | 'hukou_code'
  | 'hukou_text'
  | 'residence_code'
  | 'residence_text'
  | 'ethnicity'
  | 'education'
  | 'education_edition'
  | 'employer'
  | 'phone'
> = {
  name: null,
  birth_date: null,
  id_no: null,
  hukou_code: null,
  hukou_text: null,
  residence_code: null,
  residence_text: null,
  ethnicity: null,
  education: null,
  education_edition: null,
  employer: null,
  phone: null
}

function spouseFacts(typed: TypedSpouse, was: SpouseRecord | undefined, context: FactContext): typeof CLEARED {
  const education = educationFact(typed, { education: was?.education ?? null, educationEdition: was?.education_edition ?? null }, context)
  const ethnicity = keptMasked(typed.ethnicity, was?.ethnicity ?? null, () => MASK)
  return {
    name: optionalName(kept(typed.name, was?.name)),
    birth_date: dateFact(kept(typed.birthDate, was?.birth_date), 'birthDate'),
    id_no: numberOf(typed.idNo, was?.id_no ?? null),
    hukou_code: optionalDivision(kept(typed.hukouCode, was?.hukou_code), 'hukouCode', context),
    hukou_text: textFact(kept(typed.hukouText, was?.hukou_text), 'hukouText', '配偶户籍地详址'),
    residence_code: optionalDivision(kept(typed.residenceCode, was?.residence_code), 'residenceCode', context),
    residence_text: textFact(kept(typed.residenceText, was?.residence_text), 'residenceText', '配偶现居住地详址'),
    ethnicity: codeFact('ethnicity', ethnicity, 'ethnicity', context, was?.ethnicity),
    education: education.education,
    education_edition: education.educationEdition,
    employer: textFact(kept(typed.employer, was?.employer), 'employer', '配偶工作单位'),
    phone: phoneFact(typed.phone, was?.phone ?? null, 'phone')
  }
}

/** @throws AppError `persons.bad_name`, `persons.bad_text`, `persons.bad_date`, `persons.code_unknown`, `reference.division_unknown` */
export function spouseRow(typed: TypedSpouse, was: SpouseRecord | undefined, place: Place, context: FactContext): SpouseRecord {
  const spouse_id = kept(typed.personId, was?.spouse_id)
  return {
    ...place,
    spouse_id,
    ...(spouse_id === null ? spouseFacts(typed, was, context) : CLEARED),
    cert_no: textFact(kept(typed.certNo, was?.cert_no), 'certNo', '结婚证号'),
    started_on: dateFact(kept(typed.startedOn, was?.started_on), 'startedOn'),
    ended_on: dateFact(kept(typed.endedOn, was?.ended_on), 'endedOn'),
    end_reason: kept(typed.endReason, was?.end_reason)
  }
}

/** A fact of a child comes back as it was shown: masked, and then it is what is on file. */
const keptStar = (typed: string | null | undefined, onFile: string | null | undefined): string | null =>
  typed === MASK && onFile != null ? onFile : kept(typed, onFile)

function childFacts(typed: TypedChild, was: ChildRecord | undefined) {
  const name = keptMasked(typed.name, was?.name ?? null, maskedName)
  return {
    name: name === null || name === '' ? null : nameFact(unmasked(name, 'name', '子女姓名') ?? '', 'name'),
    sex: keptStar(typed.sex, was?.sex),
    birth_date: dateFact(keptMasked(typed.birthDate, was?.birth_date ?? null, maskedYear), 'birthDate'),
    id_no: numberOf(typed.idNo, was?.id_no ?? null)
  }
}

/**
 * @param linked the child has a file of its own, where these facts stand
 * @throws AppError `persons.child_empty`, `persons.bad_name`, `persons.bad_text`, `persons.bad_date`, `persons.code_unknown`
 */
export function childRow(typed: TypedChild, was: ChildRecord | undefined, place: Place, context: FactContext): ChildRecord {
  const child_id = kept(typed.personId, was?.child_id)
  const own = child_id === null ? childFacts(typed, was) : { name: null, sex: null, birth_date: null, id_no: null }
  if (child_id === null && own.name === null && own.birth_date === null)
    throw new AppError('persons.child_empty', {}, { fields: { name: '请填姓名或出生日期' } })
  return {
    ...place,
    child_id,
    other_parent_id: kept(typed.otherParentId, was?.other_parent_id),
    birth_order: kept(typed.order, was?.birth_order),
    ...own,
    relation: codeFact('child_relation', keptStar(typed.relation, was?.relation), 'relation', context, was?.relation),
    location: codeFact('child_location', keptStar(typed.location, was?.location), 'location', context, was?.location),
    birth_cert_no: unmasked(keptStar(typed.birthCertNo, was?.birth_cert_no), 'birthCertNo', '出生医学证明编号')
  }
}

/** @throws AppError `persons.code_unknown`, `persons.bad_text`, `persons.bad_date` */
export function consentRow(typed: TypedConsent, was: ConsentRecord | undefined, place: Place, context: FactContext): ConsentRecord {
  return {
    ...place,
    purpose: codeFact('purpose', typed.purpose, 'purpose', context, was?.purpose) ?? typed.purpose,
    given_on: dateFact(typed.givenOn, 'givenOn') ?? typed.givenOn,
    form_ref: textFact(kept(typed.formRef, was?.form_ref), 'formRef', '同意书编号'),
    withdrawn_on: dateFact(kept(typed.withdrawnOn, was?.withdrawn_on), 'withdrawnOn'),
    withdrawn_reason: textFact(kept(typed.withdrawnReason, was?.withdrawn_reason), 'withdrawnReason', '撤回原因')
  }
}
