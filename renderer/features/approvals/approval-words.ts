/** How requests stand, in the words of the list. */
import type { ApprovalState, ApprovalView } from '@shared/contract/approvals'
import { formatInstant } from '@shared/format'
import type { GridColumn, StateName } from '@renderer/ui'

export const stateWords: Readonly<Record<ApprovalState, { readonly text: string; readonly state: StateName }>> = {
  open: { text: '待批', state: 'pending' },
  approved: { text: '已批准，可办理', state: 'due' },
  refused: { text: '已拒绝', state: 'closed' },
  withdrawn: { text: '已撤回', state: 'closed' },
  used: { text: '已办理', state: 'done' },
  expired: { text: '已过期', state: 'closed' }
}

const common: readonly GridColumn<ApprovalView>[] = [
  { id: 'title', title: '事项', width: 130, text: (row) => row.title },
  { id: 'sentence', title: '要办的事', width: 420, text: (row) => row.sentence },
  { id: 'reason', title: '理由', width: 200, text: (row) => row.reason }
]

export const forMeColumns: readonly GridColumn<ApprovalView>[] = [
  { id: 'requestedBy', title: '申请人', width: 120, isName: true, text: (row) => row.requestedBy },
  ...common,
  { id: 'requestedAt', title: '提出时间', width: 150, text: (row) => formatInstant(row.requestedAt) },
  { id: 'expiresAt', title: '有效到', width: 150, text: (row) => formatInstant(row.expiresAt) }
]

export const mineColumns: readonly GridColumn<ApprovalView>[] = [
  { id: 'state', title: '状态', width: 130, text: (row) => stateWords[row.state].text },
  ...common,
  { id: 'decidedBy', title: '批准或拒绝的人', width: 130, isName: true, text: (row) => row.decidedBy ?? '' },
  { id: 'requestedAt', title: '提出时间', width: 150, text: (row) => formatInstant(row.requestedAt) },
  { id: 'expiresAt', title: '有效到', width: 150, text: (row) => formatInstant(row.expiresAt) }
]

/** Facts of one request, for the panel beside the list. */
export function factsOf(row: ApprovalView): readonly { readonly label: string; readonly text: string }[] {
  return [
    { label: '申请人', text: row.requestedBy },
    { label: '理由', text: row.reason },
    { label: '提出时间', text: formatInstant(row.requestedAt) },
    { label: '有效到', text: formatInstant(row.expiresAt) },
    ...(row.decidedBy === null || row.decidedAt === null
      ? []
      : [{ label: row.state === 'refused' ? '拒绝' : '批准', text: `${row.decidedBy} ${formatInstant(row.decidedAt)}` }]),
    ...(row.decidedWhy === null ? [] : [{ label: '拒绝的理由', text: row.decidedWhy }]),
    ...(row.usedAt === null ? [] : [{ label: '办理时间', text: formatInstant(row.usedAt) }])
  ]
}
