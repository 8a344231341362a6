// Why: two offices settle what they count differently by figures alone, and not one slip number leaves before both said that it may.
import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contract, type CallInput, type Output, type Role, type SpecOf } from '../../shared/contract'
import { addCalendarDays, tableColumns, type Day } from '../../shared/domain'
import { checkIncoming } from '../../electron/core/incoming'
import { reportHandlers } from '../../electron/core/modules/reports'
import { numbersOf } from '../../electron/core/modules/reports/comparison'
import { markReceived } from '../../electron/core/modules/slips'
import { setAnswered, setStatus, setWithdrawn } from '../../electron/core/modules/slips/queries/slip-rows'
import { actorNamed } from '../kit/module-office'
import { issue, lineOf, openPair, pack, reference, take, type Load, type SlipOffice } from './offices'

const NOBODY = { waits: null, owed: false } as const
const TABLE = { period: 'month', month: '2026-03' } as const
let a: SlipOffice
let b: SlipOffice
let close: () => void

beforeEach(async () => {
  const pair = await openPair()
  ;[a, b, close] = [pair.a, pair.b, () => pair.close()]
})
afterEach(() => close())

type Asked = Partial<CallInput<SpecOf<'reports.comparison'>>>
const spec = contract.reports
function compared(office: SlipOffice, more: Asked = {}, roles: readonly Role[] = ['verifier'], scope: string | null = null) {
  const context = { ...office.office.query(), db: office.db, actor: actorNamed('banli', roles, scope) }
  const asked = spec.comparison.input.parse({ partnerId: office.partnerId, ...TABLE, ...more })
  return spec.comparison.output.parse(reportHandlers.comparison(context, asked))
}
async function offered(
  office: SlipOffice,
  agree: boolean,
  more: Asked & { anew?: boolean } = {},
  scope: string | null = null
): Promise<string> {
  const asked = spec.offerTable.input.parse({ partnerId: office.partnerId, ...TABLE, agree, ...more })
  const made = await office.office.command(reportHandlers.offerTable, asked, actorNamed('banli', ['verifier'], scope))
  return spec.offerTable.output.parse(made).id
}
async function signed(office: SlipOffice, id: string): Promise<Load> {
  await office.call('submit', { ids: [id] })
  await office.call('sign', { ids: [id] })
  return pack(office)
}
const give = async (from: SlipOffice, to: SlipOffice, agree: boolean, anew = false): Promise<Load> => {
  const load = await signed(from, await offered(from, agree, { anew }))
  take(to, load)
  return load
}
const bodyOf = (load: Load) => load.records.at(-1)?.value.body as Record<string, unknown>
const DAY = 86_400_000
const seqOf = (office: SlipOffice, number: string): number => office.db.value<number>('SELECT seq FROM slip WHERE slip_no = ?', number) ?? 0
const numbersOut = (office: SlipOffice): string[] =>
  office.db
    .all<{ slip_no: string }>("SELECT slip_no FROM slip WHERE kind = 'XC' AND direction = 'out' ORDER BY seq")
    .map((row) => row.slip_no)

/** Four questions of A: B answered the first, has the second and third, and never saw the fourth; a fifth only B knows. */
async function differing(): Promise<string[]> {
  await issue(a, 3)
  const load = pack(a)
  take(b, load)
  a.office.write.transaction(() => markReceived(a.db, load.bundleId, new Date(a.clock.now()).toISOString()))
  await issue(a, 1)
  pack(a)
  const numbers = numbersOut(a)
  b.office.write.transaction(() => {
    const seq = seqOf(b, numbers[0] ?? '')
    setStatus(b.db, seq, 'answered', NOBODY)
    setAnswered(b.db, seq, 'answered', b.office.query().today)
    b.db.run(
      `INSERT INTO slip(id, record_id, rev, direction, kind, status, waits, owed, partner_id, slip_no, issued_on, due_on, imported_on, created_at,
         rule_pack, body_record) VALUES (?, ?, 1, 'in', 'XC', 'to_assign', 'us', 1, ?, '610802-00-XC-2026-000099', ?, NULL, ?, '2026', 'order-555', 1)`,
      ...[randomUUID(), randomBytes(16), b.partnerId, b.office.query().today, b.office.query().today]
    )
  })
  a.clock.advance(2 * DAY)
  return numbers
}
const cellOf = (found: Output<SpecOf<'reports.comparison'>>, direction: 'out' | 'in', number: string) =>
  found.rows.find((row) => row.direction === direction)?.cells.find((cell) => cell.number === number)

