// Why: screen and core must agree, word for word, on what may be done with a slip in each state. Source: domain.md §2.4.
import type { Day } from './calendar-day'
import type { ItemStatus, PairingResult } from './slip-kinds'

export const requestKinds = ['CX', 'XC'] as const
/** Tell of an event unasked; nothing answers them. */
export const noticeKinds = ['TB-FW', 'TB-DJ', 'TB-CS', 'TB-LD', 'TB-ZM'] as const
export type NoticeKind = (typeof noticeKinds)[number]
/** What a person writes; replies come of answering. */
export const writtenKinds = [...requestKinds, ...noticeKinds] as const
export type WrittenKind = (typeof writtenKinds)[number]
/** What an answer comes as: findings, a word that it came twice, or the slip itself given back. */
export const replyKinds = ['FK', 'QR', 'TH'] as const
export type ReplyKind = (typeof replyKinds)[number]
export const lifecycleKinds = [...requestKinds, ...replyKinds, ...noticeKinds, 'BZ', 'TJ'] as const
export type LifecycleKind = (typeof lifecycleKinds)[number]

export const isNoticeKind = (kind: string): kind is NoticeKind => noticeKinds.some((known) => known === kind)

export const slipDirections = ['outgoing', 'incoming'] as const
export type SlipDirection = (typeof slipDirections)[number]

export const outgoingStatusLabels = {
  draft: '草稿',
  to_sign: '待签发',
  signed: '已签发',
  bundled: '已装包',
  delivered: '已交付',
  received_by_peer: '对方已收',
  answered: '已反馈',
  accepted: '已采信',
  recheck: '须再次核实',
  closed: '办结',
  withdrawn: '已撤回',
  returned: '已退回',
  ended: '已终止'
} as const
export type OutgoingStatus = keyof typeof outgoingStatusLabels

export const incomingStatusLabels = {
  imported: '已导入',
  to_assign: '待分派',
  assigned: '已分派',
  pairing: '配对中',
  verifying: '核实中',
  to_review: '待审核',
  answered: '已反馈',
  accepted_by_peer: '对方采信',
  sent_back: '对方退回再核',
  closed: '办结',
  transferred: '已退回转办',
  duplicate: '重复',
  withdrawn: '对方已撤回'
} as const
export type IncomingStatus = keyof typeof incomingStatusLabels

/** `by` tells who acts: a person at the screen, or the exchange when a bundle or stick changes hands. */
export const outgoingActions = {
  edit: { label: '修改', by: 'person' },
  submit: { label: '送签', by: 'person' },
  take_back: { label: '退回草稿', by: 'person' },
  sign: { label: '签发', by: 'person' },
  bundle: { label: '装包', by: 'exchange' },
  deliver: { label: '交付', by: 'exchange' },
  note_received: { label: '对方已收', by: 'exchange' },
  note_answered: { label: '收到反馈', by: 'exchange' },
  note_accepted: { label: '对方采信', by: 'exchange' },
  note_recheck: { label: '对方退回再核', by: 'exchange' },
  note_returned: { label: '对方退回', by: 'exchange' },
  accept: { label: '采信', by: 'person' },
  ask_recheck: { label: '须再次核实', by: 'person' },
  resend: { label: '重发', by: 'person' },
  close: { label: '办结', by: 'person' },
  withdraw: { label: '撤回', by: 'person' },
  end: { label: '终止', by: 'person' }
} as const
export type OutgoingAction = keyof typeof outgoingActions

export const incomingActions = {
  queue: { label: '登记待办', by: 'exchange' },
  assign: { label: '分派', by: 'person' },
  take_back: { label: '收回', by: 'person' },
  start_pairing: { label: '配对', by: 'person' },
  start_verifying: { label: '核实', by: 'person' },
  submit_answer: { label: '送审反馈', by: 'person' },
  rework: { label: '退回修改', by: 'person' },
  sign_answer: { label: '签发反馈', by: 'person' },
  note_accepted: { label: '对方采信', by: 'exchange' },
  note_sent_back: { label: '对方退回再核', by: 'exchange' },
  apply: { label: '采纳', by: 'exchange' },
  close: { label: '办结', by: 'person' },
  transfer: { label: '退回转办', by: 'person' },
  mark_duplicate: { label: '标为重复', by: 'person' },
  note_withdrawn: { label: '对方撤回', by: 'exchange' }
} as const
export type IncomingAction = keyof typeof incomingActions

