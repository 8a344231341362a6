/** Why: a PC whose clock jumps back must neither lose nor reorder what came, and must be told apart from one that runs on. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { latestMoment, noteMoment } from '../../electron/core/modules/accounts'
import { clockWhenSealing, confirmClock, ownClock } from '../../electron/core/modules/exchange/own-clock'
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

describe('a clock that ran ahead once', () => {
  const day = (at: number): string => new Date(at).toISOString()
  /** The office as it stands after a day on which the clock showed next year. */
  function ranAhead(): number {
    const now = there.now()
    const ahead = day(now + 400 * DAY)
    b.office.write.transaction(() => {
      noteMoment(b.db, ahead)
      b.db.run("INSERT INTO exchange_counter(name, value) VALUES ('sealed_ms', ?)", now + 400 * DAY)
    })
    expect(ownClock(b.db, now)).toEqual({ fault: 'went_back', evidence: ahead.slice(0, 10) })
    expect(clockWhenSealing(b.db, now, b.partnerId)).toBe('suspect')
    return now
  }
  const confirm = () => b.office.command<{ today: string }>(confirmClock, {})

  it('somebody says that it is right › quiet here and in what is sealed, on record; deputyships go by what was', async () => {
    const now = ranAhead()
    expect(await confirm()).toEqual({ today: '2026-03-05' })
    expect(b.office.notes.at(-1)).toEqual({ detail: { fault: 'went_back', evidence: day(now + 400 * DAY).slice(0, 10) } })
    expect(ownClock(b.db, now).fault).toBeNull()
    expect(clockWhenSealing(b.db, now, b.partnerId)).toBe('ok')
    expect(latestMoment(b.db)).toBe(day(now + 400 * DAY))
    // Said once more, with nothing against it, nothing is noted.
    const notes = b.office.notes.length
    await confirm()
    expect(b.office.notes.length).toBe(notes)
  })

  it('set back after that, or ahead and back again › a new doubt, which needs a word of its own', async () => {
    const now = ranAhead()
    await confirm()
    const note = (at: number): void => b.office.write.transaction(() => noteMoment(b.db, day(at)))
    note(now + DAY)
    expect(ownClock(b.db, now + DAY).fault).toBeNull()
    expect(ownClock(b.db, now)).toEqual({ fault: 'went_back', evidence: day(now + DAY).slice(0, 10) })
    expect(clockWhenSealing(b.db, now, b.partnerId)).toBe('suspect')
    note(now + 500 * DAY)
    expect(ownClock(b.db, now + 2 * DAY).fault).toBe('went_back')
    there.advance(2 * DAY)
    await confirm()
    expect(ownClock(b.db, there.now()).fault).toBeNull()
  })

  it('before the program was made › nobody can say so', async () => {
    there.advance(Date.parse('2020-01-01') - there.now())
    await expect(confirm()).rejects.toMatchObject({ code: 'exchange.clock_early' })
    expect(ownClock(b.db, there.now()).fault).toBe('early')
  })
})
