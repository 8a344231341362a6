/** The marriage in a file that two people changed: what is said of one spouse must never be written into the record of another. */
import type { PersonForm, SpouseForm } from './person-form'
import { joined, same, type Difference } from './rival-words'
import { dateWords } from './words'

interface MarriagesNow {
  readonly form: PersonForm
  /** Ids of all marriages on file, ended ones too. */
  readonly marriages: readonly string[]
}

/** The whole marriage, where the other one's form speaks of another one or of none. */
export const MARRIAGE = 'spouse'

/** Whether fact by fact would mix two marriages: the one on screen was ended, taken away or followed by another meanwhile. */
export const isOtherMarriage = (now: MarriagesNow, mine: PersonForm): boolean =>
  mine.spouse.id !== null && mine.spouse.id !== now.form.spouse.id

const lineOf = ({ id, name, linkedName, idNo, birthDate, startedOn }: SpouseForm): string =>
  id === null && name === '' && linkedName === ''
    ? '（没有在婚的配偶）'
    : joined([name || linkedName, idNo, dateWords(birthDate), startedOn === '' ? '' : `${startedOn} 结婚`])

/** @returns nothing where facts can be compared one by one */
export function marriageDifferences(base: PersonForm | null, now: MarriagesNow, mine: PersonForm): Difference[] {
  if (!isOtherMarriage(now, mine)) return []
  const isContested = base === null || !same(mine.spouse, base.spouse)
  return [{ path: MARRIAGE, label: '配偶', theirs: lineOf(now.form.spouse), mine: lineOf(mine.spouse), isContested }]
}

/** @param takes paths whose value comes from the file as it is now @returns the marriage of the form that is saved next */
export function chosenMarriage(now: MarriagesNow, mine: PersonForm, takes: ReadonlySet<string>): SpouseForm {
  if (takes.has(MARRIAGE)) return now.form.spouse
  // Taken away by the other one and kept by this screen: it is written down anew.
  return mine.spouse.id !== null && now.marriages.includes(mine.spouse.id) ? mine.spouse : { ...mine.spouse, id: null }
}
