/** The orders in which the flow is read; a hidden count stands in the middle of its band. */
import type { FlowRow } from '@shared/contract/agreements'
import { SMALL_CELL } from '@shared/domain'

export const flowOrders = [
  { value: 'advice', label: '按建议排' },
  { value: 'inflow', label: '按流入排' },
  { value: 'outflow', label: '按流出排' },
  { value: 'slips', label: '按交流单排' },
  { value: 'code', label: '按区划排' }
] as const

const heft = ({ count }: FlowRow['inflow']): number => count ?? SMALL_CELL / 2

/** @param rows in the order of the proposal @param order a value of `flowOrders` */
export function ordered(rows: readonly FlowRow[], order: string): FlowRow[] {
  switch (order) {
    case 'inflow':
      return rows.toSorted((a, b) => heft(b.inflow) - heft(a.inflow))
    case 'outflow':
      return rows.toSorted((a, b) => heft(b.outflow) - heft(a.outflow))
    case 'slips':
      return rows.toSorted((a, b) => b.sent + b.received - (a.sent + a.received))
    case 'code':
      return rows.toSorted((a, b) => (a.code < b.code ? -1 : 1))
    default:
      return [...rows]
  }
}
