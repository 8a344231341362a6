/** How private each fact of a person is, in one table: a fact without a level does not compile. Source: domain.md §3.1–§3.4, §3.7. */
import type { Sensitivity } from '../domain'
import type { ChildInput, ConsentInput, EpisodeInput, PersonInput, PhoneInput, SpouseInput } from './person-records'
import type { ServiceInput } from './services'

type LevelsOf<T> = Readonly<Record<Exclude<keyof T, 'id'>, Sensitivity>>

const person: LevelsOf<PersonInput> = {
  ...{
    name: 'L2',
    pinyin: 'L2',
    formerName: 'L2',
    sex: 'L2',
    birthDate: 'L2',
    idType: 'L2',
    idNo: 'L2',
    idNoOld15: 'L2',
    noIdReason: 'L2'
  },
  ...{ idVerified: 'L1', ethnicity: 'L3', education: 'L2', educationEdition: 'L1', hukouType: 'L2', marital: 'L2', firstMarriedOn: 'L2' },
  ...{ currentMarriedOn: 'L2', marriageCertNo: 'L2', onlyChildCertNo: 'L2', onlyChildCertOn: 'L2', phone: 'L2', phoneOwner: 'L2' },
  ...{ hukouCode: 'L2', hukouText: 'L2', hukouAsOf: 'L1', householdId: 'L1', relationToHead: 'L2', note: 'L2' }
}

const spouse: LevelsOf<SpouseInput> = {
  ...{
    personId: 'L1',
    name: 'L2',
    birthDate: 'L2',
    idNo: 'L2',
    hukouCode: 'L2',
    hukouText: 'L2',
    residenceCode: 'L2',
    residenceText: 'L2'
  },
  ...{ ethnicity: 'L3', education: 'L2', educationEdition: 'L1', employer: 'L2', phone: 'L2', certNo: 'L2', startedOn: 'L2' },
  ...{ endedOn: 'L2', endReason: 'L2' }
}

/** Under 14 every fact is L3 (PIPL art. 28); the masks ask the age, the table takes the worst case. */
const child: LevelsOf<ChildInput> = {
  ...{ personId: 'L1', otherParentId: 'L1', order: 'L3', name: 'L3', sex: 'L3', birthDate: 'L3', idNo: 'L3', relation: 'L3' },
  ...{ location: 'L3', birthCertNo: 'L3' }
}

const episode: LevelsOf<EpisodeInput> = {
  ...{ kind: 'L2', startedOn: 'L2', endedOn: 'L2', residenceCode: 'L2', residenceText: 'L2', reason: 'L2', dwellingKind: 'L2' },
  ...{ dwellingContact: 'L2', dwellingPhone: 'L2', occupation: 'L2', companions: 'L2', employer: 'L2' }
}

const phone: LevelsOf<PhoneInput> = { number: 'L2', owner: 'L2' }

const consent: LevelsOf<ConsentInput> = { purpose: 'L1', givenOn: 'L1', formRef: 'L1', withdrawnOn: 'L1', withdrawnReason: 'L2' }

/** The open part is for the service desk alone as well: that there was a service is itself a fact about health. */
const service: LevelsOf<ServiceInput> = {
  ...{ type: 'L3', askedBySelf: 'L3', servedOn: 'L3', endedOn: 'L3', institution: 'L3', performed: 'L3', nextOn: 'L3', consent: 'L3' },
  ...{ source: 'L3', free: 'L3', method: 'L4', outcome: 'L4' }
}

export const fieldLevels = { person, spouse, child, episode, phone, consent, service } as const

/** @returns the fields of a record at this level */
export const fieldsAt = (record: keyof typeof fieldLevels, level: Sensitivity): string[] =>
  Object.entries(fieldLevels[record]).flatMap(([field, its]) => (its === level ? [field] : []))
