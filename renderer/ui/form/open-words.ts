/** Words that were typed and not chosen stop the form they stand in: whoever saves sees on the screen what the office gets. */
import { onBeforeUnmount } from 'vue'
import type { FormContext, OpenWords } from './form-context'

export function createOpenWords(): Pick<FormContext, 'watchOver' | 'settled'> {
  const fields = new Set<OpenWords>()
  return {
    watchOver(field) {
      fields.add(field)
      onBeforeUnmount(() => fields.delete(field))
    },
    settled(within = null) {
      const asked = [...fields].filter((field) => within === null || within.contains(field.element()))
      // Every open field says so, not only the first.
      return asked.filter((field) => !field.settled()).length === 0
    }
  }
}
