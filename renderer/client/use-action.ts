/** One user action: runs once at a time, and a retry of the same thing carries the same key, so that it is never done twice. */
import { ref, shallowRef, type Ref } from 'vue'

export interface Action<I, O> {
  /** True from the press to the answer. */
  readonly busy: Readonly<Ref<boolean>>
  /** Why the last run failed; null while running and after success. */
  readonly failure: Ref<unknown>
  /** Undefined when it failed or an earlier press is still running. */
  readonly run: (input: I) => Promise<O | undefined>
}

/**
 * `act` receives the input and the action's key. The key stays the same while the same input is tried again after a failure,
 * and is new after success or when the input changed.
 */
export function useAction<I, O>(
  act: (input: I, key: string) => Promise<O>,
  newKey: () => string = () => crypto.randomUUID()
): Action<I, O> {
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  let tried: { readonly input: string; readonly key: string } | null = null
  return {
    busy,
    failure,
    async run(input) {
      if (busy.value) return undefined
      busy.value = true
      failure.value = null
      // In a list, because nothing at all has no JSON of its own and is an input like any other.
      const text = JSON.stringify([input])
      tried = tried?.input === text ? tried : { input: text, key: newKey() }
      try {
        const output = await act(input, tried.key)
        tried = null
        return output
      } catch (error) {
        failure.value = error
        return undefined
      } finally {
        busy.value = false
      }
    }
  }
}
