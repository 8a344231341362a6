/** What is worth a second look at a card that was read: its number against its print, and its last day. */
import type { ReaderCard } from '@shared/contract/reader'
import { checkResidentId, residentIdWarnings, type Day, type ReferenceBook, type ResidentIdCheck } from '@shared/domain'
import type { CardFacts } from '@shared/domain/card-facts'

/** @returns the checks that fail; null for a foreigner's card, whose number follows other rules */
export function failedChecks(card: CardFacts, reference: ReferenceBook, today: Day): ResidentIdCheck[] | null {
  if (card.kind === 'foreign_resident') return null
  // Cards of people from Hong Kong, Macao and Taiwan carry 81, 82 and 83, which are no counties.
  const isKnownArea = card.kind === 'resident' ? { isKnownArea: (code: string) => reference.division(code) !== undefined } : {}
  return checkResidentId(card.idNo, { sex: card.sex, birthDate: card.birthDate, today, ...isKnownArea })
}

export function cardWarnings(card: CardFacts, reference: ReferenceBook, today: Day): ReaderCard['warnings'] {
  const number = (failedChecks(card, reference, today) ?? []).map((code) => ({ code, field: 'idNo', text: residentIdWarnings[code] }))
  const isOver = card.validTo !== null && card.validTo < today
  return isOver ? [...number, { code: 'card_expired', field: 'validTo', text: `证件已于 ${card.validTo} 到期，照常登记` }] : number
}
