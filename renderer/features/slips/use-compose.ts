/** The work behind drafting slips: what may be asked of whom, the draft that outlives a crash, and sending once. */
import { toProblem, useCareQuestion, useKeptForm } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { nameCharacters } from '@shared/domain'
import { computed, ref, shallowRef } from 'vue'
import {
  blankCompose,
  composeDraftOf,
  composeFaults,
  composeInput,
  noFaults,
  ofKind,
  type ComposeDraft,
  type ComposeForm,
  type ComposeInput
} from './compose-form'
import type { FieldChoice, SlipOffers } from './slip-types'

/** Under which name the one draft of this form is on file. */
export const COMPOSE_DRAFT = 'slips.compose'
/** Names shown above the form; the rest is counted. */
const NAMED = 6

/** @param chosen ids of the persons the page was opened for; none when a draft is to be taken up */
export function useCompose(chosen: readonly string[]) {
  const { client } = useOffice()
  const offers = shallowRef<SlipOffers | null>(null)
  const partners = shallowRef<readonly FieldChoice[]>([])
  const personIds = ref<readonly string[]>(chosen)
  const names = shallowRef<readonly string[]>([])
  const failure = shallowRef<unknown>(null)
  const ready = ref(false)
  const tried = ref(false)
  const blank = shallowRef<ComposeForm>(blankCompose())
  const form = ref<ComposeForm>(blankCompose())
  const action = useAction((input: ComposeInput, key) => client.slips.compose(input, { key }))
  const care = useCareQuestion(action.failure)
  const partnerIds = (): string[] => partners.value.map(({ value }) => value)

  const kept = useKeptForm<ComposeDraft>({
    form: COMPOSE_DRAFT,
    subject: '',
    typed: () => ({ form: { ...form.value, told: { ...form.value.told } }, personIds: personIds.value }),
    held: () => ({ form: blank.value, personIds: chosen }),
    put: (value) => {
      form.value = { ...value.form, items: [...value.form.items], told: { ...value.form.told } }
      personIds.value = value.personIds
      tried.value = false
      care.forget()
      void nameThem()
    },
    parse: (value) => (offers.value ? composeDraftOf(value, offers.value, partnerIds()) : null),
    // Persons chosen now are never changed for those of an older draft unasked.
    belongs: ({ personIds: about }) =>
      personIds.value.length === 0 || JSON.stringify([...about].sort()) === JSON.stringify([...personIds.value].sort())
  })

  /** Whoever was deleted or put out of sight since is left to the office to refuse. */
  async function nameThem(): Promise<void> {
    const asked = personIds.value
    const people = await Promise.allSettled(asked.slice(0, NAMED).map((id) => client.persons.get({ id })))
    // Among others nobody who is to be met with care is named whole.
    const shown = ({ name, bereaved }: { readonly name: string; readonly bereaved: boolean }): string =>
      bereaved && asked.length > 1 ? (nameCharacters(name)[0] ?? '') + '**' : name
    if (asked === personIds.value) names.value = people.flatMap((each) => (each.status === 'fulfilled' ? [shown(each.value)] : []))
  }

  async function load(): Promise<void> {
    try {
      const [found, listed] = await Promise.all([client.slips.offers({}), client.partners.list({}), nameThem()])
      offers.value = found
      partners.value = listed.rows
        .filter(({ trust }) => trust !== 'closed')
        .map(({ id, name, code }) => ({ value: id, label: `${name}（${code}）` }))
      blank.value = blankCompose(found, partnerIds())
      form.value = { ...blank.value, items: [], told: {} }
      await kept.restore()
    } catch (error) {
      failure.value = error
    } finally {
      ready.value = true
    }
  }

  /** @returns ids of the drafts made; null when something is missing or the office refused, which then stands on screen */
  async function compose(): Promise<readonly string[] | null> {
    tried.value = true
    const input = composeInput(form.value, personIds.value, offers.value)
    if (input === null || personIds.value.length === 0) return null
    const made = await action.run({ ...input, careful: care.careful.value })
    if (made === undefined) return null
    blank.value = { ...form.value, told: { ...form.value.told } }
    await kept.settle()
    return made.ids
  }

  return {
    form,
    offers,
    partners,
    personIds,
    names,
    ready,
    kept,
    load,
    compose,
    care,
    busy: action.busy,
    kind: computed({
      get: () => form.value.kind,
      set: (kind: string | null) => (form.value = ofKind(form.value, kind ?? form.value.kind, offers.value))
    }),
    faults: computed(() => (tried.value ? composeFaults(form.value, offers.value) : noFaults)),
    problem: computed(() => toProblem(failure.value ?? action.failure.value)),
    dismiss: () => {
      failure.value = null
      action.failure.value = null
    }
  }
}
