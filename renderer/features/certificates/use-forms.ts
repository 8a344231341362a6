/** The forms in force, by use, and the names of all. */
import { useOffice, useOfficeEvent } from '@renderer/client'
import type { FormRow } from '@shared/contract/forms'
import type { FormUse } from '@shared/domain/form-template'
import { shallowRef } from 'vue'

export function useForms() {
  const { client } = useOffice()
  const rows = shallowRef<readonly FormRow[]>([])
  const failure = shallowRef<unknown>(null)
  async function load(): Promise<void> {
    try {
      rows.value = (await client.forms.list({})).rows
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }
  useOfficeEvent('records.changed', ({ topics }) => {
    if (topics.includes('forms') || topics.includes('office')) void load()
  })
  void load()
  return {
    rows,
    failure,
    load,
    of: (...uses: readonly FormUse[]): FormRow[] => rows.value.filter(({ use, inForce }) => inForce && uses.includes(use)),
    /** Also those no longer in force: their blank paper is still in the house. */
    onStationery: (): FormRow[] => rows.value.filter(({ preprinted }) => preprinted),
    /** The edition to look at of a form that is no longer in force; null for today's. */
    endedEdition: (form: string): string | null => rows.value.find((row) => row.form === form && !row.inForce)?.edition ?? null,
    /** A form that the program no longer brings keeps its id as its name. */
    nameOf: (form: string): string => rows.value.find((row) => row.form === form)?.label ?? form
  }
}
