/** A kept question to the ledger in one line, and the questions that come with the program. */
import { useDivisionNames, useSession } from '@renderer/app'
import { useOffice } from '@renderer/client'
import { SlipKind } from '@shared/contract/slips'
import { shallowRef } from 'vue'
import { openQuery, queryOfSearch, searchOf, type ListQuery, type ListSearch } from './list-query'
import { behindWords, directionWords, kindWords, queueOptions, sortOptions, statusOptions } from './slip-words'
import type { FieldChoice } from './slip-types'

const dues = { late: '已逾期', today: '今天到期', week: '本周到期' } as const
const hands = { mine: '我承办的', none: '还没有分派' } as const

const labelOf = (options: readonly FieldChoice[], value: string): string => options.find((one) => one.value === value)?.label ?? ''
const days = (label: string, from: string, to: string): string => (from === '' && to === '' ? '' : `${label} ${from}—${to}`)

interface Names {
  readonly place: (code: string) => string
  readonly partner: (id: string) => string
}

function words(query: ListQuery, names: Names): string {
  const { text, direction, kind, status, queue, partner, place, due, hand, from, to, dueFrom, dueTo, sort } = query
  const known = SlipKind.safeParse(kind).data
  const behind = behindWords(query)
  const parts = [
    text === '' ? '' : `“${text}”`,
    labelOf(queueOptions, queue),
    direction === '' ? '' : directionWords(direction),
    known === undefined ? '' : kindWords(known),
    labelOf(statusOptions(direction), status),
    due === '' ? '' : dues[due],
    hand === '' ? '' : hands[hand],
    partner === '' ? '' : names.partner(partner),
    place === '' ? '' : names.place(place),
    behind === '' ? days('签发', from, to) : behind,
    days('应反馈', dueFrom, dueTo),
    labelOf(sortOptions, sort)
  ]
  return parts.filter(Boolean).join('，') || '全部交流单'
}

/** Call in the set-up of the page. */
export function usePresetWords(): (question: ListSearch) => string {
  const { client } = useOffice()
  const session = useSession()
  const place = useDivisionNames()
  const partners = shallowRef<ReadonlyMap<string, string> | null>(null)
  function partner(id: string): string {
    if (partners.value === null && session.can('partners.read')) {
      partners.value = new Map()
      client.partners.list({}).then(
        ({ rows }) => (partners.value = new Map(rows.map(({ id: of, name }) => [of, name]))),
        () => undefined
      )
    }
    return partners.value?.get(id) ?? '已选定的单位'
  }
  return (question) => words(queryOfSearch(question), { place, partner })
}

const ready = (name: string, query: Partial<ListQuery>) => ({ name, question: searchOf({ ...openQuery, ...query }) })
/** What every office asks each morning; nobody renames or takes them away. */
export const readyPresets: readonly { readonly name: string; readonly question: ListSearch }[] = [
  ready('今天到期', { due: 'today', sort: 'due' }),
  ready('本周到期', { due: 'week', sort: 'due' }),
  ready('对方逾期未反馈', { direction: 'out', due: 'late', sort: 'due' }),
  ready('本单位逾期未反馈', { direction: 'in', due: 'late', sort: 'due' }),
  ready('待分派', { hand: 'none', sort: 'due' }),
  ready('核实中', { direction: 'in', status: 'verifying', sort: 'due' }),
  ready('待签发', { direction: 'out', status: 'to_sign' })
]
