/** Decisions about trust without database or clock: what a card file means here, and when digits count as compared. */
import { AppError } from '@shared/errors'
import { parseKeyQrText } from '../../container'

export interface CardSituation {
  /** Under the id this office has now, or under one it had. */
  readonly isOwn: boolean
  readonly ownPractice: boolean
  readonly card: { readonly id: string; readonly code: string; readonly practice?: true }
  /** Office ids of partners registered under the card's code and not closed; null for those on paper. */
  readonly sameCode: readonly (string | null)[]
  /** Office id whose place a person says it takes; null: it is a new office. */
  readonly former: string | null
}

/** @throws AppError `partners.own_card`, `practice.mixed`, `partners.key_substituted` (a pin is never overwritten) */
export function assertCardMayBeAdded({ isOwn, ownPractice, card, sameCode, former }: CardSituation): void {
  if (isOwn) throw new AppError('partners.own_card')
  if ((card.practice === true) !== ownPractice) throw new AppError('practice.mixed')
  if (sameCode.some((officeId) => officeId !== null && officeId !== card.id && officeId !== former))
    throw new AppError('partners.key_substituted', { code: card.code })
}

/** Digits as people type them: any spacing, full-width digits from an input method. */
export const plainDigits = (typed: string): string => typed.normalize('NFKC').replace(/[\s\-·]/g, '')

/** @throws AppError `partners.digits_differ` */
export function assertDigits(typed: string, digits: string): void {
  if (plainDigits(typed) !== plainDigits(digits)) throw new AppError('partners.digits_differ')
}

/** What somebody took from the other office's form; empty where he took nothing. */
export interface TakenFromForm {
  readonly digits: string
  readonly qr: string
}

/**
 * Digits and code stand on one form, so where both were taken they must agree before either is believed: one of them may be a sticker.
 * @throws AppError `partners.qr_unreadable`, `partners.form_contradicts`, `partners.digits_differ`
 */
export function assertForm({ digits, qr }: TakenFromForm, card: { readonly officeId: string; readonly digits: string }): void {
  const scanned = qr === '' ? null : parseKeyQrText(qr.normalize('NFKC').toUpperCase())
  if (qr !== '' && scanned === null) throw new AppError('partners.qr_unreadable')
  if (scanned !== null && digits !== '' && plainDigits(scanned.digits) !== plainDigits(digits))
    throw new AppError('partners.form_contradicts')
  if (scanned === null || digits !== '') assertDigits(digits, card.digits)
  if (scanned !== null) assertDigits(scanned.digits, card.digits)
  if (scanned !== null && scanned.officeId !== card.officeId) throw new AppError('partners.form_contradicts')
}

export interface Comparer {
  readonly id: string
  readonly name: string
}

/**
 * Who is to be added to those who compared already.
 * @throws AppError `partners.second_person_needed` when nobody new compared, or one person claims to be two
 */
export function newComparers(before: readonly string[], actor: Comparer, second: Comparer | null): readonly Comparer[] {
  if (second?.id === actor.id) throw new AppError('partners.second_person_needed')
  const fresh = [actor, ...(second ? [second] : [])].filter((person) => !before.includes(person.id))
  if (fresh.length === 0) throw new AppError('partners.second_person_needed')
  return fresh
}

/** Two distinct accounts (exchange.md §4.3). */
export const PERSONS_NEEDED = 2
