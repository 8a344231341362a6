/** An agreement as it is typed: begun from the template, from one that is renewed, or from what stands. */
import type { CallInput, Output, SpecOf } from '@shared/contract'
import type { AgreementView } from '@shared/contract/agreements'
import { limitedKinds } from '@shared/domain'
import { withRoom, type TypedPost } from './office-form'

export type Terms = Output<SpecOf<'agreements.terms'>>
type Input = CallInput<SpecOf<'agreements.save'>>

export interface TypedLimit {
  kind: string | null
  urgency: string | null
  value: string
  unit: string | null
  mayBeLonger: boolean
}

export interface AgreementForm {
  partnerId: string | null
  number: string
  signedOn: string
  validFrom: string
  validTo: string
  kinds: string[]
  items: string[]
  deadlines: TypedLimit[]
  ourPosts: TypedPost[]
  theirPosts: TypedPost[]
  clauses: string
}

const MOST_LIMITS = 6
const blankLimit = (): TypedLimit => ({ kind: null, urgency: null, value: '', unit: 'calendar_day', mayBeLonger: false })
/** Always one empty line below, so that another limit can be typed. */
export const withLimitRoom = (rows: readonly TypedLimit[]): TypedLimit[] =>
  rows.length >= MOST_LIMITS ? [...rows] : [...rows, blankLimit()]

/** @param from what stands, or what is renewed; null begins with the template */
export const agreementForm = (terms: Terms, from: AgreementView | null, renewing: boolean, today: string): AgreementForm => ({
  partnerId: from?.partnerId ?? null,
  number: renewing ? '' : (from?.number ?? ''),
  signedOn: renewing ? today : (from?.signedOn ?? today),
  validFrom: renewing ? today : (from?.validFrom ?? today),
  validTo: renewing ? '' : (from?.validTo ?? ''),
  kinds: [...(from?.kinds ?? terms.kinds.map(({ kind }) => kind))],
  items: from?.items.map(({ code }) => code) ?? [],
  deadlines: withLimitRoom((from?.deadlines ?? []).map((one) => ({ ...one, value: String(one.value) }))),
  ourPosts: withRoom(from?.ourPosts ?? []),
  theirPosts: withRoom(from?.theirPosts ?? []),
  clauses: from?.clauses ?? terms.clauses
})

const isTyped = ({ kind, value }: TypedLimit): boolean => kind !== null || value.trim() !== ''

/** @returns messages by field, empty when the form is whole */
export function agreementFaults(form: AgreementForm): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {}
  if (form.partnerId === null) faults['partnerId'] = '请选对方单位'
  if (form.number.trim() === '') faults['number'] = '请填写协议编号'
  if (form.signedOn === '') faults['signedOn'] = '请填签订日期'
  if (form.validFrom === '') faults['validFrom'] = '请填生效日期'
  if (form.kinds.length === 0) faults['kinds'] = '请至少选一种单据'
  if (form.clauses.trim() === '') faults['clauses'] = '请填写条款'
  form.deadlines.filter(isTyped).forEach(({ kind, value }, at) => {
    if (kind === null) faults[`deadlines.${String(at)}.kind`] = '请选单据'
    if (!/^[1-9]\d{0,2}$/.test(value.trim())) faults[`deadlines.${String(at)}.value`] = '请填 1 到 180 的整数'
  })
  return faults
}

const posts = (typed: readonly TypedPost[]): TypedPost[] => typed.filter(({ post }) => post.trim() !== '').map((one) => ({ ...one }))

export const agreementInput = (
  form: AgreementForm,
  terms: Terms,
  stands: { readonly id: string; readonly revision: number } | null,
  renews: string | null
): Input => ({
  ...{ id: stands?.id ?? null, revision: stands?.revision ?? 0, partnerId: form.partnerId ?? '', number: form.number.trim() },
  ...{ signedOn: form.signedOn, validFrom: form.validFrom, validTo: form.validTo === '' ? null : form.validTo },
  kinds: terms.kinds.map(({ kind }) => kind).filter((kind) => form.kinds.includes(kind)),
  items: form.items,
  deadlines: form.deadlines.filter(isTyped).flatMap((row) => {
    const kind = limitedKinds.find((known) => known === row.kind)
    if (kind === undefined) return []
    const unit = row.unit === 'working_day' ? ('working_day' as const) : ('calendar_day' as const)
    return [{ kind, urgency: row.urgency, value: Number(row.value), unit, mayBeLonger: row.mayBeLonger }]
  }),
  ...{ ourPosts: posts(form.ourPosts), theirPosts: posts(form.theirPosts), clauses: form.clauses, renews }
})
