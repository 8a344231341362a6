/** What the ledger asks for, kept in the page's address so that coming back finds the same list. */
import { openWork, workFilterOf, workQueryOf, type WorkQuery } from '@renderer/app'
import type { CallInput } from '@shared/contract'
import type { slips } from '@shared/contract/slips'
import {
  indicatorSides,
  isDay,
  ledgerIndicators,
  returnNumbers,
  type IndicatorSide,
  type LedgerIndicator,
  type ReturnNumber
} from '@shared/domain'
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
  /** Number of the return rate whose slips are asked for, and the day it stands for. */
  readonly counted: '' | ReturnNumber
  readonly asOf: string
  /** Indicator whose slips are asked for, of one side of its fraction; from and to are then days of limits. */
  readonly indicator: '' | LedgerIndicator
  readonly side: '' | IndicatorSide
  /** Empty: a queue by its limits, the ledger by what came last. */
  readonly sort: '' | 'due' | 'newest'
}

export const openQuery: ListQuery = {
  ...openWork,
  ...{ text: '', direction: '', status: '', queue: '', from: '', to: '', dueFrom: '', dueTo: '' },
  ...{ counted: '', asOf: '', indicator: '', side: '', sort: '' }
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
  dueTo: dayOf(address['dueTo']),
  counted: oneOf(['', ...returnNumbers], address['counted'], ''),
  asOf: dayOf(address['asOf']),
  indicator: oneOf(['', ...ledgerIndicators], address['indicator'], ''),
  side: oneOf(['', ...indicatorSides], address['side'], ''),
  sort: oneOf(['', 'due', 'newest'], address['sort'], '')
})

/** Only what differs from the open list. */
export const addressOf = (query: ListQuery): LocationQueryRaw =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))

type SearchInput = CallInput<typeof slips.search>
export type ListSearch = Pick<SearchInput, 'filter' | 'sort'>

const usualSort = (queue: ListQuery['queue']): 'due' | 'newest' => (queue === '' ? 'newest' : 'due')

export const searchOf = (query: ListQuery): ListSearch => {
  const { indicator: id, side, from, to } = query
  const indicator = id === '' || side === '' || from === '' || to === '' ? null : { id, side, from, to }
  return {
    filter: {
      ...workFilterOf(query),
      text: query.text,
      direction: query.direction === '' ? null : query.direction,
      statuses: query.status === '' ? [] : [query.status],
      queue: query.queue === '' ? null : query.queue,
      issuedFrom: from === '' || indicator ? null : from,
      issuedTo: to === '' || indicator ? null : to,
      dueFrom: query.dueFrom === '' ? null : query.dueFrom,
      dueTo: query.dueTo === '' ? null : query.dueTo,
      indicator,
      counted: query.counted === '' || query.asOf === '' ? null : { number: query.counted, asOf: query.asOf }
    },
    sort: query.sort === '' ? usualSort(query.queue) : query.sort
  }
}

/** The way back from what was asked of the office: a kept query opens as the list it was. */
export const queryOfSearch = ({ filter = {}, sort = 'newest' }: ListSearch): ListQuery => {
  const { indicator, counted, queue } = filter
  return {
    ...openQuery,
    text: filter.text ?? '',
    direction: filter.direction ?? '',
    kind: filter.kinds?.[0] ?? '',
    status: filter.statuses?.[0] ?? '',
    partner: filter.partnerId ?? '',
    queue: queue ?? '',
    place: filter.place ?? '',
    due: filter.due ?? '',
    hand: filter.hand ?? '',
    from: indicator?.from ?? filter.issuedFrom ?? '',
    to: indicator?.to ?? filter.issuedTo ?? '',
    dueFrom: filter.dueFrom ?? '',
    dueTo: filter.dueTo ?? '',
    counted: counted?.number ?? '',
    asOf: counted?.asOf ?? '',
    indicator: indicator?.id ?? '',
    side: indicator?.side ?? '',
    sort: sort === usualSort(queue ?? '') ? '' : sort
  }
}

/** Whether anything but the order differs from the open list. */
export const isNarrowed = (query: ListQuery): boolean => Object.keys(addressOf({ ...query, sort: '' })).length > 0
