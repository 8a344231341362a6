/** A file that was chosen is read before anything of it is taken in: what it says, or why it could not be read. */
import { shallowRef, watch } from 'vue'

/**
 * @param chosen ticket of the file; null: none is chosen
 * @param read what the office reads in it
 * @param forget what else is put back when another file, or none, is chosen
 */
export function useReadFile<T>(chosen: () => string | null, read: (ticket: string) => Promise<T>, forget: () => void) {
  const content = shallowRef<T | null>(null)
  const failure = shallowRef<unknown>(null)
  watch(
    chosen,
    async (ticket) => {
      content.value = null
      failure.value = null
      forget()
      if (ticket === null) return
      try {
        content.value = await read(ticket)
      } catch (error) {
        failure.value = error
      }
    },
    { immediate: true }
  )
  return { content, failure }
}
