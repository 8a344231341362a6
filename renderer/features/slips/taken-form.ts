/** What is typed from the paper of another office that asks: when it is whole, and what is sent. */
import type { CallInput, SpecOf } from '@shared/contract'
import { handWays, isDay, isPartialDate } from '@shared/domain'
import { draftOver } from './draft-over'
import type { SlipOffers } from './slip-types'

export interface TakenForm {
  partnerId: string | null
  kind: string
  way: string
  number: string
  issuedOn: string
  receivedOn: string
  dueOn: string
  urgency: string
  post: string
  name: string
  idNo: string
  sex: string | null
  birthDate: string
  hukouCode: string
  hukouText: string
  residenceCode: string
  items: readonly string[]
  reason: string
  purpose: string | null
  legalBasis: string | null
  consentRef: string
}
export type TakenInput = CallInput<SpecOf<'slips.takeRequest'>>

/** @param partners ids of offices without key card; the only one there is stands chosen */
export const blankTaken = (today: string, offers: SlipOffers | null = null, partners: readonly string[] = []): TakenForm => ({
  ...{ partnerId: partners.length === 1 ? (partners[0] ?? null) : null, kind: 'XC', way: 'paper', number: '', issuedOn: '' },
  ...{ receivedOn: today, dueOn: '', urgency: 'ordinary', post: '', name: '', idNo: '', sex: null, birthDate: '', hukouCode: '' },
  ...{ hukouText: '', residenceCode: '', items: [], reason: '', purpose: 'identity', consentRef: '' },
  legalBasis: offers?.legalBases.find(({ needsConsentRef }) => !needsConsentRef)?.code ?? offers?.legalBases[0]?.code ?? null
})

/** @returns null for what is no draft of this form */
export const takenDraftOf = (kept: unknown, blank: TakenForm): TakenForm | null => draftOver(blank, kept, ['partnerId', 'post'])

export const asksConsent = (form: TakenForm, offers: SlipOffers | null): boolean =>
  offers?.legalBases.find(({ code }) => code === form.legalBasis)?.needsConsentRef === true

/** @returns messages by field, empty when the form is whole */
export function takenFaults(form: TakenForm, offers: SlipOffers | null, today: string): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {}
  const need = (name: string, missing: boolean, words: string): void => {
    if (missing) faults[name] = words
  }
  need('partnerId', form.partnerId === null, '请选来函单位')
  need('post', form.post.trim() === '', '请写明对方的岗位')
  need('issuedOn', !isDay(form.issuedOn), '请填来函日期')
  need('receivedOn', !isDay(form.receivedOn), '请填收到日期')
  if (isDay(form.issuedOn) && isDay(form.receivedOn)) need('receivedOn', form.receivedOn < form.issuedOn, '不能早于来函日期')
  need('receivedOn', form.receivedOn > today, '不能晚于今天')
  if (form.dueOn !== '') need('dueOn', !isDay(form.dueOn) || form.dueOn < form.issuedOn, '请填来函日期以后的一天，没有写明的留空')
  need('name', form.name.trim() === '', '请填姓名')
  need('sex', form.sex === null, '请选性别')
  need('birthDate', !isPartialDate(form.birthDate), '请填出生日期，不知道月日可以只填年')
  need('hukouCode', form.hukouCode === '', '请选户籍地')
  need('items', form.items.length === 0, '请至少选一项')
  need('reason', form.kind === 'XC' && form.reason.trim() === '', '请照来函写明理由')
  need('consentRef', asksConsent(form, offers) && form.consentRef.trim() === '', '请填同意或申请记录的编号')
  return faults
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** @returns null while something is missing */
export function takenInput(form: TakenForm, offers: SlipOffers | null, today: string): TakenInput | null {
  const { partnerId, purpose, legalBasis } = form
  const sex = (['1', '2', '0', '9'] as const).find((known) => known === form.sex)
  const whole = Object.keys(takenFaults(form, offers, today)).length === 0
  if (!whole || partnerId === null || purpose === null || legalBasis === null || sex === undefined) return null
  return {
    ...{ partnerId, kind: form.kind === 'CX' ? 'CX' : 'XC', way: handWays.find((known) => known === form.way) ?? 'paper' },
    ...{ number: form.number, issuedOn: form.issuedOn, receivedOn: form.receivedOn, dueOn: orNull(form.dueOn) },
    ...{ urgency: form.urgency, post: form.post, items: [...form.items], reason: orNull(form.reason) },
    ...{ purpose, legalBasis, consentRef: asksConsent(form, offers) ? orNull(form.consentRef) : null },
    person: {
      ...{ name: form.name, sex, birthDate: form.birthDate, idNo: orNull(form.idNo), hukouCode: form.hukouCode },
      ...{ hukouText: orNull(form.hukouText), residenceCode: orNull(form.residenceCode) }
    }
  }
}
