// Why: a state nobody can leave, or an action only one side knows, would strand a slip; the whole table is walked here.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDay, type Day } from './calendar-day'
import {
  allowedIncoming,
  allowedOutgoing,
  incomingActions,
  incomingLifecycle,
  incomingStatusLabels,
  isNoticeKind,
  isEffectiveAnswer,
  isItemSettled,
  isOverdue,
  isWaitingForPeer,
  isWaitingForUs,
  lifecycleKinds,
  needsAnswer,
  nextIncoming,
  nextOutgoing,
  outgoingActions,
  outgoingLifecycle,
  outgoingStatusLabels,
  type IncomingAction,
  type LifecycleKind,
  type OutgoingAction
} from './slip-lifecycle'
import { itemStatuses } from './slip-kinds'

const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(text)
  return text
}
const reachable = (table: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>, start: string): Set<string> => {
  const seen = new Set<string>()
  const open = [start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    open.push(...Object.values(table[at] ?? {}).filter((next) => next !== undefined))
  }
  return seen
}
const isOutgoingAction = (name: string): name is OutgoingAction => Object.hasOwn(outgoingActions, name)
const outgoingEnds = ['closed', 'withdrawn', 'ended']
const incomingEnds = ['closed', 'transferred', 'duplicate', 'withdrawn']

