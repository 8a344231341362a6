/** How both versions of a file that two people changed are read aloud, whatever record a fact belongs to. */
import { codeListsOf, plainWords } from '@shared/domain'
import type { PersonForm } from './person-form'
import { labelIn, labelInEdition, type CodeOptions } from './use-reference'
import { placeOfField } from './words'

/** One fact both forms say differently. */
export interface Difference {
  /** `name`, `spouse` and `spouse.name`, `child:<id>`, `phone:<id>`, `stay` and `stay.startedOn` */
  readonly path: string
  readonly label: string
  /** What stands on file now, and what stands on screen. */
  readonly theirs: string
  readonly mine: string
  /** Both changed it; otherwise only the other one did. */
  readonly isContested: boolean
}

/** What is needed to read codes aloud; places by their code. */
export interface Spoken {
  readonly lists: CodeOptions
  readonly places: ReadonlyMap<string, string>
}

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')

/** What stands in a coded field, in words. */
export function codeWords(path: string, code: string, form: PersonForm, { lists, places }: Spoken): string {
  const { kind, field } = placeOfField(path)
  const own = kind === 'spouse' ? form.spouse : form
  if (field === 'education') return labelInEdition(lists, 'education', own.educationEdition, own.education)
  if (field === 'hukouCode' || field === 'residenceCode') return places.get(code) ?? code
  if (field === 'householdId') return form.householdName
  if (path === 'spouse.personId') return form.spouse.linkedName
  const table = plainWords(kind, field)
  if (table !== null) return table[code] ?? code
  if (code === '*') return '已登记（不显示）'
  return (
    codeListsOf(kind, field)
      .map((list) => labelIn(lists, list, code))
      .find((label) => label !== code) ?? code
  )
}

/** A plain value in words; records are told by whoever knows them. */
export function valueWords(path: string, value: unknown, form: PersonForm, spoken: Spoken): string {
  if (value === null || value === '') return '（空）'
  if (typeof value === 'boolean') return value ? '是' : '否'
  return typeof value === 'string' ? codeWords(path, value, form, spoken) : ''
}
