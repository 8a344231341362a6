/** A draft in the making: whose it is, which form, what stands in it, and how it will look. */
import {
  fieldErrors,
  handedText,
  useCareQuestion,
  useFormSheets,
  usePausedPage,
  usePersonOffers,
  useSession,
  type FormInUse,
  type OfferedPerson
} from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { dataFaults } from '@shared/domain/form-data'
import type { FormData, FormValue } from '@shared/domain/form-template'
import { computed, ref, shallowRef, watch } from 'vue'
import { plainOf } from './use-draft-many'
import { useForms } from './use-forms'

export function useDraft() {
  const { client } = useOffice()
  const { today } = useSession()
  const given = { id: handedText('id'), personId: handedText('personId'), replaces: handedText('replaces'), reason: handedText('reason') }
  const forms = useForms()
  const sheets = useFormSheets()
  const { named } = usePersonOffers()
  const person = shallowRef<OfferedPerson | null>(null)
  const form = ref<string | null>(null)
  const inUse = shallowRef<FormInUse | null>(null)
  const data = shallowRef<FormData>({})
  const failure = shallowRef<unknown>(null)
  const tried = ref(false)

  /** A form begins anew with what is on file; what was typed into another form is not carried over. */
  async function start(): Promise<void> {
    if (given.id !== '' || person.value === null || form.value === null) return
    try {
      const begun = await client.forms.begin({ form: form.value, personId: person.value.id, careful: care.careful.value })
      inUse.value = await sheets.get(form.value, begun.edition)
      data.value = begun.data
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }

  async function begin(): Promise<void> {
    try {
      if (given.id !== '') await open(given.id)
      else if (given.personId !== '') person.value = await named(given.personId)
    } catch (error) {
      failure.value = error
    }
  }
  async function open(id: string): Promise<void> {
    const kept = await client.certificates.get({ id })
    inUse.value = await sheets.get(kept.form, kept.edition)
    form.value = kept.form
    data.value = JSON.parse(kept.data ?? '{}') as FormData // Written by the ledger.
  }

  const page = usePausedPage([data, inUse], () => {
    if (inUse.value === null) return null
    const whole = { ...data.value, ...sheets.given(), number: '（签发时编号）' }
    return sheets.page(inUse.value.sheet, [{ data: whole, title: '' }], { onScreen: true })
  })

  /** Empty fields are left out, so that a draft holds what was said and nothing else. */
  const said = (): Record<string, FormValue> => plainOf(data.value)
  const ownFaults = computed(() => (inUse.value === null || !tried.value ? {} : dataFaults(inUse.value.sheet.template, said())))
  const saving = useAction((input: { readonly data: Record<string, FormValue> }, key) =>
    given.id === ''
      ? client.certificates.draft(
          {
            ...{ personId: person.value?.id ?? '', form: form.value ?? '', data: input.data, careful: care.careful.value },
            ...(given.replaces === '' ? {} : { replaces: given.replaces, reason: given.reason })
          },
          { key }
        )
      : client.certificates.edit({ id: given.id, data: input.data }, { key })
  )
  const care = useCareQuestion(computed(() => failure.value ?? saving.failure.value))
  watch(person, care.forget)
  watch([person, form, care.careful], start)
  return {
    ...{ person, form, inUse, data, page, begin, today, care },
    isOld: given.id !== '',
    take: (one: OfferedPerson): void => void (person.value = one),
    title: computed(() => (given.id !== '' ? '修改草稿' : given.replaces !== '' ? '换发证明' : '开证明')),
    formOptions: computed(() => forms.of('certificate').map((row) => ({ value: row.form, label: row.label }))),
    busy: saving.busy,
    failure: computed(() => failure.value ?? forms.failure.value ?? saving.failure.value),
    faults: computed<Readonly<Record<string, string>>>(() => ({
      ...ownFaults.value,
      ...fieldErrors(saving.failure.value),
      ...(tried.value && given.id === '' && person.value === null ? { person: '请先选定档案' } : {}),
      ...(tried.value && form.value === null ? { form: '请选择证明' } : {})
    })),
    /** @returns whether it was kept */
    async save(): Promise<boolean> {
      tried.value = true
      if (inUse.value === null || Object.keys(ownFaults.value).length > 0) return false
      return (await saving.run({ data: said() })) !== undefined
    },
    forget(): void {
      failure.value = forms.failure.value = saving.failure.value = null
    }
  }
}
