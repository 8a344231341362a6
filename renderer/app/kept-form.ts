/** A form that is never lost: its draft is on file in the office within two seconds, and leaving it changed asks once. */
import { useOffice } from '@renderer/client'
import { useDraft, type LeaveChoice } from '@renderer/ui'
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { draftFile, draftsOf, type KeptDraft } from './draft-file'
import { useBeforeSignOut } from './session-store'

export type AskBeforeLeaving = () => Promise<LeaveChoice>

export interface KeptForm<T> {
  /** Whether it differs from what the office holds. */
  readonly changed: ComputedRef<boolean>
  /** When the draft that now stands in the form was written; null without one. */
  readonly restoredAt: Readonly<Ref<string | null>>
  /** The user has seen that a draft was restored. */
  readonly seen: () => void
  /** When what stands in the form was last written as a draft; null when it never was. */
  readonly savedAt: Readonly<Ref<string | null>>
  /** True from a change until it is written as a draft. */
  readonly unwritten: Readonly<Ref<boolean>>
  /** True while the last write of the draft was refused; the next change tries again. */
  readonly failing: Readonly<Ref<boolean>>
  /** A draft that was not put, because something was typed already or it does not belong here; on file until the user takes it up or lets it go. */
  readonly offered: Readonly<Ref<KeptDraft<T> | null>>
  /** Puts the newest draft of an earlier visit back into the form; over what was typed meanwhile it is offered instead. */
  readonly restore: () => Promise<void>
  /** Puts the offered draft in place of what stands in the form. */
  readonly takeUp: () => void
  readonly letGo: () => Promise<void>
  /** Back to what the office holds; the draft is gone, an offered one is not. */
  readonly forget: () => Promise<void>
  /** The office holds it now: the draft is gone, an offered one is not. */
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
  /** Whether a draft is about what the form was opened for; without it every draft is. */
  readonly belongs?: (value: T) => boolean
}

export function useKeptForm<T>(parts: KeptFormParts<T>): KeptForm<T> {
  const { typed, held, put, belongs = () => true } = parts
  const restoredAt = ref<string | null>(null)
  const text = computed(() => JSON.stringify(typed()))
  const changed = computed(() => text.value !== JSON.stringify(held()))
  const composes = useComposing()
  const { draft, others, look } = useDraftFile(parts, (drafts) => {
    const known = [text.value, JSON.stringify(held())]
    const fresh = drafts.filter(({ value }) => !known.includes(JSON.stringify(value)))
    const [newest, ...older] = fresh
    if (newest === undefined || changed.value || composes() || !belongs(newest.value)) return fresh
    take(newest)
    return older
  })
  function take({ value, savedAt }: KeptDraft<T>): void {
    put(value)
    restoredAt.value = savedAt
  }
  watch(text, () => {
    if (changed.value) draft.touch(typed())
  })
  useBeforeSignOut(() => draft.flush())

  const settle = async (): Promise<void> => {
    restoredAt.value = null
    // A draft that could not be taken away is only offered once more; what it was about is settled.
    await draft.discard().catch(() => undefined)
  }
  const forget = async (): Promise<void> => {
    put(held())
    await settle()
  }
  return {
    changed,
    restoredAt,
    savedAt: computed(() => (changed.value ? draft.savedAt.value : null)),
    unwritten: draft.unwritten,
    failing: draft.failing,
    offered: computed(() => others.value[0] ?? null),
    settle,
    forget,
    seen: () => (restoredAt.value = null),
    restore: look,
    takeUp() {
      const [first, ...rest] = others.value
      if (first === undefined) return
      others.value = rest
      take(first)
    },
    async letGo() {
      others.value = others.value.slice(1)
      if (!changed.value) return settle()
      draft.touch(typed())
      await draft.flush()
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

/** The draft together with the older ones beside it. Nothing is written or taken away before the file was read, lest a draft go that nobody has seen. */
function useDraftFile<T>(
  { form, subject, typed, parse }: KeptFormParts<T>,
  /** Decides about what was found, newest first. @returns what stays undecided */
  decide: (drafts: readonly KeptDraft<T>[]) => readonly KeptDraft<T>[]
) {
  const { client } = useOffice()
  const others = shallowRef<readonly KeptDraft<T>[]>([])
  let looking: Promise<void> | null = null
  const draft = useDraft<T>({
    async write() {
      await look()
      // As it stands now: the look may have put a draft into a form from which everything typed had been rubbed out again.
      return client.drafts.save({ form, subject, value: draftFile(typed(), others.value) })
    },
    async discard() {
      await look()
      if (others.value.length === 0) return client.drafts.discard({ form, subject })
      return client.drafts.save({ form, subject, value: draftFile<T>(null, others.value) })
    }
  })
  async function read(): Promise<void> {
    const { draft: found } = await client.drafts.get({ form, subject })
    const undecided = found === null ? [] : decide(draftsOf(found, parse))
    others.value = undecided
    if (found !== null) draft.savedAt.value = found.savedAt
  }
  function look(): Promise<void> {
    looking ??= read().catch((error: unknown) => {
      looking = null
      throw error
    })
    return looking
  }
  return { draft, others, look }
}

/** Letters under way in an input method are typed already, though no field has them yet. */
function useComposing(): () => boolean {
  let composing = false
  const note = ({ type }: Event): void => void (composing = type === 'compositionstart')
  document.addEventListener('compositionstart', note)
  document.addEventListener('compositionend', note)
  onScopeDispose(() => {
    document.removeEventListener('compositionstart', note)
    document.removeEventListener('compositionend', note)
  })
  return () => composing
}