type Outgoing = Record<OutgoingStatus, Partial<Record<OutgoingAction, OutgoingStatus>>>
type Incoming = Record<IncomingStatus, Partial<Record<IncomingAction, IncomingStatus>>>

/**
 * Writing, signing and carrying are the same for every slip that a person writes. What is not signed ends here; what is signed ends by its
 * withdrawal, 终止 (人已离开, 本人撤回同意) included, because only a withdrawal makes the other side delete what it holds.
 */
const beforeDelivery = {
  draft: { edit: 'draft', submit: 'to_sign', end: 'ended' },
  to_sign: { take_back: 'draft', sign: 'signed', end: 'ended' },
  signed: { bundle: 'bundled', withdraw: 'withdrawn' },
  bundled: { deliver: 'delivered', note_received: 'received_by_peer', withdraw: 'withdrawn' }
} as const

/** What was given back waits here until somebody has seen it. */
const sideExits = { closed: {}, withdrawn: {}, returned: { close: 'closed' }, ended: {} } as const

/** CX and XC: an answer is waited for, judged, and may be asked for again; it may come by telephone or before any receipt. */
const request = {
  ...beforeDelivery,
  bundled: { ...beforeDelivery.bundled, note_answered: 'answered', note_returned: 'returned' },
  delivered: {
    note_received: 'received_by_peer',
    note_answered: 'answered',
    note_returned: 'returned',
    withdraw: 'withdrawn'
  },
  received_by_peer: { note_answered: 'answered', note_returned: 'returned', withdraw: 'withdrawn' },
  answered: { accept: 'accepted', ask_recheck: 'recheck', note_answered: 'answered' },
  accepted: { close: 'closed', ask_recheck: 'recheck' },
  recheck: { note_received: 'recheck', note_answered: 'answered', note_returned: 'returned', withdraw: 'withdrawn' },
  ...sideExits,
  // Findings outweigh a return, whichever came first.
  returned: { note_answered: 'answered', resend: 'closed', close: 'closed' }
} as const satisfies Outgoing

/** FK: nothing answers a reply; the asker accepts it or asks again. */
const reply = {
  ...beforeDelivery,
  bundled: { ...beforeDelivery.bundled, note_accepted: 'accepted', note_recheck: 'recheck', note_returned: 'returned' },
  delivered: {
    note_received: 'received_by_peer',
    note_accepted: 'accepted',
    note_recheck: 'recheck',
    note_returned: 'returned',
    withdraw: 'withdrawn'
  },
  received_by_peer: {
    note_accepted: 'accepted',
    note_recheck: 'recheck',
    note_returned: 'returned',
    close: 'closed',
    withdraw: 'withdrawn'
  },
  answered: {},
  accepted: { close: 'closed' },
  recheck: { close: 'closed', note_accepted: 'accepted' },
  ...sideExits
} as const satisfies Outgoing

/** Notices are done when the other side has them; one that is given back after that is seen all the same. */
const notice = {
  ...beforeDelivery,
  bundled: { ...beforeDelivery.bundled, note_returned: 'returned' },
  delivered: { note_received: 'received_by_peer', note_returned: 'returned', withdraw: 'withdrawn' },
  received_by_peer: { note_returned: 'returned', close: 'closed', withdraw: 'withdrawn' },
  answered: {},
  accepted: {},
  recheck: {},
  ...sideExits,
  returned: { resend: 'closed', close: 'closed' },
  closed: { note_returned: 'returned' }
} as const satisfies Outgoing

/** BZ and TJ: nobody gives a correction or a table back to be sent elsewhere. */
const beside = { ...notice, returned: sideExits.returned, closed: {} } as const satisfies Outgoing

