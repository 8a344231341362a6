/** What came in before the loss of a key was known, and its owner does not vouch for: a person looks at it, bundle by bundle (exchange.md §4.4). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  composeCard,
  fingerprint,
  formatKeyLine,
  rawKey,
  writeCardFile,
  type ClosedEpoch,
  type KeyCard
} from '../../electron/core/container'
import { generateSigningKey, randomHex, type SigningKey } from '../../electron/core/crypto'
import { createExchangeHandlers } from '../../electron/core/modules/exchange'
import { forge, slipLine, type Forged } from '../kit/forged-bundles'
import { openPair, testRoom, type Pair } from '../kit/linked-offices'
import { actorNamed } from '../kit/module-office'
import { changeKeys } from '../kit/root-acts'

let pair: Pair
beforeEach(async () => void (pair = await openPair()))
afterEach(() => pair.close())

const handlers = createExchangeHandlers(testRoom)
const partnerId = () => pair.b.partnerOf(pair.a)
const link = async () => handlers.link(pair.b.query(), { partnerId: partnerId() })
const codes = async () => (await link()).flags.map(({ code }) => code)
const listed = async () => handlers.unvouched(pair.b.query(), { partnerId: partnerId() })
const look = (bundleIds: readonly string[], note: string | null) =>
  pair.b.command(handlers.lookUnvouched, { partnerId: partnerId(), bundleIds, note }, actorNamed('li'))

async function bring(...files: readonly Uint8Array[]) {
  const folder = pair.stick()
  for (const [index, octets] of files.entries()) writeFileSync(join(folder, `${String(index)}.jhb`), octets)
  return pair.b.takeFrom(folder)
}

/** The card that gives the present key up as lost, and the new key. */
function afterLoss(): { card: KeyCard; key: SigningKey } {
  const key = generateSigningKey()
  const { id, code, name, suites, sign, enc, roots, issued, phone, ver, digest } = pair.a.card
  const revoked = [{ key: fingerprint(rawKey(sign[0]?.key ?? '')), since_ver: 2, reason: 'lost' as const }]
  const fresh = [{ key: formatKeyLine(key.publicKey), dev: 1, from_ver: 2 }]
  const facts = { id, code, name, suites, enc, roots, issued, phone, revoked, sign: fresh, ver: ver + 1, prev: digest }
  return { key, card: composeCard(facts, pair.a.root) }
}

/** What the owner says under his new key of where his streams end. */
const says = async ({ card, key }: ReturnType<typeof afterLoss>, no: number, ...closed: ClosedEpoch[]) =>
  bring((await forge(pair.a, pair.b, { card, signKey: key, status: true, state: { no, closed } })).file)

async function stream(epoch: string, count: number): Promise<Forged[]> {
  const bundles: Forged[] = []
  for (let seq = 1; seq <= count; seq += 1)
    bundles.push(await forge(pair.a, pair.b, { epoch, seq, prev: bundles.at(-1)?.id ?? null, lines: [slipLine(pair.a, pair.b)] }))
  return bundles
}

