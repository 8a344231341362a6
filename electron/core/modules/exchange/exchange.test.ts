/** Two offices exchange sticks: what was signed here arrives there once, whatever happens to sticks in between. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPair, type Pair } from '../../../../test/kit/linked-offices'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

describe('one trip and back', () => {
  it('brings the slips over, and the acknowledgement and receipt home', async () => {
    const { a, b } = pair
    const stick = pair.stick()
    const queued = a.queue(b, 12)
    const written = await a.writeTo(stick)
    expect(written.safeToRemove).toBe(true)
    expect(written.partners).toMatchObject([{ slips: 12, kinds: [{ kind: 'XC', count: 12 }], heldBack: [] }])
    expect(readdirSync(join(stick, 'JHB', '141124-00')).length).toBe(3)
    const found = await b.scan(stick)
    expect(found.found.map(({ state, senderName }) => [state, senderName]).sort()).toEqual([
      ['ready', '测试甲区卫生健康局'],
      ['status', '测试甲区卫生健康局']
    ])
    const { bundles } = await b.importFound(found)
    expect(bundles.flatMap(({ rejected }) => rejected)).toEqual([])
    expect(bundles.map(({ outcome, slips, fresh, duplicates }) => [outcome, slips, fresh, duplicates])).toEqual([
      ['applied', 12, 12, 0],
      ['status', 0, 0, 0]
    ])
    const arrived = b.db
      .all<{ slip_no: string }>("SELECT slip_no FROM slip WHERE direction = 'in' ORDER BY slip_no")
      .map(({ slip_no }) => slip_no)
    expect(arrived).toEqual(queued.map(({ slipNo }) => slipNo).sort())
    expect(a.db.all('SELECT status, count(*) AS n FROM slip GROUP BY status')).toEqual([{ status: 'delivered', n: 12 }])

    const back = pair.stick()
    await b.writeTo(back)
    await a.takeFrom(back)
    expect(a.db.one('SELECT state, duplicates, refused FROM bundle')).toMatchObject({ state: 'acknowledged', duplicates: 0, refused: 0 })
    expect(a.db.all('SELECT status, count(*) AS n FROM slip GROUP BY status')).toEqual([{ status: 'received_by_peer', n: 12 }])
    expect(a.db.one('SELECT result, n, dup, rejected FROM receipt_in')).toEqual({ result: 'imported', n: 12, dup: 0, rejected: 0 })
  })
})
