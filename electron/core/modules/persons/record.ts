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

/** Columns of table person that a save writes, in the order of its statements. */
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
  'no_id_reason',
  'id_checks',
  'id_verified_by',
  'id_verified_at',
  'marital',
  'phone',
  'phone_reversed',
  'phone_owner',
  'hukou_code',
  'hukou_text',
  'note',
  'stay_kind',
  'stay_started',
  'stay_code'
] as const

export interface SavedColumns {
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
  no_id_reason: string | null
  id_checks: number
  id_verified_by: string | null
  id_verified_at: string | null
  marital: string
  phone: string | null
  phone_reversed: string | null
  phone_owner: string | null
  hukou_code: string
  hukou_text: string | null
  note: string | null
  stay_kind: string
  stay_started: string
  stay_code: string
}

/** A whole row of table person. */
export interface PersonRecord extends SavedColumns {
  seq: number
  id: string
  revision: number
  status: 'active' | 'set_aside' | 'closed'
  status_on: string | null
  status_reason: string | null
  created_at: string
  updated_at: string
  updated_by: string
}

/** A row of table person_episode. */
export interface EpisodeRecord {
  person_seq: number
  id: string
  kind: 'in' | 'out' | 'intra_county'
  reason: string | null
  started_on: string
  ended_on: string | null
  residence_code: string
  residence_text: string | null
  dwelling_kind: string | null
  dwelling_contact: string | null
  recorded_on: string
}

export type Verified = { readonly by: string; readonly at: string } | null
export type Stay = Pick<EpisodeRecord, 'kind' | 'started_on' | 'residence_code'> | null

const reversed = (text: string): string => Array.from(text).reverse().join('')

/** @returns the 18-character form of a resident number, null for any other text and for placeholders: only such numbers are match keys */
export const matchNumber = (idNo: string | null): string | null =>
  idNo !== null && isResidentId(idNo) && !isPlaceholderId(idNo) ? upgradeResidentId(idNo) : null

/** @param facts checked facts, @param isKnownArea whether six digits were ever a division, for the stored check bits */
export function composeColumns(facts: PersonFacts, verified: Verified, stay: Stay, isKnownArea: (code: string) => boolean): SavedColumns {
  const reading = readName(facts.name, facts.pinyin)
  const birthDate = isPartialDate(facts.birthDate) ? facts.birthDate : null
  const failed =
    facts.idNo === null || facts.idType !== 'resident_id' ? [] : checkResidentId(facts.idNo, { sex: facts.sex, birthDate, isKnownArea })
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
    id_type: facts.idType,
    id_no: facts.idNo,
    id_no_reversed: facts.idNo === null ? null : reversed(facts.idNo),
    id_match: matchNumber(facts.idNo),
    no_id_reason: facts.noIdReason,
    id_checks: residentIdCheckBits(failed),
    id_verified_by: verified?.by ?? null,
    id_verified_at: verified?.at ?? null,
    marital: facts.marital,
    phone: facts.phone,
    phone_reversed: facts.phone === null ? null : reversed(facts.phone.replace(/[^0-9]/g, '')) || null,
    phone_owner: facts.phoneOwner,
    hukou_code: facts.hukouCode,
    hukou_text: facts.hukouText,
    note: facts.note,
    stay_kind: stay?.kind ?? '',
    stay_started: stay?.started_on ?? '',
    stay_code: stay?.residence_code ?? ''
  }
}

const sexes = ['1', '2', '0', '9'] as const
const idTypes = ['resident_id', 'household_book', 'residence_permit', 'passport', 'none'] as const

/** Facts of a stored record, to be changed and composed again. */
export const factsOf = (person: PersonRecord): PersonFacts => ({
  name: person.name,
  // A reading the office would make itself is made anew with the name; only an edited one is kept.
  pinyin: readName(person.name).pinyin === person.pinyin ? null : person.pinyin,
  formerName: person.former_name,
  sex: sexes.find((known) => known === person.sex) ?? '9',
  birthDate: person.birth_date,
  idType: idTypes.find((known) => known === person.id_type) ?? 'none',
  idNo: person.id_no,
  placeholder: false,
  noIdReason: person.no_id_reason,
  marital: person.marital,
  phone: person.phone,
  phoneOwner: person.phone_owner,
  hukouCode: person.hukou_code,
  hukouText: person.hukou_text,
  note: person.note
})

export const verifiedOf = ({ id_verified_by: by, id_verified_at: at }: PersonRecord): Verified =>
  by === null || at === null ? null : { by, at }
