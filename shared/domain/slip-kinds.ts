// Why: the thirteen types of information slip are the words everything about exchange is said in. Source: domain.md §2.3.
import { z } from 'zod'

export const slipKinds = ['CX', 'XC', 'FK', 'TB-FW', 'TB-DJ', 'TB-CS', 'TB-LD', 'TB-ZM', 'QR', 'TH', 'BZ', 'CH', 'TJ'] as const
export const slipKindSchema = z.enum(slipKinds)
export type SlipKind = z.infer<typeof slipKindSchema>

export const slipKindLabels = {
  CX: '查询',
  XC: '协查',
  FK: '协查反馈',
  'TB-FW': '服务通报',
  'TB-DJ': '生育服务登记结果通报',
  'TB-CS': '出生通报',
  'TB-LD': '流动变动通报',
  'TB-ZM': '证明变动通报',
  QR: '接收确认',
  TH: '退回转办',
  BZ: '更正',
  CH: '撤回',
  TJ: '统计交换'
} as const satisfies Record<SlipKind, string>

export const isSlipKind = (text: string): text is SlipKind => slipKindSchema.safeParse(text).success

/** What came of looking for the person in the local files. */
export const pairingResults = ['found', 'several', 'not_found', 'address_unknown', 'moved_away', 'duplicate'] as const
export type PairingResult = (typeof pairingResults)[number]

export const pairingResultLabels = {
  found: '找到',
  several: '多人待选',
  not_found: '查无此人',
  address_unknown: '地址不详',
  moved_away: '已迁走',
  duplicate: '重复'
} as const satisfies Record<PairingResult, string>

/** How one requested item ended. Each of the four is a complete, final answer. */
export const itemStatuses = ['confirmed', 'differs', 'unverifiable', 'declined'] as const
export type ItemStatus = (typeof itemStatuses)[number]

export const itemStatusLabels = {
  confirmed: '属实',
  differs: '不符',
  unverifiable: '无法核实',
  declined: '本人不同意提供'
} as const satisfies Record<ItemStatus, string>

export const verificationMethods = ['file', 'phone', 'visit', 'in_person'] as const
export type VerificationMethod = (typeof verificationMethods)[number]

export const verificationMethodLabels = {
  file: '档案',
  phone: '电话',
  visit: '入户',
  in_person: '本人到场'
} as const satisfies Record<VerificationMethod, string>

/** What the other office did with a slip it was sent. */
export const receiptResults = ['received', 'duplicate', 'bad_signature', 'not_our_area', 'bad_format'] as const
export type ReceiptResult = (typeof receiptResults)[number]

export const receiptResultLabels = {
  received: '已收',
  duplicate: '重复',
  bad_signature: '验签失败',
  not_our_area: '非本辖区',
  bad_format: '格式错误'
} as const satisfies Record<ReceiptResult, string>

export const movementEvents = ['arrived', 'left', 'returned'] as const
export type MovementEvent = (typeof movementEvents)[number]

export const movementEventLabels = { arrived: '流入', left: '流出', returned: '返回' } as const satisfies Record<MovementEvent, string>
