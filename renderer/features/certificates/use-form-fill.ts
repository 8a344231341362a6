/** A form that is not accounted for: filled in, looked at, printed. */
import {
  useCareQuestion,
  useFormSheets,
  usePausedPage,
  usePersonOffers,
  useSession,
  type FormInUse,
  type OfferedPerson
} from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import type { FormPiece } from '@renderer/print'
import { dataFaults } from '@shared/domain/form-data'
import type { FormData } from '@shared/domain/form-template'
import { computed, ref, shallowRef, watch } from 'vue'

export function useFormFill(form: string, givenPerson: string) {
  const { client, shell } = useOffice()
  const session = useSession()
  const sheets = useFormSheets()
  const { named } = usePersonOffers()
  const person = shallowRef<OfferedPerson | null>(null)
  const inUse = shallowRef<FormInUse | null>(null)
  const data = shallowRef<FormData>({})
  const failure = shallowRef<unknown>(null)
  const tried = ref(false)
  const told = ref('')
  const care = useCareQuestion(failure)

  /** What was typed stays; what is on file comes in where nothing was. */
  async function fill(): Promise<void> {
    try {
      const begun = await client.forms.begin({ form, personId: person.value?.id ?? null, careful: care.careful.value })
      inUse.value = await sheets.get(form, begun.edition)
      data.value = person.value === null ? { ...begun.data, ...data.value } : { ...data.value, ...begun.data }
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }
  watch(person, care.forget)
  watch([person, care.careful], fill)
  async function begin(): Promise<void> {
    try {
      if (givenPerson === '') await fill()
      else person.value = await named(givenPerson)
    } catch (error) {
      failure.value = error
    }
  }

  /** Blank rows are left to the paper. */
  const said = (): FormData => Object.fromEntries(Object.entries(data.value).filter(([, value]) => value !== null && value !== ''))
  const pieces = (count: number): FormPiece[] => {
    const whole = { ...said(), ...sheets.given() }
    return Array.from({ length: count }, () => ({ data: whole, title: '' }))
  }
  /** A sheet that is cut is filled whole. */
  const count = computed(() => {
    const cut = inUse.value?.sheet.template.paper.pieces
    return cut ? cut.across * cut.down : 1
  })
  const page = usePausedPage([data, inUse], () =>
    inUse.value === null ? null : sheets.page(inUse.value.sheet, pieces(count.value), { onScreen: true })
  )
  const ownFaults = computed(() => (inUse.value === null || !tried.value ? {} : dataFaults(inUse.value.sheet.template, said())))

  const printing = useAction(async (way: 'print' | 'pdf') => {
    const now = inUse.value
    if (now === null) return false
    const { html, troubles } = sheets.page(now.sheet, pieces(count.value))
    // Told beside the preview; nothing that is handed out goes without the telephone for complaints.
    if (troubles.some(({ kind }) => kind === 'no_phone')) return false
    await client.forms.printed({ form, edition: now.edition, personId: person.value?.id ?? null, count: count.value })
    const job = { html, name: now.sheet.template.label }
    const went = await (way === 'print' ? shell.print(job) : shell.savePdf(job))
    if (went) told.value = way === 'print' ? '已送打印。' : '已保存为 PDF。里面可能有个人信息，请不要留在电脑上。'
    return went
  })
  return {
    ...{ person, inUse, data, page, told, care, begin, today: session.today, busy: printing.busy },
    isAboutPerson: computed(() => inUse.value?.sheet.template.use === 'person'),
    take: (one: OfferedPerson): void => void (person.value = one),
    failure: computed(() => failure.value ?? printing.failure.value),
    faults: ownFaults,
    async print(way: 'print' | 'pdf'): Promise<void> {
      tried.value = true
      if (Object.keys(ownFaults.value).length > 0) return
      await printing.run(way)
    },
    forget(): void {
      failure.value = printing.failure.value = null
    }
  }
}
