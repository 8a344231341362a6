/** Acts on many slips go in portions, so that one sees how far they have come and may stop between two; what is done stays done. */
import { onScopeDispose, shallowRef, type Ref } from 'vue'

export const PORTION = 200

export interface Portions {
  /** Null while nothing long runs. */
  readonly progress: Readonly<Ref<{ readonly label: string; readonly done: number; readonly total: number } | null>>
  readonly stop: () => void
  readonly run: <R>(
    label: string,
    ids: readonly string[],
    work: (portion: string[]) => Promise<R>
  ) => Promise<{
    readonly results: readonly R[]
    /** How many were gone through. */
    readonly done: number
    /** Why it ended early; null where it did not or was stopped. Where the first portion fails, it is thrown. */
    readonly failure: unknown
  }>
}

/** Call in the set-up of a component; leaving the page stops what is under way. */
export function usePortions(): Portions {
  const progress = shallowRef<{ readonly label: string; readonly done: number; readonly total: number } | null>(null)
  let stopping = new AbortController()
  const stop = (): void => stopping.abort()
  onScopeDispose(stop)
  return {
    progress,
    stop,
    async run(label, ids, work) {
      const { signal } = (stopping = new AbortController())
      const results: Awaited<ReturnType<typeof work>>[] = []
      let done = 0
      try {
        while (done < ids.length && !signal.aborted) {
          if (ids.length > PORTION) progress.value = { label, done, total: ids.length }
          const portion = ids.slice(done, done + PORTION)
          results.push(await work(portion))
          done += portion.length
        }
        return { results, done, failure: null }
      } catch (failure) {
        if (done === 0) throw failure
        return { results, done, failure }
      } finally {
        progress.value = null
      }
    }
  }
}
