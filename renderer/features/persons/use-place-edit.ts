/** The work behind the form of a house or an employer: its draft, saving once, and what a rival's save means. */
import { fieldErrors, toProblem, useKeptForm, type AskBeforeLeaving } from '@renderer/app'
import { useAction } from '@renderer/client'
import { AppError } from '@shared/errors'
import { computed, ref, shallowRef } from 'vue'
import { placeDifferences, placeDraft, placeMerged, type PlaceForm } from './place-form'
import type { Difference } from './rival'
import type { CodeOptions } from './use-reference'

/** A house or an employer as it stands on file. */
export interface HeldPlace {
  readonly id: string
  readonly revision: number
  readonly form: PlaceForm
}

interface Kept {
  readonly form: PlaceForm
  /** The revision it was typed over. */
  readonly revision: number
}

export interface PlaceEditParts {
  readonly held: HeldPlace
  readonly lists: () => CodeOptions
  readonly read: () => Promise<HeldPlace>
  readonly write: (over: HeldPlace, form: PlaceForm, key: string) => Promise<unknown>
}

function keptOf(value: unknown): Kept | null {
  if (typeof value !== 'object' || value === null || !('form' in value) || !('revision' in value)) return null
  const form = placeDraft(value.form)
  return form === null || typeof value.revision !== 'number' ? null : { form, revision: value.revision }
}

export function usePlaceEdit({ held: first, lists, read, write }: PlaceEditParts) {
  const held = shallowRef(first)
  const form = ref<PlaceForm>({ ...first.form })
  const revision = ref(first.revision)
  const rival = shallowRef<{ readonly by: string; readonly now: HeldPlace; readonly rows: readonly Difference[] } | null>(null)
  const failure = shallowRef<unknown>(null)
  const action = useAction((typed: PlaceForm, key) => write({ ...held.value, revision: revision.value }, typed, key))
  const kept = useKeptForm<Kept>({
    form: 'place',
    subject: first.id,
    typed: () => ({ form: { ...form.value }, revision: revision.value }),
    held: () => ({ form: held.value.form, revision: held.value.revision }),
    put({ form: next, revision: at }) {
      form.value = { ...next }
      revision.value = at
    },
    parse: keptOf
  })

  /** @returns whether it is on file now */
  async function save(): Promise<boolean> {
    rival.value = null
    if ((await action.run({ ...form.value })) !== undefined) {
      await kept.settle()
      return true
    }
    const { value: error } = action.failure
    if (error instanceof AppError && error.code === 'places.changed_meanwhile') await compare(String(error.params['by'] ?? ''))
    return false
  }
  async function compare(by: string): Promise<void> {
    try {
      const now = await read()
      // What an older draft was typed over is gone: then every difference is asked about.
      const base = held.value.revision === revision.value ? held.value.form : null
      rival.value = { by, now, rows: placeDifferences(base, now.form, form.value, lists()) }
      action.failure.value = null
    } catch (error) {
      failure.value = error
    }
  }
  async function settleRival(takes: ReadonlySet<string>): Promise<boolean> {
    if (rival.value === null) return false
    const { now } = rival.value
    form.value = placeMerged(form.value, now.form, takes)
    held.value = now
    revision.value = now.revision
    return save()
  }
  return {
    form,
    kept,
    rival,
    save,
    settleRival,
    busy: action.busy,
    errors: computed(() => fieldErrors(action.failure.value)),
    problem: computed(() => toProblem(failure.value ?? action.failure.value)),
    dismiss: () => void (failure.value = action.failure.value = null),
    mayLeave: (ask: AskBeforeLeaving) => kept.mayGo(ask, save)
  }
}
