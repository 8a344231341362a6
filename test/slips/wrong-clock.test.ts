/** Why: a PC whose clock jumps back must neither lose nor reorder what came, and must be told apart from one that runs on. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { noteMoment } from '../../electron/core/modules/accounts'
import { ownClock } from '../../electron/core/modules/exchange'
import { appendAudit } from '../../electron/core/modules/audit'
import { testClock, type TestClock } from '../kit/clock'
import { issue, openSlipOffice, pack, take, type SlipOffice } from './offices'

const DAY = 86_400_000
let there: TestClock
let a: SlipOffice
let b: SlipOffice
beforeEach(async () => {
  there = testClock()
  a = await openSlipOffice('610802-00', '141124-00')
  b = await openSlipOffice('141124-00', '610802-00', there)
})
afterEach(() => {
  a.close()
  b.close()
})

const cases = async (): Promise<{ id: string; status: string; number: string | null }[]> =>
  (await b.call('search', { filter: { direction: 'in' } })).rows.map(({ id, status, slipNo }) => ({ id, status, number: slipNo }))

it('receiver set back 300 days between two bundles › what came later stands later, and a withdrawal still reaches its slip', async () => {
  const [first = ''] = await issue(a, 1)
  take(b, pack(a))
  there.advance(-300 * DAY)
  const later = await issue(a, 2)
  take(b, pack(a))
  const numberOf = async (id: string): Promise<string | null> => (await a.call('get', { id })).slipNo
  expect((await cases()).map(({ number }) => number).reverse()).toEqual([
    await numberOf(first),
    ...(await Promise.all(later.map(numberOf)))
  ])
  await a.call('withdraw', { ids: [first], reason: '来电', code: 'person_left' })
  take(b, pack(a))
  expect((await cases()).at(-1)?.status).toBe('withdrawn')
})

it('acts written while the clock stood back › stand in the course in the order in which they were done', async () => {
  await issue(a, 1)
  take(b, pack(a))
  const [{ id } = { id: '' }] = await cases()
  await b.call('note', { id, text: '先' })
  there.advance(-300 * DAY)
  await b.call('pair', { id, result: 'found', personId: b.persons[0] ?? '' })
  await b.call('note', { id, text: '后' })
  const { timeline } = await b.call('get', { id })
  expect(timeline.map(({ label, note }) => note ?? label)).toEqual(['已导入', '先', '配对', '后'])
})

it('clock › behind what was shown before, or more than a day behind a partner › is told; running on it is not', () => {
  const { db } = b
  const now = there.now()
  const fault = (ahead: number): string | null => ownClock(db, now + ahead).fault
  b.office.write.transaction(() => noteMoment(db, new Date(now).toISOString()))
  expect([fault(0), fault(400 * DAY), fault(-60_000)]).toEqual([null, null, null])
  expect(ownClock(db, now - DAY)).toEqual({ fault: 'went_back', evidence: '2026-03-05' })
  expect(fault(Date.parse('2020-01-01') - now)).toBe('early')
  // The first act at the wrong time must not make it right.
  const at = new Date(now - DAY).toISOString()
  b.office.write.transaction(() => appendAudit(db, { at, account: 'x', method: 'm.m', event: 'm.m', outcome: 'done' }))
  expect(fault(-DAY)).toBe('went_back')
})
