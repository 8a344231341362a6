/** The form of a household as plain data: number with its group, members with their relation to the head. */
import type { CallInput, Output } from '@shared/contract'
import type { places } from '@shared/contract/places'
import type { Difference } from './rival'
import { labelIn, type CodeOptions } from './use-reference'
import { dateWords, sexWords } from './words'

export type Household = Output<typeof places.household>

/** Code of 户主 in list `relation_to_head`. */
export const HEAD = '02'

export interface MemberForm {
  personId: string
  /** Name, and what else tells one from another; only shown. */
  name: string
  about: string
  relation: string | null
}

export interface HouseholdForm {
  number: string
  note: string
  members: MemberForm[]
  why: string
}

export const blankHousehold = (number: string, head: { readonly id: string; readonly name: string }): HouseholdForm => ({
  ...{ number, note: '', why: '' },
  members: [{ personId: head.id, name: head.name, about: '', relation: HEAD }]
})

export const formOfHousehold = ({ number, note, headId, members }: Household): HouseholdForm => ({
  number,
  note: note ?? '',
  members: members.map(({ person, relation }) => ({
    personId: person.id,
    name: person.name,
    about: [sexWords(person.sex), dateWords(person.birthDate)].filter(Boolean).join(' '),
    relation: person.id === headId ? HEAD : relation
  })),
  why: ''
})

/** 18 digits: 12 of the area, 2 of the group, 4 of the household. */
export const groupOfNumber = (number: string): string => (/^\d{14}/.test(number) ? number.slice(12, 14) : '')
export function numberWords(number: string): string {
  if (!/^\d{18}$/.test(number)) return number
  const group = Number(number.slice(12, 14))
  return `${number}（${group === 0 ? '' : `第 ${String(group)} 组`}第 ${String(Number(number.slice(14)))} 户）`
}

/** @returns path of the field → what is missing or impossible */
export function householdErrors({ number, members }: HouseholdForm): Record<string, string> {
  const heads = members.flatMap(({ relation }, at) => (relation === HEAD ? [at] : []))
  return {
    ...(/^[1-9]\d{17}$/.test(number.trim()) ? {} : { number: '户编码为 18 位数字' }),
    ...Object.fromEntries(heads.slice(1).map((at) => [`members.${String(at)}.relation`, '户主只能有一位']))
  }
}

const blankToNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** @param shown members as they stood on file when the form was filled; whoever joined since stays */
export const householdInput = (
  id: string | null,
  revision: number | null,
  form: HouseholdForm,
  shown: readonly MemberForm[]
): CallInput<typeof places.saveHousehold> => ({
  ...{ id, revision, number: form.number.trim(), note: blankToNull(form.note), why: blankToNull(form.why) },
  headId: form.members.find(({ relation }) => relation === HEAD)?.personId ?? null,
  members: form.members.map(({ personId, relation }) => ({ personId, relation })),
  ...(id === null ? {} : { shown: shown.map(({ personId }) => personId) })
})

const isMember = (value: unknown): value is MemberForm =>
  typeof value === 'object' &&
  value !== null &&
  ['personId', 'name', 'about'].every((name) => typeof new Map<string, unknown>(Object.entries(value)).get(name) === 'string') &&
  'relation' in value &&
  (value.relation === null || typeof value.relation === 'string')

/** @returns a draft of this form; null for anything else */
export function householdDraft(kept: unknown): HouseholdForm | null {
  if (typeof kept !== 'object' || kept === null || !('members' in kept) || !Array.isArray(kept.members)) return null
  if (!('number' in kept) || !('note' in kept) || !('why' in kept)) return null
  const { number, note, why, members } = kept
  if (typeof number !== 'string' || typeof note !== 'string' || typeof why !== 'string' || !members.every(isMember)) return null
  return { number, note, why, members: members.map((member) => ({ ...member })) }
}

const labels = { number: '户编码', members: '户里的人', note: '备注' } as const
const paths = ['number', 'members', 'note'] as const

/** @param base what the form was filled from; null when that is not known any more, then every difference is contested */
export function householdDifferences(
  base: HouseholdForm | null,
  theirs: HouseholdForm,
  mine: HouseholdForm,
  lists: CodeOptions
): Difference[] {
  const words = (path: (typeof paths)[number], { members, ...form }: HouseholdForm): string => {
    if (path !== 'members') return form[path] || '（空）'
    return (
      members.map(({ name, relation }) => [name, labelIn(lists, 'relation_to_head', relation)].filter(Boolean).join(' ')).join('、') ||
      '（空）'
    )
  }
  const same = (a: HouseholdForm, b: HouseholdForm, path: (typeof paths)[number]): boolean =>
    JSON.stringify(a[path]) === JSON.stringify(b[path])
  return paths.flatMap((path) => {
    if (same(theirs, mine, path) || (base !== null && same(theirs, base, path))) return []
    const isContested = base === null || !same(mine, base, path)
    return [{ path, label: labels[path], theirs: words(path, theirs), mine: words(path, mine), isContested }]
  })
}

/** @param takes paths whose value comes from the record as it is now */
export const householdMerged = (mine: HouseholdForm, theirs: HouseholdForm, takes: ReadonlySet<string>): HouseholdForm => ({
  ...mine,
  ...(takes.has('number') ? { number: theirs.number } : {}),
  ...(takes.has('note') ? { note: theirs.note } : {}),
  ...(takes.has('members') ? { members: theirs.members } : {})
})
