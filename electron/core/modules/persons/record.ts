/** One person as the database holds it, and the derived columns that keep search, sort and matching true to the typed ones. */
import {
  checkResidentId,
  isPartialDate,
  isPlaceholderId,
  isResidentId,
  nameSearchKey,
  residentIdCheckBits,
  upgradeResidentId
} from '@shared/domain'
import type { PersonFacts } from './facts'
import { readName } from './name-reading'
import { noStay, type StayColumns } from './stay-columns'

/** One value of a stored row. */
export type Cell = string | number | null
export type Row = Readonly<Record<string, Cell>>

/** Columns of table person that facts and the present stay decide, in the order of the statements. */
export const savedColumns = [
  'name',
  'name_key',
  'former_name',
  'former_key',
  'pinyin',
  'initials',
  'sound_key',
  'sort_key',
  'sex',
  'birth_date',
  'id_type',
  'id_no',
  'id_no_reversed',
  'id_match',
  'id_no_old15',
  'no_id_reason',
  'id_checks',
  'id_verified_by',
  'id_verified_at',
  'ethnicity',
  'education',
  'education_edition',
  'hukou_type',
  'marital',
  'first_married_on',
  'current_married_on',
  'marriage_cert_no',
  'only_child_cert_no',
  'only_child_cert_on',
  'phone',
  'phone_reversed',
  'phone_owner',
  'hukou_code',
  'hukou_text',
  'hukou_as_of',
  'household_id',
  'relation_to_head',
  'note',
  'stay_kind',
  'stay_started',
  'stay_code',
  'stay_reason',
  'stay_scope'
] as const

// Aliases, not interfaces: rows of every table pass through the same functions as plain records of cells.
export type SavedColumns = {
  name: string
  name_key: string
  former_name: string | null
  former_key: string
  pinyin: string
  initials: string
  sound_key: string
  sort_key: string
  sex: string
  birth_date: string
  id_type: string
  id_no: string | null
  id_no_reversed: string | null
  id_match: string | null
  id_no_old15: string | null
  no_id_reason: string | null
  id_checks: number
  id_verified_by: string | null
  id_verified_at: string | null
  ethnicity: string | null
  education: string | null
  education_edition: string | null
  hukou_type: string | null
  marital: string
  first_married_on: string | null
  current_married_on: string | null
  marriage_cert_no: string | null
  only_child_cert_no: string | null
  only_child_cert_on: string | null
  phone: string | null
  phone_reversed: string | null
  phone_owner: string | null
  hukou_code: string
  hukou_text: string | null
  hukou_as_of: string | null
  household_id: string | null
  relation_to_head: string | null
  note: string | null
  stay_kind: string
  stay_started: string
  stay_code: string
  stay_reason: string
  stay_scope: string
}

/** A whole row of table person. */
export type PersonRecord = SavedColumns & {
  seq: number
  id: string
  revision: number
  status: 'active' | 'set_aside' | 'closed' | 'merged'
  status_on: string | null
  status_recorded_on: string | null
  status_reason: string | null
  status_note: string | null
  merged_into: number | null
  survivor: number | null
  created_at: string
  updated_at: string
  updated_by: string
}

export type Verified = { readonly by: string; readonly at: string } | null

export const reversed = (text: string): string => Array.from(text).reverse().join('')
/** Digits of a telephone from the end, null where there are none: what tail searches walk. */
export const reversedDigits = (phone: string | null): string | null =>
  phone === null ? null : reversed(phone.replace(/[^0-9]/g, '')) || null

/** @returns the 18-character form of a resident number, null for any other text and for placeholders: only such numbers are match keys */
export const matchNumber = (idNo: string | null): string | null =>
  idNo !== null && isResidentId(idNo) && !isPlaceholderId(idNo) ? upgradeResidentId(idNo) : null