describe('comparison', () => {
  it('reports.comparison › before anything came › has our figures alone, of a day that is over', async () => {
    await differing()
    const found = compared(a)
    expect(found).toMatchObject({ theirs: null, mine: null, listed: false, differences: [] })
    expect(found.asOf).toBe(addCalendarDays(a.office.query().today, -1))
    expect(cellOf(found, 'out', 'issued')).toEqual({ number: 'issued', ours: 4, theirs: null })
  })

  it('reports.offerTable › signed and carried › stands beside the figures of the other office, cell by cell', async () => {
    await differing()
    await give(b, a, false)
    const found = compared(a)
    const of = (number: string) => [cellOf(found, 'out', number)?.ours, cellOf(found, 'out', number)?.theirs]
    expect([of('issued'), of('answered_in_time'), of('received'), of('carried')]).toEqual([
      [4, 4],
      [0, 1],
      [3, 3],
      [1, 0]
    ])
    expect(found.rows.find(({ direction }) => direction === 'in')?.cells.every(({ ours, theirs }) => ours === 0 && theirs === 0)).toBe(true)
    expect(found.theirs).toMatchObject({ agreed: false, asOf: found.asOf })
    const [arrived] = (await a.call('search', { filter: { kinds: ['TJ'] } })).rows
    expect(arrived).toMatchObject({ direction: 'in', status: 'to_assign', subjectName: null, dueOn: null })
    expect((await a.call('home', {})).mine.rows.map(({ kind }) => kind)).toContain('TJ')
    await a.call('close', { ids: [arrived?.id ?? ''] })
    expect(compared(a).theirs).not.toBeNull()
  })

  it('reports.offerTable › until both agreed › carries figures alone, then the numbers, and the list is exactly what differs', async () => {
    const numbers = await differing()
    for (const load of [await give(a, b, false), await give(b, a, false), await give(a, b, true)]) {
      expect(bodyOf(load)).not.toHaveProperty('numbers')
      expect(JSON.stringify(load.records.at(-1)?.value)).not.toMatch(/-XC-/)
    }
    expect(compared(b)).toMatchObject({ listed: false, differences: [], theirs: { agreed: true } })
    const first = await give(b, a, true)
    expect(bodyOf(first)).toHaveProperty('numbers')
    const found = compared(a)
    const [one, , , four] = numbers
    const ids = new Map(a.db.all<{ id: string; slip_no: string }>('SELECT id, slip_no FROM slip').map((row) => [row.slip_no, row.id]))
    expect(found.listed).toBe(true)
    expect(found.differences).toEqual([
      { direction: 'out', slipNo: one, id: ids.get(one ?? ''), ours: 'received', theirs: 'answered_in_time' },
      { direction: 'out', slipNo: four, id: ids.get(four ?? ''), ours: 'carried', theirs: null },
      { direction: 'out', slipNo: '610802-00-XC-2026-000099', id: null, ours: null, theirs: 'received' }
    ])
    expect(compared(b).listed).toBe(false)
    await give(a, b, true)
    expect(compared(b).differences.map(({ slipNo, ours, theirs }) => [slipNo, ours, theirs])).toEqual([
      [one, 'answered_in_time', 'received'],
      ['610802-00-XC-2026-000099', 'received', null],
      [four, null, 'carried']
    ])
    expect(compared(a, {}, ['statistician']).differences).toEqual([])
  })

  it('consent taken back › ends the list on both sides, and a table that waits with numbers is not signed', async () => {
    await differing()
    await give(b, a, true)
    await give(a, b, true)
    expect(compared(b).listed).toBe(true)
    await give(b, a, true)
    const waiting = await offered(a, true)
    await a.call('submit', { ids: [waiting] })
    await give(b, a, false)
    expect(compared(a)).toMatchObject({ listed: false, differences: [], theirs: { agreed: false }, waiting })
    expect(compared(b)).toMatchObject({ listed: false, differences: [], mine: { agreed: false } })
    await expect(a.call('sign', { ids: [waiting] })).rejects.toMatchObject({ code: 'slips.table_not_agreed' })
    expect(pack(a).records).toEqual([])
    await a.call('discard', { id: waiting })
    expect(bodyOf(await give(a, b, true))).not.toHaveProperty('numbers')
  })

  it('a table of another day › carries no numbers, though both agreed', async () => {
    await differing()
    await give(b, a, true)
    a.clock.advance(3 * DAY)
    expect(bodyOf(await give(a, b, true, true))).not.toHaveProperty('numbers')
    expect(bodyOf(await give(b, a, true))).toHaveProperty('numbers')
  })

  it('a table withdrawn › counts no longer, and the one before it stands again', async () => {
    await differing()
    await give(b, a, false)
    await give(b, a, true)
    expect(compared(a).theirs?.agreed).toBe(true)
    const last = b.db.value<string>("SELECT id FROM slip WHERE kind = 'TJ' AND direction = 'out' ORDER BY seq DESC LIMIT 1") ?? ''
    await b.call('withdraw', { ids: [last], reason: '发错了', code: 'sent_in_error' })
    take(a, pack(b))
    expect(compared(a).theirs?.agreed).toBe(false)
  })

  it.each<readonly [string, Asked, string]>([
    ['a quarter that ends in no March', { period: 'quarter', month: '2026-02' }, 'slips.table_period'],
    ['a year that ends in June', { period: 'year', month: '2025-06' }, 'slips.table_period'],
    ['a period to come', { period: 'month', month: '2027-03' }, 'slips.table_period']
  ])('%s › is refused', async (_what, more, code) => {
    expect(() => compared(a, more)).toThrow(expect.objectContaining({ code }))
    await expect(offered(a, false, more)).rejects.toMatchObject({ code })
  })

  it('an account of a part of the county › is told nothing and offers nothing; one table waits at a time', async () => {
    expect(() => compared(a, {}, ['verifier'], '610802001')).toThrow(expect.objectContaining({ code: 'slips.out_of_scope' }))
    await expect(offered(a, false, {}, '610802001')).rejects.toMatchObject({ code: 'slips.out_of_scope' })
    await offered(a, false)
    await expect(offered(a, true)).rejects.toMatchObject({ code: 'slips.table_waiting' })
    expect((await a.call('search', { filter: { kinds: ['TJ'] } })).rows).toHaveLength(1)
  })

  it('slips.preview › of a table › is one line for each cell, in words', async () => {
    await differing()
    const { fields } = await a.call('preview', { id: await offered(a, false) })
    expect(fields.find(({ label }) => label === '数据·去单签发')?.value).toBe('4')
    expect(fields.find(({ field }) => field === 'table_code')?.value).toBe('返回情况（自然月）')
    expect(fields.find(({ label }) => label === '逐份核对')?.value).toBe('未同意')
    expect(fields.filter(({ label }) => label.startsWith('数据·'))).toHaveLength(20)
  })
})

