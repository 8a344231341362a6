// Why: every decision about a slip's state is made here from the one life-cycle table, without database and clock, so that it can be tried out whole.
import type { Permission } from '@shared/contract'
import {
  daysBetween,
  incomingActions,
  incomingStatusLabels,
  isDay,
  isWaitingForPeer,
  isWaitingForUs,
  lifecycleKinds,
  nextIncoming,
  nextOutgoing,
  noticeKinds,
  replyKinds,
  outgoingActions,
  outgoingStatusLabels,
  requestKinds,
  writtenKinds,
  type Day,
  type IncomingAction,
  type IncomingStatus,
  type LifecycleKind,
  type OutgoingAction,
  type OutgoingStatus,
  type ReplyKind
} from '@shared/domain'
import { AppError } from '@shared/errors'

export type Direction = 'out' | 'in'

/** What decides about a slip: where it came from, its kind, where it stands. */
export interface Standing {
  readonly direction: Direction
  readonly kind: LifecycleKind
  readonly status: string
}

export type SlipAction = OutgoingAction | IncomingAction

export const isOutgoingStatus = (status: string): status is OutgoingStatus => Object.hasOwn(outgoingStatusLabels, status)
export const isIncomingStatus = (status: string): status is IncomingStatus => Object.hasOwn(incomingStatusLabels, status)
const isOutgoingAction = (action: string): action is OutgoingAction => Object.hasOwn(outgoingActions, action)
const isIncomingAction = (action: string): action is IncomingAction => Object.hasOwn(incomingActions, action)

export const statusLabel = ({ direction, status }: Standing): string =>
  direction === 'out'
    ? isOutgoingStatus(status)
      ? outgoingStatusLabels[status]
      : status
    : isIncomingStatus(status)
      ? incomingStatusLabels[status]
      : status

export const actionLabel = (direction: Direction, action: string): string => {
  if (direction === 'out') return isOutgoingAction(action) ? outgoingActions[action].label : action
  return isIncomingAction(action) ? incomingActions[action].label : action
}

/** @returns the state after the action by the life-cycle table, null when the table does not allow it */
export function nextStatus({ direction, kind, status }: Standing, action: string): string | null {
  if (direction === 'out') return isOutgoingStatus(status) && isOutgoingAction(action) ? nextOutgoing(kind, status, action) : null
  return isIncomingStatus(status) && isIncomingAction(action) ? nextIncoming(kind, status, action) : null
}

/** @returns the state after the actions in turn @throws AppError `slips.action_not_allowed` naming the first that is not allowed */
export function after(standing: Standing, ...actions: readonly SlipAction[]): string {
  return actions.reduce((status, action) => {
    const next = nextStatus({ ...standing, status }, action)
    if (next !== null) return next
    throw notAllowed(standing, actionLabel(standing.direction, action))
  }, standing.status)
}

/** The refusal of an act in words: 这张单现在是…，不能…。 */
export const notAllowed = (standing: Standing, action: string): AppError =>
  new AppError('slips.action_not_allowed', { status: statusLabel(standing), action })

export interface Queue {
  /** Whose move it is. */
  readonly waits: 'us' | 'peer' | null
  /** Whether an answer is owed, by us or by them. */
  readonly owed: boolean
}

/** What a clerk writes; replies come of answering. */
const composedKinds: readonly LifecycleKind[] = [...writtenKinds, 'BZ', 'TJ']

/** Own acts that stand in 需要我处理 beside the answers we owe: what is to be finished, signed or judged. */
const OWN_MOVES: Readonly<Record<Direction, Readonly<Partial<Record<string, readonly LifecycleKind[]>>>>> = {
  out: { draft: composedKinds, to_sign: composedKinds, answered: requestKinds, returned: composedKinds },
  in: { to_assign: [...noticeKinds, 'BZ', 'TJ'], assigned: noticeKinds, pairing: noticeKinds, to_review: noticeKinds }
}

/** @returns the queue a slip stands in. What a resident declined settles its item, so it stands in none. */
export function queueOf({ direction, kind, status }: Standing): Queue {
  const owedByPeer = direction === 'out' && isOutgoingStatus(status) && isWaitingForPeer(kind, status)
  if (owedByPeer) return { waits: 'peer', owed: true }
  const owedByUs = direction === 'in' && isIncomingStatus(status) && isWaitingForUs(kind, status)
  if (owedByUs) return { waits: 'us', owed: true }
  return { waits: OWN_MOVES[direction][status]?.includes(kind) === true ? 'us' : null, owed: false }
}

/** Whole days until the official limit, negative when past; null when nothing is owed or there is no limit. */
export function daysLeft(owed: boolean, dueOn: string | null, today: Day): number | null {
  return owed && dueOn !== null && isDay(dueOn) ? daysBetween(today, dueOn) : null
}

/** Nothing more happens to a slip in these states. */
export const finalStatuses = ['closed', 'withdrawn', 'ended', 'transferred', 'duplicate'] as const

/** One act of the screen: the life-cycle actions it stands for, and who may do it. */
interface Act {
  readonly method: string
  readonly label: string
  readonly needs: Permission
  readonly direction: Direction
  readonly kinds: readonly LifecycleKind[]
  readonly actions: readonly SlipAction[]
}

/** What tells of things that a file itself holds. */
const ADOPTABLE: readonly LifecycleKind[] = ['TB-LD', 'BZ']

