/** The work behind typing in a question from paper: what may be asked, who may ask, the draft that outlives a crash, and sending once. */
import { toProblem, useKeptForm, useSession } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { divisionOption, type DivisionOption } from '@renderer/ui'
import { birthDateOfResidentId, isResidentId, normaliseResidentId, sexOfResidentId } from '@shared/domain'
import { computed, ref, shallowRef } from 'vue'
import type { FieldChoice, SlipOffers } from './slip-types'
import { blankTaken, takenDraftOf, takenFaults, takenInput, type TakenForm, type TakenInput } from './taken-form'

export function useTaken() {
  const { client } = useOffice()
  const session = useSession()
  const offers = shallowRef<SlipOffers | null>(null)
  /** Offices that have no key card: only theirs come on paper. */
  const partners = shallowRef<readonly FieldChoice[]>([])
  const failure = shallowRef<unknown>(null)
  const ready = ref(false)
  const tried = ref(false)
  const blank = shallowRef<TakenForm>(blankTaken(session.today))
  const form = ref<TakenForm>(blankTaken(session.today))

  const kept = useKeptForm<TakenForm>({
    ...{ form: 'slips.taken', subject: '' },
    typed: () => ({ ...form.value }),
    held: () => blank.value,
    put: (value) => {
      form.value = { ...value, items: [...value.items] }
      tried.value = false
    },
    parse: (value) => takenDraftOf(value, blank.value)
  })
  const action = useAction((input: TakenInput, key) => client.slips.takeRequest(input, { key }))

  async function load(): Promise<void> {
    try {
      const [found, listed] = await Promise.all([client.slips.offers({}), client.partners.list({})])
      offers.value = found
      partners.value = listed.rows
        .filter(({ trust }) => trust === 'paper')
        .map(({ id, name, code }) => ({ value: id, label: `${name}（${code}）` }))
      blank.value = blankTaken(
        session.today,
        found,
        partners.value.map(({ value }) => value)
      )
      form.value = { ...blank.value }
      await kept.restore()
    } catch (error) {
      failure.value = error
    } finally {
      ready.value = true
    }
  }

  /** @returns the slip's id; null when something is missing or the office refused, which then stands on screen */
  async function take(): Promise<string | null> {
    tried.value = true
    const input = takenInput(form.value, offers.value, session.today)
    const taken = input === null ? undefined : await action.run(input)
    if (taken === undefined) return null
    blank.value = { ...form.value }
    await kept.settle()
    return taken.id
  }

  const search = async (text: string, signal: AbortSignal): Promise<DivisionOption[]> =>
    (await client.reference.searchDivisions({ text, near: session.session?.office.code.slice(0, 6) ?? null }, { signal })).rows.map((row) =>
      divisionOption(row)
    )
  const children = async (parent: string | null, signal: AbortSignal): Promise<DivisionOption[]> =>
    (await client.reference.childDivisions({ parent }, { signal })).rows.map((row) => divisionOption(row))

  /** A number says who is meant; what was typed already stays. */
  function readNumber(): void {
    const number = normaliseResidentId(form.value.idNo)
    if (!isResidentId(number)) return
    form.value.idNo = number
    form.value.sex ??= sexOfResidentId(number)
    if (form.value.birthDate === '') form.value.birthDate = birthDateOfResidentId(number) ?? ''
  }

  return {
    ...{ form, offers, partners, kept, ready, tried, load, take, search, children, readNumber },
    busy: action.busy,
    faults: computed(() => (tried.value ? takenFaults(form.value, offers.value, session.today) : {})),
    problem: computed(() => toProblem(failure.value ?? action.failure.value)),
    dismiss(): void {
      failure.value = null
      action.failure.value = null
    }
  }
}
