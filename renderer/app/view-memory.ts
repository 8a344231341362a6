/** Keeps each user's arrangement of lists and forms in the office, encrypted and under his own name. */
import type { Office } from '@renderer/client'
import type { ViewMemory } from '@renderer/ui'

const FORM = 'view'
const PAUSE_MS = 1500

/** Writes once dragging and clicking pause; a refused write costs no more than the arrangement. */
export function createOfficeMemory({ client }: Office): ViewMemory {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  return {
    read: (subject) =>
      client.drafts.get({ form: FORM, subject }).then(
        ({ draft }) => draft?.value ?? null,
        () => null
      ),
    write(subject, value) {
      clearTimeout(timers.get(subject))
      const save = (): void => void client.drafts.save({ form: FORM, subject, value }).catch(() => undefined)
      timers.set(subject, setTimeout(save, PAUSE_MS))
    }
  }
}
