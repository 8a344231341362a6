/** A card against what is typed already: empty fields are filled, differing ones are shown and chosen by the clerk. */
import type { CardFacts } from '@shared/domain/card-facts'
import { idTypeOfCard } from '@shared/domain/card-facts'
import type { ReaderCard } from '@shared/contract/reader'
import type { PersonForm } from './person-form'
import type { CodeOptions } from './use-reference'
import { sexWords } from './words'

/** What the form takes from a card. */
export interface CardForForm {
  readonly name: string
  readonly idType: string
  readonly idNo: string
  readonly sex: string | null
  readonly birthDate: string | null
  readonly ethnicity: string | null
  readonly hukouText: string | null
  readonly warnings: readonly string[]
}

export const cardOfReader = (card: ReaderCard): CardForForm => ({
  name: card.name,
  idType: card.idType,
  idNo: card.idNo,
  sex: card.sex,
  birthDate: card.birthDate,
  ethnicity: card.ethnicity,
  hukouText: card.address,
  warnings: card.warnings.map(({ text }) => text)
})

/** A reader like a keyboard names the ethnic group as the card prints it. */
export function cardOfWedge(card: CardFacts, lists: CodeOptions): CardForForm {
  const group = (lists['ethnicity'] ?? []).find(
    ({ value, label }) => card.ethnicity !== null && [value, label, label.replace(/族$/, '')].includes(card.ethnicity)
  )
  return {
    name: card.name,
    idType: idTypeOfCard(card.kind),
    idNo: card.idNo,
    sex: card.sex,
    birthDate: card.birthDate,
    ethnicity: group?.value ?? null,
    hukouText: card.address,
    warnings: []
  }
}

const FIELDS = ['name', 'idNo', 'sex', 'birthDate', 'ethnicity', 'hukouText'] as const
type CardField = (typeof FIELDS)[number]
const labels: Readonly<Record<CardField, string>> = {
  name: '姓名',
  idNo: '证件号码',
  sex: '性别',
  birthDate: '出生日期',
  ethnicity: '民族',
  hukouText: '户籍详址'
}

export interface CardDifference {
  readonly field: CardField
  readonly label: string
  readonly typed: string
  readonly onCard: string
}

/** A masked value hides what is on file, so it can neither agree nor differ. */
const isOpen = (value: string | null): boolean => value === null || value === ''

/** @returns the form with its empty fields filled from the card, and where form and card differ; a number typed or filled from the card is verified by it */
export function withCard(form: PersonForm, card: CardForForm): { readonly form: PersonForm; readonly differing: CardDifference[] } {
  const filled = FIELDS.filter((field) => card[field] !== null && isOpen(form[field]))
  const next: PersonForm = { ...form, ...Object.fromEntries(filled.map((field) => [field, card[field]])) }
  const differing = FIELDS.flatMap((field) => {
    const [typed, onCard] = [next[field] ?? '', card[field]]
    if (onCard === null || typed === onCard) return []
    const words = (value: string): string => (field === 'sex' ? sexWords(value) : field === 'ethnicity' ? '与证件不同' : value)
    return [{ field, label: labels[field], typed: words(typed), onCard: field === 'ethnicity' ? '按证件' : onCard && words(onCard) }]
  })
  const agrees = next.idNo === card.idNo && next.name === card.name
  return {
    form: { ...next, ...(next.idNo === card.idNo ? { idType: card.idType } : {}), idVerified: agrees || next.idVerified },
    differing
  }
}

/** The form with one fact, or all of them, as the card has it. */
export function takeFromCard(form: PersonForm, card: CardForForm, fields: readonly CardField[]): PersonForm {
  const taken = Object.fromEntries(fields.flatMap((field) => (card[field] === null ? [] : [[field, card[field]]])))
  return withCard({ ...form, ...taken }, card).form
}
