/** The work behind the form of a household, a house or an employer: its draft, saving once, and what a rival's save means. */
import { fieldErrors, toProblem, useKeptForm, type AskBeforeLeaving } from '@renderer/app'
import { useAction } from '@renderer/client'
import { AppError } from '@shared/errors'
import { computed, ref, shallowRef, type Ref } from 'vue'
import type { Difference } from './rival'

/** A place as it stands on file; null and no revision for one that is begun. */
export interface HeldPlace<F> {
  readonly id: string | null
  readonly revision: number | null
  readonly form: F
}

export interface PlaceEditParts<F> {
  readonly held: HeldPlace<F>
  /** What its draft is filed under. */
  readonly draft: { readonly form: string; readonly subject: string }
  /** Null for what is no draft of this form. */
  readonly parse: (kept: unknown) => F | null
  readonly read: () => Promise<HeldPlace<F>>
  /** `over`: the record that the form was typed over. */
  readonly write: (over: HeldPlace<F>, form: F, key: string) => Promise<unknown>
  /** What the rival changed; without `base` every difference is contested. */
  readonly differences: (base: F | null, theirs: F, mine: F) => readonly Difference[]
  /** @param takes paths whose value comes from the record as it is now */
  readonly merged: (mine: F, theirs: F, takes: ReadonlySet<string>) => F
}

interface Kept<F> {
  readonly form: F
  /** The revision it was typed over. */
  readonly revision: number | null
}

function keptOf<F>(value: unknown, parse: PlaceEditParts<F>['parse']): Kept<F> | null {
  if (typeof value !== 'object' || value === null || !('form' in value) || !('revision' in value)) return null
  const form = parse(value.form)
  const { revision } = value
  return form === null || (typeof revision !== 'number' && revision !== null) ? null : { form, revision }
}

export function usePlaceEdit<F extends object>({ held: first, draft, parse, read, write, differences, merged }: PlaceEditParts<F>) {
  const held = shallowRef(first)
  const copyOf = (one: F): F => JSON.parse(JSON.stringify(one)) as F // Forms are plain data, so what comes back has the shape that went in.
  const form = ref(copyOf(first.form)) as Ref<F>
  const revision = ref(first.revision)
  const rival = shallowRef<{ readonly by: string; readonly now: HeldPlace<F>; readonly rows: readonly Difference[] } | null>(null)
  const failure = shallowRef<unknown>(null)
  const action = useAction((typed: F, key) => write({ ...held.value, revision: revision.value }, typed, key))
  const kept = useKeptForm<Kept<F>>({
    ...draft,
    typed: () => ({ form: form.value, revision: revision.value }),
    held: () => ({ form: held.value.form, revision: held.value.revision }),
    put({ form: next, revision: at }) {
      form.value = copyOf(next)
      revision.value = at
    },
    parse: (value) => keptOf(value, parse)
  })

  /** @returns whether it is on file now */
  async function save(): Promise<boolean> {
    rival.value = null
    if ((await action.run(copyOf(form.value))) !== undefined) {
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
      rival.value = { by, now, rows: differences(base, now.form, form.value) }
      action.failure.value = null
    } catch (error) {
      failure.value = error
    }
  }
  async function settleRival(takes: ReadonlySet<string>): Promise<boolean> {
    if (rival.value === null) return false
    const { now } = rival.value
    form.value = copyOf(merged(form.value, now.form, takes))
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
