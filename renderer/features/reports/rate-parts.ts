/** The parts of a return rate: their words, their colours, and how they share a bar. */
import type { Output, SpecOf } from '@shared/contract'

export type ReturnRate = Output<SpecOf<'reports.returnRate'>>
export type RateRow = ReturnRate['rows'][number]

export interface Part {
  readonly id: 'answeredInTime' | 'answeredLate' | 'received' | 'carried' | 'notCarried' | 'refused' | 'withdrawn'
  readonly label: string
  /** State colour of the look; the pattern tells them apart in grey. */
  readonly tone: 'done' | 'due' | 'pending' | 'carried' | 'waiting' | 'quarantined' | 'closed'
}

export const parts: readonly Part[] = [
  { id: 'answeredInTime', label: '按期反馈', tone: 'done' },
  { id: 'answeredLate', label: '逾期反馈', tone: 'due' },
  { id: 'received', label: '对方已收', tone: 'pending' },
  { id: 'carried', label: '已交付', tone: 'carried' },
  { id: 'notCarried', label: '未带出', tone: 'waiting' },
  { id: 'refused', label: '被退回', tone: 'quarantined' },
  { id: 'withdrawn', label: '已撤回', tone: 'closed' }
]

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

/** 85.7%, or the bare counts where the numbers are small. */
export const rateWords = ({ rate, due, answeredInTime, answeredLate }: RateRow): string =>
  rate === null ? (due === 0 ? '—' : `${String(answeredInTime + answeredLate)}/${String(due)} 张`) : `${rate}%`
