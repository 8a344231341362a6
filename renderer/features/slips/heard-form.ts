/** What is typed from a paper answer or written during a telephone call, and when it is whole. */
import type { CallInput, SpecOf } from '@shared/contract'
import type { SlipView } from '@shared/contract/slips'
import { handWays, itemStatuses, pairingResults, verificationMethods } from '@shared/domain'
import { draftOver } from './draft-over'
import { saysSomething, type FoundItem } from './verify-form'

export interface HeardForm {
  way: string | null
  receivedOn: string
  post: string
  result: string | null
  items: Record<string, FoundItem>
  method: string | null
  verifiedOn: string
  note: string
}

export const blankHeard = (slip: SlipView, today: string): HeardForm => ({
  way: slip.travel?.way === 'phone' ? 'phone' : 'paper',
  receivedOn: today,
  post: '',
  result: 'found',
  items: Object.fromEntries(slip.items.map(({ code }) => [code, { status: null, value: '' }])),
  method: 'file',
  verifiedOn: today,
  note: ''
})

/** @returns null for what is no draft of this form */
export const heardDraftOf = (kept: unknown, slip: SlipView, today: string): HeardForm | null =>
  draftOver(blankHeard(slip, today), kept, ['receivedOn', 'post'])

/** @returns messages by field, empty when the form is whole */
export function heardFaults(form: HeardForm, slip: SlipView): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {}
  if (form.post.trim() === '') faults['post'] = '请写明对方答复的岗位'
  if (form.receivedOn === '') faults['receivedOn'] = '请填收到的日期'
  if (form.verifiedOn === '') faults['verifiedOn'] = '请填核实日期'
  if (form.result === 'found') {
    for (const { code } of slip.items) if (!itemStatuses.some((known) => known === form.items[code]?.status)) faults[code] = '请选一个结论'
  } else if (form.note.trim() === '') faults['note'] = '没有找到人时，请写明情况'
  return faults
}

export function heardInput(form: HeardForm, slip: SlipView): CallInput<SpecOf<'slips.takeAnswer'>> {
  const result = pairingResults.find((known) => known === form.result) ?? 'found'
  const findings = slip.items.flatMap(({ code }) => {
    const item = form.items[code]
    const status = itemStatuses.find((known) => known === item?.status)
    if (result !== 'found' || !item || status === undefined) return []
    const text = item.value.trim()
    return [{ code, status, value: saysSomething(status) && text !== '' ? text : null }]
  })
  return {
    ...{ id: slip.id, receivedOn: form.receivedOn, post: form.post, result, findings, verifiedOn: form.verifiedOn },
    way: handWays.find((known) => known === form.way) ?? 'paper',
    method: verificationMethods.find((known) => known === form.method) ?? 'file',
    note: form.note.trim() === '' ? null : form.note
  }
}
