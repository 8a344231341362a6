/** How the kit remembers a user's arrangement (columns, pins, sizes) without knowing where it is kept. */
import { inject, ref, watch, type InjectionKey, type Ref } from 'vue'

/** Belongs to one signed-in user; `read` gives null for what was never kept. */
export interface ViewMemory {
  read(key: string): Promise<unknown>
  write(key: string, value: unknown): void
}

export const viewMemory: InjectionKey<ViewMemory> = Symbol('view memory')

/** For places without a signed-in user (and tests): kept only while the page lives. */
export function createTransientMemory(): ViewMemory {
  const kept = new Map<string, unknown>()
  return { read: (key) => Promise.resolve(kept.get(key) ?? null), write: (key, value) => void kept.set(key, value) }
}

/**
 * A value that starts as `initial`, becomes what was remembered, and is remembered at each change.
 * `parse` turns what was kept into a value and gives null for anything it does not recognise.
 */
export function useRemembered<T>(key: string, initial: T, parse: (kept: unknown) => T | null): Ref<T> {
  const memory = inject(viewMemory, createTransientMemory, true)
  const value = ref(initial) as Ref<T>
  let changedHere = false
  let arriving = false
  watch(
    value,
    (next) => {
      if (arriving) return
      changedHere = true
      if (key !== '') memory.write(key, next)
    },
    { deep: true, flush: 'sync' }
  )
  if (key !== '') {
    void memory.read(key).then((kept) => {
      const found = kept === null ? null : parse(kept)
      if (found === null || changedHere) return
      arriving = true
      value.value = found
      arriving = false
    })
  }
  return value
}