/** QR: written by the program, signed with the bundle, done when handed over; given back only by a program that cannot read it. */
const receipt = {
  draft: { sign: 'signed', end: 'ended' },
  to_sign: {},
  signed: { bundle: 'bundled' },
  bundled: { deliver: 'delivered', note_received: 'received_by_peer', note_returned: 'returned' },
  delivered: { note_received: 'received_by_peer', note_returned: 'returned', close: 'closed' },
  received_by_peer: { note_returned: 'returned', close: 'closed' },
  answered: {},
  accepted: {},
  recheck: {},
  ...sideExits
} as const satisfies Outgoing

/** TH: seen by two persons as an answer is, done when handed over. */
const givenBack = { ...receipt, draft: beforeDelivery.draft, to_sign: beforeDelivery.to_sign } as const satisfies Outgoing

const incomingExits = { transferred: {}, duplicate: {}, withdrawn: {}, closed: {} } as const
const mayLeave = { note_withdrawn: 'withdrawn' } as const
/** What two persons may have decided in place of an answer. */
const givesBack = { transfer: 'transferred', mark_duplicate: 'duplicate', note_withdrawn: 'withdrawn' } as const

/** CX and XC: a small office may pair without assigning, and answer from the file without a visit; what is being verified keeps its state whoever has it. */
const incomingRequest = {
  imported: { queue: 'to_assign', ...mayLeave },
  to_assign: { assign: 'assigned', start_pairing: 'pairing', ...mayLeave },
  assigned: { assign: 'assigned', take_back: 'to_assign', start_pairing: 'pairing', ...mayLeave },
  pairing: {
    assign: 'assigned',
    take_back: 'pairing',
    start_pairing: 'pairing',
    start_verifying: 'verifying',
    submit_answer: 'to_review',
    ...mayLeave
  },
  verifying: { assign: 'verifying', take_back: 'verifying', start_pairing: 'pairing', submit_answer: 'to_review', ...mayLeave },
  to_review: { rework: 'verifying', sign_answer: 'answered', ...givesBack },
  answered: { note_accepted: 'accepted_by_peer', note_sent_back: 'sent_back', close: 'closed', note_withdrawn: 'withdrawn' },
  accepted_by_peer: { close: 'closed', note_sent_back: 'sent_back' },
  sent_back: {
    assign: 'sent_back',
    take_back: 'sent_back',
    start_pairing: 'pairing',
    start_verifying: 'verifying',
    submit_answer: 'to_review',
    note_withdrawn: 'withdrawn'
  },
  ...incomingExits,
  // Asked once more, a question is owed again, whatever was thought of it before.
  closed: { note_sent_back: 'sent_back' },
  transferred: { note_sent_back: 'sent_back' },
  duplicate: { note_sent_back: 'sent_back' }
} as const satisfies Incoming

/** FK, QR and TH: their effect is on the slip they answer; the paper itself is done once applied. */
const incomingReply = {
  imported: { apply: 'closed', mark_duplicate: 'duplicate', note_withdrawn: 'withdrawn' },
  to_assign: {},
  assigned: {},
  pairing: {},
  verifying: {},
  to_review: {},
  answered: {},
  accepted_by_peer: {},
  sent_back: {},
  ...incomingExits
} as const satisfies Incoming

/** Notices: looked at, paired, adopted or not, closed, or given back; no answer is owed. */
const incomingNotice = {
  ...incomingReply,
  imported: { queue: 'to_assign', ...mayLeave },
  to_assign: { assign: 'assigned', start_pairing: 'pairing', close: 'closed', ...mayLeave },
  assigned: { assign: 'assigned', take_back: 'to_assign', start_pairing: 'pairing', close: 'closed', ...mayLeave },
  pairing: {
    assign: 'assigned',
    take_back: 'pairing',
    start_pairing: 'pairing',
    close: 'closed',
    submit_answer: 'to_review',
    ...mayLeave
  },
  to_review: { rework: 'pairing', ...givesBack },
  // The return itself could not be read there.
  transferred: { note_sent_back: 'pairing' },
  duplicate: { note_sent_back: 'pairing' }
} as const satisfies Incoming

/** BZ and TJ: read beside what they speak of, adopted or not, closed. */
const incomingBeside = {
  ...incomingReply,
  imported: { queue: 'to_assign', ...mayLeave },
  to_assign: { close: 'closed', ...mayLeave }
} as const satisfies Incoming

