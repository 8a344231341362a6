/** The main job in process: the same walk that the command line and the browser take, fast enough to run at every change. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testClock } from '../kit/clock'
import { OFFICES, walkLoop, type Carry, type Person, type Side } from '../kit/loop'
import { openTestOffice, type Desk, type TestOffice } from '../kit/office'

const ledger = async (office: TestOffice) => (await office.call('exchange.bundles', {})).rows

it('slip › travels to a neighbour and back › and both offices count the same', async () => {
  const clock = testClock('2026-03-05T09:00:00+08:00')
  const stick = mkdtempSync(join(tmpdir(), 'stick-'))
  const offices: Record<Side, TestOffice> = {
    a: await openTestOffice({ ...OFFICES.a, clock }),
    b: await openTestOffice({ ...OFFICES.b, clock })
  }
  try {
    const desks: Record<Side, Record<Person, Desk>> = {
      a: { clerk: offices.a, second: await offices.a.as('fuhe') },
      b: { clerk: offices.b, second: await offices.b.as('fuhe') }
    }
    const cards: Record<Side, string> = { a: '', b: '' }
    for (const side of ['a', 'b'] as const) {
      const { file } = await offices[side].call('exchange.exportCard', {})
      cards[side] = offices[side].connection.take(file.ticket).path
    }
    const carry: Carry = async (side, who, method, input) => {
      clock.advance(1000)
      const desk = desks[side][who]
      return await desk.settle(method, input)
    }
    const result = await walkLoop(carry, {
      stick: (at) => offices[at].connection.offer(stick).ticket,
      card: (of, at) => offices[at].connection.offer(cards[of]).ticket
    })
    expect(result).toEqual({ issued: 14, answered: 11, refused: 3 })
    for (const side of ['a', 'b'] as const) expect(await offices[side].call('audit.verify', {})).toMatchObject({ intact: true })
    // Each bears witness to the other's log: what the sender wrote down as given is what the receiver holds.
    const bundles = { a: await ledger(offices.a), b: await ledger(offices.b) }
    expect(bundles.a.filter(({ log }) => log === null)).toEqual([])
    for (const [from, to] of [
      ['a', 'b'],
      ['b', 'a']
    ] as const)
      for (const { id, direction, log } of bundles[from])
        if (direction === 'out') expect(bundles[to].find((row) => row.id === id)?.log).toEqual(log)
  } finally {
    await offices.a.close()
    await offices.b.close()
    rmSync(stick, { recursive: true, force: true })
  }
})
