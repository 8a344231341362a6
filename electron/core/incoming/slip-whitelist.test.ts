// Why: the quick whitelist guards the door in place of the careful one, so it may refuse or allow exactly what that one does.
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkSlipBody, type RulePack, type SlipKind } from '@shared/domain'
import { loadReference } from '../modules/reference'
import { checkIncoming, quickTest } from './slip-whitelist'

const reference = loadReference(resolve(import.meta.dirname, '../../../resources/codes'))
const packOf = (id: string): RulePack => reference.rulePack(id) ?? reference.rulePackOn('2026-03-05' as never)
const order555 = packOf('order-555')
const current = packOf('current')

const header = (type: SlipKind, pack: RulePack) => ({
  type,
  schema_version: 1,
  policy_profile: pack.id,
  slip_no: `610802-00-${type}-2026-000001`,
  sender_org: '610802000000',
  receiver_org: '141124000000',
  issued_on: '2026-03-05',
  contact_post: '流动人口管理岗',
  contact_phone: '0912-3812345'
})
const person = { name: '王小明', sex: '1', birth_date: '1988-01-01', id_no: '440524188001010014', hukou_code: '141124' }
const grounds = { subject_ref: 'x1', purpose_code: 'identity', legal_basis_code: 'request', consent_ref: 'TY-1' }
const bodies = (pack: RulePack): Record<'CX' | 'XC' | 'FK' | 'QR' | 'TB-LD', Record<string, unknown>> => ({
  CX: { ...header('CX', pack), ...grounds, urgency: 'ordinary', due_on: '2026-04-04', person, questions: ['on_file'] },
  XC: {
    ...header('XC', pack),
    ...grounds,
    urgency: 'urgent',
    due_on: '2026-03-20',
    person,
    items: [{ code: 'identity' }],
    reason_text: '核对身份'
  },
  FK: {
    ...header('FK', pack),
    ...grounds,
    reply_to: '141124-00-XC-2026-000007',
    pairing_result: 'found',
    items: [{ code: 'identity', status: 'declined' }],
    verified_on: '2026-03-05',
    method: 'file'
  },
  QR: { ...header('QR', pack), receipts: [{ slip_no: '141124-00-XC-2026-000007', result: 'duplicate' }] },
  'TB-LD': {
    ...header('TB-LD', pack),
    ...grounds,
    purpose_code: 'movement',
    person,
    event: 'left',
    event_date: '2026-03',
    new_area_code: '610824'
  }
})
const kinds = ['CX', 'XC', 'FK', 'QR', 'TB-LD'] as const
const exchangeKind = { CX: 'request', XC: 'request', FK: 'reply', QR: 'reply', 'TB-LD': 'notice' } as const
const ID = '0192f0c0aa0070008000000000000001'
const arriving = (kind: (typeof kinds)[number], body: unknown, pack = order555) =>
  checkIncoming([pack], { id: ID, rev: 1, kind: exchangeKind[kind], ref: kind === 'FK' ? ID : null, author: 'f'.repeat(32), body })

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, 0, -1, 1.5, '', ' ', '王\u200b', '\ud800', '2026-02-30', '000000198801010000', true, [], {}, [
    'identity',
    'identity'
  ]),
  fc.constantFrom<unknown>(
    'contraception_status',
    'pregnancy_status',
    'order_555',
    'consent',
    '610802',
    '2026-01-01',
    [{ code: 'identity' }],
    [{ code: 'pregnancy_status' }]
  ),
  fc.string({ maxLength: 12 }),
  fc.jsonValue({ maxDepth: 2 })
)

const nested = (value: unknown): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[key], ...nested(inner).map((path) => [key, ...path])])
    : []

function changed(body: unknown, path: readonly string[], value: unknown, remove: boolean): unknown {
  const [head, ...rest] = path
  if (head === undefined) return value
  if (Array.isArray(body)) return body.map((entry: unknown, at) => (String(at) === head ? changed(entry, rest, value, remove) : entry))
  const entries = Object.entries(body as Record<string, unknown>)
  if (rest.length === 0 && remove) return Object.fromEntries(entries.filter(([key]) => key !== head))
  return Object.fromEntries(entries.map(([key, inner]) => [key, key === head ? changed(inner, rest, value, remove) : inner]))
}

