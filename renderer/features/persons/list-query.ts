/** What the list of persons asks for, kept in the page's address so that coming back finds the same list. */
import type { CallInput } from '@shared/contract'
import type { persons } from '@shared/contract/persons'
import { isDay } from '@shared/domain'
import type { LocationQuery, LocationQueryRaw } from 'vue-router'

/** Conditions beyond the everyday; empty where nothing is asked. */
export interface Conditions {
  readonly sex: '' | '0' | '1' | '2' | '9'
  /** Full years, as digits. */
  readonly ageFrom: string
  readonly ageTo: string
  readonly bornFrom: string
  readonly bornTo: string
  readonly marital: string
  readonly education: string
  readonly hukouType: string
  readonly number: '' | 'yes' | 'no' | 'warns'
}

export interface ListQuery extends Conditions {
  readonly text: string
  readonly kind: '' | 'in' | 'out' | 'intra_county'
  readonly status: 'active' | 'set_aside' | 'closed' | 'all'
  readonly within: string
  readonly from: string
  readonly to: string
  readonly sort: 'pinyin' | 'started' | 'division'
}

const noConditions: Conditions = {
  ...{ sex: '', ageFrom: '', ageTo: '', bornFrom: '', bornTo: '' },
  ...{ marital: '', education: '', hukouType: '', number: '' }
}
export const openQuery: ListQuery = { ...noConditions, text: '', kind: '', status: 'active', within: '', from: '', to: '', sort: 'pinyin' }

const oneOf = <const T extends string>(options: readonly T[], text: unknown, otherwise: T): T =>
  options.find((option) => option === text) ?? otherwise
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const dayOf = (value: unknown): string => (isDay(textOf(value)) ? textOf(value) : '')

const matching = (form: RegExp, value: unknown): string => (form.test(textOf(value)) ? textOf(value) : '')
const AGE = /^(?:1[0-4]\d|150|[1-9]?\d)$/

const conditionsOf = (address: LocationQuery): Conditions => ({
  sex: oneOf(['', '0', '1', '2', '9'], address['sex'], ''),
  ageFrom: matching(AGE, address['ageFrom']),
  ageTo: matching(AGE, address['ageTo']),
  bornFrom: dayOf(address['bornFrom']),
  bornTo: dayOf(address['bornTo']),
  marital: matching(/^\d{2}$/, address['marital']),
  education: matching(/^[1-9]0$/, address['education']),
  hukouType: matching(/^\d$/, address['hukouType']),
  number: oneOf(['', 'yes', 'no', 'warns'], address['number'], '')
})

/** Whatever stands in the address is read; what it cannot mean is left out. */
export const queryOf = (address: LocationQuery): ListQuery => ({
  ...conditionsOf(address),
  text: textOf(address['text']).slice(0, 200),
  kind: oneOf(['', 'in', 'out', 'intra_county'], address['kind'], ''),
  status: oneOf(['active', 'set_aside', 'closed', 'all'], address['status'], 'active'),
  within: /^[1-9]\d{5}(\d{3}){0,2}$/.test(textOf(address['within'])) ? textOf(address['within']) : '',
  from: dayOf(address['from']),
  to: dayOf(address['to']),
  sort: oneOf(['pinyin', 'started', 'division'], address['sort'], 'pinyin')
})

/** Only what differs from the open list. */
export const addressOf = (query: ListQuery): LocationQueryRaw =>
  Object.fromEntries(
    Object.entries(query).filter(([name, value]) => value !== Object.entries(openQuery).find(([key]) => key === name)?.[1])
  )

type SearchInput = CallInput<typeof persons.search>

/** @returns the conditions as the office takes them; undefined when there are none */
function moreOf(query: ListQuery): NonNullable<SearchInput['filter']>['more'] {
  const { sex, ageFrom, ageTo, bornFrom, bornTo, marital, education, hukouType, number } = query
  const more = {
    ...(sex === '' ? {} : { sex }),
    ...(ageFrom === '' ? {} : { ageFrom: Number(ageFrom) }),
    ...(ageTo === '' ? {} : { ageTo: Number(ageTo) }),
    ...(bornFrom === '' ? {} : { bornFrom }),
    ...(bornTo === '' ? {} : { bornTo }),
    ...(marital === '' ? {} : { marital }),
    ...(education === '' ? {} : { education }),
    ...(hukouType === '' ? {} : { hukouType }),
    ...(number === 'yes' || number === 'no' ? { hasNumber: number === 'yes' } : {}),
    ...(number === 'warns' ? { numberWarns: true } : {})
  }
  return Object.keys(more).length === 0 ? undefined : more
}

/** With a text the likeliest stand first, unless another order was chosen. */
export const searchOf = (query: ListQuery): Pick<SearchInput, 'filter' | 'sort'> => ({
  filter: {
    ...(moreOf(query) === undefined ? {} : { more: moreOf(query) }),
    text: query.text,
    kind: query.kind === '' ? null : query.kind,
    status: query.status === 'all' ? null : query.status,
    within: query.within === '' ? null : query.within,
    startedFrom: query.from === '' ? null : query.from,
    startedTo: query.to === '' ? null : query.to
  },
  sort: query.text.trim() !== '' && query.sort === 'pinyin' ? 'relevance' : query.sort
})

/** Whether anything but the order differs from the open list. */
export const isNarrowed = (query: ListQuery): boolean => Object.keys(addressOf({ ...query, sort: openQuery.sort })).length > 0