describe('slip life-cycle', () => {
  it.each(lifecycleKinds)('outgoing › %s › every reachable state can still come to an end, and only ends have no way on', (kind) => {
    for (const status of reachable(outgoingLifecycle[kind], 'draft')) {
      const ends = [...reachable(outgoingLifecycle[kind], status)].filter((end) => outgoingEnds.includes(end))
      expect(ends, status).not.toEqual([])
    }
    for (const end of ['withdrawn', 'ended'] as const) expect(outgoingLifecycle[kind][end]).toEqual({})
    // Only a notice that the other side gives back after that is seen once more.
    expect(outgoingLifecycle[kind].closed).toEqual(isNoticeKind(kind) ? { note_returned: 'returned' } : {})
  })

  it.each(lifecycleKinds)('incoming › %s › every reachable state can still come to an end, and only ends have no way on', (kind) => {
    for (const status of reachable(incomingLifecycle[kind], 'imported')) {
      const ends = [...reachable(incomingLifecycle[kind], status)].filter((end) => incomingEnds.includes(end))
      expect(ends, status).not.toEqual([])
    }
    expect(incomingLifecycle[kind].withdrawn).toEqual({})
    const again = needsAnswer(kind) ? { note_sent_back: 'sent_back' } : {}
    expect(incomingLifecycle[kind].closed).toEqual(again)
    for (const end of ['transferred', 'duplicate'] as const)
      expect(incomingLifecycle[kind][end]).toEqual(isNoticeKind(kind) ? { note_sent_back: 'pairing' } : again)
  })

  it('outgoing › CX and XC › reach every state there is', () => {
    expect([...reachable(outgoingLifecycle.XC, 'draft')].sort()).toEqual(Object.keys(outgoingStatusLabels).sort())
    expect([...reachable(incomingLifecycle.XC, 'imported')].sort()).toEqual(Object.keys(incomingStatusLabels).sort())
  })

  it('outgoing › the ordinary way of a query › goes from 草稿 to 办结', () => {
    const way: OutgoingAction[] = ['submit', 'sign', 'bundle', 'deliver', 'note_received', 'note_answered', 'accept', 'close']
    let status: Parameters<typeof nextOutgoing>[1] = 'draft'
    for (const action of way) status = nextOutgoing('XC', status, action) ?? 'draft'
    expect(status).toBe('closed')
  })

  it('incoming › the ordinary way of a query › goes from 已导入 to 办结', () => {
    const way: IncomingAction[] = [
      'queue',
      'assign',
      'start_pairing',
      'start_verifying',
      'submit_answer',
      'sign_answer',
      'note_accepted',
      'close'
    ]
    let status: Parameters<typeof nextIncoming>[1] = 'imported'
    for (const action of way) status = nextIncoming('XC', status, action) ?? 'imported'
    expect(status).toBe('closed')
  })

  it('actions › any walk › never leaves an end and never signs twice', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...lifecycleKinds),
        fc.array(fc.constantFrom(...Object.keys(outgoingActions).filter(isOutgoingAction))),
        (kind, walk) => {
          let status: Parameters<typeof nextOutgoing>[1] = 'draft'
          let signed = 0
          for (const action of walk) {
            const next = nextOutgoing(kind, status, action)
            if (outgoingEnds.includes(status)) expect([null, 'returned']).toContain(next)
            if (next !== null && action === 'sign') signed += 1
            status = next ?? status
          }
          expect(signed).toBeLessThanOrEqual(1)
        }
      )
    )
  })

  it('allowed actions › screen › offers only what a person does', () => {
    expect(allowedOutgoing('XC', 'draft')).toEqual(['edit', 'submit', 'end'])
    expect(allowedOutgoing('XC', 'answered')).toEqual(['accept', 'ask_recheck'])
    expect(allowedOutgoing('QR', 'draft')).toEqual(['sign', 'end'])
    expect(allowedIncoming('FK', 'imported')).toEqual(['mark_duplicate'])
    expect(allowedIncoming('XC', 'to_review')).toEqual(['rework', 'sign_answer', 'transfer', 'mark_duplicate'])
    expect(allowedOutgoing('TB-LD', 'returned')).toEqual(['resend', 'close'])
    expect(nextOutgoing('XC', 'draft', 'sign')).toBeNull()
    expect(nextIncoming('TB-LD', 'pairing', 'close')).toBe('closed')
    expect(Object.values({ ...outgoingActions, ...incomingActions }).every((action) => action.label.length > 0)).toBe(true)
  })

  it('终止 › of what is not signed › ends a draft; what is signed ends by its withdrawal alone', () => {
    for (const kind of lifecycleKinds) {
      const endings = Object.entries(outgoingLifecycle[kind]).filter(([, actions]) => Object.values(actions).includes('ended'))
      expect(endings.every(([status]) => ['draft', 'to_sign'].includes(status))).toBe(true)
    }
    for (const status of ['signed', 'bundled', 'delivered', 'received_by_peer', 'recheck'] as const)
      expect(nextOutgoing('XC', status, 'withdraw')).toBe('withdrawn')
  })

  it('withdrawal › from the author › reaches the receiver until the slip is closed', () => {
    const open = ['imported', 'to_assign', 'assigned', 'pairing', 'verifying', 'to_review', 'answered', 'sent_back'] as const
    for (const status of open) expect(nextIncoming('XC', status, 'note_withdrawn')).toBe('withdrawn')
  })

  it('isOverdue › derived › only for a request still open after its day', () => {
    const today = day('2026-03-06')
    const check = (kind: LifecycleKind, due: string | null): boolean =>
      isOverdue(isWaitingForPeer(kind, 'delivered'), due === null ? null : day(due), today)
    expect([
      check('XC', '2026-03-05'),
      check('XC', '2026-03-06'),
      check('XC', null),
      check('TB-LD', '2026-03-05'),
      check('FK', '2026-03-05')
    ]).toEqual([true, false, false, false, false])
    for (const done of ['answered', 'accepted_by_peer', 'closed', 'transferred', 'duplicate', 'withdrawn'] as const)
      expect(isWaitingForUs('XC', done)).toBe(false)
    for (const done of ['answered', 'accepted', 'closed', 'withdrawn', 'returned', 'ended'] as const)
      expect(isWaitingForPeer('XC', done)).toBe(false)
    expect(lifecycleKinds.filter(needsAnswer)).toEqual(['CX', 'XC'])
  })

  it('guard-rail › 本人不同意提供 › settles its item, makes the answer effective, and leaves nothing overdue', () => {
    for (const status of itemStatuses) expect(isItemSettled(status)).toBe(true)
    expect(isItemSettled(null)).toBe(false)
    const asked = ['identity', 'children_count']
    expect(isEffectiveAnswer('found', asked, { identity: 'declined', children_count: 'declined' }, null)).toBe(true)
    expect(isEffectiveAnswer('found', asked, { identity: 'confirmed' }, null)).toBe(false)
    expect(isEffectiveAnswer('not_found', asked, {}, '已向村委会核对')).toBe(true)
    expect(isEffectiveAnswer('not_found', asked, {}, ' ')).toBe(false)
    expect(isWaitingForUs('XC', nextIncoming('XC', 'to_review', 'sign_answer') ?? 'to_review')).toBe(false)
  })
})
