/** Why: a blank booklet is worth as much as a signed one to a forger, so whatever came out of the printer goes out of the stock. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clerkNamed, openCounty, refusal, signed, TOWNS, type County } from './county'

let county: County
beforeEach(() => {
  county = openCounty()
})
afterEach(() => county.close())

const code = (work: () => unknown): string => refusal(work).code
const block = (count = 5, unit: string | null = null) => county.call('allocate', { unit, form: 'marriage_birth', count })
const status = (id: string): string => county.call('get', { id }).status

describe('blank booklets', () => {
  const form = 'marriage_birth'
  const pack = (first: string, last: string) => county.stock('receive', { form, first, last })
  const left = (on: string | null = null): unknown =>
    county.stock('balance', { form, on }).rows.map(({ unitName, left, used, spoiled, lost }) => [unitName, left, used, spoiled, lost])

  it('received, given, used, spoiled, lost and counted › the stock adds up on any day', () => {
    const [one] = county.towns
    pack('A0001', 'A0010')
    county.stock('give', { form, first: 'A0001', last: 'A0004', to: one })
    county.clock.advance(86_400_000)
    block(3, one)
    const ids = [signed(county, 0, one).id, signed(county, 1, one).id]
    const { run } = county.call('startRun', { ids })
    county.call('hand', { run, count: 2 })
    county.call('tell', { run, from: 1, to: 1, seen: 'spoiled', reason: 'skewed', booklet: 'A0001' })
    county.call('tell', { run, from: 2, to: 2, seen: 'out', booklet: 'A0002' })
    expect(county.call('get', { id: ids[1] ?? '' }).copies).toMatchObject([{ state: 'printed', booklet: 'A0002' }])
    county.stock('writeOff', { form, unit: one, first: 'A0003', last: 'A0003', as: 'lost' })
    expect(county.stock('count', { form, unit: one, found: 0 })).toEqual({ expected: 1, found: 0 })
    expect(left()).toEqual([
      ['测试甲区卫生健康局', 6, 0, 0, 0],
      ['一镇', 1, 1, 1, 1]
    ])
    expect(left('2026-03-05')).toEqual([
      ['测试甲区卫生健康局', 6, 0, 0, 0],
      ['一镇', 4, 0, 0, 0]
    ])
  })

  it('a sheet on a booklet › is told with its number while the unit keeps any; a spoiled one leaves the stock, and the next is bound behind it', () => {
    pack('A0001', 'A0004')
    block(3)
    const ids = [signed(county).id, signed(county, 1).id, signed(county, 2).id]
    const { run } = county.call('startRun', { ids })
    county.call('hand', { run, count: 3 })
    const tell = (from: number, to: number, seen: 'out' | 'none' | 'spoiled', booklet: string | null) =>
      county.call('tell', { run, from, to, seen, reason: seen === 'spoiled' ? 'jam' : null, booklet })
    const error = refusal(() => tell(1, 1, 'out', null))
    expect([error.code, error.params]).toEqual(['booklets.number_needed', { number: county.call('get', { id: ids[0] ?? '' }).number }])
    expect(code(() => tell(1, 1, 'spoiled', null))).toBe('booklets.number_needed')
    expect(status(ids[0] ?? '')).toBe('sent')
    tell(1, 1, 'out', 'A0001')
    tell(2, 2, 'spoiled', 'A0002')
    // Nothing came out: no booklet goes, whatever was typed.
    tell(3, 3, 'none', null)
    expect(left()).toEqual([['测试甲区卫生健康局', 2, 1, 1, 0]])
    county.call('hand', { run, count: 2 })
    expect(code(() => tell(2, 3, 'out', 'A0002'))).toBe('booklets.too_few')
    tell(2, 3, 'out', 'A0003')
    expect(county.call('get', { id: ids[1] ?? '' }).copies.map(({ state, booklet }) => [state, booklet])).toEqual([
      ['spoiled', 'A0002'],
      ['printed', 'A0003']
    ])
    expect(left()).toEqual([['测试甲区卫生健康局', 0, 3, 1, 0]])
    // Printed, and found to be no good before it was handed out.
    county.call('spoil', { id: ids[1] ?? '', reason: 'torn' })
    expect(left()).toEqual([['测试甲区卫生健康局', 0, 2, 2, 0]])
    // Where the stock is empty, nothing can be asked for.
    const again = county.call('startRun', { ids: ids.slice(0, 1), reprint: 'damaged' }).run
    county.call('hand', { run: again, count: 1 })
    expect(county.call('tell', { run: again, from: 1, to: 1, seen: 'out' })).toEqual({ told: 1 })
  })

  it('what is not in the stock › is neither given nor printed on, and nothing of the pack moves', () => {
    const [one, two] = county.towns
    pack('A0001', 'A0004')
    expect(code(() => pack('A0004', 'A0009'))).toBe('booklets.known')
    expect(code(() => pack('A0009', 'B0010'))).toBe('booklets.bad_range')
    county.stock('give', { form, first: 'A0003', last: 'A0004', to: one })
    const error = refusal(() => county.stock('give', { form, first: 'A0002', last: 'A0003', to: two }))
    expect([error.code, error.params]).toEqual(['booklets.not_in_stock', { number: 'A0003', unit: '测试甲区卫生健康局' }])
    block(1, one)
    const { id } = signed(county, 0, one)
    const { run } = county.call('startRun', { ids: [id] })
    county.call('hand', { run, count: 1 })
    expect(code(() => county.call('tell', { run, from: 1, to: 1, seen: 'out', booklet: 'A0001' }))).toBe('booklets.too_few')
    expect(status(id)).toBe('sent')
    const clerk = clerkNamed('zhen', TOWNS[0])
    expect(code(() => county.stock('writeOff', { form, unit: two, first: 'A0003', last: 'A0003', as: 'lost' }, clerk))).toBe(
      'certificates.out_of_scope'
    )
    expect(left()).toEqual([
      ['测试甲区卫生健康局', 2, 0, 0, 0],
      ['一镇', 2, 0, 0, 0]
    ])
  })
})
