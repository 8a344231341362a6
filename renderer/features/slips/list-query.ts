/** What the ledger asks for, kept in the page's address so that coming back finds the same list. */
import { openWork, workFilterOf, workQueryOf, type WorkQuery } from '@renderer/app'
import type { CallInput } from '@shared/contract'
import type { slips } from '@shared/contract/slips'
import { isDay } from '@shared/domain'
import type { LocationQuery, LocationQueryRaw } from 'vue-router'

export interface ListQuery extends WorkQuery {
  readonly text: string
  readonly direction: '' | 'out' | 'in'
  readonly status: string
  readonly queue: '' | 'today' | 'mine' | 'partner'
  readonly from: string
  readonly to: string
  readonly dueFrom: string
  readonly dueTo: string
}

export const openQuery: ListQuery = {
  ...openWork,
  ...{ text: '', direction: '', status: '', queue: '', from: '', to: '', dueFrom: '', dueTo: '' }
}

const oneOf = <const T extends string>(options: readonly T[], text: unknown, otherwise: T): T =>
  options.find((option) => option === text) ?? otherwise
const textOf = (value: unknown, longest = 40): string => (typeof value === 'string' ? value.slice(0, longest) : '')
const dayOf = (value: unknown): string => (isDay(textOf(value)) ? textOf(value) : '')

/** Whatever stands in the address is read; what it cannot mean is left out. */
export const queryOf = (address: LocationQuery): ListQuery => ({
  ...workQueryOf(address),
  text: textOf(address['text'], 200),
  direction: oneOf(['', 'out', 'in'], address['direction'], ''),
  status: /^[a-z_]{3,40}$/.test(textOf(address['status'])) ? textOf(address['status']) : '',
  queue: oneOf(['', 'today', 'mine', 'partner'], address['queue'], ''),
  from: dayOf(address['from']),
  to: dayOf(address['to']),
  dueFrom: dayOf(address['dueFrom']),
  dueTo: dayOf(address['dueTo'])
})

/** Only what differs from the open list. */
export const addressOf = (query: ListQuery): LocationQueryRaw =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))

type SearchInput = CallInput<typeof slips.search>

/** A queue is read by its limits, the ledger by what came last. */
export const searchOf = (query: ListQuery): Pick<SearchInput, 'filter' | 'sort'> => ({
  filter: {
    ...workFilterOf(query),
    text: query.text,
    direction: query.direction === '' ? null : query.direction,
    statuses: query.status === '' ? [] : [query.status],
    queue: query.queue === '' ? null : query.queue,
    issuedFrom: query.from === '' ? null : query.from,
    issuedTo: query.to === '' ? null : query.to,
    dueFrom: query.dueFrom === '' ? null : query.dueFrom,
    dueTo: query.dueTo === '' ? null : query.dueTo
  },
  sort: query.queue === '' ? 'newest' : 'due'
})

export const isNarrowed = (query: ListQuery): boolean => Object.keys(addressOf(query)).length > 0