/** state → action → next state. */
export const outgoingLifecycle: Readonly<Record<LifecycleKind, Outgoing>> = {
  CX: request,
  XC: request,
  FK: reply,
  QR: receipt,
  TH: givenBack,
  'TB-FW': notice,
  'TB-DJ': notice,
  'TB-CS': notice,
  'TB-LD': notice,
  'TB-ZM': notice,
  BZ: beside,
  TJ: beside
} satisfies Record<LifecycleKind, Outgoing>

export const incomingLifecycle: Readonly<Record<LifecycleKind, Incoming>> = {
  CX: incomingRequest,
  XC: incomingRequest,
  FK: incomingReply,
  QR: incomingReply,
  TH: incomingReply,
  'TB-FW': incomingNotice,
  'TB-DJ': incomingNotice,
  'TB-CS': incomingNotice,
  'TB-LD': incomingNotice,
  'TB-ZM': incomingNotice,
  BZ: incomingBeside,
  TJ: incomingBeside
} satisfies Record<LifecycleKind, Incoming>

/** @returns the state after the action, null when the action is not allowed now */
export const nextOutgoing = (kind: LifecycleKind, status: OutgoingStatus, action: OutgoingAction): OutgoingStatus | null =>
  outgoingLifecycle[kind][status][action] ?? null

export const nextIncoming = (kind: LifecycleKind, status: IncomingStatus, action: IncomingAction): IncomingStatus | null =>
  incomingLifecycle[kind][status][action] ?? null

const namesOf = <K extends string>(table: Readonly<Record<K, unknown>>): K[] => {
  const names: K[] = []
  for (const name in table) names.push(name)
  return names
}
const outgoingActionNames = namesOf(outgoingActions)
const incomingActionNames = namesOf(incomingActions)

/** @returns what a person at the screen may do now, in the order of the trade */
export function allowedOutgoing(kind: LifecycleKind, status: OutgoingStatus): OutgoingAction[] {
  return outgoingActionNames.filter((action) => outgoingActions[action].by === 'person' && nextOutgoing(kind, status, action) !== null)
}

export function allowedIncoming(kind: LifecycleKind, status: IncomingStatus): IncomingAction[] {
  return incomingActionNames.filter((action) => incomingActions[action].by === 'person' && nextIncoming(kind, status, action) !== null)
}

const waitingForPeer: ReadonlySet<OutgoingStatus> = new Set(['signed', 'bundled', 'delivered', 'received_by_peer', 'recheck'])
const waitingForUs: ReadonlySet<IncomingStatus> = new Set([
  'imported',
  'to_assign',
  'assigned',
  'pairing',
  'verifying',
  'to_review',
  'sent_back'
])

export const needsAnswer = (kind: LifecycleKind): boolean => requestKinds.some((known) => known === kind)

/** 等对方: an own request that is out and not yet answered. */
export const isWaitingForPeer = (kind: LifecycleKind, status: OutgoingStatus): boolean => needsAnswer(kind) && waitingForPeer.has(status)

/** 需要我处理: a request of the other side without our signed answer. */
export const isWaitingForUs = (kind: LifecycleKind, status: IncomingStatus): boolean => needsAnswer(kind) && waitingForUs.has(status)

/** Overdue is never stored: it is a request still open after its day. A slip without a due day is never overdue. */
export function isOverdue(waiting: boolean, dueOn: Day | null, today: Day): boolean {
  return waiting && dueOn !== null && dueOn < today
}

/** Every status settles its item; 本人不同意提供 as finally as 属实. */
export const isItemSettled = (status: ItemStatus | null | undefined): boolean => status !== null && status !== undefined

/**
 * 有效反馈: the person was found and every requested item has a status, or a negative pairing with its reason. Source: domain.md §2.6.
 */
export function isEffectiveAnswer(
  pairing: PairingResult,
  asked: readonly string[],
  settled: Readonly<Partial<Record<string, ItemStatus>>>,
  remark: string | null
): boolean {
  if (pairing === 'found') return asked.length > 0 && asked.every((code) => isItemSettled(settled[code]))
  return remark !== null && remark.trim() !== ''
}
