/** A form that is never lost: its draft is on file in the office within two seconds, and leaving it changed asks once. */
import { useOffice } from '@renderer/client'
import { useDraft, type LeaveChoice } from '@renderer/ui'
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useBeforeSignOut } from './session-store'

export type AskBeforeLeaving = () => Promise<LeaveChoice>

export interface KeptForm<T> {
  /** Whether it differs from what the office holds. */
  readonly changed: ComputedRef<boolean>
  /** When the draft that now stands in the form was written; null without one. */
  readonly restoredAt: Ref<string | null>
  /** When the draft on file was written; null when there is none. */
  readonly savedAt: Readonly<Ref<string | null>>
  /** True while the last write of the draft was refused; the next change tries again. */
  readonly failing: Readonly<Ref<boolean>>
  /** A draft on file that does not belong to what the form was opened for; the user takes it up or lets it go. */
  readonly offered: Readonly<ShallowRef<{ readonly value: T; readonly savedAt: string } | null>>
  /** Puts a draft of an earlier visit back into the form; one that does not belong is offered instead. */
  readonly restore: (belongs?: (value: T) => boolean) => Promise<void>
  readonly takeUp: () => void
  readonly letGo: () => Promise<void>
  /** Back to what the office holds; the draft is gone. */
  readonly forget: () => Promise<void>
  /** The office holds it now: the draft is gone. */
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

export function useKeptForm<T>({ form, subject, typed, held, put, parse }: KeptFormParts<T>): KeptForm<T> {
  const { client } = useOffice()
  const restoredAt = ref<string | null>(null)
  const offered = shallowRef<{ readonly value: T; readonly savedAt: string } | null>(null)
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
    offered.value = null
    // A draft that could not be taken away is only offered once more; what it was about is settled.
    await draft.discard().catch(() => undefined)
  }
  const forget = async (): Promise<void> => {
    put(held())
    await settle()
  }
  const take = (value: T, savedAt: string | null): void => {
    put(value)
    restoredAt.value = savedAt
    offered.value = null
  }
  return {
    changed,
    restoredAt,
    savedAt: draft.savedAt,
    failing: draft.failing,
    offered,
    settle,
    forget,
    async restore(belongs = () => true) {
      const value = await draft.restore()
      if (value === null || JSON.stringify(value) === JSON.stringify(held())) return
      const savedAt = draft.savedAt.value
      if (belongs(value)) take(value, savedAt)
      else if (savedAt !== null) offered.value = { value, savedAt }
    },
    takeUp() {
      if (offered.value) take(offered.value.value, offered.value.savedAt)
    },
    async letGo() {
      // What was typed meanwhile has its own draft in the same place.
      if (changed.value) offered.value = null
      else await settle()
    },
    async mayGo(ask, save) {
      if (!changed.value) return true
      const choice = await ask()
      if (choice === 'save') return save()
      if (choice === 'draft') await draft.flush()
      if (choice === 'drop') await forget()
      return choice !== 'stay'
    }
  }
}
