/** Keeps a half-filled form at most two seconds behind the last key, whatever happens to the program. */
import { onScopeDispose, ref, type Ref } from 'vue'

export interface DraftStore<T> {
  write(value: T): Promise<{ readonly savedAt: string }>
  discard(): Promise<unknown>
}

export interface Draft<T> {
  /** When the draft on file was written; null when there is none. Whoever reads the file sets it. */
  readonly savedAt: Ref<string | null>
  /** True from a change until it is written. */
  readonly unwritten: Readonly<Ref<boolean>>
  /** True while the last write was refused; the next change tries again. */
  readonly failing: Readonly<Ref<boolean>>
  /** Call on every change; writes once the typing pauses, and at the latest after `longest` ms of typing. */
  touch(value: T): void
  /** Writes what is pending now. */
  flush(): Promise<void>
  /** Forgets pending writes and the draft on file (after a save, or 不保存). */
  discard(): Promise<void>
}

/** `pause` after the last key and `longest` in all stay together under the two seconds that the office promises. */
export function useDraft<T>(store: DraftStore<T>, { pause = 700, longest = 1500 }: { pause?: number; longest?: number } = {}): Draft<T> {
  const savedAt = ref<string | null>(null)
  const unwritten = ref(false)
  const failing = ref(false)
  let pending: { value: T } | null = null
  let firstTouch = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Writes and discards go to the office one after the other. */
  let working: Promise<void> = Promise.resolve()
  let discards = 0

  const write = async (): Promise<void> => {
    clearTimeout(timer)
    const due = pending
    if (due === null) return
    pending = null
    const since = discards
    try {
      savedAt.value = (await store.write(due.value)).savedAt
      failing.value = false
      unwritten.value = hasPending()
    } catch {
      if (since !== discards) return
      // The form still holds the text; `failing` shows it, and a newer change must not be overwritten by this one.
      pending ??= due
      failing.value = true
    }
  }
  const hasPending = (): boolean => pending !== null
  const flush = (): Promise<void> => (working = working.then(write))

  const draft: Draft<T> = {
    savedAt,
    unwritten,
    failing,
    touch(value) {
      const now = Date.now()
      if (pending === null) firstTouch = now
      pending = { value }
      unwritten.value = true
      clearTimeout(timer)
      timer = setTimeout(() => void flush(), Math.max(0, Math.min(pause, firstTouch + longest - now)))
    },
    flush,
    discard() {
      clearTimeout(timer)
      discards += 1
      pending = null
      unwritten.value = false
      const gone = working.then(async () => {
        await store.discard()
        savedAt.value = null
        failing.value = false
      })
      working = gone.catch(() => undefined)
      return gone
    }
  }
  onScopeDispose(() => void flush())
  return draft
}