describe('a list that is too long', () => {
  it('numbersOf › three thousand slips › fills one line of a bundle, says how many are left, and nothing is claimed beyond the last', async () => {
    const today = a.office.query().today
    const insert = (office: SlipOffice, direction: 'out' | 'in', at: number, status: string) =>
      office.db.run(
        `INSERT INTO slip(id, record_id, rev, direction, kind, status, waits, owed, partner_id, slip_no, issued_on, imported_on, created_at,
           rule_pack, body_record, carried_at, received_at, answered_on, outcome)
         VALUES (?, ?, 1, ?, 'XC', ?, 'us', 1, ?, ?, ?, ?, '2026', 'order-555', 1, '2026', '2026', ?, ?)`,
        ...[randomUUID(), randomBytes(16), direction, status, office.partnerId, `610802-00-XC-2026-${String(at).padStart(9, '0')}`],
        ...[today, today, status === 'answered' ? today : null, status === 'answered' ? 'answered' : null]
      )
    for (const [office, direction] of [
      [a, 'out'],
      [b, 'in']
    ] as const)
      office.office.write.transaction(() => {
        for (let at = 1; at <= 3000; at++)
          insert(office, direction, at, direction === 'in' && (at === 7 || at === 2999) ? 'answered' : 'received')
      })
    a.clock.advance(2 * DAY)
    await give(a, b, true)
    const load = await give(b, a, true)
    const line = JSON.stringify(load.records.at(-1)?.value)
    expect(Buffer.byteLength(line)).toBeLessThan(65_536 - 1024)
    expect(Buffer.byteLength(line)).toBeGreaterThan(55_000)
    const found = compared(a)
    expect(found.more).toBeGreaterThan(500)
    expect(found.differences.map(({ slipNo }) => slipNo)).toEqual(['610802-00-XC-2026-000000007'])
    const view = { partnerId: b.partnerId, from: '2026-03-01', to: '2026-03-31', asOf: today, today: b.office.query().today, keeper: false }
    const { numbers, more = 0 } = numbersOf(b.db, view as never, ['in'])
    expect(numbers.flatMap((cell) => cell.slip_numbers).length + more).toBe(3000)
  })
})

