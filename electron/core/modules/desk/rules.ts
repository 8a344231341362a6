/** Pure decisions of the desk: who may ask with which papers, what a request must say, and what a decision does to the marks. */
import { isDay, type Day } from '@shared/domain'
import {
  deskPaperLabels,
  papersOfCapacity,
  type DeskCapacity,
  type DeskDecision,
  type DeskKind,
  type DeskPaper,
  type PersonMarkKind
} from '@shared/domain/person-desk'
import { findUnsafeCodePoint } from '@shared/domain/safe-text'
import { AppError } from '@shared/errors'

/** @returns the text, composed; null for nothing @throws AppError `persons.bad_text` */
export function plainText(text: string | null, field: string, label: string): string | null {
  const composed = text?.normalize('NFC').trim() ?? ''
  const codePoint = findUnsafeCodePoint(composed)
  if (codePoint !== null)
    throw new AppError(
      'persons.bad_text',
      { label, character: `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}` },
      { fields: { [field]: '含有不能使用的字符' } }
    )
  return composed === '' ? null : composed
}

/** @throws AppError `desk.bad_day` for no day, or one to come */
export function receivedDay(text: string, today: Day): Day {
  if (isDay(text) && text <= today) return text
  throw new AppError('desk.bad_day', { value: text }, { fields: { receivedOn: '不能晚于今天' } })
}

interface Asking {
  readonly capacity: DeskCapacity
  readonly asker: string | null
  readonly papers: readonly DeskPaper[]
  /** The person is, or may be, under 14. */
  readonly isChild: boolean
}

/** @throws AppError `desk.guardian_of_child`, `desk.asker_needed`, `desk.paper_needed` */
export function assertMayAsk({ capacity, asker, papers, isChild }: Asking): void {
  if (capacity === 'self' && isChild) throw new AppError('desk.guardian_of_child', {}, { fields: { capacity: '请选监护人' } })
  if (capacity !== 'self' && asker === null) throw new AppError('desk.asker_needed', {}, { fields: { asker: '必填' } })
  const wanted = papersOfCapacity[capacity]
  if (!papers.some((paper) => wanted.includes(paper)))
    throw new AppError(
      'desk.paper_needed',
      { papers: wanted.map((paper) => deskPaperLabels[paper]).join('、') },
      { fields: { papers: '请选看过的证件' } }
    )
}

interface Said {
  readonly kind: DeskKind
  readonly wanted: string | null
  readonly fields: readonly string[]
  readonly evidence: string | null
  readonly consents: readonly string[]
}

/** @throws AppError `desk.fields_needed`, `desk.wanted_needed`, `desk.evidence_needed`, `desk.consent_needed` */
export function assertSaid({ kind, wanted, fields, evidence, consents }: Said): void {
  const isAboutFields = kind === 'correct' || kind === 'contest'
  if (isAboutFields && fields.length === 0) throw new AppError('desk.fields_needed', {}, { fields: { fields: '请至少选一项' } })
  if (isAboutFields && wanted === null) throw new AppError('desk.wanted_needed', {}, { fields: { wanted: '必填' } })
  if (kind === 'correct' && evidence === null) throw new AppError('desk.evidence_needed', {}, { fields: { evidence: '必填' } })
  if (kind === 'withdraw' && consents.length === 0) throw new AppError('desk.consent_needed', {}, { fields: { consents: '请至少选一项' } })
}

const LOWEST = 100_000_000
const SPAN = 900_000_000
/** Nine digits by chance. @param id UUIDv7, whose last twelve hexadecimal digits are random */
export const numberFrom = (id: string): number => LOWEST + (Number.parseInt(id.slice(-12), 16) % SPAN)

/** @returns the mark that a request puts on the file as soon as it is received */
export function markOf(kind: DeskKind): PersonMarkKind | null {
  if (kind === 'restrict') return 'restricted'
  return kind === 'contest' ? 'contested' : null
}

/**
 * A restriction that is refused ends. A contested fact found right loses its mark; one that cannot be settled keeps it, and one found wrong
 * keeps it until the file is corrected. Source: the practice of 征信业管理条例 art. 25 for contested records.
 */
export const keepsMark = (kind: DeskKind, decision: DeskDecision): boolean => markOf(kind) !== null && decision !== 'refused'

/** @returns whether the file must have been changed before the reply goes out */
export const mustCorrect = (kind: DeskKind, decision: DeskDecision | null): boolean =>
  (kind === 'correct' && decision !== 'refused') || (kind === 'contest' && decision === 'granted')
