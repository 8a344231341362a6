/** A list is put together: what it is about, how many it would hold, and the making of it. */
import { fieldErrors, useSession } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { divisionOption, type DivisionOption } from '@renderer/ui'
import type { CallInput, Output } from '@shared/contract'
import type { rosters } from '@shared/contract/rosters'
import { moveKinds } from '@shared/domain'
import { rosterBases, rosterColumns, visitAsks, type RosterColumn, type VisitAsk } from '@shared/domain/roster'
import { computed, reactive, ref, shallowRef, watch } from 'vue'

type Where = CallInput<typeof rosters.preview>
type Wanted = CallInput<typeof rosters.issue>['wanted']
type Preview = Output<typeof rosters.preview>

const USUAL_ASKS: readonly VisitAsk[] = ['present', 'door', 'phone', 'notice']
const USUAL_COLUMNS: readonly RosterColumn[] = ['sex', 'birthDate', 'idNo', 'kind', 'startedOn', 'residence', 'hukou', 'note']

interface Form {
  kind: string | null
  place: string
  basis: string | null
  moveKind: string | null
  asks: readonly string[]
  columns: readonly string[]
  whole: boolean
  reason: string
}

export function useNewList() {
  const { client } = useOffice()
  const session = useSession()
  const form = reactive<Form>({
    kind: 'visit',
    place: '',
    basis: 'residence',
    moveKind: '',
    asks: [...USUAL_ASKS],
    columns: [...USUAL_COLUMNS],
    whole: false,
    reason: ''
  })
  const preview = shallowRef<Preview | null>(null)
  const failure = shallowRef<unknown>(null)
  const chosen = shallowRef<DivisionOption | null>(null)
  const wrong = ref('')

  const where = computed<Where | null>(() => {
    if (form.place === '') return null
    const basis = rosterBases.find((one) => one === form.basis) ?? 'residence'
    return { place: form.place, basis, moveKind: moveKinds.find((one) => one === form.moveKind) ?? null }
  })
  const wanted = computed<Wanted | null>(() => {
    if (where.value === null) return null
    if (form.kind === 'visit') return { kind: 'visit', ...where.value, asks: visitAsks.filter((ask) => form.asks.includes(ask)) }
    const columns = rosterColumns.filter((column) => form.columns.includes(column))
    return { kind: 'roster', ...where.value, columns, whole: form.whole, reason: form.whole ? form.reason : null }
  })
  watch(where, async (now) => {
    preview.value = null
    wrong.value = ''
    if (now === null) return
    try {
      const found = await client.rosters.preview(now)
      if (where.value === now) preview.value = found
    } catch (error) {
      if (where.value === now) failure.value = error
    }
  })

  const near = session.session?.office.code.slice(0, 6) ?? null
  /** Who is bound to a part of the county makes lists of it. */
  async function begin(): Promise<void> {
    const scope = session.session?.scope ?? null
    if (scope === null) return
    try {
      chosen.value = divisionOption(await client.reference.division({ code: scope }))
      form.place = scope
    } catch (error) {
      failure.value = error
    }
  }
  void begin()

  const issuing = useAction((input: Wanted, key) => client.rosters.issue({ wanted: input }, { key }))
  return {
    form,
    preview,
    chosen,
    busy: issuing.busy,
    failure: computed(() => failure.value ?? issuing.failure.value),
    faults: computed<Readonly<Record<string, string>>>(() => ({
      ...fieldErrors(issuing.failure.value),
      ...(wrong.value === '' ? {} : { place: wrong.value })
    })),
    search: async (text: string, signal: AbortSignal) =>
      (await client.reference.searchDivisions({ text, near }, { signal })).rows.map((row) => divisionOption(row)),
    children: async (parent: string | null, signal: AbortSignal) =>
      (await client.reference.childDivisions({ parent: parent ?? near }, { signal })).rows.map((row) => divisionOption(row)),
    /** @returns the id of the list, null when it was not made */
    async issue(): Promise<string | null> {
      failure.value = null
      if (wanted.value === null) {
        wrong.value = '请选定一个地方'
        return null
      }
      return (await issuing.run(wanted.value))?.id ?? null
    },
    forget(): void {
      failure.value = null
      issuing.failure.value = null
    }
  }
}
