/** One form for many people, each from what is on file; whoever lacks something required is named and left for a draft of his own. */
import { toProblem, useFormSheets, useSession } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { dataFaults } from '@shared/domain/form-data'
import type { FormData, FormTemplate, FormValue } from '@shared/domain/form-template'
import { computed, ref, shallowRef } from 'vue'
import { useForms } from './use-forms'

export interface LeftOut {
  readonly personId: string
  readonly name: string
  readonly why: string
}

const labelOf = ({ fields, added }: FormTemplate, name: string): string =>
  [...fields, ...added].find((field) => field.name === name)?.label ?? name

/** What a certificate holds: rows are for forms that are not accounted for. */
export const plainOf = (data: FormData): Record<string, FormValue> =>
  Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, FormValue] => !Array.isArray(entry[1]) && entry[1] !== null && entry[1] !== '')
  )

export function useDraftMany(personIds: readonly string[]) {
  const { client } = useOffice()
  const session = useSession()
  const forms = useForms()
  const sheets = useFormSheets()
  const form = ref<string | null>(null)
  const done = ref(0)
  const leftOut = shallowRef<readonly LeftOut[]>([])
  const isOver = ref(false)

  const nameOf = async (id: string): Promise<string> => (await client.persons.get({ id }).catch(() => null))?.name ?? '（不能查看）'

  /** @returns why it was not drafted; null when it was */
  async function draftOne(wanted: string, personId: string): Promise<string | null> {
    try {
      const begun = await client.forms.begin({ form: wanted, personId })
      const { sheet } = await sheets.get(wanted, begun.edition)
      const faults = Object.entries(dataFaults(sheet.template, begun.data))
      if (faults.length > 0) return faults.map(([name, fault]) => `${labelOf(sheet.template, name)}${fault}`).join('、')
      await client.certificates.draft({ personId, form: wanted, data: plainOf(begun.data) })
      return null
    } catch (error) {
      return toProblem(error)?.what ?? '没有办成'
    }
  }
  const drafting = useAction(async (wanted: string) => {
    done.value = 0
    leftOut.value = []
    isOver.value = false
    for (const personId of personIds) {
      const why = await draftOne(wanted, personId)
      if (why !== null) leftOut.value = [...leftOut.value, { personId, name: await nameOf(personId), why }]
      done.value += 1
    }
    isOver.value = true
  })
  return {
    ...{ form, done, leftOut, isOver, today: session.today, busy: drafting.busy },
    formOptions: computed(() => forms.of('certificate').map((row) => ({ value: row.form, label: row.label }))),
    failure: computed(() => forms.failure.value ?? drafting.failure.value),
    draft: (wanted: string) => drafting.run(wanted),
    forget(): void {
      forms.failure.value = drafting.failure.value = null
    }
  }
}
