/** What the list of persons asks for, kept in the page's address so that coming back finds the same list. */
import type { CallInput } from '@shared/contract'
import type { persons } from '@shared/contract/persons'
import { isDay, moveKinds } from '@shared/domain'
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { conditionsOf, moreOf, noConditions, readConditions, type Conditions } from './conditions'

export interface ListQuery extends Conditions {
  readonly text: string
  readonly kind: '' | 'in' | 'out' | 'intra_county'
  readonly status: 'active' | 'set_aside' | 'closed' | 'all'
  readonly within: string
  /** Registered residence within this division. */
  readonly hukou: string
  readonly from: string
  readonly to: string
  readonly sort: 'pinyin' | 'started' | 'division'
}

export const openQuery: ListQuery = {
  ...noConditions,
  ...{ text: '', kind: '', status: 'active', within: '', hukou: '', from: '', to: '', sort: 'pinyin' }
}

const oneOf = <const T extends string>(options: readonly T[], text: unknown, otherwise: T): T =>
  options.find((option) => option === text) ?? otherwise
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const dayOf = (value: unknown): string => (isDay(textOf(value)) ? textOf(value) : '')
const codeOf = (value: unknown): string => (/^[1-9]\d{5}(\d{3}){0,2}$/.test(textOf(value)) ? textOf(value) : '')

/** Whatever stands in the address is read; what it cannot mean is left out. */
export const queryOf = (address: LocationQuery): ListQuery => ({
  ...readConditions((name) => textOf(address[name])),
  text: textOf(address['text']).slice(0, 200),
  kind: oneOf(['', ...moveKinds], address['kind'], ''),
  status: oneOf(['active', 'set_aside', 'closed', 'all'], address['status'], 'active'),
  within: codeOf(address['within']),
  hukou: codeOf(address['hukou']),
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
export type ListSearch = Pick<SearchInput, 'filter' | 'sort'>

/** With a text the likeliest stand first, unless another order was chosen. */
export const searchOf = (query: ListQuery): ListSearch => {
  const more = moreOf(query)
  return {
    filter: {
      ...(more === undefined ? {} : { more }),
      text: query.text,
      kind: query.kind === '' ? null : query.kind,
      status: query.status === 'all' ? null : query.status,
      within: query.within === '' ? null : query.within,
      hukouWithin: query.hukou === '' ? null : query.hukou,
      startedFrom: query.from === '' ? null : query.from,
      startedTo: query.to === '' ? null : query.to
    },
    sort: query.text.trim() !== '' && query.sort === 'pinyin' ? 'relevance' : query.sort
  }
}

/** The way back from what was asked of the office: a kept query opens as the list it was. */
export const queryOfSearch = ({ filter = {}, sort = 'pinyin' }: ListSearch): ListQuery => ({
  ...conditionsOf(filter.more),
  text: filter.text ?? '',
  kind: filter.kind ?? '',
  status: filter.status === undefined ? 'active' : (filter.status ?? 'all'),
  within: filter.within ?? '',
  hukou: filter.hukouWithin ?? '',
  from: filter.startedFrom ?? '',
  to: filter.startedTo ?? '',
  sort: sort === 'relevance' ? 'pinyin' : sort
})

/** Whether anything but the order differs from the open list. */
export const isNarrowed = (query: ListQuery): boolean => Object.keys(addressOf({ ...query, sort: openQuery.sort })).length > 0
