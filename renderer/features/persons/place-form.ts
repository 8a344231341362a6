/** The form of a house or an employer as plain data: filled from the record, sent as the office wants it, compared with a rival's. */
import type { CallInput, Output } from '@shared/contract'
import type { places } from '@shared/contract/places'
import { fieldLabel } from '@shared/domain'
import type { Difference } from './rival'
import { labelIn, type CodeOptions } from './use-reference'

export type Dwelling = Output<typeof places.dwelling>['dwelling']
export type Employer = Output<typeof places.employer>['employer']

/** Of a house only contact and telephone are typed: its address is what the stays say. Members are named as the contract names them. */
export interface PlaceForm {
  name: string
  address: string
  kind: string | null
  phone: string
  contact: string
  contactPhone: string
  why: string
}

const blank: PlaceForm = { name: '', address: '', kind: null, phone: '', contact: '', contactPhone: '', why: '' }

export const formOfDwelling = ({ contact, contactPhoneMasked }: Dwelling): PlaceForm => ({
  ...blank,
  contact: contact ?? '',
  contactPhone: contactPhoneMasked ?? ''
})

export const formOfEmployer = ({ name, address, kind, phone }: Employer): PlaceForm => ({
  ...blank,
  name,
  address: address ?? '',
  kind,
  phone: phone ?? ''
})

const blankToNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

export const dwellingInput = (id: string, revision: number, form: PlaceForm): CallInput<typeof places.saveDwelling> => ({
  id,
  revision,
  contact: blankToNull(form.contact),
  contactPhone: blankToNull(form.contactPhone),
  why: blankToNull(form.why)
})

export const employerInput = (id: string, revision: number, form: PlaceForm): CallInput<typeof places.saveEmployer> => ({
  id,
  revision,
  name: form.name.trim(),
  address: blankToNull(form.address),
  kind: form.kind,
  phone: blankToNull(form.phone),
  why: blankToNull(form.why)
})

/** @returns a draft of this form; null for anything else */
export function placeDraft(kept: unknown): PlaceForm | null {
  if (typeof kept !== 'object' || kept === null) return null
  const members = new Map<string, unknown>(Object.entries(kept))
  const text = (name: string): string | null => {
    const value = members.get(name)
    return typeof value === 'string' ? value : null
  }
  const texts = (['name', 'address', 'phone', 'contact', 'contactPhone', 'why'] as const).map((name) => [name, text(name)] as const)
  if (texts.some(([, value]) => value === null)) return null
  return { ...blank, ...Object.fromEntries(texts), kind: text('kind') }
}

const facts = ['name', 'address', 'kind', 'phone', 'contact', 'contactPhone'] as const
const labelOf = (path: (typeof facts)[number]): string => fieldLabel(path.startsWith('contact') ? 'dwelling' : 'employer', path)

/** @param base what the form was filled from; null when that is not known any more, then every difference is contested */
export function placeDifferences(base: PlaceForm | null, theirs: PlaceForm, mine: PlaceForm, lists: CodeOptions): Difference[] {
  const words = (path: (typeof facts)[number], form: PlaceForm): string =>
    (path === 'kind' ? labelIn(lists, 'employer_kind', form.kind) : form[path]) || '（空）'
  return facts.flatMap((path) => {
    if (theirs[path] === mine[path] || (base !== null && theirs[path] === base[path])) return []
    const isContested = base === null || mine[path] !== base[path]
    return [{ path, label: labelOf(path), theirs: words(path, theirs), mine: words(path, mine), isContested }]
  })
}

/** @param takes paths whose value comes from the record as it is now */
export const placeMerged = (mine: PlaceForm, theirs: PlaceForm, takes: ReadonlySet<string>): PlaceForm => ({
  ...mine,
  ...Object.fromEntries(facts.filter((path) => takes.has(path)).map((path) => [path, theirs[path]]))
})
