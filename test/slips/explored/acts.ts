/** What a clerk may do at the screen, each with words that fit the slip it is done to. */
import { askedItems, itemStatuses, pairingResults, type LifecycleKind } from '../../../shared/domain'
import { offerTable as offer } from '../../../electron/core/modules/reports/comparison'
import { slipHandlers } from '../../../electron/core/modules/slips'
import { bodyOfContent } from '../../../electron/core/modules/slips/travel'
import type { MemoryOffice } from './memory-office'

export interface Draw {
  /** 0 … below. */
  below(count: number): number
  one<T>(list: readonly T[]): T
  chance(part: number): boolean
}

export interface SlipFacts {
  readonly seq: number
  readonly id: string
  readonly direction: 'out' | 'in'
  readonly kind: LifecycleKind
  readonly status: string
  readonly partner_id: string
  readonly body_record: number | null
  readonly pairing: string | null
}

type Handler = (context: unknown, input: unknown) => unknown
const run = (office: MemoryOffice, method: keyof typeof slipHandlers, input: unknown): unknown =>
  office.transaction(() => (slipHandlers[method] as Handler)(office.context(), input))

const contentOf = ({ db }: MemoryOffice, { body_record: record }: SlipFacts): string =>
  record === null ? '{}' : (db.value<string | null>('SELECT content FROM slip_record WHERE seq = ?', record) ?? '{}')

const findings = (office: MemoryOffice, slip: SlipFacts, found: boolean) =>
  found ? askedItems(bodyOfContent(contentOf(office, slip))).map((code) => ({ code, status: 'confirmed', value: null })) : []

const REASONS = ['not_our_area', 'not_on_file', 'moved_away', 'wrong_kind', 'incomplete', 'duplicate'] as const
/** 终止 among them: it is a withdrawal. */
const WITHDRAWN_FOR = ['sent_in_error', 'person_left', 'consent_withdrawn'] as const
const PLACES = [null, '150602', '612722'] as const
const NOTE = '测试'

function pairing(office: MemoryOffice, draw: Draw) {
  const result = draw.chance(0.6) ? 'found' : draw.one(pairingResults)
  return { result, personId: result === 'found' ? draw.one(office.persons) : null, note: NOTE }
}

/** @param others partners a slip that came back may go to */
export const clerkActs: Readonly<
  Record<string, (office: MemoryOffice, slip: SlipFacts, draw: Draw, others: readonly string[]) => unknown>
> = {
  submit: (office, { id }) => run(office, 'submit', { ids: [id] }),
  sign: (office, { id }) => run(office, 'sign', { ids: [id] }),
  release: (office, { id }) => run(office, 'release', { ids: [id] }),
  sendBack: (office, { id }) => run(office, 'sendBack', { ids: [id], note: NOTE }),
  discard: (office, { id }) => run(office, 'discard', { id }),
  withdraw: (office, { id }, draw) => run(office, 'withdraw', { ids: [id], reason: NOTE, code: draw.one(WITHDRAWN_FOR) }),
  recheck: (office, { id }) => run(office, 'recheck', { id, reason: NOTE }),
  adopt: (office, { id }) => run(office, 'adopt', { id, codes: [], note: null }),
  close: (office, { id }) => run(office, 'close', { ids: [id], note: null }),
  pair: (office, { id }, draw) => run(office, 'pair', { id, ...pairing(office, draw) }),
  answer: (office, slip) =>
    run(office, 'answer', {
      ...{ id: slip.id, findings: findings(office, slip, slip.pairing === 'found') },
      ...{ method: 'file', verifiedOn: '2026-03-05', note: NOTE }
    }),
  refuse: (office, { id }, draw) => run(office, 'refuse', { id, result: draw.one(REASONS), suggested: draw.one(PLACES), reason: NOTE }),
  resend: (office, { id }, draw, others) => run(office, 'resend', { id, partnerId: draw.one(others) }),
  correct: (office, { id }, draw) => {
    const values = { name: '某某', birth_date: '1980-01-02', new_area_code: '610881', marital_status: '20', identity: '', method: 'visit' }
    const field = draw.one(['name', 'birth_date', 'new_area_code', 'marital_status', 'identity', 'method'] as const)
    return run(office, 'correct', { id, field, status: draw.one(itemStatuses), value: values[field], reason: 'typing_error' })
  },
  takeReturn: (office, { id }, draw) =>
    run(office, 'takeReturn', {
      ...{ id, way: draw.one(['paper', 'phone']), receivedOn: office.context().today, post: '流动人口管理岗' },
      ...{ reason: draw.one(REASONS.filter((reason) => reason !== 'duplicate')), suggested: draw.one(PLACES), note: NOTE }
    }),
  mail: (office, { id }) => run(office, 'mail', { ids: [id], sentOn: office.context().today, note: null }),
  takeWithdrawal: (office, { id }, draw) =>
    run(office, 'takeWithdrawal', {
      ...{ id, way: 'paper', withdrawnOn: office.context().today, post: '流动人口管理岗', reason: draw.one(WITHDRAWN_FOR), note: null }
    }),
  takeAnswer: (office, slip, draw) => {
    const { today } = office.context()
    const result = draw.one(['found', 'not_found'] as const)
    return run(office, 'takeAnswer', {
      ...{ id: slip.id, way: draw.one(['paper', 'phone']), receivedOn: today, post: '流动人口管理岗', result },
      ...{ findings: findings(office, slip, result === 'found'), method: 'phone', verifiedOn: today, note: NOTE }
    })
  }
}

export function compose(office: MemoryOffice, draw: Draw, kind: 'CX' | 'XC' | 'TB-LD', partnerId: string): unknown {
  const asked = { CX: ['on_file'], XC: ['marital_status', 'identity'], 'TB-LD': [] }[kind]
  return run(office, 'compose', {
    ...{ kind, partnerId, personIds: [draw.one(office.persons)], items: asked, urgency: null, reason: NOTE, careful: true },
    ...{ purpose: null, legalBasis: null, consentRef: null },
    told: kind === 'TB-LD' ? { event: 'left', event_date: '2026-03-01', new_area_code: '610824' } : {}
  })
}

/** A table of the year for a partner; one that waits for its signature stands in the way of the next. */
export function offerTable(office: MemoryOffice, draw: Draw, partnerId: string): unknown {
  const context = office.context()
  const asked = {
    partnerId,
    period: 'year',
    month: `${context.today.slice(0, 4)}-12`,
    agree: draw.chance(0.8),
    anew: draw.chance(0.2)
  } as const
  return office.transaction(() => offer(context, asked))
}
