/** One paper of a village on screen: its lines, what is entered in their order, and the answers that go to review. */
import { useKeptForm, useRecord } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import { useRemembered } from '@renderer/ui'
import type { CheckRow, CheckSheet } from '@shared/contract/check-sheets'
import { isDay } from '@shared/domain'
import { computed, ref, shallowRef } from 'vue'
import { checkDraftOf, entered, foundOf, linesOf, nextOpen, statusOf, wholeAnswers, type CheckForm } from './check-form'
import type { Answer, FoundItem } from './verify-form'

interface Walk {
  readonly method: string
  readonly verifiedOn: string
  /** Day it was typed: tomorrow's papers are of another walk. */
  readonly on: string
}
const walkOf = (kept: unknown): Walk | null =>
  typeof kept === 'object' && kept !== null && 'method' in kept && 'verifiedOn' in kept && 'on' in kept
    ? { method: String(kept.method), verifiedOn: String(kept.verifiedOn), on: String(kept.on) }
    : null

interface Whole {
  readonly sheet: CheckSheet
  readonly rows: readonly CheckRow[]
}

export function useCheckSheet(id: string, today: string) {
  const { client } = useOffice()
  const form = shallowRef<CheckForm>({})
  const at = ref(0)
  const told = ref('')
  const progress = ref('')
  let begun = false
  const read = useRecord<Whole>({
    id: () => id,
    read: (wanted) => client.slips.sheet({ id: wanted }),
    topics: ['slips'],
    loaded: (found) => {
      if (found === null || begun) return
      begun = true
      void kept.restore().then(() => go(nextOpen(lines.value, form.value, 0)))
    }
  })
  const rows = computed(() => read.record.value?.rows ?? [])
  const lines = computed(() => linesOf(rows.value))
  const line = computed(() => lines.value[at.value] ?? null)
  const kept = useKeptForm<CheckForm>({
    ...{ form: 'slips.check-sheet', subject: id },
    typed: () => form.value,
    held: () => ({}),
    put: (value) => (form.value = value),
    parse: (value) => checkDraftOf(value, rows.value)
  })
  const walk = useRemembered<Walk>('check-walk', { method: 'visit', verifiedOn: '', on: '' }, walkOf)
  /** How and when, as on the line before. */
  const carried = computed(() => ({
    method: walk.value.method,
    verifiedOn: walk.value.on === today && isDay(walk.value.verifiedOn) ? walk.value.verifiedOn : today
  }))
  const hold = (part: Partial<Omit<Walk, 'on'>>): void => {
    walk.value = { ...carried.value, ...part, on: today }
  }
  const whole = computed(() => wholeAnswers(rows.value, form.value))
  const filled = computed(() => lines.value.filter((one) => !one.settled && statusOf(foundOf(form.value, one)) !== null).length)
  const toFill = computed(() => lines.value.filter((one) => !one.settled).length)

  function go(place: number): void {
    if (place >= 0 && place < lines.value.length) at.value = place
  }
  /** @returns whether the row stands on the paper */
  function goToRow(row: number): boolean {
    const place = lines.value.findIndex((one) => one.row.row === row)
    const open = lines.value.findIndex((one) => one.row.row === row && !one.settled && statusOf(foundOf(form.value, one)) === null)
    told.value = place < 0 ? `这张表上没有第 ${String(row)} 行。` : ''
    go(open >= 0 ? open : place)
    return place >= 0
  }
  /** Writes the line down and shows the next one without a finding. */
  function enter(found: FoundItem): void {
    const now = line.value
    if (now === null || now.settled) return
    form.value = entered(form.value, now, found, carried.value)
    const next = nextOpen(lines.value, form.value, at.value + 1)
    told.value = next < 0 ? '全部行都有结论了，按 F2 送审。' : ''
    go(next < 0 ? at.value : next)
  }
  const answering = useAction((input: { readonly id: string } & Answer, key) => client.slips.answer(input, { key }))

  /** One slip after the other, so that one that is refused holds up no other. @returns whether all went */
  async function send(): Promise<boolean> {
    const answers = whole.value
    for (const [done, answer] of answers.entries()) {
      progress.value = `送审 ${String(done + 1)}/${String(answers.length)}`
      if ((await answering.run(answer)) === undefined) break
      const { [answer.id]: _gone, ...rest } = form.value
      form.value = rest
    }
    progress.value = ''
    const left = whole.value.length
    await read.load()
    if (Object.keys(form.value).length === 0) await kept.settle()
    if (answers.length > left) told.value = `已送审 ${String(answers.length - left)} 张，由审核签发的同事签发。`
    return left === 0
  }
  return {
    ...{ read, rows, lines, line, at, form, told, progress, kept, carried, hold, whole, filled, toFill, go, goToRow, enter, send },
    found: (): FoundItem => (line.value === null ? { status: null, value: '' } : foundOf(form.value, line.value)),
    busy: answering.busy,
    failure: computed(() => read.failure.value ?? answering.failure.value),
    forget(): void {
      read.failure.value = null
      answering.failure.value = null
    }
  }
}
export type CheckWork = ReturnType<typeof useCheckSheet>
