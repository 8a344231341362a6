// Why: a return rate is shown to the partner it speaks about, so its parts add up, its formula is printed, and small numbers give no percentage.
import type { ReturnRateRow } from '@shared/contract/slips'
import type { z } from 'zod'
import type { PartCount } from './queries'

type Row = z.infer<typeof ReturnRateRow>

/** Stands for all partners together. */
export const TOTAL_ID = '00000000-0000-0000-0000-000000000000'

/** Printed under every table of this report. Source: domain.md §2.6. */
export const returnRateFormula = (direction: 'out' | 'in', smallNumber: number): string =>
  `返回率 = 已反馈 ÷ 应反馈 × 100%。按签发日期统计查询和协查；应反馈 = 期限已到的，加上期限未到而已反馈的，不含已撤回和被退回的；` +
  `本人不同意提供也是完整的反馈。${direction === 'out' ? '反馈日期按本单位导入之日计。' : '反馈日期按本单位签发反馈之日计。'}` +
  `应反馈不足 ${String(smallNumber)} 张时只列张数，不算百分比。`

const empty = (partnerId: string, partnerName: string): Row => ({
  partnerId,
  partnerName,
  issued: 0,
  notCarried: 0,
  carried: 0,
  received: 0,
  answeredInTime: 0,
  answeredLate: 0,
  refused: 0,
  withdrawn: 0,
  due: 0,
  overdue: 0,
  rate: null
})

const columns = {
  not_carried: 'notCarried',
  carried: 'carried',
  received: 'received',
  answered_in_time: 'answeredInTime',
  answered_late: 'answeredLate',
  refused: 'refused',
  withdrawn: 'withdrawn'
} as const satisfies Record<PartCount['part'], keyof Row>

function add(row: Row, { part, issued, due, overdue }: PartCount): void {
  row[columns[part]] += issued
  row.issued += issued
  row.overdue += overdue
  if (part === 'answered_in_time' || part === 'answered_late') row.due += issued
  else if (part !== 'refused' && part !== 'withdrawn') row.due += due
}

/** One decimal place, rounded half up in whole numbers; null below the small-number limit. */
export function rateOf(answered: number, due: number, smallNumber: number): string | null {
  if (due < smallNumber || due === 0) return null
  const tenths = Math.floor((answered * 2000 + due) / (due * 2))
  return `${String(Math.floor(tenths / 10))}.${String(tenths % 10)}`
}

/** @param names partner id → name @returns one row per partner with slips, by name, and their sum */
export function returnRate(
  counts: readonly PartCount[],
  names: ReadonlyMap<string, string>,
  smallNumber: number
): { readonly rows: Row[]; readonly total: Row } {
  const rows = new Map<string, Row>()
  const total = empty(TOTAL_ID, '合计')
  for (const count of counts) {
    const row = rows.get(count.partner_id) ?? empty(count.partner_id, names.get(count.partner_id) ?? '')
    rows.set(count.partner_id, row)
    add(row, count)
    add(total, count)
  }
  const finished = (row: Row): Row => ({ ...row, rate: rateOf(row.answeredInTime + row.answeredLate, row.due, smallNumber) })
  const sorted = [...rows.values()]
    .map(finished)
    .sort((a, b) => (a.partnerName < b.partnerName ? -1 : a.partnerName > b.partnerName ? 1 : 0))
  return { rows: sorted, total: finished(total) }
}
