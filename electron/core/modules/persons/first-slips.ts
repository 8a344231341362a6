// Why: who must be told of first follows from an agreement, the county of registered residence and the day, each of which may have changed since.
import { z } from 'zod'
import { addCalendarDays, countiesOn, isDay } from '@shared/domain'
import type { ReadDb } from '../../db'
import type { CallContext } from '../../rpc'
import { agreementTerms, homeCounties, type AgreementTerm, type Owed, type OwedSpan } from './queries/first-slips'

export type OwedContext = Pick<CallContext, 'rules' | 'reference' | 'today'> & { readonly db: ReadDb }

interface Span {
  readonly first: string
  readonly last: string
}

const Kinds = z.array(z.string())
const beside = (day: string, days: number): string => (isDay(day) ? (addCalendarDays(day, days) ?? day) : day)

/** @returns what is left of the spans without the days of the other one */
const without = (spans: readonly Span[], { first, last }: Span): Span[] =>
  spans.flatMap((span) =>
    [
      { first: span.first, last: span.last < first ? span.last : beside(first, -1) },
      { first: span.first > last ? span.first : beside(last, 1), last: span.last }
    ].filter((left) => left.first <= left.last)
  )

/** Days on which an agreement with the office holds that names one of the kinds; of several that hold, the one signed last counts. */
function agreedDays(terms: readonly AgreementTerm[], kinds: readonly string[]): Map<string, Span[]> {
  const days = new Map<string, Span[]>()
  for (const { code, valid_from: first, last_day: last, kinds: agreed } of terms) {
    const names = Kinds.parse(JSON.parse(agreed)).some((kind) => kinds.includes(kind))
    const earlier = without(days.get(code) ?? [], { first, last })
    days.set(code, names ? [...earlier, { first, last }] : earlier)
  }
  return days
}

/** Which office is told of whom. A county that was renamed or divided is that of its successors. */
export function owedBy(context: OwedContext, { from, to }: { readonly from: string; readonly to: string }): Owed {
  const { db, rules, reference, today } = context
  const { kinds } = rules.counting.firstSlip
  const countiesOf = (code: string): string[] => countiesOn(reference, code, today)
  const offices = new Map<string, string[]>()
  const days = agreedDays(agreementTerms(db, from, to), kinds)
  for (const code of days.keys()) for (const county of countiesOf(code)) offices.set(county, [...(offices.get(county) ?? []), code])
  const spans = homeCounties(db, from, to).flatMap((county) =>
    [...new Set(countiesOf(county).flatMap((now) => offices.get(now) ?? []))].flatMap((code) =>
      (days.get(code) ?? []).map(({ first, last }): OwedSpan => [county, code, first, last])
    )
  )
  return { from, to, asOf: to < today ? to : today, kinds, spans }
}
