/** The work behind the form of a person: loading, drafts, checks of the number, saving once, and what a rival's save means. */
import { fieldErrors, toProblem, useKeptForm, useSession, type AskBeforeLeaving } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import type { NumberWarning, Pins } from '@renderer/ui'
import type { CallInput, Output } from '@shared/contract'
import type { persons, PersonView } from '@shared/contract/persons'
import { AppError } from '@shared/errors'
import { computed, ref, shallowRef, watch } from 'vue'
import { blankForm, draftOf, formErrors, formOf, saveInput, type PersonForm } from './person-form'

const FORM = 'person'

const fieldsThatDiffer = (a: PersonForm, b: PersonForm): string[] => {
  const old = new Map<string, unknown>(Object.entries(b))
  return Object.entries(a).flatMap(([name, value]) => (old.get(name) === value ? [] : [name]))
}

type Saved = Output<typeof persons.save>

/** What a draft holds: the form, and the revision it was typed over. */
interface Kept {
  readonly form: PersonForm
  readonly revision: number | null
}

function keptOf(value: unknown): Kept | null {
  if (typeof value !== 'object' || value === null || !('form' in value)) return null
  const form = draftOf(value.form)
  if (form === null) return null
  return { form, revision: 'revision' in value && typeof value.revision === 'number' ? value.revision : null }
}

/** Fields of a refused request are named by their path; the form names them by their last word. */
const byField = (errors: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([path, words]) => [path.split('.').at(-1) ?? path, words]))

/** @param id of the record to change, null for a new person */
export function usePersonForm(id: string | null, pins: Pins) {
  const { client } = useOffice()
  const session = useSession()
  const form = ref<PersonForm>(blankForm())
  const held = shallowRef<PersonView | null>(null)
  const revision = ref<number | null>(null)
  const baseline = shallowRef<PersonForm>(blankForm())
  const errors = shallowRef<Readonly<Record<string, string>>>({})
  const numberWarnings = shallowRef<readonly NumberWarning[]>([])
  const loading = ref(id !== null)
  const failure = shallowRef<unknown>(null)

  const kept = useKeptForm<Kept>({
    form: FORM,
    subject: id ?? 'new',
    typed: () => ({ form: { ...form.value }, revision: revision.value }),
    held: () => ({ form: baseline.value, revision: held.value?.revision ?? null }),
    put: ({ form: next, revision: at }) => put(next, at),
    parse: (value) => {
      const found = keptOf(value)
      return found !== null && JSON.stringify(found.form) === JSON.stringify(baseline.value) ? null : found
    }
  })
  // A message stands until its field is touched; the next save looks again.
  watch(
    () => ({ ...form.value }),
    (now, before) => {
      const touched = new Set(fieldsThatDiffer(now, before))
      if (touched.has('idNo')) touched.add('noIdReason')
      errors.value = Object.fromEntries(Object.entries(errors.value).filter(([name]) => !touched.has(name)))
    }
  )

  function put(next: PersonForm, at: number | null): void {
    form.value = { ...next }
    revision.value = at
    errors.value = {}
    numberWarnings.value = []
  }

  /** From here on only what is typed counts as a change. */
  function settleOn(next: PersonForm, at: number | null): void {
    put(next, at)
    baseline.value = next
  }

  async function load(): Promise<void> {
    try {
      if (id !== null) {
        held.value = await client.persons.get({ id })
        settleOn(formOf(held.value), held.value.revision)
      }
      await kept.restore()
    } catch (error) {
      failure.value = error
    } finally {
      loading.value = false
    }
  }

  const isMasked = (): boolean => form.value.idNo.includes('*')
  async function checkNumber(): Promise<void> {
    const { idNo, birthDate, sex, idType } = form.value
    if (idNo === '' || isMasked() || idType !== 'resident_id') {
      numberWarnings.value = []
      return
    }
    try {
      const found = await client.persons.checkId({ idNo, birthDate: birthDate.slice(0, 10), sex: sex ?? '' })
      if (idNo !== form.value.idNo) return
      numberWarnings.value = found.warnings
      if (found.placeholder) return
      if (form.value.birthDate === '' && found.birthDate !== null) form.value.birthDate = found.birthDate
      if (form.value.sex === null && found.sex !== null) form.value.sex = found.sex
    } catch (error) {
      failure.value = error
    }
  }

  const action = useAction((input: CallInput<typeof persons.save>, key: string) => client.persons.save(input, { key }))

  /** @returns what was saved; undefined when the form or the office refused, which then stands on screen */
  async function store(): Promise<Saved | undefined> {
    errors.value = formErrors(form.value)
    if (Object.keys(errors.value).length > 0) return undefined
    const input = saveInput(form.value, held.value)
    const saved = await action.run({ ...input, revision: revision.value })
    if (saved === undefined) {
      errors.value = byField(fieldErrors(action.failure.value))
      return undefined
    }
    baseline.value = { ...form.value }
    await kept.settle()
    return saved
  }

  /** The blank form of the next person, pinned fields carried over. */
  function next(): void {
    held.value = null
    settleOn(pins.carry(blankForm(), form.value), null)
  }

  /** After somebody else's save: the clerk has compared and lets his own text stand. */
  async function saveOverRival(): Promise<Saved | undefined> {
    if (id === null) return undefined
    try {
      held.value = await client.persons.get({ id })
      revision.value = held.value.revision
      return await store()
    } catch (error) {
      failure.value = error
      return undefined
    }
  }

  return {
    form,
    held,
    errors,
    loading,
    kept,
    numberWarnings,
    today: computed(() => session.today),
    busy: action.busy,
    rival: computed(() => action.failure.value instanceof AppError && action.failure.value.code === 'persons.changed_meanwhile'),
    problem: computed(() => toProblem(failure.value ?? (Object.keys(errors.value).length > 0 ? null : action.failure.value))),
    dismiss: () => {
      failure.value = null
      action.failure.value = null
    },
    load,
    checkNumber,
    store,
    next,
    saveOverRival,
    mayLeave: (ask: AskBeforeLeaving) => kept.mayGo(ask, async () => (await store()) !== undefined)
  }
}