function numberColumns(facts: PersonFacts, isKnownArea: (code: string) => boolean) {
  const { idNo, idType, sex } = facts
  const birthDate = isPartialDate(facts.birthDate) ? facts.birthDate : null
  const failed = idNo === null || idType !== 'resident_id' ? [] : checkResidentId(idNo, { sex, birthDate, isKnownArea })
  return {
    id_type: idType,
    id_no: idNo,
    id_no_reversed: idNo === null ? null : reversed(idNo),
    id_match: matchNumber(idNo),
    id_no_old15: facts.idNoOld15,
    no_id_reason: facts.noIdReason,
    id_checks: residentIdCheckBits(failed)
  }
}

/** @param facts checked facts, @param stay null for none, @param isKnownArea whether six digits were ever a division, for the stored check bits */
export function composeColumns(
  facts: PersonFacts,
  verified: Verified,
  stay: StayColumns | null,
  isKnownArea: (code: string) => boolean
): SavedColumns {
  const reading = readName(facts.name, facts.pinyin)
  return {
    name: facts.name,
    name_key: nameSearchKey(facts.name),
    former_name: facts.formerName,
    former_key: facts.formerName === null ? '' : nameSearchKey(facts.formerName),
    pinyin: reading.pinyin,
    initials: reading.initials,
    sound_key: reading.soundKey,
    sort_key: reading.sortKey,
    sex: facts.sex,
    birth_date: facts.birthDate,
    ...numberColumns(facts, isKnownArea),
    id_verified_by: verified?.by ?? null,
    id_verified_at: verified?.at ?? null,
    ethnicity: facts.ethnicity,
    education: facts.education,
    education_edition: facts.educationEdition,
    hukou_type: facts.hukouType,
    marital: facts.marital,
    first_married_on: facts.firstMarriedOn,
    current_married_on: facts.currentMarriedOn,
    marriage_cert_no: facts.marriageCertNo,
    only_child_cert_no: facts.onlyChildCertNo,
    only_child_cert_on: facts.onlyChildCertOn,
    phone: facts.phone,
    phone_reversed: reversedDigits(facts.phone),
    phone_owner: facts.phoneOwner,
    hukou_code: facts.hukouCode,
    hukou_text: facts.hukouText,
    hukou_as_of: facts.hukouAsOf,
    household_id: facts.householdId,
    relation_to_head: facts.relationToHead,
    note: facts.note,
    ...(stay ?? noStay)
  }
}

const sexes = ['1', '2', '0', '9'] as const
const idTypes = ['resident_id', 'household_book', 'residence_permit', 'passport', 'none'] as const

/** Facts of a stored record, to be changed and composed again. */
export const factsOf = (person: SavedColumns): PersonFacts => ({
  name: person.name,
  // A reading the office would make itself is made anew with the name; only an edited one is kept.
  pinyin: readName(person.name).pinyin === person.pinyin ? null : person.pinyin,
  formerName: person.former_name,
  sex: sexes.find((known) => known === person.sex) ?? '9',
  birthDate: person.birth_date,
  idType: idTypes.find((known) => known === person.id_type) ?? 'none',
  idNo: person.id_no,
  idNoOld15: person.id_no_old15,
  placeholder: false,
  noIdReason: person.no_id_reason,
  ethnicity: person.ethnicity,
  education: person.education,
  educationEdition: person.education_edition,
  hukouType: person.hukou_type,
  marital: person.marital,
  firstMarriedOn: person.first_married_on,
  currentMarriedOn: person.current_married_on,
  marriageCertNo: person.marriage_cert_no,
  onlyChildCertNo: person.only_child_cert_no,
  onlyChildCertOn: person.only_child_cert_on,
  phone: person.phone,
  phoneOwner: person.phone_owner,
  hukouCode: person.hukou_code,
  hukouText: person.hukou_text,
  hukouAsOf: person.hukou_as_of,
  householdId: person.household_id,
  relationToHead: person.relation_to_head,
  note: person.note
})

export const verifiedOf = ({ id_verified_by: by, id_verified_at: at }: SavedColumns): Verified =>
  by === null || at === null ? null : { by, at }
