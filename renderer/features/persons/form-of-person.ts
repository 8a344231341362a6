/** The form as it is filled from a record, masked values standing as they are shown. */
import type { PersonView } from '@shared/contract/persons'
import { blankForm, blankSpouse, type ChildForm, type PersonForm, type SpouseForm, type StayForm } from './person-form'

type Stay = PersonView['episodes'][number]

export const stayFormOf = (stay: Stay): StayForm => ({
  stayId: stay.id,
  kind: stay.kind,
  startedOn: stay.startedOn,
  endedOn: stay.endedOn ?? '',
  residenceCode: stay.residenceCode,
  residenceText: stay.residenceText ?? '',
  reason: stay.reason,
  dwellingKind: stay.dwellingKind,
  dwellingContact: stay.dwellingContact ?? '',
  dwellingPhone: stay.dwellingPhoneMasked ?? '',
  occupation: stay.occupation ?? '',
  companions: stay.companions === null ? '' : String(stay.companions),
  employerName: stay.employer?.name ?? '',
  employerAddress: stay.employer?.address ?? '',
  employerKind: stay.employer?.kind ?? null,
  employerPhone: stay.employer?.phone ?? ''
})

function spouseOf(marriage: PersonView['spouses'][number], stay: Stay | undefined, person: PersonView): SpouseForm {
  return {
    id: marriage.id,
    personId: marriage.personId,
    linkedName: marriage.personId === null ? '' : (marriage.name ?? ''),
    name: marriage.name ?? '',
    idNo: marriage.idNoMasked ?? '',
    birthDate: marriage.birthDate ?? '',
    phone: marriage.phoneMasked ?? '',
    sameHukou: marriage.hukouCode === person.hukouCode && marriage.hukouText === person.hukouText,
    hukouCode: marriage.hukouCode ?? '',
    hukouText: marriage.hukouText ?? '',
    sameHome: marriage.residenceCode === (stay?.residenceCode ?? null) && marriage.residenceText === (stay?.residenceText ?? null),
    residenceCode: marriage.residenceCode ?? '',
    residenceText: marriage.residenceText ?? '',
    ethnicity: marriage.ethnicityMasked,
    education: marriage.education,
    educationEdition: marriage.educationEdition,
    employer: marriage.employer ?? '',
    certNo: marriage.certNo ?? '',
    startedOn: marriage.startedOn ?? '',
    endedOn: marriage.endedOn ?? '',
    endReason: marriage.endReason
  }
}

const childOf = (child: PersonView['children'][number], person: PersonView): ChildForm => ({
  id: child.id,
  isOwn: [person, ...person.mergedFrom].some(({ id }) => id === child.ofPerson),
  personId: child.personId,
  otherParentId: child.otherParent?.id ?? null,
  otherParentName: child.otherParent?.name ?? '',
  name: child.name ?? '',
  sex: child.sex,
  birthDate: child.birthDate ?? '',
  idNo: child.idNoMasked ?? '',
  relation: child.relation,
  location: child.location,
  birthCertNo: child.birthCertNo ?? ''
})

/** The record with its present stay and marriage; masked values stand as they are shown and go back untouched. */
export function formOf(person: PersonView): PersonForm {
  const stay = person.episodes.find((episode) => episode.endedOn === null) ?? person.episodes[0]
  const marriage = person.spouses.find(({ endedOn }) => endedOn === null)
  return {
    ...blankForm(),
    name: person.name,
    pinyin: person.pinyin,
    formerName: person.formerName ?? '',
    idType: person.idType,
    idNo: person.idNoMasked ?? '',
    idVerified: person.idVerified !== null,
    noIdReason: person.noIdReason,
    sex: person.sex,
    birthDate: person.birthDate,
    ethnicity: person.ethnicityMasked,
    education: person.education,
    educationEdition: person.educationEdition,
    hukouType: person.hukouType,
    marital: person.marital,
    firstMarriedOn: person.firstMarriedOn ?? '',
    currentMarriedOn: person.currentMarriedOn ?? '',
    marriageCertNo: person.marriageCertNo ?? '',
    onlyChildCertNo: person.onlyChildCertNo ?? '',
    onlyChildCertOn: person.onlyChildCertOn ?? '',
    phone: person.phoneMasked ?? '',
    phoneOwner: person.phoneOwner ?? '',
    hukouCode: person.hukouCode,
    hukouText: person.hukouText ?? '',
    householdId: person.household?.id ?? null,
    householdName: householdWords(person.household?.number ?? '', person.household?.head?.name ?? null),
    relationToHead: person.relationToHead,
    note: person.note ?? '',
    ...(stay === undefined ? {} : stayFormOf(stay)),
    spouse: marriage === undefined ? blankSpouse() : spouseOf(marriage, stay, person),
    children: person.children.map((child) => childOf(child, person)),
    phones: person.phones.map(({ id, numberMasked, owner }) => ({ id, number: numberMasked, owner: owner ?? '' }))
  }
}

export const householdWords = (number: string, head: string | null): string =>
  number === '' ? '' : head === null ? number : `${number}（户主 ${head}）`
