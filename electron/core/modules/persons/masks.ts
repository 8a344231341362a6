/** How values are shown to everybody; whole ones come out one at a time with a reason. Source: domain.md §3.7, PV-5. */
import { ageOn, isPartialDate, maskPhone, maskResidentId, nameCharacters, type Day } from '@shared/domain'
import { MASK } from './plain-facts'

/** Under this age every fact of a child is sensitive (PIPL art. 28, 31). */
const CHILD_AGE = 14

/** The first character and stars for the others. */
export const maskedName = (name: string): string => {
  const [first = '', ...others] = nameCharacters(name)
  return first + MASK.repeat(Math.max(1, others.length))
}

export const maskedYear = (date: string): string => date.slice(0, 4)

export const maskedNumber = (number: string | null): string | null => (number === null ? null : maskResidentId(number))
export const maskedPhone = (phone: string | null): string | null => (phone === null ? null : maskPhone(phone))

/** A value that is only there or not there. */
export const starred = (value: string | null): string | null => (value === null ? null : MASK)

/** @returns whether the child is, or may be, under 14; who has no birth date on file is protected too */
export function isProtectedChild(birthDate: string | null, today: Day): boolean {
  return birthDate === null || !isPartialDate(birthDate) || ageOn(birthDate, today).min < CHILD_AGE
}

/** Facts by which somebody is known. */
interface OwnFacts {
  readonly name: string
  readonly sex: string
  readonly birth_date: string
  /** Set where a list tells of the person: who is to be met with care is named in none. */
  readonly bereaved?: boolean
}

/** @returns the facts as everybody may see them: of somebody under 14, and in lists of a bereaved person, the first character of the name and the year of birth */
export function shownOwn(facts: OwnFacts, today: Day): { name: string; sex: string; birthDate: string; masked: boolean } {
  const masked = facts.bereaved === true || isProtectedChild(facts.birth_date, today)
  if (!masked) return { name: facts.name, sex: facts.sex, birthDate: facts.birth_date, masked }
  return { name: maskedName(facts.name), sex: MASK, birthDate: maskedYear(facts.birth_date), masked }
}

/** Name of a file as another one may show it. */
export const shownName = (facts: OwnFacts, today: Day): string => shownOwn(facts, today).name

/** An own fact of somebody under 14 in a history or comparison; facts that are no longer or not yet masked come back whole. */
export function maskedOwnFact(field: string, value: string): string {
  switch (field) {
    case 'name':
    case 'formerName':
      return maskedName(value)
    case 'birthDate':
      return maskedYear(value)
    case 'sex':
    case 'pinyin':
      return MASK
    default:
      return value
  }
}
