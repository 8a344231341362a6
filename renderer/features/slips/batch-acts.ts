/** What may be done at once with a choice of slips: each act with those of them that stand before it. */
import type { Permission } from '@shared/contract'
import type { SlipRow } from '@shared/contract/slips'
import {
  incomingStatusLabels,
  isNoticeKind,
  needsAnswer,
  nextIncoming,
  nextOutgoing,
  outgoingStatusLabels,
  replyKinds,
  type IncomingStatus,
  type OutgoingStatus
} from '@shared/domain'

export type BatchMethod = 'submit' | 'sign' | 'release' | 'assign' | 'takeBack' | 'pairSure' | 'sheet' | 'withdraw' | 'close'

export interface BatchAct {
  readonly method: BatchMethod
  readonly label: string
  readonly keyHint: string
  readonly ids: readonly string[]
}

const isOutgoing = (status: string): status is OutgoingStatus => Object.hasOwn(outgoingStatusLabels, status)
const isIncoming = (status: string): status is IncomingStatus => Object.hasOwn(incomingStatusLabels, status)
const isReply = ({ kind }: SlipRow): boolean => replyKinds.some((known) => known === kind)

const goes = (row: SlipRow, out: Parameters<typeof nextOutgoing>[2] | null, into: Parameters<typeof nextIncoming>[2] | null): boolean => {
  if (row.direction === 'out') return out !== null && isOutgoing(row.status) && nextOutgoing(row.kind, row.status, out) !== null
  return into !== null && isIncoming(row.status) && nextIncoming(row.kind, row.status, into) !== null
}

const acts: readonly {
  readonly method: BatchMethod
  readonly label: string
  readonly keyHint: string
  readonly needs: Permission
  readonly fits: (row: SlipRow) => boolean
}[] = [
  { method: 'submit', label: '送签', keyHint: 'F7', needs: 'slips.write', fits: (row) => !isReply(row) && goes(row, 'submit', null) },
  { method: 'sign', label: '签发', keyHint: 'F6', needs: 'slips.sign', fits: (row) => !isReply(row) && goes(row, 'sign', null) },
  {
    method: 'release',
    label: '签发反馈',
    keyHint: 'F6',
    needs: 'slips.sign',
    fits: (row) => (isReply(row) ? goes(row, 'sign', null) : goes(row, null, isNoticeKind(row.kind) ? 'transfer' : 'sign_answer'))
  },
  { method: 'assign', label: '分派', keyHint: 'F9', needs: 'slips.verify', fits: (row) => goes(row, null, 'assign') },
  {
    method: 'takeBack',
    label: '收回',
    keyHint: '',
    needs: 'slips.verify',
    fits: (row) => row.hand !== null && goes(row, null, 'take_back')
  },
  {
    method: 'pairSure',
    label: '按证件号配对',
    keyHint: '',
    needs: 'slips.verify',
    fits: (row) => !row.paired && goes(row, null, 'start_pairing')
  },
  {
    method: 'sheet',
    label: '核实表',
    keyHint: 'F8',
    needs: 'slips.verify',
    fits: (row) => needsAnswer(row.kind) && (goes(row, null, 'submit_answer') || goes(row, null, 'start_pairing'))
  },
  { method: 'withdraw', label: '撤回', keyHint: '', needs: 'slips.sign', fits: (row) => !isReply(row) && goes(row, 'withdraw', null) },
  {
    method: 'close',
    label: '办结',
    keyHint: '',
    needs: 'slips.write',
    fits: (row) => goes(row, 'close', 'close') && !(row.direction === 'in' && ['TB-LD', 'BZ'].includes(row.kind))
  }
]

/** Acts nobody here may do are left out. */
export const batchActs = (rows: readonly SlipRow[], may: (permission: Permission) => boolean): BatchAct[] =>
  acts
    .filter(({ needs }) => may(needs))
    .map(({ method, label, keyHint, fits }) => ({ method, label, keyHint, ids: rows.filter(fits).map(({ id }) => id) }))
    .filter(({ ids }) => ids.length > 0)
