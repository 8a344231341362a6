/** Records as a screen may see them: numbers masked, codes beside their names. */
import type { PersonRow, PersonView } from '@shared/contract/persons'
import { maskPhone, movementScopeLabels, type Day, type ReferenceBook } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { EpisodeRecord } from './dependents'
import { childView, parentsOf, spouseView } from './family-views'
import type { PersonFile } from './file'
import type { LoadedFile } from './loaded-file'
import { bereavedIds, isBereaved, marksOf } from './marks'
import { maskedName, maskedNumber, maskedPhone, shownName, shownOwn, starred } from './masks'
import { personById, personBySeq } from './queries/files'
import { mergedFiles } from './queries/groups'
import type { ListRow } from './queries/list'
import { MASK } from './plain-facts'
import { employerAt, householdAt } from './places-at'
import { placeBySeq } from './queries/places'
import { hasPhoto } from './queries/photos'
import { factsOf, verifiedOf, type PersonRecord } from './record'
import type { Warning } from './rules'
import { nameInScope } from './scope'
import { movementOfStay } from './stay-columns'
import type { ViewContext } from './view-context'

/** What a row needs to be shown: names of codes, the day, because somebody under 14 is shown masked, and the marks, because a list names no bereaved person. */
export interface RowContext {
  readonly db: ReadDb
  readonly reference: ReferenceBook
  readonly today: Day
}

/** @returns how rows of one answer are shown */
export function rowViewer({ db, reference, today }: RowContext): (row: ListRow) => PersonRow {
  const marked = bereavedIds(db)
  return (row) => {
    const { name, sex, birthDate } = shownOwn({ ...row, bereaved: marked.has(row.id) }, today)
    return {
      ...{ id: row.id, name, sex, birthDate },
      idNoMasked: maskedNumber(row.id_no),
      phoneMasked: maskedPhone(row.phone),
      hukouName: reference.divisionName(row.hukou_code),
      kind: row.stay_kind === '' ? null : row.stay_kind,
      residenceName: row.stay_code === '' ? null : reference.divisionName(row.stay_code),
      startedOn: row.stay_started === '' ? null : row.stay_started,
      status: row.status
    }
  }
}

export function scopeOfStay(
  { reference }: Pick<ViewContext, 'reference'>,
  home: Pick<PersonRecord, 'hukou_code' | 'hukou_as_of'>,
  stay: Pick<EpisodeRecord, 'residence_code' | 'started_on' | 'reason' | 'recorded_on'>
): { scope: string; counted: boolean | null } {
  const found = movementOfStay(home, stay, reference)
  return { scope: found.scope === null ? '' : movementScopeLabels[found.scope], counted: found.counted }
}

function episodeView(context: ViewContext, stay: EpisodeRecord, file: PersonFile, home: PersonRecord): PersonView['episodes'][number] {
  const { db, reference } = context
  const employer = stay.employer_id === null ? undefined : employerAt(db, stay.employer_id, context.moment)
  return {
    id: stay.id,
    ofPerson: file.person.id,
    kind: stay.kind,
    reason: stay.reason,
    ...scopeOfStay(context, home, stay),
    startedOn: stay.started_on,
    endedOn: stay.ended_on,
    residenceCode: stay.residence_code,
    residenceName: reference.divisionName(stay.residence_code),
    residenceText: stay.residence_text,
    dwellingKind: stay.dwelling_kind,
    dwellingContact: stay.dwelling_contact,
    dwellingPhoneMasked: maskedPhone(stay.dwelling_phone),
    dwellingId: stay.dwelling === null ? null : (placeBySeq(db, 'dwelling', stay.dwelling)?.id ?? null),
    occupation: stay.occupation,
    companions: stay.companions,
    employer:
      employer === undefined
        ? null
        : { id: employer.id, name: employer.name, address: employer.address, kind: employer.kind, phone: employer.phone },
    recordedOn: stay.recorded_on
  }
}

const latestFirst = <T extends { startedOn: string | null; endedOn: string | null; id: string }>(a: T, b: T): number =>
  Number(a.endedOn !== null) - Number(b.endedOn !== null) ||
  (b.startedOn ?? '').localeCompare(a.startedOn ?? '', 'en') ||
  (a.id < b.id ? 1 : -1)
const byBirth = <T extends { order: number | null; birthDate: string | null; id: string }>(a: T, b: T): number =>
  (a.order ?? 99) - (b.order ?? 99) || (a.birthDate ?? '').localeCompare(b.birthDate ?? '', 'en') || (a.id < b.id ? -1 : 1)