describe('hostile tables', () => {
  const NUMBER = '610802-00-XC-2026-000001'
  async function arriving(change: (body: Record<string, unknown>) => unknown): Promise<unknown> {
    const load = await signed(b, await offered(b, true))
    const [record] = load.records
    if (record === undefined) throw new TypeError('nothing was packed')
    const body = structuredClone(record.value.body) as Record<string, unknown>
    change(body)
    const { rules } = a.office.query()
    return checkIncoming([rules, ...reference.rulePacks], lineOf({ ...record.value, body }).value)
  }
  type Cell = Record<string, unknown>
  const cells = (body: Record<string, unknown>): Cell[] => body.cells as Cell[]
  const first = (body: Record<string, unknown>): Cell => cells(body)[0] ?? {}
  const listing =
    (numbers: unknown[], column = 'received', row = 'out') =>
    (body: Record<string, unknown>) => {
      for (const cell of cells(body))
        if (cell.row === 'out' && ['received', 'issued'].includes(String(cell.column))) cell.count = Math.max(1, numbers.length)
      body.numbers = [{ row, column, slip_numbers: numbers }]
    }

  it.each<readonly [string, (body: Record<string, unknown>) => unknown, string | null]>([
    ['as it was written', () => undefined, null],
    ['a right list', listing([NUMBER]), null],
    ['parts that do not add up', (body) => (first(body).count = 5), 'cells'],
    ['a negative number', (body) => (first(body).count = -1), 'cells'],
    ['half a slip', (body) => (first(body).count = 0.5), 'cells'],
    ['an unknown part', (body) => (first(body).column = 'lost'), 'cells'],
    ['an unknown row', (body) => (first(body).row = 'both'), 'cells'],
    ['a cell twice', (body) => cells(body).push({ ...first(body) }), 'cells'],
    ['a cell left out', (body) => cells(body).pop(), 'cells'],
    ['a suppressed cell', (body) => Object.assign(first(body), { count: undefined, suppressed: 'small_number' }), 'cells'],
    ['more due than was issued', (body) => Object.assign(cells(body)[9] ?? {}, { count: 7 }), 'cells'],
    ['no day', (body) => delete body.as_of, 'as_of'],
    ['a day to come', (body) => (body.as_of = '2031-01-01'), 'as_of'],
    ['no word about agreeing', (body) => delete body.slip_check, 'slip_check'],
    ['a period that is none', (body) => Object.assign(body, { table_code: 'return-year', period: '2026-03' }), 'period'],
    ['numbers without agreeing', (body) => (listing([NUMBER])(body), (body.slip_check = 'not_agreed')), 'numbers'],
    ['numbers in a table of another code', (body) => (listing([NUMBER])(body), (body.table_code = 'T5')), 'numbers'],
    ['a name for a number', listing(['张三']), 'numbers'],
    ['a name in Latin letters', listing(['ZHANG-SAN']), 'numbers'],
    ['an identity number', listing(['610802199001010014']), 'numbers'],
    ['the number of a table', listing(['610802-00-TJ-2026-000001']), 'numbers'],
    ['a number twice', listing([NUMBER, NUMBER]), 'numbers'],
    [
      'ten thousand numbers',
      listing(Array.from({ length: 10_000 }, (_, at) => `610802-00-XC-2026-${String(at).padStart(6, '0')}`)),
      'numbers'
    ],
    ['more numbers than slips', (body) => (body.numbers = [{ row: 'in', column: 'received', slip_numbers: [NUMBER] }]), 'numbers'],
    ['numbers under a sum', listing([NUMBER], 'issued'), 'numbers'],
    ['a number left out of no list', (body) => (body.more = 3), 'more'],
    ['a name beside the cells', (body) => (body.name = '张三'), 'name']
  ])('%s › is judged at the door', async (_what, change, field) => {
    expect(await arriving(change)).toEqual(field === null ? null : { code: 'E_SCHEMA', field })
  })
})

