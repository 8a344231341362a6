/** What is filled in to draft slips about chosen persons: when it is whole, what is sent, and what of a draft is still good. */
import type { CallInput, SpecOf } from '@shared/contract'
import { movementEvents } from '@shared/domain'
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
  event: string
  on: string
  areaCode: string
}
/** A draft keeps about whom it is as well: it may be taken up after the list with the choice is gone. */
export interface ComposeDraft {
  readonly form: ComposeForm
  readonly personIds: readonly string[]
}
export type ComposeInput = CallInput<SpecOf<'slips.compose'>>

const NOTICE = 'TB-LD'
export const isNotice = (form: ComposeForm): boolean => form.kind === NOTICE
/** Items belong to their kind, and each kind has its usual purpose. */
export const ofKind = (form: ComposeForm, kind: string): ComposeForm => ({
  ...form,
  kind,
  items: [],
  purpose: kind === NOTICE ? 'movement' : 'identity'
})

/** @param partners ids; the only one there is stands chosen */
export function blankCompose(offers: SlipOffers | null = null, partners: readonly string[] = []): ComposeForm {
  const bases = offers?.legalBases ?? []
  return {
    kind: 'XC',
    partnerId: partners.length === 1 ? (partners[0] ?? null) : null,
    items: [],
    urgency: 'ordinary',
    reason: '',
    purpose: 'identity',
    legalBasis: bases.find(({ needsConsentRef }) => !needsConsentRef)?.code ?? bases[0]?.code ?? null,
    consentRef: '',
    event: 'left',
    on: '',
    areaCode: ''
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
        ofKind(blank, kind.kind).purpose
      ),
      legalBasis: among(
        'legalBasis',
        offers.legalBases.map(({ code }) => code),
        blank.legalBasis
      ),
      consentRef: text('consentRef', ''),
      event: text('event', blank.event),
      on: text('on', ''),
      areaCode: text('areaCode', '')
    }
  }
}

export const composePlaces = ['partnerId', 'items', 'reason', 'consentRef', 'on', 'areaCode'] as const
export type ComposeFaults = Readonly<Record<(typeof composePlaces)[number], string>>
export const noFaults: ComposeFaults = { partnerId: '', items: '', reason: '', consentRef: '', on: '', areaCode: '' }

export const needsReason = (form: ComposeForm, offers: SlipOffers | null): boolean =>
  offers?.kinds.find(({ kind }) => kind === form.kind)?.fields.some(({ field }) => field === 'reason_text') === true
export const needsConsent = (form: ComposeForm, offers: SlipOffers | null): boolean =>
  offers?.legalBases.find(({ code }) => code === form.legalBasis)?.needsConsentRef === true

/** @returns a message by place, empty where all is well */
export function composeFaults(form: ComposeForm, offers: SlipOffers | null): ComposeFaults {
  const notice = isNotice(form)
  return {
    partnerId: form.partnerId === null ? '请选收件单位' : '',
    items: !notice && form.items.length === 0 ? '请至少选一项' : '',
    reason: needsReason(form, offers) && form.reason.trim() === '' ? '请写明理由' : '',
    consentRef: needsConsent(form, offers) && form.consentRef.trim() === '' ? '请填同意或申请记录的编号' : '',
    on: notice && form.on === '' ? '请填变动日期' : '',
    areaCode: notice && form.areaCode === '' ? '请选新居住地' : ''
  }
}

/** @returns null while something is missing */
export function composeInput(form: ComposeForm, personIds: readonly string[], offers: SlipOffers | null): ComposeInput | null {
  const kind = offers?.kinds.find((offer) => offer.kind === form.kind)?.kind
  const whole = Object.values(composeFaults(form, offers)).every((text) => text === '')
  if (!whole || form.partnerId === null || (kind !== 'CX' && kind !== 'XC' && kind !== NOTICE)) return null
  const notice = isNotice(form)
  const event = movementEvents.find((known) => known === form.event)
  return {
    kind,
    partnerId: form.partnerId,
    personIds: [...personIds],
    items: [...form.items],
    urgency: notice ? null : form.urgency,
    reason: form.reason.trim() === '' ? null : form.reason,
    purpose: form.purpose,
    legalBasis: form.legalBasis,
    consentRef: form.consentRef.trim() === '' ? null : form.consentRef.trim(),
    event: notice && event ? { event, on: form.on, areaCode: form.areaCode } : null
  }
}