function hangingViews(
  context: ViewContext,
  file: LoadedFile
): Pick<PersonView, 'episodes' | 'spouses' | 'children' | 'phones' | 'consents'> {
  const { members, marriages, children, person } = file
  const episodes = members.flatMap((member) => member.episode.map((row) => episodeView(context, row, member, person)))
  const spouses = [
    ...members.flatMap((member) => member.spouse.map((row) => spouseView(context, row, member.person.id, row.spouse_id))),
    ...marriages.map(({ owner, row }) => spouseView(context, row, owner.id, owner.id))
  ]
  const ownChildren = members.flatMap((member) => member.child.map((row) => childView(context, row, member.person.id, row.other_parent_id)))
  const otherChildren = children.map(({ owner, row }) => childView(context, row, owner.id, owner.id))
  return {
    episodes: episodes.sort((a, b) => b.startedOn.localeCompare(a.startedOn, 'en') || (a.id < b.id ? 1 : -1)),
    spouses: spouses.sort(latestFirst),
    children: [...ownChildren, ...otherChildren].sort(byBirth),
    phones: members.flatMap(({ phone, person: { id } }) =>
      phone.map((row) => ({ id: row.id, ofPerson: id, numberMasked: maskPhone(row.number), owner: row.owner }))
    ),
    consents: members.flatMap(({ consent, person: { id } }) =>
      consent.map((row) => ({
        id: row.id,
        ofPerson: id,
        purpose: row.purpose,
        givenOn: row.given_on,
        formRef: row.form_ref,
        withdrawnOn: row.withdrawn_on,
        withdrawnReason: row.withdrawn_reason,
        recordedOn: row.recorded_on
      }))
    )
  }
}

function mergeViews({ db, moment, today }: ViewContext, { person, members }: LoadedFile): Pick<PersonView, 'mergedInto' | 'mergedFrom'> {
  const into = person.merged_into === null ? undefined : personBySeq(db, person.merged_into)
  return {
    mergedInto: into === undefined ? null : { id: into.id, name: shownName(into, today) },
    mergedFrom:
      moment === null && person.merged_into === null
        ? mergedFiles(db, person.seq).map((one) => ({ id: one.id, name: shownName(one, today) }))
        : members.slice(1).map((one) => ({ id: one.person.id, name: shownName(one.person, today) }))
  }
}

/** Under 14 every fact by which the child is known is masked, as in the file of its parents. */
function knownBy({ today }: ViewContext, person: PersonRecord) {
  const { masked, ...shown } = shownOwn(person, today)
  const { former_name: former, pinyin, initials } = person
  return {
    masked,
    ...shown,
    pinyin: masked ? MASK : pinyin,
    initials: masked ? MASK : initials,
    formerName: masked && former !== null ? maskedName(former) : former
  }
}

function ownViews(context: ViewContext, person: PersonRecord) {
  const { reference } = context
  return {
    id: person.id,
    revision: person.revision,
    ...knownBy(context, person),
    idType: factsOf(person).idType,
    idNoMasked: maskedNumber(person.id_no),
    idNoOld15Masked: maskedNumber(person.id_no_old15),
    noIdReason: person.no_id_reason,
    idVerified: verifiedOf(person),
    ethnicityMasked: starred(person.ethnicity),
    education: person.education,
    educationEdition: person.education_edition,
    hukouType: person.hukou_type,
    marital: person.marital,
    firstMarriedOn: person.first_married_on,
    currentMarriedOn: person.current_married_on,
    marriageCertNo: person.marriage_cert_no,
    onlyChildCertNo: person.only_child_cert_no,
    onlyChildCertOn: person.only_child_cert_on,
    phoneMasked: maskedPhone(person.phone),
    phoneOwner: person.phone_owner,
    hukouCode: person.hukou_code,
    hukouName: reference.divisionName(person.hukou_code),
    hukouText: person.hukou_text,
    hukouAsOf: person.hukou_as_of,
    relationToHead: person.relation_to_head,
    note: person.note,
    status: person.status,
    statusOn: person.status_on,
    statusRecordedOn: person.status_recorded_on,
    statusReason: person.status_reason,
    statusNote: person.status_note,
    createdAt: person.created_at,
    updatedAt: person.updated_at,
    updatedBy: person.updated_by
  }
}

function householdView({ db, moment, scope }: ViewContext, person: PersonRecord): PersonView['household'] {
  const household = person.household_id === null ? undefined : householdAt(db, person.household_id, moment)
  if (household === undefined) return null
  const head = household.head_id === null ? undefined : personById(db, household.head_id)
  return { id: household.id, number: household.number, head: head === undefined ? null : { id: head.id, name: nameInScope(scope, head) } }
}

export function personView(context: ViewContext, file: LoadedFile, warnings: Warning[], statuses: PersonView['statuses']): PersonView {
  const { person, members } = file
  return {
    ...ownViews(context, person),
    household: householdView(context, person),
    statuses,
    ...mergeViews(context, file),
    warnings,
    missing: [],
    bereaved: isBereaved(context.db, person.seq),
    marks: marksOf(context.db, person.seq).map(({ kind, field, request, placed_at: at }) => ({
      ...{ kind, request, at },
      field: field === '' ? null : field
    })),
    ...hangingViews(context, file),
    parents: parentsOf(context, file),
    hasPhoto: context.moment === null && members.some((member) => hasPhoto(context.db, member.person.seq))
  }
}
