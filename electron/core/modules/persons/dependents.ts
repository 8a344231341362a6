/** The records that hang on one person, as the database holds them: which table, which columns, which of them have a history. */
import type { DependentKind } from '@shared/contract/persons'
import type { Row } from './record'

export type EpisodeRecord = {
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
  dwelling_phone: string | null
  /** Row of table dwelling, found anew from code, kind and text whenever they change. */
  dwelling: number | null
  occupation: string | null
  companions: number | null
  employer_id: string | null
  recorded_on: string
}

export type PhoneRecord = { person_seq: number; id: string; number: string; reversed: string | null; owner: string | null }

export type SpouseRecord = {
  person_seq: number
  id: string
  spouse_id: string | null
  name: string | null
  birth_date: string | null
  id_no: string | null
  hukou_code: string | null
  hukou_text: string | null
  residence_code: string | null
  residence_text: string | null
  ethnicity: string | null
  education: string | null
  education_edition: string | null
  employer: string | null
  phone: string | null
  cert_no: string | null
  started_on: string | null
  ended_on: string | null
  end_reason: 'divorced' | 'widowed' | null
  recorded_on: string
}

export type ChildRecord = {
  person_seq: number
  id: string
  child_id: string | null
  other_parent_id: string | null
  birth_order: number | null
  name: string | null
  sex: string | null
  birth_date: string | null
  id_no: string | null
  relation: string | null
  location: string | null
  birth_cert_no: string | null
  recorded_on: string
}

export type ConsentRecord = {
  person_seq: number
  id: string
  purpose: string
  given_on: string
  form_ref: string | null
  withdrawn_on: string | null
  withdrawn_reason: string | null
  recorded_on: string
}

export interface DependentRecords {
  phone: PhoneRecord
  spouse: SpouseRecord
  child: ChildRecord
  episode: EpisodeRecord
  consent: ConsentRecord
}

interface DependentSpec<R extends Row> {
  readonly table: string
  /** Field of the contract and of the history → column. */
  readonly fields: Readonly<Record<string, keyof R & string>>
  /** Columns without a history: made with the record, or derived from the others. */
  readonly others: readonly (keyof R & string)[]
  /** Fields that name another person's file, which then shows the record too. */
  readonly links: readonly (keyof R & string)[]
}

export const dependents: { readonly [K in DependentKind]: DependentSpec<DependentRecords[K]> } = {
  phone: { table: 'person_phone', fields: { number: 'number', owner: 'owner' }, others: ['reversed'], links: [] },
  spouse: {
    table: 'person_spouse',
    fields: {
      personId: 'spouse_id',
      name: 'name',
      birthDate: 'birth_date',
      idNo: 'id_no',
      hukouCode: 'hukou_code',
      hukouText: 'hukou_text',
      residenceCode: 'residence_code',
      residenceText: 'residence_text',
      ethnicity: 'ethnicity',
      education: 'education',
      educationEdition: 'education_edition',
      employer: 'employer',
      phone: 'phone',
      certNo: 'cert_no',
      startedOn: 'started_on',
      endedOn: 'ended_on',
      endReason: 'end_reason'
    },
    others: ['recorded_on'],
    links: ['spouse_id']
  },
  child: {
    table: 'person_child',
    fields: {
      personId: 'child_id',
      otherParentId: 'other_parent_id',
      order: 'birth_order',
      name: 'name',
      sex: 'sex',
      birthDate: 'birth_date',
      idNo: 'id_no',
      relation: 'relation',
      location: 'location',
      birthCertNo: 'birth_cert_no'
    },
    others: ['recorded_on'],
    links: ['child_id', 'other_parent_id']
  },
  episode: {
    table: 'person_episode',
    fields: {
      kind: 'kind',
      reason: 'reason',
      startedOn: 'started_on',
      endedOn: 'ended_on',
      residenceCode: 'residence_code',
      residenceText: 'residence_text',
      dwellingKind: 'dwelling_kind',
      dwellingContact: 'dwelling_contact',
      dwellingPhone: 'dwelling_phone',
      occupation: 'occupation',
      companions: 'companions',
      employerId: 'employer_id'
    },
    others: ['dwelling', 'recorded_on'],
    links: []
  },
  consent: {
    table: 'person_consent',
    fields: {
      purpose: 'purpose',
      givenOn: 'given_on',
      formRef: 'form_ref',
      withdrawnOn: 'withdrawn_on',
      withdrawnReason: 'withdrawn_reason'
    },
    others: ['recorded_on'],
    links: []
  }
}

export const dependentKinds = Object.keys(dependents) as DependentKind[]

/** @returns every column of a dependent's table, the key first */
export const columnsOf = (kind: DependentKind): string[] => [
  'person_seq',
  'id',
  ...Object.values<string>(dependents[kind].fields),
  ...dependents[kind].others
]

/** Columns that hold numbers; the history keeps every value as text. */
const NUMBERS = new Set(['companions', 'birth_order', 'merged_into', 'revision'])
export const cellOf = (column: string, text: string | null): string | number | null =>
  text !== null && NUMBERS.has(column) ? Number(text) : text

/** `child:<id>`, as the history names a record; null is the person itself. */
export const recordName = (kind: string, id: string): string => `${kind}:${id}`

export function recordOfName(name: string): { readonly kind: string; readonly id: string } {
  const at = name.indexOf(':')
  return { kind: name.slice(0, at), id: name.slice(at + 1) }
}