describe('what a thief brought before the news', () => {
  it('behind the declared end › is named with its slips, looked at by a person, and taken back', async () => {
    const epoch = randomHex(16)
    const bundles = await stream(epoch, 4)
    await bring(...bundles.map(({ file }) => file))
    expect(await codes()).toEqual([])
    await says(afterLoss(), 50, { epoch, last: 3, head: bundles[2]?.id ?? '' })
    expect(await codes()).toEqual(['unvouched'])
    expect((await link()).advice.code).toBe('call-partner')
    const forged = bundles[3]?.id ?? ''
    const abouts = async () => {
      const ids = pair.b.db.all<{ id: string }>("SELECT id FROM slip WHERE direction = 'in' ORDER BY seq").map(({ id }) => id)
      return Promise.all(ids.map(async (slipId) => (await handlers.doubtsAbout(pair.b.query(), { slipId })).doubts))
    }
    expect(await abouts()).toEqual([[], [], [], [{ seq: 4, why: '对方没有说发过这一包', looked: null }]])
    const { rows, count } = await listed()
    expect(count).toBe(1)
    const slip = pair.b.db.one<{ id: string; slip_no: string }>('SELECT id, slip_no FROM slip ORDER BY seq DESC LIMIT 1')
    expect(rows).toMatchObject([
      { bundleId: forged, seq: 4, why: '对方没有说发过这一包', receipts: 0, looked: null, slips: [{ id: slip?.id, slipNo: slip?.slip_no }] }
    ])
    await expect(look([forged, bundles[0]?.id ?? ''], '问过')).rejects.toMatchObject({ code: 'exchange.not_unvouched' })
    await look([forged], '已电话核实，不是对方发的')
    expect(await codes()).toEqual([])
    expect((await link()).unvouchedLooked).toBe(1)
    expect((await listed()).rows).toMatchObject([{ looked: { by: 'li', note: '已电话核实，不是对方发的' } }])
    await expect(look([forged], '再记一次')).rejects.toMatchObject({ code: 'exchange.not_unvouched' })
    await look([forged], null)
    expect(await codes()).toEqual(['unvouched'])
  })

  it('in a stream of his own › is named once the owner was heard › and gone when the owner says it was his after all', async () => {
    const [epoch, other] = [randomHex(16), randomHex(16)]
    const [own, strange] = [await stream(epoch, 1), await stream(other, 2)]
    await bring(...[...own, ...strange].map(({ file }) => file))
    const change = afterLoss()
    const end = { epoch, last: 1, head: own[0]?.id ?? '' }
    await says(change, 50, end)
    expect((await listed()).rows.map(({ seq }) => seq)).toEqual([1, 2])
    await says(change, 51, end, { epoch: other, last: 2, head: strange[1]?.id ?? '' })
    expect(await listed()).toEqual({ count: 0, rows: [] })
    expect(await codes()).not.toContain('unvouched')
  })

  it('a receipt he brought › is counted with its bundle', async () => {
    const { a, b } = pair
    b.queue(a, 1)
    await b.writeTo(pair.stick())
    const about = b.db.value<string>("SELECT id FROM bundle WHERE direction = 'out'")
    const receipt = { t: 'receipt', bundle: about, result: 'imported', n: 1, dup: 0, rejected: [], at: '2026-03-05T09:00:00+08:00' }
    const epoch = randomHex(16)
    await bring((await forge(a, b, { epoch, lines: [receipt] })).file)
    await says(afterLoss(), 50, { epoch, last: 0, head: null })
    expect((await listed()).rows).toMatchObject([{ seq: 1, receipts: 1, slips: [] }])
  })
})

describe('what the owner sent himself', () => {
  it('while only his card is here › waits without asking anybody › and stands once he says where he ended', async () => {
    const epoch = randomHex(16)
    const bundles = await stream(epoch, 2)
    await bring(...bundles.map(({ file }) => file))
    const change = afterLoss()
    const folder = pair.stick()
    writeFileSync(join(folder, '0.jhk'), writeCardFile(change.card))
    await pair.b.scan(folder)
    expect(await codes()).toEqual(['unvouched-open'])
    expect((await link()).advice.code).toBe('none')
    expect(await listed()).toEqual({ count: 0, rows: [] })
    await expect(look([bundles[0]?.id ?? ''], '看过')).rejects.toMatchObject({ code: 'exchange.not_unvouched' })
    await says(change, 50, { epoch, last: 2, head: bundles[1]?.id ?? '' })
    expect(await codes()).toEqual([])
  })

  it('and carries again under his new key › is vouched for by that', async () => {
    const { a, b } = pair
    a.queue(b, 1)
    await pair.trip(a, b)
    const signer = () => b.db.value<string>("SELECT signed_by FROM bundle WHERE direction = 'in'")
    const lost = signer()
    await changeKeys(a, 'lost')
    await pair.trip(a, b)
    expect(signer()).not.toBe(lost)
    expect(await codes()).toEqual([])
  })
})

it('a flag somebody looked into › rests with his name and note › comes back when the same happens anew', async () => {
  const { a, b } = pair
  const receipt = (n: number) => ({
    t: 'receipt',
    bundle: `sha256:${randomHex(32)}`,
    result: 'imported',
    n,
    dup: 0,
    rejected: [],
    at: '2026-03-05T09:00:00+08:00'
  })
  await bring((await forge(a, b, { lines: [receipt(1)] })).file)
  const [flag] = (await link()).flags
  expect(flag?.code).toBe('false-receipt')
  const input = { partnerId: partnerId(), code: 'false-receipt', at: flag?.at ?? '', note: '对方系统有误，已说明' }
  await expect(b.command(handlers.lookFlag, { ...input, at: '2026-01-01T00:00:00.000Z' })).rejects.toMatchObject({
    code: 'exchange.flag_changed'
  })
  await b.command(handlers.lookFlag, input, actorNamed('li'))
  const seen = await link()
  expect(seen.flags).toEqual([])
  expect(seen.advice.code).not.toBe('call-partner')
  expect(seen.looked).toMatchObject([{ text: flag?.text, look: { by: 'li', note: '对方系统有误，已说明' } }])
  await expect(b.command(handlers.lookFlag, input)).rejects.toMatchObject({ code: 'exchange.flag_changed' })
  await bring((await forge(a, b, { lines: [receipt(2)] })).file)
  expect((await link()).looked).toEqual([])
  expect(await codes()).toContain('false-receipt')
})
