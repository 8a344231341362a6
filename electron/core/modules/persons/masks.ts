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
