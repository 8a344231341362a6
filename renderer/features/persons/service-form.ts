/** The form of one service as plain data. It is never kept as a draft: a sealed result stands in no second place. */
import type { ServiceInput, ServiceRow } from '@shared/contract/services'
import { isDay } from '@shared/domain'

export interface ServiceForm {
  type: string | null
  askedBySelf: boolean
  servedOn: string
  endedOn: string
  institution: string
  performed: boolean
  nextOn: string
  consent: string | null
  source: string | null
  free: boolean
  /** Whether the sealed part is written anew; a new record always writes it. */
  resealing: boolean
  method: string | null
  outcome: string
}

export const formOfService = (row: ServiceRow | null, today: string): ServiceForm => ({
  type: row?.type ?? null,
  askedBySelf: row?.askedBySelf ?? true,
  servedOn: row?.servedOn ?? today,
  endedOn: row?.endedOn ?? '',
  institution: row?.institution ?? '',
  performed: row?.performed ?? true,
  nextOn: row?.nextOn ?? '',
  consent: row?.consent ?? null,
  source: row?.source ?? (row === null ? 'office' : null),
  free: row?.free ?? row === null,
  // What is sealed is not shown here; it stays as it is unless somebody writes it anew.
  resealing: !(row?.sealed ?? false),
  method: null,
  outcome: ''
})

const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim())

export function inputOfService(form: ServiceForm): ServiceInput {
  const { type, askedBySelf, servedOn, performed, consent, source, free, method } = form
  return {
    ...{ type: type ?? '', askedBySelf, servedOn, performed, consent, source, free },
    ...{ endedOn: filled(form.endedOn), nextOn: filled(form.nextOn), institution: filled(form.institution) },
    ...(form.resealing ? { method, outcome: filled(form.outcome) } : {})
  }
}

/** @returns messages by field; empty when it may be sent */
export function checkService({ type, servedOn, endedOn, nextOn }: ServiceForm, today: string): Readonly<Record<string, string>> {
  const notBefore = (day: string): boolean => day === '' || (isDay(day) && day >= servedOn)
  return {
    ...(type === null ? { type: '请选服务类型' } : {}),
    ...(isDay(servedOn) && servedOn <= today ? {} : { servedOn: '请填写不晚于今天的日期' }),
    ...(notBefore(endedOn) ? {} : { endedOn: '不能早于服务日期' }),
    ...(notBefore(nextOn) ? {} : { nextOn: '不能早于服务日期' })
  }
}
