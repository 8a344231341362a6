/** What is filled in to draft slips about chosen persons: when it is whole, what is sent, and what of a draft is still good. */
import type { CallInput, SpecOf } from '@shared/contract'
import { isNoticeKind, writtenKinds } from '@shared/domain'
import type { SlipOffers } from './slip-types'

export interface ComposeForm {
  kind: string
  partnerId: string | null
  items: readonly string[]
  urgency: string
  reason: string
  purpose: string | null
  legalBasis: string | null
  consentRef: string
  /** What a notice tells, by member of its body. */
  told: Record<string, string>
}
/** A draft keeps about whom it is as well: it may be taken up after the list with the choice is gone. */
export interface ComposeDraft {
  readonly form: ComposeForm
  readonly personIds: readonly string[]
}
export type ComposeInput = CallInput<SpecOf<'slips.compose'>>

export type NoticeEntries = SlipOffers['kinds'][number]['entries']

export const isNotice = (form: ComposeForm): boolean => isNoticeKind(form.kind)
const offerOf = (offers: SlipOffers | null, kind: string) => offers?.kinds.find((offer) => offer.kind === kind)
export const entriesOf = (form: ComposeForm, offers: SlipOffers | null): NoticeEntries => offerOf(offers, form.kind)?.entries ?? []

/** Items and what is told belong to their kind, and each kind has its usual purpose. */
export const ofKind = (form: ComposeForm, kind: string, offers: SlipOffers | null): ComposeForm => ({
  ...form,
  kind,
  items: [],
  told: blankTold(offerOf(offers, kind)?.entries ?? []),
  purpose: offerOf(offers, kind)?.purpose ?? form.purpose
})

const blankTold = (entries: NoticeEntries): Record<string, string> => Object.fromEntries(entries.map(({ field }) => [field, '']))

/** @param partners ids; the only one there is stands chosen */
export function blankCompose(offers: SlipOffers | null = null, partners: readonly string[] = []): ComposeForm {
  const bases = offers?.legalBases ?? []
  return {
    kind: 'XC',
    partnerId: partners.length === 1 ? (partners[0] ?? null) : null,
    items: [],
    urgency: 'ordinary',
    reason: '',
    purpose: offerOf(offers, 'XC')?.purpose ?? 'identity',
    legalBasis: bases.find(({ needsConsentRef }) => !needsConsentRef)?.code ?? bases[0]?.code ?? null,
    consentRef: '',
    told: {}
  }
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [])

/** @returns the draft with whatever the rules no longer offer left out; null for what is no draft of this form */
export function composeDraftOf(value: unknown, offers: SlipOffers, partners: readonly string[]): ComposeDraft | null {
  if (typeof value !== 'object' || value === null || !('form' in value) || !('personIds' in value)) return null
  const { form, personIds } = value
  if (typeof form !== 'object' || form === null) return null
  const kept = new Map<string, unknown>(Object.entries(form))
  const blank = blankCompose(offers, partners)
  const text = (name: string, otherwise: string): string => {
    const found = kept.get(name)
    return typeof found === 'string' ? found : otherwise
  }
  const among = <T extends string | null>(name: string, known: readonly string[], otherwise: T): string | T =>
    known.find((each) => each === kept.get(name)) ?? otherwise
  const kind = offers.kinds.find((offer) => offer.kind === kept.get('kind'))
  if (!kind) return null
  const items = new Set(texts(kept.get('items')))
  const told = new Map<string, unknown>(Object.entries(kept.get('told') ?? {}))
  return {
    personIds: texts(personIds),
    form: {
      kind: kind.kind,
      partnerId: among('partnerId', partners, null),
      items: kind.items.map(({ code }) => code).filter((code) => items.has(code)),
      urgency: text('urgency', blank.urgency),
      reason: text('reason', ''),
      purpose: among(
        'purpose',
        offers.purposes.map(({ code }) => code),
        ofKind(blank, kind.kind, offers).purpose
      ),
      legalBasis: among(
        'legalBasis',
        offers.legalBases.map(({ code }) => code),
        blank.legalBasis
      ),
      consentRef: text('consentRef', ''),
      told: Object.fromEntries(
        kind.entries.map(({ field }): [string, string] => {
          const value = told.get(field)
          return [field, typeof value === 'string' ? value : '']
        })
      )
    }
  }
}

export interface ComposeFaults {
  readonly partnerId: string
  readonly items: string
  readonly reason: string
  readonly consentRef: string
  /** By member of a notice. */
  readonly told: Readonly<Record<string, string>>
}
export const noFaults: ComposeFaults = { partnerId: '', items: '', reason: '', consentRef: '', told: {} }

export const needsReason = (form: ComposeForm, offers: SlipOffers | null): boolean =>
  offers?.kinds.find(({ kind }) => kind === form.kind)?.fields.some(({ field }) => field === 'reason_text') === true
/** Some bases are the person's own word, and some of what a notice tells goes only with it. */
export const needsConsent = (form: ComposeForm, offers: SlipOffers | null): boolean =>
  offers?.legalBases.find(({ code }) => code === form.legalBasis)?.needsConsentRef === true ||
  entriesOf(form, offers).some((entry) => entry.needsConsent && typed(form, entry) !== '')

const typed = (form: ComposeForm, { field }: NoticeEntries[number]): string => form.told[field]?.trim() ?? ''

/** @returns a message by place, empty where all is well */
export function composeFaults(form: ComposeForm, offers: SlipOffers | null): ComposeFaults {
  const notice = isNotice(form)
  return {
    partnerId: form.partnerId === null ? '请选收件单位' : '',
    items: !notice && form.items.length === 0 ? '请至少选一项' : '',
    reason: needsReason(form, offers) && form.reason.trim() === '' ? '请写明理由' : '',
    consentRef: needsConsent(form, offers) && form.consentRef.trim() === '' ? '请填同意或申请记录的编号' : '',
    told: Object.fromEntries(entriesOf(form, offers).map((entry) => [entry.field, entryFault(entry, typed(form, entry))]))
  }
}

const PICKED: readonly string[] = ['code', 'division']

function entryFault({ label, kind, required, most }: NoticeEntries[number], text: string): string {
  if (text === '') return required ? `请${PICKED.includes(kind) ? '选' : '填'}${label}` : ''
  if (kind === 'integer' && (!/^[0-9]{1,9}$/.test(text) || Number(text) > (most ?? Infinity)))
    return `请填不大于 ${String(most ?? '')} 的整数`
  if (kind === 'token' && !/^[0-9A-Za-z_-]{1,64}$/.test(text)) return '只能含字母、数字、横线，最多 64 个'
  return ''
}

const isWhole = ({ told, ...faults }: ComposeFaults): boolean =>
  [...Object.values(faults), ...Object.values(told)].every((text) => text === '')

/** @returns null while something is missing */
export function composeInput(form: ComposeForm, personIds: readonly string[], offers: SlipOffers | null): ComposeInput | null {
  const kind = offers?.kinds.find((offer) => offer.kind === form.kind)?.kind
  const known = writtenKinds.find((each) => each === kind)
  if (known === undefined || form.partnerId === null || !isWhole(composeFaults(form, offers))) return null
  const notice = isNotice(form)
  return {
    kind: known,
    partnerId: form.partnerId,
    personIds: [...personIds],
    items: [...form.items],
    urgency: notice ? null : form.urgency,
    reason: form.reason.trim() === '' ? null : form.reason,
    purpose: form.purpose,
    legalBasis: form.legalBasis,
    consentRef: form.consentRef.trim() === '' ? null : form.consentRef.trim(),
    told: notice ? { ...form.told } : {}
  }
}
