/** 读卡 on the form: a card read by the helper at F6 or typed by a reader like a keyboard fills what is empty and is compared with the rest. */
import { useSession } from '@renderer/app'
import { useOffice } from '@renderer/client'
import { createWedge, type WedgeScan } from '@renderer/ui'
import { rowCodeRefusalTexts } from '@shared/domain/scan-code'
import { AppError } from '@shared/errors'
import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref } from 'vue'
import { cardOfReader, cardOfWedge, takeFromCard, withCard, type CardDifference, type CardForForm } from './card-compare'
import type { PersonForm } from './person-form'
import type { CodeOptions } from './use-reference'

const WAIT_SECONDS = 20

export function useCard(form: Ref<PersonForm>, lists: Readonly<Ref<CodeOptions>>) {
  const { client } = useOffice()
  const session = useSession()
  const present = ref(false)
  const failure = shallowRef<unknown>(null)
  const card = shallowRef<CardForForm | null>(null)
  const differing = shallowRef<readonly CardDifference[]>([])
  const told = ref('')
  const reading = ref<string | null>(null)

  /** The card of the spouse fills the spouse; a card is compared with one of them only. */
  function takeForSpouse(found: CardForForm): void {
    const { spouse } = form.value
    const either = (typed: string, onCard: string | null): string => (typed === '' ? (onCard ?? '') : typed)
    const next = {
      ...spouse,
      name: either(spouse.name, found.name),
      idNo: either(spouse.idNo, found.idNo),
      birthDate: either(spouse.birthDate, found.birthDate)
    }
    const differs = next.name !== found.name || next.idNo !== found.idNo
    if (!differs) form.value = { ...form.value, spouse: next }
    told.value = differs ? '证件与已填的配偶不同，没有填入。请核对是不是这张证件。' : '已按证件填好配偶，照片没有保存。'
  }
  const isAtSpouse = (): boolean => document.activeElement?.closest('[data-section-key="p"]') != null

  function take(found: CardForForm, forSpouse: boolean): void {
    if (forSpouse && form.value.spouse.personId === null) {
      takeForSpouse(found)
      return
    }
    const { form: next, differing: rows } = withCard(form.value, found)
    form.value = next
    card.value = found
    differing.value = rows
    told.value = rows.length > 0 ? '证件与已填的有不同，请逐项选定。' : '已按证件填好，照片没有保存。'
  }
  async function read(): Promise<void> {
    if (reading.value !== null) return
    const own = crypto.randomUUID()
    const forSpouse = isAtSpouse()
    reading.value = own
    failure.value = null
    told.value = ''
    try {
      take(cardOfReader(await client.reader.read({ reading: own, timeoutSeconds: WAIT_SECONDS })), forSpouse)
    } catch (error) {
      failure.value = error instanceof AppError && error.code === 'reader.cancelled' ? null : error
    } finally {
      reading.value = null
    }
  }
  function stop(): void {
    // A reading that cannot be given up ends by itself.
    if (reading.value !== null) void client.reader.cancel({ reading: reading.value }).catch(() => undefined)
  }
  function onScan(scan: WedgeScan): void {
    if (scan.kind === 'card') take(cardOfWedge(scan.card, lists.value), isAtSpouse())
    else if (scan.kind === 'number') form.value.idNo = scan.idNo
    else if (scan.kind === 'row') told.value = '扫到的是名单上的码，请在名单回录里扫。'
    else told.value = Object.entries(rowCodeRefusalTexts).find(([reason]) => reason === scan.reason)?.[1] ?? '证件没有读全，请再刷一次。'
  }
  const wedge = createWedge({ onScan, practice: () => session.session?.office.practice === true })
  let detach: (() => void) | null = null
  onMounted(() => {
    detach = wedge.attach(document)
    // Without an answer the key is simply not offered.
    client.reader.status({}).then(
      ({ kind }) => (present.value = kind !== 'none'),
      () => undefined
    )
  })
  onBeforeUnmount(() => {
    detach?.()
    stop()
  })
  return {
    present,
    failure,
    differing,
    told,
    reading,
    read,
    stop,
    warnings: () => card.value?.warnings ?? [],
    /** Takes one differing fact from the card; without a field all of them. */
    choose(field: CardDifference['field'] | null): void {
      if (card.value === null) return
      const fields = field === null ? differing.value.map((row) => row.field) : [field]
      form.value = takeFromCard(form.value, card.value, fields)
      differing.value = differing.value.filter((row) => !fields.includes(row.field))
    },
    dismiss(): void {
      told.value = ''
      differing.value = []
      card.value = null
      failure.value = null
    }
  }
}
