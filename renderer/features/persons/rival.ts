/** Two people changed one file: what each of them changed, side by side, and the form that comes of the choices. */
import type { PersonView } from '@shared/contract/persons'
import { formOf, stayFormOf } from './form-of-person'
import type { ChildForm, PersonForm, PhoneForm, SpouseForm, StayForm } from './person-form'
import { chosenMarriage, isOtherMarriage, marriageDifferences } from './rival-spouse'
import { chosenStay, isStayFact, stayDifferences } from './rival-stay'
import { joined, same, valueWords, type Difference, type Spoken } from './rival-words'
import { labelIn, type CodeOptions } from './use-reference'
import { dateWords, fieldWords, sexWords } from './words'

export type { Difference, Spoken } from './rival-words'

/** The file as somebody else left it: the form it fills, and all its stays, of which a form shows one. */
export interface FileNow {
  readonly form: PersonForm
  readonly stays: readonly StayForm[]
  /** Ids of all marriages, of which a form shows the one that goes on. */
  readonly marriages: readonly string[]
}
export const fileNow = (person: PersonView): FileNow => ({
  form: formOf(person),
  stays: person.episodes.map(stayFormOf),
  marriages: person.spouses.map(({ id }) => id)
})

/** Facts that go with another one, are only shown, or belong to the save and not to the file. */
const LEFT_OUT = new Set(['spouse', 'children', 'phones', 'removed', 'why', 'householdName', 'educationEdition'])
const SPOUSE_LEFT_OUT = new Set(['id', 'linkedName', 'educationEdition'])

interface Row {
  readonly id: string | null
}
type Flat = Map<string, unknown>

const rowsOf = (kind: string, rows: readonly Row[]): [string, unknown][] =>
  rows.flatMap((row): [string, unknown][] => (row.id === null ? [] : [[`${kind}:${row.id}`, row]]))

/** A code means something only in its edition. */
const schooling = ({ education, educationEdition }: Pick<PersonForm, 'education' | 'educationEdition'>): string | null =>
  education === null ? null : `${education} ${educationEdition ?? ''}`

function flat(form: PersonForm): Flat {
  return new Map<string, unknown>([
    ...Object.entries(form).filter(([name]) => !LEFT_OUT.has(name) && !isStayFact(name)),
    ['education', schooling(form)],
    ...Object.entries(form.spouse).flatMap(([name, value]): [string, unknown][] =>
      SPOUSE_LEFT_OUT.has(name) ? [] : [[`spouse.${name}`, value]]
    ),
    ['spouse.education', schooling(form.spouse)],
    ...rowsOf('child', form.children),
    ...rowsOf('phone', form.phones)
  ])
}

const children = (form: PersonForm, path: string): ChildForm | undefined => form.children.find(({ id }) => `child:${id ?? ''}` === path)
const phones = (form: PersonForm, path: string): PhoneForm | undefined => form.phones.find(({ id }) => `phone:${id ?? ''}` === path)
const childLine = (child: ChildForm, lists: CodeOptions): string =>
  joined(
    [
      child.name,
      child.sex === '*' ? '' : sexWords(child.sex ?? ''),
      dateWords(child.birthDate),
      child.idNo,
      labelIn(lists, 'child_relation', child.relation),
      labelIn(lists, 'child_location', child.location),
      child.birthCertNo,
      child.otherParentName === '' ? '' : `另一方 ${child.otherParentName}`
    ].map((part) => (part === '*' ? '' : part))
  )

function words(path: string, form: PersonForm, spoken: Spoken): string {
  const value = flat(form).get(path)
  if (value === undefined) return '（已移去）'
  const child = children(form, path)
  if (child !== undefined) return childLine(child, spoken.lists)
  const phone = phones(form, path)
  if (phone !== undefined) return joined([phone.number, phone.owner])
  return valueWords(path, value, form, spoken)
}

function labelOf(path: string): string {
  if (path.startsWith('child:')) return '子女'
  if (path.startsWith('phone:')) return '其他电话'
  return path.startsWith('spouse.') ? `配偶${fieldWords(path.slice(7))}` : fieldWords(path)
}

/**
 * @param base what the form was filled from; null when that is not known any more, then every difference is contested @param mine what stands on screen
 * @returns what the other one changed and the screen does not say, in the order of the form; what only this screen changed is not asked about
 */
export function differences(base: PersonForm | null, theirs: FileNow, mine: PersonForm, spoken: Spoken): Difference[] {
  const [old, now, here] = [base === null ? null : flat(base), flat(theirs.form), flat(mine)]
  const isWhole = isOtherMarriage(theirs, mine)
  const facts = [...new Set([...here.keys(), ...now.keys()])].flatMap((path) => {
    if (isWhole && path.startsWith('spouse.')) return []
    const [other, own] = [now.get(path), here.get(path)]
    if (same(other, own) || (old !== null && same(other, old.get(path)))) return []
    const isContested = old === null || !same(own, old.get(path))
    return [{ path, label: labelOf(path), theirs: words(path, theirs.form, spoken), mine: words(path, mine, spoken), isContested }]
  })
  return [...facts, ...marriageDifferences(base, theirs, mine), ...stayDifferences(base, theirs, mine, spoken)]
}

function rowsChosen<T extends Row>(kind: string, mine: readonly T[], theirs: readonly T[], takes: (path: string) => boolean): T[] {
  const chosen = (id: string | null): boolean => id !== null && takes(`${kind}:${id}`)
  const kept = mine.flatMap((row) => (chosen(row.id) ? theirs.filter(({ id }) => id === row.id) : [row]))
  return [...kept, ...theirs.filter(({ id }) => chosen(id) && !mine.some((row) => row.id === id))]
}

/** @param base as `differences` @param takes paths whose value comes from the file as it is now */
export function merged(base: PersonForm | null, now: FileNow, mine: PersonForm, takes: ReadonlySet<string>): PersonForm {
  const { form: theirs } = now
  const taken = (prefix: string, from: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(from).filter(([name]) => takes.has(prefix + name)))
  const has = (path: string): boolean => takes.has(path)
  const facts = (): SpouseForm => ({
    ...mine.spouse,
    ...taken('spouse.', theirs.spouse),
    ...(has('spouse.education') ? { educationEdition: theirs.spouse.educationEdition } : {}),
    ...(has('spouse.personId') ? { linkedName: theirs.spouse.linkedName } : {}),
    id: theirs.spouse.id ?? mine.spouse.id
  })
  return {
    ...mine,
    ...taken('', theirs),
    ...(has('householdId') ? { householdName: theirs.householdName } : {}),
    ...(has('education') ? { educationEdition: theirs.educationEdition } : {}),
    ...chosenStay(base, now, mine, takes),
    spouse: isOtherMarriage(now, mine) ? chosenMarriage(now, mine, takes) : facts(),
    children: rowsChosen('child', mine.children, theirs.children, has),
    phones: rowsChosen('phone', mine.phones, theirs.phones, has),
    removed: mine.removed.filter(({ kind, id }) => !takes.has(`${kind}:${id}`))
  }
}