/** In the order of the trade; `method` is the contract's method of module slips. */
const acts: readonly Act[] = [
  { method: 'submit', label: '送签', needs: 'slips.write', direction: 'out', kinds: composedKinds, actions: ['submit'] },
  { method: 'sign', label: '签发', needs: 'slips.sign', direction: 'out', kinds: composedKinds, actions: ['sign'] },
  { method: 'release', label: '签发反馈', needs: 'slips.sign', direction: 'out', kinds: replyKinds, actions: ['sign'] },
  { method: 'sendBack', label: '退回修改', needs: 'slips.sign', direction: 'out', kinds: composedKinds, actions: ['take_back'] },
  { method: 'adopt', label: '采信', needs: 'slips.adopt', direction: 'out', kinds: requestKinds, actions: ['accept'] },
  { method: 'recheck', label: '须再次核实', needs: 'slips.sign', direction: 'out', kinds: requestKinds, actions: ['ask_recheck'] },
  { method: 'resend', label: '重发', needs: 'slips.write', direction: 'out', kinds: writtenKinds, actions: ['resend'] },
  { method: 'withdraw', label: '撤回', needs: 'slips.sign', direction: 'out', kinds: composedKinds, actions: ['withdraw'] },
  { method: 'close', label: '办结', needs: 'slips.write', direction: 'out', kinds: lifecycleKinds, actions: ['close'] },
  { method: 'discard', label: '作废草稿', needs: 'slips.write', direction: 'out', kinds: composedKinds, actions: ['end'] },
  { method: 'pair', label: '配对', needs: 'slips.verify', direction: 'in', kinds: writtenKinds, actions: ['start_pairing'] },
  { method: 'assign', label: '分派', needs: 'slips.verify', direction: 'in', kinds: writtenKinds, actions: ['assign'] },
  { method: 'answer', label: '核实反馈', needs: 'slips.verify', direction: 'in', kinds: requestKinds, actions: ['submit_answer'] },
  {
    method: 'refuse',
    label: '退回对方',
    needs: 'slips.verify',
    direction: 'in',
    kinds: writtenKinds,
    actions: ['start_pairing', 'submit_answer']
  },
  { method: 'release', label: '签发反馈', needs: 'slips.sign', direction: 'in', kinds: requestKinds, actions: ['sign_answer'] },
  { method: 'release', label: '签发退回', needs: 'slips.sign', direction: 'in', kinds: noticeKinds, actions: ['transfer'] },
  { method: 'sendBack', label: '退回修改', needs: 'slips.sign', direction: 'in', kinds: writtenKinds, actions: ['rework'] },
  { method: 'adopt', label: '采纳', needs: 'slips.adopt', direction: 'in', kinds: ADOPTABLE, actions: ['close'] },
  { method: 'close', label: '办结', needs: 'slips.write', direction: 'in', kinds: lifecycleKinds, actions: ['close'] }
]

/** Replies are written by answering; they are neither withdrawn nor composed. */
export const isReply = (kind: LifecycleKind): kind is ReplyKind => replyKinds.some((known) => known === kind)

/** What is given back or came twice tells nothing of a person. */
export const saysNothing = (kind: LifecycleKind): boolean => kind === 'QR' || kind === 'TH'

/** What a signed reply does to the slip it answers. */
export const replyEnds = {
  FK: { action: 'sign_answer', outcome: 'answered', status: 'answered', label: '签发反馈', again: '找回已签发的反馈' },
  QR: { action: 'mark_duplicate', outcome: 'refused', status: 'duplicate', label: '签发退回', again: '找回已签发的退回' },
  TH: { action: 'transfer', outcome: 'refused', status: 'transferred', label: '签发退回', again: '找回已签发的退回' }
} as const satisfies Readonly<Record<ReplyKind, { readonly action: SlipAction; readonly status: string; [words: string]: string }>>

export interface OfferedAct {
  readonly action: string
  readonly label: string
  readonly permitted: boolean
}

/** @returns what a person at the screen may do with the slip now, whoever that is; `permitted` says whether this one may */
export function offeredActs(standing: Standing, grants: ReadonlySet<Permission>): OfferedAct[] {
  const possible = acts.filter(
    (act) => act.direction === standing.direction && act.kinds.includes(standing.kind) && isPossible(standing, act.actions)
  )
  return possible.map(({ method, label, needs }) => ({ action: method, label, permitted: grants.has(needs) }))
}

function isPossible(standing: Standing, actions: readonly SlipAction[]): boolean {
  let status: string | null = standing.status
  for (const action of actions) status = status === null ? null : nextStatus({ ...standing, status }, action)
  return status !== null
}

/** @throws AppError `slips.action_not_allowed` unless the slip is a draft or waits for its signature */
export function assertDiscardable(standing: Standing): void {
  if (isReply(standing.kind) || nextStatus(standing, 'end') === null) throw notAllowed(standing, '作废草稿')
}

/** `610802-00-XC-2026-000123`: office, kind, year, ordinal of the year. Never given twice. */
export const slipNumber = (officeCode: string, kind: string, year: string, ordinal: number): string =>
  `${officeCode}-${kind}-${year}-${String(ordinal).padStart(6, '0')}`

/** As the whitelist lets a number travel. */
const NUMBER = /^[0-9A-Z][0-9A-Z-]{3,47}$/

/** The number of a question in the answer to it; one that stands on paper in other letters is named on the sheet, and by a stand-in here. */
export const travellingNumber = ({ id, slip_no: number }: { readonly id: string; readonly slip_no: string | null }): string =>
  number !== null && NUMBER.test(number) ? number : `LH-${bare(id).toUpperCase()}`

/** UUID with dashes, whichever of the two writings the id has. */
export const dashed = (id: string): string =>
  id.length === 32 ? `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}` : id

/** 32 hex characters, as ids travel in bundles. */
export const bare = (id: string): string => id.replaceAll('-', '')

export const bytesOfId = (id: string): Uint8Array => Buffer.from(bare(id), 'hex')
export const idOfBytes = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
