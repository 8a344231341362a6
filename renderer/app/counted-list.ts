/** A list page finds, counts and reopens in one way: its address is the question, and only the answer to the present question is shown. */
import { useOfficeEvent } from '@renderer/client'
import type { ColumnPlace, ShownTable } from '@renderer/ui'
import type { EventValue } from '@shared/contract'
import { computed, ref, shallowRef, watch, type Ref, type ShallowRef, type WritableComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from 'vue-router'

/** What a list page asks of its grid. */
export interface ListGrid {
  readonly refresh: (keepPlace?: boolean) => void
  readonly focus: () => void
  readonly chooseColumns: () => void
  readonly clearSelection: () => void
  readonly shownTable: (most: number) => Promise<ShownTable>
  readonly columnPlaces: () => readonly ColumnPlace[]
  readonly arrangeColumns: (places: readonly ColumnPlace[]) => void
}

export interface CountedListParts<Query, Search, Found> {
  /** Name of the page's route. */
  readonly page: string
  /** Key of the address that names the record to open, e.g. `person`. */
  readonly record: string
  /** News after which the list is read and counted again. */
  readonly topic: EventValue<'records.changed'>['topics'][number]
  readonly grid: Readonly<ShallowRef<ListGrid | null>>
  readonly queryOf: (address: LocationQuery) => Query
  readonly addressOf: (query: Query) => LocationQueryRaw
  /** The question as the office takes it; as JSON it tells one question from another. */
  readonly searchOf: (query: Query) => Search
  readonly count: (search: Search) => Promise<Found>
}

export interface CountedList<Query, Found> {
  /** Setting it replaces the address. */
  readonly query: WritableComputedRef<Query>
  /** Changes exactly when the question does. */
  readonly asked: Readonly<Ref<string>>
  /** Null until the present question is counted. */
  readonly counted: Readonly<Ref<Found | null>>
  readonly failure: ShallowRef<unknown>
  /** Id of the record shown beside the list. */
  readonly opened: Ref<string | null>
  /** Closes the record, also in the address, and gives the keys back to the list. */
  readonly close: () => void
}

/** Call in the set-up of the page. What counting throws stands in `failure`. */
export function useCountedList<Query, Search, Found>(parts: CountedListParts<Query, Search, Found>): CountedList<Query, Found> {
  const { page, record, topic, grid, queryOf, addressOf, searchOf, count } = parts
  const route = useRoute()
  const router = useRouter()
  const counted = shallowRef<Found | null>(null)
  const failure = shallowRef<unknown>(null)
  const named = (): string | null => (typeof route.query[record] === 'string' ? route.query[record] : null)
  const opened = ref(named())
  /** Asked for, while the address is on its way there: the next change builds on it, not on the address before. */
  const ahead = shallowRef<{ readonly query: Query } | null>(null)
  const query = computed<Query>({
    get: () => (ahead.value === null ? queryOf(route.query) : ahead.value.query),
    set(next) {
      const going = { query: next }
      ahead.value = going
      const arrive = (): void => {
        if (ahead.value === going) ahead.value = null
      }
      router.replace({ name: page, query: addressOf(next) }).then(arrive, arrive)
    }
  })
  const asked = computed(() => JSON.stringify(searchOf(query.value)))

  async function recount(): Promise<void> {
    const question = asked.value
    try {
      const found = await count(searchOf(query.value))
      if (question === asked.value) counted.value = found
    } catch (error) {
      failure.value = error
    }
  }
  function ask(): void {
    counted.value = null
    void recount()
  }
  function close(): void {
    opened.value = null
    if (named() !== null) void router.replace({ name: page, query: addressOf(query.value) })
    grid.value?.focus()
  }
  watch(asked, ask, { immediate: true })
  watch(named, (id) => {
    if (id !== null) opened.value = id
  })
  useOfficeEvent('records.changed', ({ topics }) => {
    if (!topics.includes(topic)) return
    grid.value?.refresh()
    void recount()
  })
  return { query, asked, counted, failure, opened, close }
}
