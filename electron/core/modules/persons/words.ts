/** Fields and values of the register as they are read aloud in histories and refusals; whole numbers stay masked. */
import { codeListsOf, fieldLabel, maskPhone, maskResidentId, plainWords, recordKindLabels, type ReferenceBook } from '@shared/domain'
import { formatInstant } from '@shared/format'
import { recordOfName } from './dependents'
import { CREATED, LINKED, REMOVED, UNLINKED, type Change } from './file'
import { maskedName, maskedYear } from './masks'
import { MASK } from './plain-facts'

export const labelOfKind = (kind: string): string => recordKindLabels[kind] ?? kind

/** Lines that only complete another one: who verified, when a status was written down, stamps of an act. */
export const isSpoken = (field: string): boolean => !['idVerifiedBy', 'statusRecordedOn'].includes(field) && !field.startsWith('~')

/** @param name of the record as a clerk recognises it, '' where it needs none */
export function labelOfChange(kind: string | null, field: string, name: string): string {
  if (kind === null) return fieldLabel(null, field)
  const record = name === '' ? labelOfKind(kind) : `${labelOfKind(kind)}“${name}”`
  switch (field) {
    case CREATED:
      return `新增${record}`
    case REMOVED:
      return `删除${record}`
    case LINKED:
      return kind === 'spouse' ? '登记为配偶' : '登记为父母或子女'
    case UNLINKED:
      return kind === 'spouse' ? '不再登记为配偶' : '不再登记为父母或子女'
    default:
      return `${record}的${fieldLabel(kind, field)}`
  }
}

/** @returns the labels of changes, each once, records without their names */
export const labelsOf = (changes: readonly Change[]): string[] => [
  ...new Set(
    changes
      .filter(({ field }) => isSpoken(field))
      .map(({ record, field }) => labelOfChange(record === null ? null : recordOfName(record).kind, field, ''))
  )
]

const divisions = new Set(['hukouCode', 'residenceCode'])
const numbers = new Set(['idNo', 'idNoOld15'])
const phones = new Set(['phone', 'number', 'dwellingPhone', 'contactPhone'])

/** What a spoken value needs to know beside its code. */
export interface Speaking {
  readonly reference: ReferenceBook
  /** Name of a person on file, of a household or an employer, by id or row number. */
  nameOf(field: string, value: string): string
  /** Facts of a protected child are masked. */
  readonly masked?: boolean
}

/** The word of the first list that knows the code, else the code. */
const labelIn = (lists: readonly string[], code: string, reference: ReferenceBook): string =>
  lists.map((list) => reference.label(list, code)).find((label) => label !== code) ?? code

const LINKS = new Set(['personId', 'otherParentId', 'householdId', 'employerId', 'headId', 'mergedInto', LINKED, UNLINKED])

function plainValue(kind: string | null, field: string, value: string, speaking: Speaking): string {
  const { reference } = speaking
  const table = plainWords(kind, field)
  if (table !== null) return table[value] ?? value
  const lists = codeListsOf(kind, field)
  if (lists.length > 0) return labelIn(lists, value, reference)
  if (divisions.has(field) || (kind === 'dwelling' && field === 'code')) return reference.divisionName(value)
  if (LINKS.has(field)) return speaking.nameOf(field, value)
  // A picture is named by an id that says nothing.
  if (field === 'photo') return '有'
  return field === 'idVerified' ? formatInstant(value) : value
}

function maskedChildValue(field: string, value: string): string {
  if (field === 'name') return maskedName(value)
  return field === 'birthDate' ? maskedYear(value) : MASK
}

/** @returns an old or new value of the history as it is read aloud */
export function spokenValue(kind: string | null, field: string, value: string | null, speaking: Speaking): string | null {
  if (value === null) return null
  if (field === 'ethnicity') return MASK
  if (numbers.has(field)) return maskResidentId(value)
  if (phones.has(field)) return maskPhone(value)
  const open = ['order', 'personId', 'otherParentId', LINKED, UNLINKED]
  if (kind === 'child' && speaking.masked === true && !open.includes(field)) return maskedChildValue(field, value)
  return plainValue(kind, field, value, speaking)
}
