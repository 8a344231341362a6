/** One form as the office wants it: texts, boxes, optional and added fields, looked at on sample data before anything is kept. */
import { useFormSheets, usePausedPage } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import type { FormChangeView, FormRow } from '@shared/contract/forms'
import { longestCode } from '@shared/domain/code-room'
import { changedForm, type FormChange } from '@shared/domain/form-change'
import {
  fieldSources,
  sheetSize,
  type FieldSource,
  type FormBox,
  type FormData,
  type FormSheet,
  type FormTemplate
} from '@shared/domain/form-template'
import { computed, reactive, ref, shallowRef, watch } from 'vue'

export const sourceOptions = (Object.keys(fieldSources) as FieldSource[]).map((value) => ({ value, label: fieldSources[value] }))

/** As large as a usual one, and nobody’s word. */
const SAMPLE_CODE = `JHP1:${'SAMPLE'.repeat(80)}`

/** The code moves where everything on the paper is moved by its place. */
function placeOfCode({ proof, boxes }: FormTemplate, changed: FormChange['code']): FormChange['code'] {
  if (!proof || boxes.length === 0) return null
  const { page, x, y } = changed ?? proof
  return { page, x, y }
}

export function useFormDesign() {
  const { client } = useOffice()
  const sheets = useFormSheets()
  const rows = shallowRef<readonly FormRow[]>([])
  const form = ref<string | null>(null)
  /** As the program brings it. */
  const shipped = shallowRef<FormSheet | null>(null)
  const sample = shallowRef<FormData>({})
  const history = shallowRef<readonly FormChangeView[]>([])
  const change = reactive<{
    texts: Record<string, string>
    boxes: FormBox[]
    code: FormChange['code']
    hidden: string[]
    added: { source: FieldSource; label: string }[]
  }>({
    ...{ texts: {}, boxes: [], code: null, hidden: [], added: [] }
  })
  const note = ref('')
  const failure = shallowRef<unknown>(null)

  const asked = (): FormChange => ({
    texts: { ...change.texts },
    boxes: shipped.value?.template.boxes.length === 0 ? null : change.boxes.map((box) => ({ ...box })),
    code: change.code === null ? null : { ...change.code },
    hidden: [...change.hidden],
    added: change.added.map((one) => ({ ...one }))
  })
  const checked = computed(() => (shipped.value === null ? null : changedForm(shipped.value.template, asked())))

  async function loadList(): Promise<void> {
    try {
      rows.value = (await client.forms.list({})).rows.filter(({ inForce }) => inForce)
      form.value ??= rows.value[0]?.form ?? null
    } catch (error) {
      failure.value = error
    }
  }
  async function open(wanted: string): Promise<void> {
    try {
      const [{ edition }, found, { data }] = await Promise.all([
        client.forms.get({ form: wanted }),
        client.forms.changes({ form: wanted }),
        client.forms.sample({ form: wanted })
      ])
      const [base = edition] = edition.split('+')
      const { sheet } = await sheets.get(wanted, base)
      if (form.value !== wanted) return
      const standing = found.rows.find((one) => one.withdrawn === null && one.edition === base)
      const { template } = sheet
      change.texts = {
        ...Object.fromEntries(Object.entries(template.texts).map(([id, { text }]) => [id, text])),
        ...standing?.change.texts
      }
      change.boxes = (standing?.change.boxes ?? template.boxes).map((box) => ({ ...box }))
      change.code = placeOfCode(template, standing?.change.code ?? null)
      change.hidden = [...(standing?.change.hidden ?? [])]
      change.added = (standing?.change.added ?? []).map((one) => ({ ...one }))
      sample.value = data as FormData // Made by the program for this form.
      history.value = found.rows
      shipped.value = sheet
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }
  watch(form, (now) => void (now !== null && open(now)))

  const page = usePausedPage([checked, sample], () => {
    const now = shipped.value
    if (now === null || checked.value === null) return null
    const data = { ...sheets.given(), ...sample.value }
    const { form: template } = checked.value
    const code = template.proof ? { code: SAMPLE_CODE.slice(0, longestCode(template.proof.side)) } : {}
    return sheets.page({ ...now, template }, [{ data, title: '样张', ...code }], { onScreen: true })
  })

  const saving = useAction((input: { readonly form: string; readonly change: FormChange; readonly note: string }, key) =>
    client.forms.change(input, { key })
  )
  const withdrawing = useAction((no: number, key) => client.forms.withdraw({ form: form.value ?? '', no }, { key }))
  return {
    ...{ rows, form, shipped, change, note, page, history, loadList },
    faults: computed(() => checked.value?.faults ?? []),
    size: computed(() => (shipped.value === null ? ([210, 297] as const) : sheetSize(shipped.value.template.paper))),
    busy: computed(() => saving.busy.value || withdrawing.busy.value),
    failure: computed(() => failure.value ?? saving.failure.value ?? withdrawing.failure.value),
    /** @returns the edition that prints from now on; null when it was not kept */
    async save(): Promise<string | null> {
      if (form.value === null || note.value.trim() === '' || checked.value === null || checked.value.faults.length > 0) return null
      const kept = await saving.run({ form: form.value, change: asked(), note: note.value.trim() })
      if (kept === undefined) return null
      note.value = ''
      await open(form.value)
      return kept.edition
    },
    async withdraw(no: number): Promise<string | null> {
      const kept = await withdrawing.run(no)
      if (kept === undefined || form.value === null) return null
      await open(form.value)
      return kept.edition
    },
    forget(): void {
      failure.value = saving.failure.value = withdrawing.failure.value = null
    }
  }
}
export type FormDesign = ReturnType<typeof useFormDesign>
