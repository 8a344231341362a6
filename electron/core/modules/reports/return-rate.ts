// Why: a return rate is shown to the partner it speaks about, so its parts add up, its formula is printed, and small numbers give no percentage.
import type { ReturnRateRow } from '@shared/contract/reports'
import type { z } from 'zod'
import type { ReturnSums } from '../slips'

type Row = z.infer<typeof ReturnRateRow>

/** Stands for all partners together. */
export const TOTAL_ID = '00000000-0000-0000-0000-000000000000'

/** Printed under every table of this report. Source: domain.md §2.6. */
export const returnRateFormula = (direction: 'out' | 'in', smallNumber: number): string =>
  [
    '返回率 = 已反馈 ÷ 应反馈 × 100%。按签发日期统计查询和协查，已撤回的不计入签发；已反馈 = 按期反馈 + 逾期反馈；',
    '应反馈 = 期限已到的，加上期限未到而已反馈的，不含被退回和不能送达的；本人不同意提供也是完整的反馈。',
    direction === 'out' ? '反馈日期按本单位导入之日计。' : '反馈日期按本单位签发反馈之日计。',
    `应反馈不足 ${String(smallNumber)} 张时只列张数，不算百分比。`
  ].join('')

const empty = (partnerId: string, partnerName: string): Row => ({
  partnerId,
  partnerName,
  issued: 0,
  answeredInTime: 0,
  answeredLate: 0,
  received: 0,
  carried: 0,
  notCarried: 0,
  refused: 0,
  undelivered: 0,
  withdrawn: 0,
  answered: 0,
  due: 0,
  overdue: 0,
  rate: null
})

function add(row: Row, sums: ReturnSums): void {
  row.answeredInTime += sums.answered_in_time
  row.answeredLate += sums.answered_late
  row.received += sums.received
  row.carried += sums.carried
  row.notCarried += sums.not_carried
  row.refused += sums.refused
  row.undelivered += sums.undelivered
  row.withdrawn += sums.withdrawn
  row.due += sums.answered_in_time + sums.answered_late + sums.open_due
  row.overdue += sums.overdue
}

/** One decimal place, rounded half up in whole numbers; null below the small-number limit. */
export function rateOf(answered: number, due: number, smallNumber: number): string | null {
  if (due < smallNumber || due === 0) return null
  const tenths = Math.floor((answered * 2000 + due) / (due * 2))
  return `${String(Math.floor(tenths / 10))}.${String(tenths % 10)}`
}

function finished(row: Row, smallNumber: number): Row {
  const answered = row.answeredInTime + row.answeredLate
  const issued = answered + row.received + row.carried + row.notCarried + row.refused + row.undelivered
  return { ...row, answered, issued, rate: rateOf(answered, row.due, smallNumber) }
}

/** @param names partner id → name @returns one row per partner with slips, by name, and their sum */
export function returnRate(
  sums: readonly ReturnSums[],
  names: ReadonlyMap<string, string>,
  smallNumber: number
): { readonly rows: Row[]; readonly total: Row } {
  const rows = new Map<string, Row>()
  const total = empty(TOTAL_ID, '合计')
  for (const sum of sums) {
    const row = rows.get(sum.partner_id) ?? empty(sum.partner_id, names.get(sum.partner_id) ?? '')
    rows.set(sum.partner_id, row)
    add(row, sum)
    add(total, sum)
  }
  const sorted = [...rows.values()]
    .map((row) => finished(row, smallNumber))
    .filter(({ issued, withdrawn }) => issued + withdrawn > 0)
    .sort((a, b) => (a.partnerName < b.partnerName ? -1 : a.partnerName > b.partnerName ? 1 : 0))
  return { rows: sorted, total: finished(total, smallNumber) }
}
