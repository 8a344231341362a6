// Why: a ledger grows for years; every list is found through an index, every statement is prepared, and counts equal the lists behind them.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Day } from '@shared/domain'
import {
  countStatement,
  pageStatement,
  type ListFilter,
  type ListQuestion,
  type SlipSort
} from '../../electron/core/modules/slips/queries/slip-list'
import { issue, openPair, pack, take, type SlipOffice } from './offices'

let a: SlipOffice
let b: SlipOffice
let close: () => void

beforeAll(async () => {
  const pair = await openPair()
  a = pair.a
  b = pair.b
  close = () => pair.close()
  await issue(a, 12)
  take(b, pack(a))
  await issue(a, 5)
})
afterAll(() => close())

const none: ListFilter = {
  text: '',
  direction: null,
  kinds: [],
  statuses: [],
  partnerId: null,
  queue: null,
  open: null,
  issuedFrom: null,
  issuedTo: null,
  place: null,
  due: null,
  dueFrom: null,
  dueTo: null,
  hand: null,
  personId: null,
  counted: null,
  indicator: null
}
const asking = (filter: Partial<ListFilter>, scope: string | null = null): ListQuestion => ({
  keeper: false,
  filter: { ...none, ...filter },
  scope,
  me: { accounts: ['x'], unit: 'y' },
  files: ['x', 'y'],
  today: '2026-03-05' as Day
})
const planOf = (sql: string, params: readonly unknown[]): string =>
  a.db
    .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...(params as string[]))
    .map(({ detail }) => detail)
    .join(' | ')

const selective: [string, Partial<ListFilter>][] = [
  ['queue today', { queue: 'today' }],
  ['queue mine', { queue: 'mine' }],
  ['queue partner', { queue: 'partner' }],
  ['number', { text: '610802-00-XC-2026-000003' }],
  ['number tail', { text: '000003' }],
  ['resident number', { text: '440524188001010014' }],
  ['name', { text: '小明' }],
  ['kind and direction', { kinds: ['FK'], direction: 'in' }],
  ['status', { statuses: ['answered'] }],
  ['partner', { partnerId: 'x' }],
  ['issued', { issuedFrom: '2026-03-01', issuedTo: '2026-03-31' }],
  ['place', { place: '610802001' }],
  ['overdue', { due: 'late' }],
  ['due this week', { due: 'week' }],
  ['due between', { dueFrom: '2026-03-01', dueTo: '2026-03-31' }],
  ['given to me', { hand: 'mine' }],
  ['given to nobody', { hand: 'none' }],
  ['person', { personId: 'x' }],
  [
    'number of the return rate',
    { direction: 'out', issuedFrom: '2026-03-01', issuedTo: '2026-03-31', counted: { number: 'overdue', asOf: '2026-03-05' } }
  ]
]

describe('plans', () => {
  it.each(selective)('search and count › by %s › use an index and never walk the register', (_, filter) => {
    for (const sort of ['newest', 'due'] as SlipSort[]) {
      const { sql, params } = pageStatement(asking(filter), sort, null, 100)
      expect(planOf(sql, params)).toMatch(/USING (COVERING )?INDEX|INTEGER PRIMARY KEY/)
      expect(planOf(sql, params)).not.toMatch(/SCAN slip(?! USING)/)
    }
    const { sql, params } = countStatement(asking(filter))
    expect(planOf(sql, params)).not.toMatch(/SCAN slip(?! USING)/)
  })

  it('search › queue by limit › needs no sorting: the index is the list', () => {
    for (const queue of ['mine', 'partner'] as const) {
      const { sql, params } = pageStatement(asking({ queue }), 'due', null, 100)
      expect(planOf(sql, params)).toContain('slip_waiting')
      expect(planOf(sql, params)).not.toContain('TEMP B-TREE')
    }
  })

  it('search › of a place, among the few that wait › asks where each belongs instead of gathering all of the place', () => {
    for (const [filter, scope] of [
      [{ queue: 'mine', place: '610802001' }, null],
      [{ queue: 'mine' }, '610802001']
    ] as const) {
      const { sql, params } = countStatement(asking(filter, scope))
      expect(planOf(sql, params)).toMatch(/slip_waiting.*SEARCH p USING.*slip_place_by_slip|slip_waiting.*SEARCH p USING PRIMARY KEY/)
    }
  })

  it('search › nothing asked › walks the row numbers or the limit index just as far as the page', () => {
    for (const [sort, index] of [
      ['newest', 'SCAN slip'],
      ['due', 'slip_by_due']
    ] as [SlipSort, string][]) {
      const plan = planOf(...(Object.values(pageStatement(asking({}), sort, { seq: 5, due: '2026-04-04' }, 100)) as [string, string[]]))
      expect(plan).not.toContain('TEMP B-TREE')
      if (sort === 'due') expect(plan).toContain(index)
    }
  })
})

describe('lists', () => {
  it('search › any filter, page by page › gives each slip once and as many as count says', async () => {
    const filter = fc.record({
      text: fc.constantFrom('', '王', '小明', '000003', '%', '_', "'", '610802-00-XC', 'x'.repeat(200)),
      direction: fc.constantFrom('out' as const, null),
      kinds: fc.subarray(['XC', 'FK'] as ('XC' | 'FK')[]),
      statuses: fc.subarray(['signed', 'delivered', 'draft']),
      queue: fc.constantFrom('today' as const, 'mine' as const, 'partner' as const, null),
      open: fc.constantFrom(true, false, null)
    })
    await fc.assert(
      fc.asyncProperty(
        filter,
        fc.constantFrom('newest' as const, 'due' as const),
        fc.integer({ min: 1, max: 7 }),
        async (asked, sort, limit) => {
          const seen: string[] = []
          let cursor: string | null = null
          do {
            const page: { rows: { id: string }[]; next: string | null } = await a.call('search', { filter: asked, sort, cursor, limit })
            seen.push(...page.rows.map(({ id }) => id))
            cursor = page.next
          } while (cursor !== null)
          expect(new Set(seen).size).toBe(seen.length)
          expect(seen.length).toBe((await a.call('count', { filter: asked })).count)
        }
      ),
      { numRuns: 60 }
    )
  })

  it('search › a cursor of another make › starts anew instead of failing', async () => {
    const { rows } = await a.call('search', { cursor: 'bm9uc2Vuc2U' })
    expect(rows.length).toBe(17)
  })

  it('home › every list › is as long as it says', async () => {
    const home = await b.call('home', { limit: 100 })
    for (const list of [home.today, home.mine, home.partner]) expect(list.rows).toHaveLength(list.count)
    expect([home.mine.count, (await a.call('home', {})).partner.count]).toEqual([12, 17])
  })
})
