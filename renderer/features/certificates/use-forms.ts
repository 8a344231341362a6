/** The forms in force, by use, and their names. */
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
    of: (...uses: readonly FormUse[]): FormRow[] => rows.value.filter(({ use }) => uses.includes(use)),
    /** A form that is no longer in force keeps its id as its name. */
    nameOf: (form: string): string => rows.value.find((row) => row.form === form)?.label ?? form
  }
}
