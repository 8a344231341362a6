/** The work behind the form of a person: loading, drafts, checks of the number, saving once, and what a rival's save means. */
import { fieldErrors, toProblem, useKeptForm, useSession, type AskBeforeLeaving } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import type { NumberWarning, Pins } from '@renderer/ui'
import type { CallInput, Output } from '@shared/contract'
import type { persons, PersonView } from '@shared/contract/persons'
import { AppError } from '@shared/errors'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { carriedOver, receive, sendOver } from './carry-over'
import { draftOf } from './draft-shape'
import { formErrors } from './person-check'
import { formOf } from './form-of-person'
import { blankForm, type PersonForm, type StayForm } from './person-form'
import { errorsInForm, prepareSave } from './person-save'
import { differences, fileNow, merged, type Difference } from './rival'
import { usePlaces, type CodeOptions } from './use-reference'

const FORM = 'person'

type Saved = Output<typeof persons.save>
type Errors = Readonly<Record<string, string>>

/** What a draft holds: the form, and the revision it was typed over. */
interface Kept {
  readonly form: PersonForm
  readonly revision: number | null
}

/** Somebody else's save while this form was open. */
export interface Rival {
  readonly by: string
  readonly person: PersonView
  /** What the form was filled from; null when that is not known any more. */
  readonly base: PersonForm | null
  readonly rows: readonly Difference[]
}

function keptOf(value: unknown): Kept | null {
  if (typeof value !== 'object' || value === null || !('form' in value)) return null
  const form = draftOf(value.form)
  if (form === null) return null
  return { form, revision: 'revision' in value && typeof value.revision === 'number' ? value.revision : null }
}

const copyOf = (form: PersonForm): PersonForm => ({
  ...form,
  spouse: { ...form.spouse },
  children: form.children.map((child) => ({ ...child })),
  phones: form.phones.map((phone) => ({ ...phone })),
  removed: form.removed.map((one) => ({ ...one }))
})

/** Path of every field → what stands in it. */
function fieldsOf(form: PersonForm): Map<string, unknown> {
  const within = (prefix: string, record: object): [string, unknown][] =>
    Object.entries(record).map(([name, value]): [string, unknown] => [`${prefix}${name}`, value])
  return new Map([
    ...within('', form),
    ...within('spouse.', form.spouse),
    ...form.children.flatMap((child, at) => within(`children.${String(at)}.`, child)),
    ...form.phones.flatMap((phone, at) => within(`phones.${String(at)}.`, phone))
  ])
}

/** A message stands until its field is touched; the next save looks again. */
function useErrors(form: Readonly<Ref<PersonForm>>) {
  const errors = shallowRef<Errors>({})
  watch(
    () => fieldsOf(form.value),
    (now, before) => {
      const touched = new Set([...now].flatMap(([path, value]) => (before.get(path) === value ? [] : [path])))
      if (touched.has('idNo')) touched.add('noIdReason')
      errors.value = Object.fromEntries(Object.entries(errors.value).filter(([path]) => !touched.has(path)))
    }
  )
  return errors
}

/** The five checks of the number, asked of the office; what the number says is filled in where nothing stands. */
function useNumberCheck(form: Ref<PersonForm>, failed: (error: unknown) => void) {
  const { client } = useOffice()
  const warnings = shallowRef<readonly NumberWarning[]>([])
  async function check(): Promise<void> {
    const { idNo, birthDate, sex, idType } = form.value
    if (idNo === '' || idNo.includes('*') || idType !== 'resident_id') {
      warnings.value = []
      return
    }
    try {
      const found = await client.persons.checkId({ idNo, birthDate: birthDate.slice(0, 10), sex: sex ?? '' })
      if (idNo !== form.value.idNo) return
      warnings.value = found.warnings
      if (found.placeholder) return
      if (form.value.birthDate === '' && found.birthDate !== null) form.value.birthDate = found.birthDate
      if (form.value.sex === null && found.sex !== null) form.value.sex = found.sex
    } catch (error) {
      failed(error)
    }
  }
  return { warnings, check }
}

/** The names behind the codes of places in the forms; a code that is not found stays a code. */
async function placeNames(
  find: (code: string) => Promise<{ readonly fullName: string } | null>,
  forms: readonly PersonForm[],
  stays: readonly StayForm[]
) {
  const codes = [
    ...forms.flatMap(({ hukouCode, residenceCode, spouse }) => [hukouCode, residenceCode, spouse.hukouCode, spouse.residenceCode]),
    ...stays.map(({ residenceCode }) => residenceCode)
  ]
  const found = await Promise.all(
    [...new Set(codes)].filter((code) => code !== '').map(async (code) => [code, (await find(code))?.fullName ?? code] as const)
  )
  return new Map(found)
}

