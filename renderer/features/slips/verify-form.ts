/** What a verifier fills in, and when it is whole: every item settled, or nobody found and the reason said. */
import type { SlipView } from '@shared/contract/slips'
import {
  isNoticeKind,
  itemStatuses,
  pairingResults,
  verificationMethods,
  type ItemStatus,
  type PairingResult,
  type VerificationMethod
} from '@shared/domain'
import { draftOver } from './draft-over'

export interface FoundItem {
  status: string | null
  value: string
}

export interface VerifyForm {
  pairing: string | null
  personId: string | null
  items: Record<string, FoundItem>
  method: string | null
  verifiedOn: string
  note: string
}

export interface Answer {
  readonly findings: { code: string; status: ItemStatus; value: string | null }[]
  readonly method: VerificationMethod
  readonly verifiedOn: string
  readonly note: string | null
}

export const emptyForm = (slip: SlipView, today: string): VerifyForm => ({
  pairing: slip.pairing,
  personId: slip.person?.id ?? null,
  items: Object.fromEntries(
    slip.items.map(({ code }) => {
      const before = slip.findings.find((found) => found.code === code)
      return [code, { status: before?.status ?? null, value: before?.value ?? '' }]
    })
  ),
  method: 'file',
  verifiedOn: today,
  note: slip.pairingNote ?? ''
})

/** @returns what was filled in before, for the items the slip still asks; null for what is no draft of this form */
export const verifyDraftOf = (kept: unknown, slip: SlipView, today: string): VerifyForm | null =>
  draftOver(emptyForm(slip, today), kept, ['pairing'])

/** Only 属实 and 不符 say something; the other two are complete as they are. */
export const saysSomething = (status: string | null): boolean => status === 'confirmed' || status === 'differs'

export const pairingOf = (form: VerifyForm): PairingResult | null => pairingResults.find((known) => known === form.pairing) ?? null

/** @returns messages by place, empty when the form is whole */
export function faultsOf(form: VerifyForm, slip: SlipView): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {}
  const pairing = pairingOf(form)
  if (pairing === null) faults['pairing'] = '请选配对结果'
  if (pairing === 'found' && form.personId === null) faults['personId'] = '请选是哪一位'
  if (pairing !== null && pairing !== 'found' && form.note.trim() === '') faults['note'] = '没有找到人时，请写明情况'
  if (pairing === 'found' && !isNoticeKind(slip.kind))
    for (const { code } of slip.items) if (!itemStatuses.some((known) => known === form.items[code]?.status)) faults[code] = '请选一个结论'
  if (form.verifiedOn === '') faults['verifiedOn'] = '请填核实日期'
  return faults
}

export function answerOf(form: VerifyForm, slip: SlipView): Answer {
  const findings =
    pairingOf(form) === 'found'
      ? slip.items.flatMap(({ code }) => {
          const item = form.items[code]
          const status = itemStatuses.find((known) => known === item?.status)
          if (!item || status === undefined) return []
          const text = item.value.trim()
          return [{ code, status, value: saysSomething(status) && text !== '' ? text : null }]
        })
      : []
  return {
    findings,
    method: verificationMethods.find((known) => known === form.method) ?? 'file',
    verifiedOn: form.verifiedOn,
    note: form.note.trim() === '' ? null : form.note.trim()
  }
}
