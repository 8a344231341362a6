/** Keeps a half-filled form at most two seconds behind the last key, whatever happens to the program. */
import { onScopeDispose, ref, type Ref } from 'vue'

export interface DraftStore<T> {
  read(): Promise<{ readonly value: T; readonly savedAt: string } | null>
  write(value: T): Promise<{ readonly savedAt: string }>
  discard(): Promise<unknown>
}

export interface Draft<T> {
  /** When the draft on file was written; null when there is none. */
  readonly savedAt: Readonly<Ref<string | null>>
  /** True while the last write was refused; the next change tries again. */
  readonly failing: Readonly<Ref<boolean>>
  /** Call on every change; writes once the typing pauses, and at the latest after `longest` ms of typing. */
  touch(value: T): void
  /** Writes what is pending now. */
  flush(): Promise<void>
  restore(): Promise<T | null>
  /** Forgets pending writes and the draft on file (after a save, or 不保存). */
  discard(): Promise<void>
}

/** `pause` after the last key and `longest` in all stay together under the two seconds that the office promises. */
export function useDraft<T>(store: DraftStore<T>, { pause = 700, longest = 1500 }: { pause?: number; longest?: number } = {}): Draft<T> {
  const savedAt = ref<string | null>(null)
  const failing = ref(false)
  let pending: { value: T } | null = null
  let firstTouch = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()

  const write = async (): Promise<void> => {
    clearTimeout(timer)
    const due = pending
    if (due === null) return
    pending = null
    try {
      savedAt.value = (await store.write(due.value)).savedAt
      failing.value = false
    } catch {
      // The form still holds the text; `failing` shows it, and a newer change must not be overwritten by this one.
      pending ??= due
      failing.value = true
    }
  }
  const flush = (): Promise<void> => (writing = writing.then(write))

  const draft: Draft<T> = {
    savedAt,
    failing,
    touch(value) {
      const now = Date.now()
      if (pending === null) firstTouch = now
      pending = { value }
      clearTimeout(timer)
      timer = setTimeout(() => void flush(), Math.max(0, Math.min(pause, firstTouch + longest - now)))
    },
    flush,
    async restore() {
      const found = await store.read()
      savedAt.value = found?.savedAt ?? null
      return found?.value ?? null
    },
    async discard() {
      clearTimeout(timer)
      pending = null
      await writing
      pending = null
      await store.discard()
      savedAt.value = null
      failing.value = false
    }
  }
  onScopeDispose(() => void flush())
  return draft
}
