/** How slips read on screen: kinds, states with their colour, queues, and the words of choices. */
import type { SlipRow } from '@shared/contract/slips'
import {
  incomingStatusLabels,
  itemStatusLabels,
  outgoingStatusLabels,
  pairingResultLabels,
  returnNumberLabels,
  slipKindLabels,
  verificationMethodLabels,
  type LedgerIndicator
} from '@shared/domain'
import { formatDaysLeft } from '@shared/format'
import type { ListQuery } from './list-query'
import type { FieldChoice, StateOfSlip, WithdrawCode } from './slip-types'

type Standing = Pick<SlipRow, 'direction' | 'status' | 'daysLeft'>

const labels: Readonly<Record<SlipRow['direction'], Readonly<Record<string, string>>>> = {
  out: outgoingStatusLabels,
  in: incomingStatusLabels
}
export const kindWords = (kind: SlipRow['kind']): string => slipKindLabels[kind]
export const directionWords = (direction: SlipRow['direction']): string => (direction === 'out' ? '发出' : '收到')

const DONE: readonly string[] = ['answered', 'accepted', 'closed', 'accepted_by_peer', 'received_by_peer']
const CLOSED: readonly string[] = ['withdrawn', 'ended', 'transferred', 'duplicate']
/** Days before the limit from which a slip is shown as falling due. */
const SOON = 3

/** State = word, icon and colour. Overdue is said only while an answer is owed. */
export function stateOf({ direction, status, daysLeft }: Standing): StateOfSlip {
  const text = labels[direction][status] ?? status
  if (daysLeft !== null && daysLeft < 0) return { state: 'late', text }
  if (daysLeft !== null && daysLeft <= SOON) return { state: 'due', text }
  if (daysLeft !== null) return { state: 'pending', text }
  if (CLOSED.includes(status)) return { state: 'closed', text }
  return { state: DONE.includes(status) ? 'done' : 'pending', text }
}

/** 还有 3 天, 今天, 逾期 2 天; nothing where nothing is owed. */
export const dueWords = ({ daysLeft }: Pick<SlipRow, 'daysLeft'>): string => (daysLeft === null ? '' : formatDaysLeft(daysLeft))

const indicatorLabels: Readonly<Record<LedgerIndicator, string>> = {
  receive: '接收率',
  receive_lenient: '接收率（宽）',
  answer: '反馈率',
  answer_in_time: '及时反馈率',
  answer_effective: '有效反馈率',
  return: '返回率',
  accepted: '查实率'
}

/** Which number of 统计 a list stands behind; empty for any other list. */
export function behindWords({ counted, indicator, side, from, to, asOf }: ListQuery): string {
  if (indicator !== '') return `${indicatorLabels[indicator]}的${side === 'numerator' ? '分子' : '分母'}，期限在 ${from} 至 ${to}`
  return counted === '' ? '' : `返回率：${returnNumberLabels[counted]}，签发 ${from} 至 ${to}，截至 ${asOf}`
}

/** Both clocks and why, for who asks what the days mean. */
export const clockWords = ({ dueOn, workDueOn, hand }: Pick<SlipRow, 'dueOn' | 'workDueOn' | 'hand'>): string =>
  [
    dueOn === null ? null : `应反馈 ${dueOn}：从签发之日起算，对方按它计返回率`,
    workDueOn === null ? null : `自收到起算 ${workDueOn}：从本单位导入之日起算`,
    hand?.dueOn == null ? null : `${hand.dueOn} 前办回：分派时定的日子`
  ]
    .filter((words) => words !== null)
    .join('\n')

const choices = (table: Readonly<Record<string, string>>): FieldChoice[] =>
  Object.entries(table).map(([value, label]) => ({ value, label }))

export const itemStatusOptions = choices(itemStatusLabels)
export const itemStatusWords = (status: string | null): string => itemStatusOptions.find(({ value }) => value === status)?.label ?? ''
export const pairingOptions = choices(pairingResultLabels)
export const pairingWords = (result: string | null): string => pairingOptions.find(({ value }) => value === result)?.label ?? ''
export const methodOptions = choices(verificationMethodLabels)
/** How what was asked without a stick came. */
export const takenWays: FieldChoice[] = [
  { value: 'paper', label: '纸面来函' },
  { value: 'phone', label: '电话来函' }
]
export const withdrawOptions: readonly (FieldChoice & { readonly value: WithdrawCode })[] = [
  { value: 'sent_in_error', label: '误发' },
  { value: 'wrong_receiver', label: '收件单位有误' },
  { value: 'consent_withdrawn', label: '本人撤回同意' },
  { value: 'person_left', label: '人已离开' },
  { value: 'duplicate', label: '重复' }
]
export const queueOptions: FieldChoice[] = [
  { value: 'today', label: '今天到期' },
  { value: 'mine', label: '需要我处理' },
  { value: 'partner', label: '等对方' }
]
export const sortOptions: FieldChoice[] = [
  { value: 'due', label: '按期限排' },
  { value: 'newest', label: '新的在前' }
]
export const statusOptions = (direction: SlipRow['direction'] | ''): FieldChoice[] => {
  const wanted = direction === '' ? [...Object.entries(labels.out), ...Object.entries(labels.in)] : Object.entries(labels[direction])
  return [...new Map(wanted)].map(([value, label]) => ({ value, label }))
}

/** The last words of a place in a body: 人员·姓名 reads 姓名, 协查事项·第1项·事项 reads 事项1. */
export function shortLabel(label: string): string {
  const parts = label.split('·')
  const last = parts.at(-1) ?? label
  const place = parts.map((part) => /^第(\d+)项$/.exec(part)?.[1]).find((found) => found !== undefined)
  return place === undefined ? last : `${last}${place}`
}
