/** A request is taken in: whose file, who stands there with which paper, what is asked, and until when it will be answered. */
import { fieldErrors, usePersonOffers, useSession, type OfferedPerson } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import type { CallInput, Output } from '@shared/contract'
import type { desk } from '@shared/contract/desk'
import { contestables, deskCapacities, deskKinds, deskPapers } from '@shared/domain/person-desk'
import { computed, reactive, ref, shallowRef, watch } from 'vue'

type Input = CallInput<typeof desk.receive>
type Consents = Output<typeof desk.consents>['rows']

interface Form {
  kind: string | null
  capacity: string | null
  asker: string
  papers: readonly string[]
  receivedOn: string
  wanted: string
  fields: readonly string[]
  evidence: string
  consents: readonly string[]
}

export function useNewRequest(given: string) {
  const { client } = useOffice()
  const { today } = useSession()
  const { named } = usePersonOffers()
  const chosen = shallowRef<OfferedPerson | null>(null)
  const missing = ref(false)
  const failure = shallowRef<unknown>(null)
  const consents = shallowRef<Consents>([])
  const due = shallowRef<Output<typeof desk.dueOn> | null>(null)
  const form = reactive<Form>({
    ...{ kind: 'show', capacity: 'self', asker: '', papers: ['id_card'], receivedOn: today, wanted: '', fields: [], evidence: '' },
    consents: []
  })

  const tellDue = async (day: string): Promise<void> => {
    due.value = null
    const found = await client.desk.dueOn({ receivedOn: day }).catch(() => null)
    if (form.receivedOn === day) due.value = found
  }
  watch(() => form.receivedOn, tellDue, { immediate: true })
  watch(
    () => form.capacity,
    (capacity) => {
      const usual = { self: 'id_card', guardian: 'household_book', agent: 'mandate' }
      form.papers = [usual[deskCapacities.find((one) => one === capacity) ?? 'self']]
    }
  )
  watch([chosen, () => form.kind], async ([person, kind]) => {
    consents.value = []
    form.consents = []
    if (person === null || kind !== 'withdraw') return
    try {
      consents.value = (await client.desk.consents({ personId: person.id })).rows
      form.consents = consents.value.map(({ id }) => id)
    } catch (error) {
      failure.value = error
    }
  })

  async function begin(): Promise<void> {
    if (given === '') return
    try {
      chosen.value = await named(given)
    } catch (error) {
      failure.value = error
    }
  }

  const isAboutFields = computed(() => form.kind === 'correct' || form.kind === 'contest')
  function inputFor(personId: string): Input {
    return {
      personId,
      kind: deskKinds.find((one) => one === form.kind) ?? 'show',
      capacity: deskCapacities.find((one) => one === form.capacity) ?? 'self',
      asker: form.capacity === 'self' ? null : form.asker,
      papers: deskPapers.filter((one) => form.papers.includes(one)),
      receivedOn: form.receivedOn,
      wanted: form.wanted === '' ? null : form.wanted,
      fields: isAboutFields.value ? contestables.filter((one) => form.fields.includes(one)) : [],
      evidence: form.kind === 'correct' && form.evidence !== '' ? form.evidence : null,
      consents: form.kind === 'withdraw' ? [...form.consents] : []
    }
  }
  const receiving = useAction((input: Input, key) => client.desk.receive(input, { key }))
  return {
    form,
    chosen,
    consents,
    due,
    isAboutFields,
    begin,
    today,
    busy: receiving.busy,
    failure: computed(() => failure.value ?? receiving.failure.value),
    faults: computed<Readonly<Record<string, string>>>(() => ({
      ...fieldErrors(receiving.failure.value),
      ...(missing.value && chosen.value === null ? { person: '请先选定档案' } : {})
    })),
    /** @returns the id of the request; null when it was not taken in */
    async receive(): Promise<string | null> {
      failure.value = null
      missing.value = chosen.value === null
      if (chosen.value === null) return null
      return (await receiving.run(inputFor(chosen.value.id)))?.id ?? null
    },
    forget(): void {
      failure.value = null
      receiving.failure.value = null
    }
  }
}
