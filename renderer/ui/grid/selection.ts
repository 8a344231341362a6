/** Which rows of a query are chosen: some by name, or all of the query but a few, whether or not they were ever loaded. */
import { computed, shallowRef, type ComputedRef } from 'vue'

export type Chosen = { readonly all: false; readonly ids: readonly string[] } | { readonly all: true; readonly except: readonly string[] }

export interface Selection<Row> {
  readonly chosen: ComputedRef<Chosen>
  /** Rows chosen by name, for copying. Empty when all are chosen. */
  readonly rows: ComputedRef<readonly Row[]>
  readonly has: (id: string) => boolean
  /** How many of `total` rows. */
  readonly count: (total: number) => number
  readonly toggle: (row: Row) => void
  /** Replaces the choice by these rows. */
  readonly set: (rows: readonly Row[]) => void
  readonly selectAll: () => void
  readonly clear: () => void
}

interface Held<Row> {
  readonly all: boolean
  /** Chosen rows, or with `all` the rows left out. */
  readonly marked: ReadonlyMap<string, Row>
}

export function createSelection<Row>(idOf: (row: Row) => string): Selection<Row> {
  const held = shallowRef<Held<Row>>({ all: false, marked: new Map() })
  const ids = (): string[] => [...held.value.marked.keys()]
  return {
    chosen: computed(() => (held.value.all ? { all: true, except: ids() } : { all: false, ids: ids() })),
    rows: computed(() => (held.value.all ? [] : [...held.value.marked.values()])),
    has: (id) => held.value.marked.has(id) !== held.value.all,
    count: (total) => (held.value.all ? total - held.value.marked.size : held.value.marked.size),
    toggle(row) {
      const marked = new Map(held.value.marked)
      if (!marked.delete(idOf(row))) marked.set(idOf(row), row)
      held.value = { all: held.value.all, marked }
    },
    set(rows) {
      held.value = { all: false, marked: new Map(rows.map((row) => [idOf(row), row])) }
    },
    selectAll: () => (held.value = { all: true, marked: new Map() }),
    clear: () => (held.value = { all: false, marked: new Map() })
  }
}
