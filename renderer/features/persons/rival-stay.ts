/** Stays in a file that two people changed: a form shows one of them, and what is said of one must never be written into another. */
import { recordKindLabels } from '@shared/domain'
import { blankStay, stayTyped, type PersonForm, type StayForm } from './person-form'
import { joined, same, valueWords, type Difference, type Spoken } from './rival-words'
import { fieldWords, kindWords } from './words'

interface StaysNow {
  readonly form: PersonForm
  readonly stays: readonly StayForm[]
}

/** The whole stay, where there is no other version of it to set it against. */
const WHOLE = 'stay'
const pathOf = (fact: string): string => `${WHOLE}.${fact}`
type Fact = Exclude<keyof StayForm, 'stayId'>
const blank = blankStay()
const isFact = (name: string): name is Fact => name !== 'stayId' && Object.hasOwn(blank, name)
const facts = Object.keys(blank).filter(isFact)

export const isStayFact = (name: string): boolean => Object.hasOwn(blank, name)

const stayOf = (form: StayForm): StayForm => ({
  ...blank,
  ...Object.fromEntries(Object.entries(form).filter(([name]) => isStayFact(name)))
})
const sameStay = (one: StayForm, other: StayForm): boolean => same(stayOf(one), stayOf(other))

/** As the history names it. */
const nameOf = ({ startedOn, residenceCode }: StayForm, { places }: Spoken): string =>
  `${recordKindLabels['episode'] ?? ''}“${startedOn} 起 ${places.get(residenceCode) ?? residenceCode}”`

const lineOf = (stay: StayForm, { places }: Spoken): string =>
  joined([
    kindWords(stay.kind),
    stay.startedOn === '' ? '' : `${stay.startedOn} 起`,
    stay.endedOn === '' ? '' : `${stay.endedOn} 止`,
    `${places.get(stay.residenceCode) ?? stay.residenceCode}${stay.residenceText}`,
    stay.employerName
  ])

function factsOf(base: StayForm | null, theirs: StayForm, mine: PersonForm, now: StaysNow, spoken: Spoken): Difference[] {
  return facts.flatMap((fact) => {
    const [other, own] = [theirs[fact], mine[fact]]
    if (same(other, own) || (base !== null && same(other, base[fact]))) return []
    const said = (value: unknown, form: PersonForm): string => valueWords(fact, value, form, spoken)
    const isContested = base === null || !same(own, base[fact])
    const label = `${nameOf(theirs, spoken)}的${fieldWords(fact)}`
    return [{ path: pathOf(fact), label, theirs: said(other, now.form), mine: said(own, mine), isContested }]
  })
}

/** @param base what the form was filled from; null when that is not known any more @returns what the other one changed of the stay on screen, or of the one that came meanwhile */
export function stayDifferences(base: PersonForm | null, now: StaysNow, mine: PersonForm, spoken: Spoken): Difference[] {
  const present = now.form
  if (mine.stayId !== null) {
    const theirs = now.stays.find(({ stayId }) => stayId === mine.stayId)
    if (theirs !== undefined) return factsOf(base, theirs, mine, now, spoken)
    const isContested = base === null || !sameStay(mine, base)
    return [{ path: WHOLE, label: nameOf(mine, spoken), theirs: '（已移去）', mine: lineOf(mine, spoken), isContested }]
  }
  // Somebody moved on screen; whether the other one recorded the same move, only a reader can tell.
  if (!stayTyped(mine) || present.stayId === null || present.stayId === base?.stayId) return []
  const label = `新的${recordKindLabels['episode'] ?? ''}`
  return [{ path: WHOLE, label, theirs: lineOf(present, spoken), mine: `${lineOf(mine, spoken)}（另记一段）`, isContested: true }]
}

/** @param takes paths whose value comes from the file as it is now @returns the stay of the form that is saved next */
export function chosenStay(base: PersonForm | null, now: StaysNow, mine: PersonForm, takes: ReadonlySet<string>): StayForm {
  const [present, own] = [stayOf(now.form), stayOf(mine)]
  if (takes.has(WHOLE)) return present
  const theirs = now.stays.find(({ stayId }) => stayId === mine.stayId)
  // Taken away by the other one and kept by this screen: it is written down anew.
  if (mine.stayId !== null && theirs === undefined) return { ...own, stayId: null }
  const taken = facts.filter((fact) => takes.has(pathOf(fact)))
  const isUntouched = base !== null && sameStay(mine, base)
  const isFollowed = theirs === undefined || facts.every((fact) => same(theirs[fact], own[fact]) || taken.includes(fact))
  if (isUntouched && isFollowed) return present
  return theirs === undefined ? own : { ...own, ...Object.fromEntries(taken.map((fact) => [fact, theirs[fact]])) }
}
