// Why: how long an agreement holds, when its end is told, and which limit it sets are decided here alone. Source: domain.md §1, row 3; issue of agreements.
import { z } from 'zod'
import { addCalendarDays, daysBetween, type Day } from './calendar-day'
import type { DeadlineRule } from './rule-pack'
import { isInForce, validityShape } from './validity'
import { addWorkingDays, type WorkCalendar } from './working-days'

/** resources/codes/agreement-terms.json */
export const agreementTermsSchema = z.strictObject({
  format: z.literal('agreement-terms/1'),
  editions: z
    .array(
      z.strictObject({
        ...validityShape,
        /** Days before the end at which it is told, the furthest first. */
        reminders: z.array(z.int().min(1).max(366)).min(1),
        source: z.string().min(1).max(200),
        clauses: z.array(z.strictObject({ title: z.string().min(1).max(20), text: z.string().min(1).max(400) })).min(1)
      })
    )
    .min(1)
})
export type AgreementTerms = z.infer<typeof agreementTermsSchema>['editions'][number]

/** The edition in force; of several the later one. */
export const agreementTermsOn = (editions: readonly AgreementTerms[], day: Day): AgreementTerms | undefined =>
  editions.filter((edition) => isInForce(edition, day)).at(-1)

/** One article after another, as they stand on the paper. */
export const clauseText = ({ clauses }: Pick<AgreementTerms, 'clauses'>): string =>
  clauses.map(({ title, text }, at) => `${String(at + 1)}. ${title}：${text}`).join('\n')

export const agreementStandings = ['coming', 'in_force', 'expiring', 'expired', 'ended'] as const
export type AgreementStanding = (typeof agreementStandings)[number]
export const agreementStandingLabels = {
  coming: '未到生效日',
  in_force: '有效',
  expiring: '将到期',
  expired: '已到期',
  ended: '已终止'
} as const satisfies Record<AgreementStanding, string>

export interface AgreementTerm {
  readonly validFrom: Day
  /** Last day; null without end. */
  readonly validTo: Day | null
  /** First day on which it no longer holds, when it was ended before its time. */
  readonly endedOn: Day | null
}

export const holdsOn = ({ validFrom, validTo, endedOn }: AgreementTerm, day: Day): boolean =>
  validFrom <= day && (validTo === null || day <= validTo) && (endedOn === null || day < endedOn)

/** @param reminders days before the end, see `AgreementTerms` */
export function agreementStanding(term: AgreementTerm, today: Day, reminders: readonly number[]): AgreementStanding {
  if (term.endedOn !== null && term.endedOn <= today) return 'ended'
  if (today < term.validFrom) return 'coming'
  if (term.validTo === null) return 'in_force'
  if (term.validTo < today) return 'expired'
  return daysBetween(today, term.validTo) <= Math.max(...reminders) ? 'expiring' : 'in_force'
}

/** @returns the nearest reminder that has come, e.g. 30 with 12 days left; null before the first one and after the end */
export function reminderStage(validTo: Day | null, today: Day, reminders: readonly number[]): number | null {
  if (validTo === null || validTo < today) return null
  const left = daysBetween(today, validTo)
  const come = reminders.filter((days) => left <= days)
  return come.length === 0 ? null : Math.min(...come)
}

/** Kinds of slips that wait for an answer, the only ones with an agreed limit. */
export const limitedKinds = ['CX', 'XC'] as const

/** A limit that both sides agreed. */
export interface AgreedDeadline {
  readonly kind: (typeof limitedKinds)[number]
  /** Null for every urgency that has no row of its own. */
  readonly urgency: string | null
  readonly value: number
  readonly unit: 'calendar_day' | 'working_day'
  /** Holds even where it is longer than the rule pack's; otherwise the stricter one counts. */
  readonly mayBeLonger: boolean
}

export const agreedUnitLabels = { calendar_day: '天', working_day: '个工作日' } as const satisfies Record<AgreedDeadline['unit'], string>
export const agreedWords = ({ value, unit }: Pick<AgreedDeadline, 'value' | 'unit'>): string => `${String(value)} ${agreedUnitLabels[unit]}`

/** @returns the row for this urgency, else the one for every urgency, else undefined */
export const agreedDeadlineFor = (rows: readonly AgreedDeadline[], kind: string, urgency: string | null): AgreedDeadline | undefined =>
  rows.find((row) => row.kind === kind && row.urgency === urgency && urgency !== null) ??
  rows.find((row) => row.kind === kind && row.urgency === null)

/** A day by which to answer, and the words that say why. */
export interface AnswerLimit {
  readonly dueOn: Day
  readonly estimated: boolean
  readonly label: string
}

/**
 * The limit that counts: the rule pack's, or the agreed one where it is stricter, or was agreed to hold even if longer.
 * @param ordinary of the rule pack; null when it sets none @param number of the agreement, for the words
 */
export function limitUnderAgreement(
  ordinary: { readonly dueOn: Day; readonly estimated: boolean; readonly rule: Pick<DeadlineRule, 'label'> } | null,
  agreed: AgreedDeadline | undefined,
  number: string,
  start: Day,
  calendar: WorkCalendar
): AnswerLimit | null {
  const usual = ordinary && { dueOn: ordinary.dueOn, estimated: ordinary.estimated, label: ordinary.rule.label }
  if (agreed === undefined) return usual
  const counted =
    agreed.unit === 'working_day'
      ? addWorkingDays(start, agreed.value, calendar)
      : { day: addCalendarDays(start, agreed.value), estimated: false }
  if (counted === null || counted.day === null) return usual
  if (usual !== null && !agreed.mayBeLonger && usual.dueOn <= counted.day) return usual
  return { dueOn: counted.day, estimated: counted.estimated, label: `协议 ${number}：${agreedWords(agreed)}` }
}