/** @param id of the record to change, null for a new person @param lists for reading a rival's version aloud */
export function usePersonForm(id: string | null, pins: Pins, lists: Readonly<Ref<CodeOptions>>) {
  const { client } = useOffice()
  const session = useSession()
  const places = usePlaces()
  const form = ref<PersonForm>(blankForm())
  const held = shallowRef<PersonView | null>(null)
  const revision = ref<number | null>(null)
  const baseline = shallowRef<PersonForm>(blankForm())
  const loading = ref(id !== null)
  const failure = shallowRef<unknown>(null)
  const rival = shallowRef<Rival | null>(null)
  const errors = useErrors(form)
  const number = useNumberCheck(form, (error) => (failure.value = error))

  const kept = useKeptForm<Kept>({
    form: FORM,
    subject: id ?? 'new',
    typed: () => ({ form: copyOf(form.value), revision: revision.value }),
    held: () => ({ form: baseline.value, revision: held.value?.revision ?? null }),
    put: ({ form: next, revision: at }) => put(next, at),
    parse: (value) => {
      const found = keptOf(value)
      return found !== null && JSON.stringify(found.form) === JSON.stringify(baseline.value) ? null : found
    }
  })

  function put(next: PersonForm, at: number | null): void {
    form.value = copyOf(next)
    revision.value = at
    errors.value = {}
    number.warnings.value = []
    rival.value = null
  }

  /** From here on only what is typed counts as a change. */
  function settleOn(next: PersonForm, at: number | null): void {
    put(next, at)
    baseline.value = copyOf(next)
  }

  async function load(): Promise<void> {
    try {
      if (id !== null) {
        held.value = await client.persons.get({ id })
        settleOn(formOf(held.value), held.value.revision)
        const sent = receive(session.session?.account ?? '', id)
        if (sent !== null) form.value = copyOf(carriedOver(form.value, sent))
      }
      await kept.restore()
    } catch (error) {
      failure.value = error
    } finally {
      loading.value = false
    }
  }

  const action = useAction((input: CallInput<typeof persons.save>, key: string) => client.persons.save(input, { key }))

  /** @returns what was saved; undefined when the form or the office refused, which then stands on screen */
  async function store(): Promise<Saved | undefined> {
    errors.value = formErrors(form.value)
    if (Object.keys(errors.value).length > 0) return undefined
    const prepared = prepareSave(form.value, held.value)
    const saved = await action.run({ ...prepared.input, revision: revision.value })
    if (saved === undefined) {
      await refused(errorsInForm(fieldErrors(action.failure.value), prepared))
      return undefined
    }
    rival.value = null
    baseline.value = copyOf(form.value)
    await kept.settle()
    return saved
  }

  async function refused(found: Errors): Promise<void> {
    const { value: error } = action.failure
    if (!(error instanceof AppError) || error.code !== 'persons.changed_meanwhile' || id === null) {
      errors.value = found
      return
    }
    try {
      const person = await client.persons.get({ id })
      // What an older draft was typed over is gone: then every difference is asked about.
      const base = held.value !== null && held.value.revision === revision.value ? formOf(held.value) : null
      const theirs = fileNow(person)
      const spoken = { lists: lists.value, places: await placeNames(places.find, [theirs.form, form.value], theirs.stays) }
      rival.value = { by: person.updatedBy, person, base, rows: differences(base, theirs, form.value, spoken) }
      action.failure.value = null
    } catch (failed) {
      failure.value = failed
    }
  }

  /** A message whose field is not on the form would be seen by nobody. */
  const isSaidAtFields = computed(() => {
    const paths = Object.keys(errors.value)
    const fields = fieldsOf(form.value)
    return paths.length > 0 && paths.every((path) => fields.has(path))
  })

  /** After both versions were compared: the chosen facts of the other one go into the form, which is then saved over it. */
  async function settleRival(takes: ReadonlySet<string>): Promise<Saved | undefined> {
    const now = rival.value
    if (now === null) return undefined
    form.value = copyOf(merged(now.base, fileNow(now.person), form.value, takes))
    held.value = now.person
    revision.value = now.person.revision
    return store()
  }

  /** The blank form of the next person, pinned fields carried over. */
  function next(): void {
    held.value = null
    settleOn(pins.carry(blankForm(), form.value), null)
  }

  /** What was typed goes to the form of the file that is there already; nothing of it stays here. */
  async function sendTo(file: string): Promise<void> {
    sendOver(session.session?.account ?? '', file, copyOf(form.value))
    await kept.settle()
    settleOn(blankForm(), null)
  }

  /** What Enter passes by: a field carried over from the last one and not touched since. */
  function past(name: string): '' | undefined {
    if (id !== null || !pins.names.value.has(name)) return undefined
    const [carried, now] = [fieldsOf(baseline.value).get(name), fieldsOf(form.value).get(name)]
    return carried === now && now !== null && now !== '' ? '' : undefined
  }

  return {
    form,
    held,
    errors,
    loading,
    kept,
    rival,
    past,
    numberWarnings: number.warnings,
    today: computed(() => session.today),
    busy: action.busy,
    problem: computed(() => toProblem(failure.value ?? (isSaidAtFields.value ? null : action.failure.value))),
    dismiss: () => {
      failure.value = null
      action.failure.value = null
    },
    load,
    checkNumber: number.check,
    store,
    sendTo,
    next,
    settleRival,
    /** `settled`: whether the fields hold what they show, so that saving on the way out leaves nothing behind. */
    mayLeave: (ask: AskBeforeLeaving, settled: () => boolean) => kept.mayGo(ask, async () => settled() && (await store()) !== undefined)
  }
}
