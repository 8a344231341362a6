/** Slips of ours that come back under a key lost since: a thief's or our own, so people decide, and none is sent unseen or lost (exchange.md §3.6, §4.4). */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createExchangeHandlers } from '../../electron/core/modules/exchange'
import { slipHandlers } from '../../electron/core/modules/slips'
import { openPair, testRoom, type Pair } from '../kit/linked-offices'
import { actorNamed } from '../kit/module-office'
import { changeKeys } from '../kit/root-acts'
import { rollBack } from '../kit/roll-back'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

const handlers = createExchangeHandlers(testRoom)
const link = async () => handlers.link(pair.a.query(), { partnerId: pair.a.partnerOf(pair.b) })
const outgoing = () =>
  pair.a.db.all<{ status: string; slip_no: string | null }>("SELECT status, slip_no FROM slip WHERE direction = 'out' ORDER BY seq")

it('what an older database forgot, under a key that was lost since › becomes drafts, once, and is told; asking ends', async () => {
  const { a, b } = pair
  a.queue(b, 1)
  await pair.round()
  const restore = rollBack(a)
  const forgotten = [...a.queue(b, 1), ...a.queue(b, 1, { reason_text: '另一件事' })]
  await pair.round()
  restore()
  await changeKeys(a, 'lost')
  // As coming back from a backup does: numbers given meanwhile are not given again.
  a.write.db.run("INSERT INTO slip_number(kind, year, last) VALUES ('XC', 2026, 5000)")
  for (let turn = 0; turn < 4; turn++) await pair.round()
  const [, ...drafts] = outgoing()
  expect(drafts).toEqual([
    { status: 'draft', slip_no: null },
    { status: 'draft', slip_no: null }
  ])
  const told = a.db.all<{ note: string }>("SELECT note FROM slip_event WHERE action = 'doubt' ORDER BY seq").map(({ note }) => note)
  expect(told).toEqual(forgotten.map(({ slipNo }) => slipNo))
  const seen = await link()
  expect(seen.flags.map(({ code }) => code)).toContain('lost-key')
  expect(seen.flags.map(({ code }) => code)).not.toContain('false-echo')
  expect(seen).toMatchObject({ asking: 0, recovered: { slips: 0 } })
  // A person knows it for ours: signed anew it travels under a key that counts.
  const ids = a.db.all<{ id: string }>("SELECT id FROM slip WHERE status = 'draft'").map(({ id }) => id)
  await a.command(slipHandlers.discard, { id: ids[1] ?? '' }, actorNamed('zhang'))
  await a.command(slipHandlers.submit, { ids: ids.slice(0, 1) }, actorNamed('zhang'))
  await a.command(slipHandlers.sign, { ids: ids.slice(0, 1) }, actorNamed('li'))
  await pair.round()
  expect(outgoing().map(({ status }) => status)).toEqual(['received_by_peer', 'received_by_peer', 'ended'])
})