describe('offices of which nothing differs', () => {
  it('any mirrored ledger, period and past day › every cell is equal on both sides', () => {
    const FIRST = '2025-12-01' as Day
    const dayAt = (number: number): Day => addCalendarDays(FIRST, number) ?? FIRST
    const slip = fc.record({
      asker: fc.constantFrom('a' as const, 'b' as const),
      day: fc.nat(90),
      due: fc.option(fc.nat(30)),
      end: fc.constantFrom('open' as const, 'answered' as const, 'refused' as const, 'withdrawn' as const),
      after: fc.nat(40)
    })
    let ordinal = 0
    const write = (
      office: SlipOffice,
      direction: 'out' | 'in',
      number: string,
      one: { day: number; due: number | null; end: string; after: number }
    ) => {
      const [day, end] = [dayAt(one.day), dayAt(one.day + one.after)]
      office.db.run(
        `INSERT INTO slip(id, record_id, rev, direction, kind, status, waits, owed, partner_id, slip_no, issued_on, due_on, imported_on, created_at,
           rule_pack, body_record, carried_at, received_at) VALUES (?, ?, 1, ?, 'XC', ?, 'us', 1, ?, ?, ?, ?, ?, '2026', 'order-555', 1, ?, ?)`,
        ...[randomUUID(), randomBytes(16), direction, direction === 'in' ? 'to_assign' : 'received_by_peer', office.partnerId, number, day],
        ...[one.due === null ? null : dayAt(one.day + one.due), day, `${day}T01:00:00.000Z`, `${day}T01:00:00.000Z`]
      )
      const seq = seqOf(office, number)
      if (one.end === 'answered' || one.end === 'refused') {
        setStatus(office.db, seq, one.end === 'answered' ? 'answered' : direction === 'in' ? 'transferred' : 'returned', NOBODY)
        setAnswered(office.db, seq, one.end, end)
      }
      if (one.end !== 'withdrawn') return
      setStatus(office.db, seq, 'withdrawn', NOBODY)
      setWithdrawn(office.db, seq, end)
    }
    a.clock.set('2026-05-20T04:00:00.000Z')
    const stop = new Error('taken back')
    fc.assert(
      fc.property(
        fc.array(slip, { maxLength: 25 }),
        fc.constantFrom(
          ...(['statistical', 'month'] as const).flatMap((period) =>
            ['2025-12', '2026-01', '2026-02', '2026-03'].map((month) => ({ period, month }))
          ),
          ...['2025-12', '2026-03'].map((month) => ({ period: 'quarter' as const, month })),
          { period: 'year' as const, month: '2026-12' }
        ),
        (slips, asked) => {
          const views: Output<SpecOf<'reports.comparison'>>[] = []
          for (const [office, own] of [
            [a, 'a'],
            [b, 'b']
          ] as const)
            expect(() =>
              office.office.write.transaction(() => {
                ordinal = 0
                for (const one of slips) write(office, one.asker === own ? 'out' : 'in', `X-${String((ordinal += 1))}`, one)
                views.push(compared(office, asked))
                throw stop
              })
            ).toThrow(stop)
          const cells = (view: Output<SpecOf<'reports.comparison'>> | undefined, direction: 'out' | 'in') =>
            tableColumns.map((number) => (view === undefined ? null : cellOf(view, direction, number)?.ours))
          expect(cells(views[0], 'out')).toEqual(cells(views[1], 'in'))
          expect(cells(views[0], 'in')).toEqual(cells(views[1], 'out'))
        }
      ),
      { numRuns: 60 }
    )
  })
})