describe('quickTest', () => {
  it.each(kinds)('quickTest › a right body of %s › is recognised without the careful check', (kind) => {
    for (const pack of [order555, current]) expect(quickTest(pack, kind)(bodies(pack)[kind])).toBe(true)
  })

  it('quickTest › a body changed at one place › is never allowed where checkSlipBody refuses', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.constantFrom(order555, current),
        fc.nat(),
        odd,
        fc.boolean(),
        fc.boolean(),
        (kind, pack, at, value, remove, extra) => {
          const body = bodies(pack)[kind]
          const paths = nested(body)
          const path = paths[at % paths.length] ?? []
          const altered = extra
            ? { ...body, [['phone', 'fee', 'remark', 'attachments', 'diagnosis'][at % 5] ?? 'x']: value }
            : changed(body, path, value, remove)
          const careful = checkSlipBody(pack, kind, altered).ok
          if (quickTest(pack, kind)(altered)) expect(careful).toBe(true)
          expect(arriving(kind, altered, pack) === null).toBe(careful && (altered as { type?: unknown }).type === kind)
        }
      ),
      { numRuns: 4000 }
    )
  })
})

describe('checkIncoming', () => {
  it('checkIncoming › envelope faults › name the member', () => {
    const body = bodies(order555).XC
    const line = { id: ID, rev: 1, kind: 'request', ref: null, author: 'f'.repeat(32), body }
    const cases: [object, string][] = [
      [{ id: 'x' }, 'id'],
      [{ rev: 0 }, 'rev'],
      [{ rev: 1.5 }, 'rev'],
      [{ ref: 'zz' }, 'ref'],
      [{ kind: 'notice' }, 'kind'],
      [{ body: null }, 'body'],
      [{ body: { ...body, type: 'ZZ' } }, 'type'],
      [{ body: { ...body, policy_profile: 'pre-2009' } }, 'policy_profile'],
      [{ body: { ...body, fee: 1 } }, 'fee']
    ]
    for (const [change, field] of cases)
      expect(checkIncoming([order555, packOf('pre-2009')], { ...line, ...change })).toEqual({ code: 'E_SCHEMA', field })
  })

  it('an answer › under the rules of its question, that ended since › counts; a question under them does not, nor anything before they began', () => {
    const [old, now] = [packOf('order-555'), packOf('current')]
    const said = (kind: 'FK' | 'XC', issued: string) => {
      const wrapped = { id: ID, rev: 1, ref: kind === 'FK' ? ID : null, author: 'f'.repeat(32) }
      return checkIncoming([now, old], {
        ...wrapped,
        kind: old.slipTypes[kind].exchangeKind,
        body: { ...bodies(old)[kind], issued_on: issued }
      })
    }
    expect(said('FK', '2026-03-05')).toBeNull()
    expect(said('XC', '2026-03-05')).toEqual({ code: 'E_SCHEMA', field: 'policy_profile' })
    expect(said('FK', '2009-09-30')).toEqual({ code: 'E_SCHEMA', field: 'policy_profile' })
  })

  it('guard-rail 4 › health items › are refused without consent and without a pack that knows them', () => {
    const asking = (pack: RulePack, basis: object) => ({
      ...bodies(pack).XC,
      ...basis,
      items: [{ code: 'contraception_status' }]
    })
    expect(arriving('XC', asking(order555, { legal_basis_code: 'order_555', consent_ref: undefined }))).not.toBeNull()
    expect(arriving('XC', asking(order555, {}))).toBeNull()
    expect(arriving('XC', asking(current, {}), current)).toEqual({ code: 'E_SCHEMA', field: 'items' })
  })

  it('guard-rails 2 and 3 › sums, debts and judgements about a person › are no field of any slip', () => {
    for (const kind of kinds)
      for (const name of ['fee', 'fine', 'amount', 'money', 'debt', 'out_of_policy', 'penalty', 'score', 'suspicion'])
        expect(arriving(kind, { ...bodies(order555)[kind], [name]: 1 })).toEqual({ code: 'E_SCHEMA', field: name })
  })
})
