/** Records as a screen may see them: numbers masked, codes beside their names. */
import type { Output } from '@shared/contract'
import type { persons, PersonRow, PersonView } from '@shared/contract/persons'
import {
  divisionCode12,
  isDivisionCode,
  maskPhone,
  maskResidentId,
  movementScope,
  movementScopeLabels,
  type DivisionCode,
  type ReferenceBook
} from '@shared/domain'
import type { ListRow } from './queries/list'
import { factsOf, verifiedOf, type EpisodeRecord, type PersonRecord } from './record'
import type { Warning } from './rules'

export function rowView(row: ListRow, reference: ReferenceBook): PersonRow {
  return {
    id: row.id,
    name: row.name,
    sex: row.sex,
    birthDate: row.birth_date,
    idNoMasked: row.id_no === null ? null : maskResidentId(row.id_no),
    phoneMasked: row.phone === null ? null : maskPhone(row.phone),
    hukouName: reference.divisionName(row.hukou_code),
    kind: row.stay_kind === '' ? null : row.stay_kind,
    residenceName: row.stay_code === '' ? null : reference.divisionName(row.stay_code),
    startedOn: row.stay_started === '' ? null : row.stay_started,
    status: row.status
  }
}

/** The code that took an abolished one's place, where exactly one did; the scope of a move is judged by codes of one day. */
function presentCode(code: string, reference: ReferenceBook): DivisionCode | null {
  const entry = reference.division(code.slice(0, 6))
  const next = entry?.validTo != null && entry.successors.length === 1 ? entry.successors[0] : code
  return next !== undefined && isDivisionCode(next) ? divisionCode12(next) : null
}

/** @returns 跨省 … 县内, or '' where a code is above county level or unknown */
function scopeLabel(home: string, present: string, reference: ReferenceBook): string {
  const [from, to] = [presentCode(home, reference), presentCode(present, reference)]
  const scope = from === null || to === null ? null : movementScope(from, to)
  return scope === null ? '' : movementScopeLabels[scope]
}

const episodeView = (stay: EpisodeRecord, hukouCode: string, reference: ReferenceBook): PersonView['episodes'][number] => ({
  id: stay.id,
  kind: stay.kind,
  reason: stay.reason,
  scope: scopeLabel(hukouCode, stay.residence_code, reference),
  startedOn: stay.started_on,
  endedOn: stay.ended_on,
  residenceCode: stay.residence_code,
  residenceName: reference.divisionName(stay.residence_code),
  residenceText: stay.residence_text,
  dwellingKind: stay.dwelling_kind,
  dwellingContact: stay.dwelling_contact,
  recordedOn: stay.recorded_on
})

export function personView(
  person: PersonRecord,
  stays: readonly EpisodeRecord[],
  warnings: Warning[],
  reference: ReferenceBook
): Output<typeof persons.get> {
  return {
    id: person.id,
    revision: person.revision,
    name: person.name,
    pinyin: person.pinyin,
    initials: person.initials,
    formerName: person.former_name,
    sex: person.sex,
    birthDate: person.birth_date,
    idType: factsOf(person).idType,
    idNoMasked: person.id_no === null ? null : maskResidentId(person.id_no),
    noIdReason: person.no_id_reason,
    idVerified: verifiedOf(person),
    marital: person.marital,
    phoneMasked: person.phone === null ? null : maskPhone(person.phone),
    phoneOwner: person.phone_owner,
    hukouCode: person.hukou_code,
    hukouName: reference.divisionName(person.hukou_code),
    hukouText: person.hukou_text,
    note: person.note,
    status: person.status,
    statusOn: person.status_on,
    statusReason: person.status_reason,
    warnings,
    episodes: stays.map((stay) => episodeView(stay, person.hukou_code, reference)),
    createdAt: person.created_at,
    updatedAt: person.updated_at
  }
}

const idTypeLabels: Readonly<Record<string, string>> = {
  resident_id: '居民身份证',
  household_book: '户口簿',
  residence_permit: '居住证',
  passport: '护照',
  none: '无'
}
const statusLabels: Readonly<Record<string, string>> = { active: '在册', set_aside: '退档', closed: '注销' }
const kindLabels: Readonly<Record<string, string>> = { in: '流入', out: '流出', intra_county: '县内流动' }

/** @returns an old or new value of the history as it is read aloud; whole numbers stay masked */
export function spokenValue(field: string, value: string | null, reference: ReferenceBook): string | null {
  if (value === null) return null
  switch (field) {
    case 'idNo':
      return maskResidentId(value)
    case 'phone':
      return maskPhone(value)
    case 'sex':
      return reference.label('sex', value)
    case 'marital':
      return reference.label('marital_status', value)
    case 'noIdReason':
      return reference.label('no_id_reason', value)
    case 'idType':
      return idTypeLabels[value] ?? value
    case 'status':
      return statusLabels[value] ?? value
    case 'episode.kind':
      return kindLabels[value] ?? value
    case 'episode.reason':
      return reference.label('move_reason', value)
    case 'episode.dwellingKind':
      return reference.label('dwelling_kind', value)
    case 'hukouCode':
    case 'episode.residenceCode':
      return reference.divisionName(value)
    default:
      return value
  }
}
