/** Rows of a register of any length, fetched page by page with keyset cursors and forgotten again behind the sight. */
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'

export interface PageRequest {
  /** Null: from the start, or from row `at`. Otherwise the `next` of the page before. */
  readonly cursor: string | null
  /** Row to begin with when there is no cursor for it; only a list that jumps is asked for one beyond 0. */
  readonly at?: number
  readonly limit: number
  readonly signal: AbortSignal
}
/** A page holds exactly `limit` rows unless it is the last. */
export interface GridPage<Row> {
  readonly rows: readonly Row[]
  /** Null at the end. */
  readonly next: string | null
}
export type LoadPage<Row> = (request: PageRequest) => Promise<GridPage<Row>>

export interface RowSource<Row> {
  /** Rows the list has as far as is known: exact once the end was seen, else the counted total, else what was seen and a bit. */
  readonly length: ComputedRef<number>
  /** Whether the length is exact. */
  readonly ended: ComputedRef<boolean>
  /** Undefined while the row is not loaded. Reading it in a template follows changes. */
  readonly row: (index: number) => Row | undefined
  /** Sees to it that the rows are loaded; resolves when they are, or when it was cancelled or failed. */
  readonly want: (from: number, to: number) => Promise<void>
  /** Walks to the very end of the list, so that its length is exact and its last rows are loaded. */
  readonly toEnd: () => Promise<void>
  /** Row number reached while walking towards rows far down; null at rest. */
  readonly walking: Readonly<Ref<number | null>>
  readonly slow: Readonly<Ref<boolean>>
  readonly failure: Readonly<Ref<unknown>>
  readonly cancel: () => void
  readonly retry: () => Promise<void>
  /** Forgets everything and starts over (filter changed, records changed). */
  readonly reset: () => void
}

export const PAGE_ROWS = 200
/** Pages kept in memory on either side of the sight. */
const KEPT_AROUND = 4
const SLOW_MS = 300

/** @param jumps whether `load` begins at any row; otherwise rows far down are reached page by page */
export function createRowSource<Row>(
  load: LoadPage<Row>,
  counted: () => number | null,
  jumps: () => boolean = () => false
): RowSource<Row> {
  let pages = new Map<number, readonly Row[]>()
  let cursors: (string | null)[] = [null]
  let wanted = { from: 0, to: 0 }
  let run: Promise<void> | null = null
  let abort = new AbortController()
  const changes = ref(0)
  const seen = ref(0)
  const end = ref<number | null>(null)
  const walking = ref<number | null>(null)
  const slow = ref(false)
  const failure = shallowRef<unknown>(null)

  const pageOf = (index: number): number => Math.floor(index / PAGE_ROWS)
  const lastWanted = (): number => pageOf(Math.max(wanted.from, Math.min(wanted.to, end.value ?? wanted.to) - 1))

  function missingPage(): number | null {
    if (end.value !== null && wanted.from >= end.value) return null
    for (let page = pageOf(wanted.from); page <= lastWanted(); page += 1) if (!pages.has(page)) return page
    return null
  }

  async function fetchPage(page: number, signal: AbortSignal): Promise<void> {
    const { rows, next } = await load({ cursor: cursors[page] ?? null, at: page * PAGE_ROWS, limit: PAGE_ROWS, signal })
    if (signal.aborted) return
    pages.set(page, rows)
    seen.value = Math.max(seen.value, page * PAGE_ROWS + rows.length)
    // A jump behind the end of a list that was counted too long tells nothing of where it ends.
    if (next === null && (rows.length > 0 || page === 0 || cursors[page] != null)) end.value = page * PAGE_ROWS + rows.length
    else if (next === null) end.value = await endBefore(page, signal)
    else cursors[page + 1] = next
    forget(page)
    changes.value += 1
  }

  /** Length of a list that ends before a page: halves the pages between until the last one is found. */
  async function endBefore(page: number, signal: AbortSignal): Promise<number | null> {
    let [full, empty] = [0, page]
    while (empty - full > 1) {
      const middle = Math.floor((full + empty) / 2)
      const { rows, next } = await load({ cursor: null, at: middle * PAGE_ROWS, limit: PAGE_ROWS, signal })
      if (signal.aborted) return null
      if (next === null && rows.length > 0) return middle * PAGE_ROWS + rows.length
      if (next === null) empty = middle
      else full = middle
    }
    const { rows } = await load({ cursor: null, at: full * PAGE_ROWS, limit: PAGE_ROWS, signal })
    return signal.aborted ? null : full * PAGE_ROWS + rows.length
  }

  function forget(around: number): void {
    const near = (page: number, centre: number): boolean => Math.abs(page - centre) <= KEPT_AROUND
    const [first, last] = [pageOf(wanted.from), lastWanted()]
    for (const page of pages.keys()) {
      if (!near(page, around) && !near(page, first) && !near(page, last) && (page < first || page > last)) pages.delete(page)
    }
  }

  async function walk(signal: AbortSignal): Promise<void> {
    const timer = setTimeout(() => (slow.value = true), SLOW_MS)
    try {
      for (let page = missingPage(); page !== null && !signal.aborted; page = missingPage()) {
        const step = jumps() && Number.isFinite(page) ? page : Math.min(page, cursors.length - 1)
        walking.value = step < page ? step * PAGE_ROWS : null
        await fetchPage(step, signal)
      }
    } catch (error) {
      if (!signal.aborted) failure.value = error
    } finally {
      clearTimeout(timer)
      if (!signal.aborted) {
        walking.value = null
        slow.value = false
        run = null
      }
    }
  }

  function stop(): void {
    abort.abort()
    abort = new AbortController()
    walking.value = null
    slow.value = false
    run = null
  }
  function start(): Promise<void> {
    if (missingPage() === null) return run ?? Promise.resolve()
    return (run ??= walk(abort.signal))
  }

  const want = (from: number, to: number): Promise<void> => {
    wanted = { from, to }
    return failure.value === null ? start() : Promise.resolve()
  }

  return {
    ended: computed(() => end.value !== null),
    length: computed(() => end.value ?? Math.max(counted() ?? 0, seen.value + PAGE_ROWS / 4)),
    row(index) {
      return changes.value < 0 ? undefined : pages.get(pageOf(index))?.[index % PAGE_ROWS]
    },
    want,
    async toEnd() {
      const total = end.value ?? (jumps() ? counted() : null)
      if (total !== null && total > 0) await want(total - 1, total)
      if (end.value === null) await want(Infinity, Infinity)
    },
    walking,
    slow,
    failure,
    cancel: stop,
    retry() {
      failure.value = null
      return start()
    },
    reset() {
      stop()
      pages = new Map()
      cursors = [null]
      seen.value = 0
      end.value = null
      failure.value = null
      changes.value += 1
    }
  }
}
