// Why: what an identity card says is read by a helper program or typed by a reader like a keyboard; both must come out as the same facts.
import { isDay, toDay, type Day } from './calendar-day'
import type { CodeEdition } from './code-list'
import { storedName } from './person-name'
import { normaliseResidentId, type SexCode } from './resident-id'
import { isUnsafeCodePoint } from './safe-text'

/** 居民身份证 · 外国人永久居留身份证 · 港澳台居民居住证 */
export const cardKinds = ['resident', 'foreign_resident', 'hmt_resident'] as const
export type CardKind = (typeof cardKinds)[number]

export const cardKindLabels = {
  resident: '居民身份证',
  foreign_resident: '外国人永久居留身份证',
  hmt_resident: '港澳台居民居住证'
} as const satisfies Record<CardKind, string>

/** Code of list `id_type` under which the card's number is filed. */
export const idTypeOfCard = (kind: CardKind): 'resident_id' | 'residence_permit' =>
  kind === 'resident' ? 'resident_id' : 'residence_permit'

/** The printed side of a card; null where the card or the reader says nothing. */
export interface CardFacts {
  readonly kind: CardKind
  /** The Chinese name, or the Latin one of a card without a Chinese name. */
  readonly name: string
  readonly sex: SexCode | null
  /** As the reader says it: a code of GB/T 3304, 汉 or 汉族. */
  readonly ethnicity: string | null
  readonly birthDate: Day | null
  readonly address: string | null
  readonly idNo: string
  readonly issuer: string | null
  readonly validFrom: Day | null
  /** Null also for a card that is valid without end. */
  readonly validTo: Day | null
  readonly longTerm: boolean
}

/** @returns the text without the padding of a chip (NUL, ideographic and other spaces at the ends, controls); null when nothing is left */
export function cardText(text: string): string | null {
  const kept = Array.from(text)
    .filter((character) => !isUnsafeCodePoint(character.codePointAt(0) ?? 0))
    .join('')
  const trimmed = storedName(kept)
  return trimmed === '' ? null : trimmed
}

/** Reads `19880102`, `1988-01-02`, `1988.1.2` and `1988年1月2日`; whole days only. @returns null for anything else */
export function cardDay(text: string): Day | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  if (isDay(plain)) return plain
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ?? /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/.exec(plain)
  return parts === null ? null : toDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))
}

/** @returns code 1 or 2 for 1, 2, 男, 女, M, F; null for anything else */
export function cardSex(text: string): SexCode | null {
  const plain = text.normalize('NFKC').trim().toUpperCase()
  if (['1', '男', '男性', 'M'].includes(plain)) return '1'
  return ['2', '女', '女性', 'F'].includes(plain) ? '2' : null
}

/** Numbers of cards as they are stored: plain, without blanks, letters large. */
export const cardNumber = normaliseResidentId

/** 长期 in its usual spellings. */
export const isLongTerm = (text: string): boolean => /^(?:长期|長期|永久|00000000)$/.test(text.normalize('NFKC').trim())

/**
 * Finds the code of an ethnic group as cards and readers name it.
 * @param text `01`, `1`, 汉 or 汉族 @returns null when the list has no such group
 */
export function ethnicityCode(edition: CodeEdition, text: string): string | null {
  const plain = text.normalize('NFKC').trim()
  const number = /^\d{1,2}$/.test(plain) ? plain.padStart(2, '0') : null
  const found = edition.codes.find(({ code, label }) => code === number || label === plain || label === `${plain}族`)
  return found?.code ?? null
}
