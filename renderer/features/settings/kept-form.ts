/** A form of the settings that is never lost: its draft is on file within two seconds, and leaving it changed asks once. */
import { useBeforeSignOut } from '@renderer/app'
import { useOffice } from '@renderer/client'
import { useDraft } from '@renderer/ui'
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'

/** What the kit's question before leaving may be answered with. */
export type LeaveAnswer = 'save' | 'draft' | 'drop' | 'stay'
export type AskBeforeLeaving = () => Promise<LeaveAnswer>

export interface KeptForm {
  /** Whether it differs from what the office holds. */
  readonly changed: ComputedRef<boolean>
  /** When the draft that now stands in the form was written; null without one. */
  readonly restoredAt: Ref<string | null>
  /** Puts a draft of an earlier visit back into the form. */
  readonly restore: () => Promise<void>
  /** The office holds it now, or the user gave it up. */
  readonly settle: () => Promise<void>
  /** Asks when something is unsaved. @returns whether the form may go */
  readonly mayGo: (ask: AskBeforeLeaving, save: () => Promise<boolean>) => Promise<boolean>
}

export interface KeptFormParts<T> {
  readonly form: string
  readonly subject: string
  /** What stands in the form; never a passphrase. */
  readonly typed: () => T
  readonly held: () => T
  readonly put: (value: T) => void
  /** Null for what is no draft of this form. */
  readonly parse: (kept: unknown) => T | null
}

export function useKeptForm<T>({ form, subject, typed, held, put, parse }: KeptFormParts<T>): KeptForm {
  const { client } = useOffice()
  const restoredAt = ref<string | null>(null)
  const text = computed(() => JSON.stringify(typed()))
  const changed = computed(() => text.value !== JSON.stringify(held()))
  const draft = useDraft<T>({
    read: async () => {
      const { draft: found } = await client.drafts.get({ form, subject })
      const value = found ? parse(found.value) : null
      return found && value !== null ? { value, savedAt: found.savedAt } : null
    },
    write: (value) => client.drafts.save({ form, subject, value }),
    discard: () => client.drafts.discard({ form, subject })
  })
  watch(text, () => {
    if (changed.value) draft.touch(typed())
  })
  useBeforeSignOut(() => draft.flush())

  const settle = async (): Promise<void> => {
    restoredAt.value = null
    await draft.discard()
  }
  return {
    changed,
    restoredAt,
    settle,
    async restore() {
      const value = await draft.restore()
      if (value === null || JSON.stringify(value) === JSON.stringify(held())) return
      put(value)
      restoredAt.value = draft.savedAt.value
    },
    async mayGo(ask, save) {
      if (!changed.value) return true
      const choice = await ask()
      if (choice === 'save') return save()
      if (choice === 'draft') await draft.flush()
      if (choice === 'drop') {
        put(held())
        await settle()
      }
      return choice !== 'stay'
    }
  }
}
