/** The parts of a return rate: their words, their colours, and how they share a bar. */
import type { Output, SpecOf } from '@shared/contract'
import type { ReturnNumber } from '@shared/domain'
import { formatFraction } from '@shared/format'

export type ReturnRate = Output<SpecOf<'reports.returnRate'>>
export type RateRow = ReturnRate['rows'][number]

/** Columns of the table and the number of the ledger each stands for. */
export const columns = [
  { id: 'issued', number: 'issued' },
  { id: 'answeredInTime', number: 'answered_in_time', tone: 'done' },
  { id: 'answeredLate', number: 'answered_late', tone: 'due' },
  { id: 'received', number: 'received', tone: 'pending' },
  { id: 'carried', number: 'carried', tone: 'carried' },
  { id: 'notCarried', number: 'not_carried', tone: 'waiting' },
  { id: 'refused', number: 'refused', tone: 'quarantined' },
  { id: 'undelivered', number: 'undelivered', tone: 'closed' },
  { id: 'due', number: 'due' },
  { id: 'overdue', number: 'overdue' }
] as const satisfies readonly { readonly id: keyof RateRow; readonly number: ReturnNumber; readonly tone?: string }[]

/** State colours of the look; the words beside them tell the parts apart in grey. */
export const parts = columns.filter((column) => 'tone' in column)
export type Part = (typeof parts)[number]

export interface Segment {
  readonly part: Part
  readonly count: number
  /** In hundredths of the bar's full width. */
  readonly from: number
  readonly width: number
}

/** @param longest the largest `issued` of the chart, which fills the width */
export function segmentsOf(row: RateRow, longest: number): Segment[] {
  const scale = longest === 0 ? 0 : 100 / longest
  let from = 0
  return parts.flatMap((part) => {
    const count = row[part.id]
    if (count === 0) return []
    const segment = { part, count, from, width: count * scale }
    from += segment.width
    return [segment]
  })
}

export const rateWords = ({ rate, due, answered }: RateRow): string => formatFraction({ rate, numerator: answered, denominator: due })
