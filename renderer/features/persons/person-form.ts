/** The form of a person and the family as plain data, and what of it counts as typed. */

/** The present marriage; facts of somebody on file stand in that file and are not typed here. */
export interface SpouseForm {
  id: string | null
  personId: string | null
  /** Name of the linked file, only shown. */
  linkedName: string
  name: string
  idNo: string
  birthDate: string
  phone: string
  /** Registered and living where the person is; then the places are not asked. */
  sameHukou: boolean
  hukouCode: string
  hukouText: string
  sameHome: boolean
  residenceCode: string
  residenceText: string
  ethnicity: string | null
  education: string | null
  /** Edition of the list the code is of; null for today's. */
  educationEdition: string | null
  employer: string
  certNo: string
  startedOn: string
  endedOn: string
  endReason: string | null
}

export interface ChildForm {
  id: string | null
  /** Written for this person, and not for the other parent, whose link is then not changed from here. */
  isOwn: boolean
  /** Its own file, with the name that stands there. */
  personId: string | null
  /** The other parent's file; `THE_SPOUSE` is whoever is linked as spouse, nobody without a link. */
  otherParentId: string | null
  otherParentName: string
  name: string
  sex: string | null
  birthDate: string
  idNo: string
  relation: string | null
  location: string | null
  birthCertNo: string
}

export interface PhoneForm {
  id: string | null
  number: string
  owner: string
}

/** A record taken off the form; taken away on file by the next save. */
export interface RemovedForm {
  kind: string
  id: string
}

export interface StayForm {
  stayId: string | null
  kind: string | null
  startedOn: string
  endedOn: string
  residenceCode: string
  residenceText: string
  reason: string | null
  dwellingKind: string | null
  dwellingContact: string
  dwellingPhone: string
  occupation: string
  companions: string
  employerName: string
  employerAddress: string
  employerKind: string | null
  employerPhone: string
}

export interface PersonForm extends StayForm {
  name: string
  pinyin: string
  formerName: string
  idType: string | null
  idNo: string
  idVerified: boolean
  noIdReason: string | null
  sex: string | null
  birthDate: string
  ethnicity: string | null
  education: string | null
  /** Edition of the list the code is of; null for today's. */
  educationEdition: string | null
  hukouType: string | null
  marital: string | null
  firstMarriedOn: string
  currentMarriedOn: string
  marriageCertNo: string
  onlyChildCertNo: string
  onlyChildCertOn: string
  phone: string
  phoneOwner: string
  hukouCode: string
  hukouText: string
  householdId: string | null
  /** Number and head of the household chosen, only shown. */
  householdName: string
  relationToHead: string | null
  note: string
  spouse: SpouseForm
  children: ChildForm[]
  phones: PhoneForm[]
  removed: RemovedForm[]
  why: string
}

export const blankSpouse = (): SpouseForm => ({
  id: null,
  personId: null,
  linkedName: '',
  name: '',
  idNo: '',
  birthDate: '',
  phone: '',
  sameHukou: true,
  hukouCode: '',
  hukouText: '',
  sameHome: true,
  residenceCode: '',
  residenceText: '',
  ethnicity: null,
  education: null,
  educationEdition: null,
  employer: '',
  certNo: '',
  startedOn: '',
  endedOn: '',
  endReason: null
})

/** In place of the other parent's file: the marriage on the same form. */
export const THE_SPOUSE = 'spouse'

export const blankChild = (): ChildForm => ({
  id: null,
  isOwn: true,
  personId: null,
  otherParentId: THE_SPOUSE,
  otherParentName: '',
  name: '',
  sex: null,
  birthDate: '',
  idNo: '',
  relation: 'natural',
  location: 'with_parents',
  birthCertNo: ''
})

export const blankPhone = (): PhoneForm => ({ id: null, number: '', owner: '' })

export const blankStay = (): StayForm => ({
  stayId: null,
  kind: 'in',
  startedOn: '',
  endedOn: '',
  residenceCode: '',
  residenceText: '',
  reason: null,
  dwellingKind: null,
  dwellingContact: '',
  dwellingPhone: '',
  occupation: '',
  companions: '',
  employerName: '',
  employerAddress: '',
  employerKind: null,
  employerPhone: ''
})

export const blankForm = (): PersonForm => ({
  name: '',
  pinyin: '',
  formerName: '',
  idType: 'resident_id',
  idNo: '',
  idVerified: false,
  noIdReason: null,
  sex: null,
  birthDate: '',
  ethnicity: null,
  education: null,
  educationEdition: null,
  hukouType: null,
  marital: '90',
  firstMarriedOn: '',
  currentMarriedOn: '',
  marriageCertNo: '',
  onlyChildCertNo: '',
  onlyChildCertOn: '',
  phone: '',
  phoneOwner: '',
  hukouCode: '',
  hukouText: '',
  householdId: null,
  householdName: '',
  relationToHead: null,
  note: '',
  ...blankStay(),
  spouse: blankSpouse(),
  children: [],
  phones: [],
  removed: [],
  why: ''
})

/** A new stay for the same person: the old one is left as it is on file. */
export const withNewStay = (form: PersonForm): PersonForm => ({ ...form, ...blankStay() })

const someText = (record: object, but: readonly string[]): boolean =>
  Object.entries(record).some(([name, value]) => !but.includes(name) && typeof value === 'string' && value.trim() !== '')

const UNTYPED_STAY = ['kind', 'reason', 'dwellingKind', 'employerKind', 'stayId']
export function stayTyped(form: PersonForm): boolean {
  const stay = Object.fromEntries(Object.keys(blankStay()).map((name) => [name, new Map<string, unknown>(Object.entries(form)).get(name)]))
  return form.stayId !== null || someText(stay, UNTYPED_STAY)
}
export const spouseTyped = (spouse: SpouseForm): boolean => spouse.id !== null || someText(spouse, [])
export const childTyped = (child: ChildForm): boolean =>
  child.id !== null || someText(child, ['relation', 'location', 'otherParentId', 'otherParentName'])
export const phoneTyped = (phone: PhoneForm): boolean => phone.id !== null || phone.number.trim() !== ''
