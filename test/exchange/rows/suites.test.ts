// T28 and T29: another suite than was agreed on, and what an SM2 signature or wrap may get wrong.
import { beforeAll, describe, expect, it } from 'vitest'
import { generateSm2Key, signSm2, sm2KeyOf } from '../../../electron/core/crypto'
import { composeCard, sm2EntriesOf, sm2Message } from '../../../electron/core/container'
import { expectFault } from '../expect-fault'
import { changeHeader, headerText, membersOf, storedZip, withMembers, type MutableHeader } from '../forge'
import { madeUpPair, pack, pinOf, receive, seal, sealG1, slipLines, verify, type Pair } from '../made-up-offices'

let pair: Pair
let file: Uint8Array
let national: Pair
let g1: Uint8Array

beforeAll(async () => {
  pair = await madeUpPair()
  file = await seal(pair, await pack(pair, slipLines(pair.from.card.id, 1)))
  national = await madeUpPair(['G1', 'A1'])
  g1 = await sealG1(national, await pack(national, slipLines(national.from.card.id, 1), {}, 'G1'))
})

describe('another suite', () => {
  const change = (edit: (header: MutableHeader) => void, base = file): Promise<unknown> => verify(pair, changeHeader(pair, base, edit))

  it('T28 member names of the other signature family › E_SUITE', async () => {
    const renamed = (from: string, to: string): Buffer =>
      storedZip(membersOf(file).map(([name, data]) => [name === from ? to : name, data]))
    await expectFault(verify(pair, renamed('header.json.sig', 'header.json.sm2')), 'E_SUITE', 2)
    await expectFault(verify(pair, renamed('payload.age', 'payload.sm4')), 'E_SUITE', 2)
    const status = membersOf(await seal(pair, null)).map(
      ([name, data]) => [name === 'header.json.sig' ? 'header.json.sm2' : name, data] as const
    )
    await expectFault(verify(pair, storedZip(status)), 'E_SUITE', 3)
  })

  it('T28 unknown, weaker or not agreed, digest that nobody here can compute › E_SUITE', async () => {
    await expectFault(
      change((it) => (it['suite'] = 'G1')),
      'E_SUITE',
      3
    )
    await expectFault(
      change((it) => (it['suite'] = 'A0')),
      'E_SUITE',
      3
    )
    await expectFault(
      change((it) => (it.content['id'] = `blake3:${'1'.repeat(64)}`)),
      'E_SUITE',
      3
    )
    await expectFault(verify(pair, file, { pinned: () => pinOf(pair.from.card, { suites: ['G1'] }) }), 'E_SUITE', 5)
  })

  it('T28 a G1 header with an A1 signature, either way of hiding it › E_SUITE, or E_SIGNATURE under its own name', async () => {
    const armour = membersOf(await seal(national, null)).find(([name]) => name === 'header.json.sig')?.[1] ?? ''
    await expectFault(verify(national, withMembers(g1, { 'header.json.sm2': armour })), 'E_SIGNATURE', 6)
    const inA1Names = storedZip(membersOf(g1).map(([name, data]) => [name.replace('.sm2', '.sig').replace('.sm4', '.age'), data]))
    await expectFault(verify(national, inA1Names), 'E_SUITE', 3)
    await expectFault(
      verify(
        national,
        changeHeader(national, g1, (it) => (it['suite'] = 'A1'))
      ),
      'E_SUITE',
      3
    )
    const sshKey = JSON.parse(headerText(await seal(national, null))) as { from: { key: string } }
    await expectFault(
      verify(
        national,
        changeHeader(national, g1, (it) => (it.from['key'] = sshKey.from.key))
      ),
      'E_SIGNATURE',
      6
    )
  })

  it('T28 a link pinned to one suite › refuses the other, whatever both cards announce', async () => {
    const link = (suites: readonly string[]): object => ({ pinned: () => pinOf(national.from.card, { suites }) })
    await expectFault(verify(national, await seal(national, null), link(['G1'])), 'E_SUITE', 5)
    await expectFault(verify(national, g1, link(['A1'])), 'E_SUITE', 5)
    await expect(verify(national, g1, link(['G1']))).resolves.toBeDefined()
  })
})

describe('SM2 in a bundle', () => {
  const order = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n
  const header = (): Buffer => Buffer.from(headerText(g1))
  const integer = (octets: readonly number[]): number[] => [2, octets.length, ...octets]
  const bytesOf = (value: bigint): number[] => [...Buffer.from(value.toString(16).padStart(64, '0'), 'hex')]
  const sequence = (...parts: number[][]): Buffer => Buffer.from([0x30, parts.flat().length, ...parts.flat()])

  it('T29 another identity or message, tail, long integers, r = 0, r = n, raw form, nothing › E_SIGNATURE and no other error', async () => {
    const key = sm2KeyOf(national.from.sm2.material.sign)
    const good = signSm2(key, sm2Message(header()))
    const r = [...good.subarray(4, 4 + (good[3] ?? 0))]
    const s = [...good.subarray(6 + r.length)]
    const forms = [
      signSm2(key, header()),
      signSm2(key, Buffer.from(`jhb-card@v1\0${header().toString()}`)),
      signSm2(generateSm2Key(), sm2Message(header())),
      Buffer.concat([good, Buffer.from([0])]),
      sequence(integer([0, ...r]), integer(s)),
      sequence(integer([0]), integer(s)),
      sequence(integer([0, ...bytesOf(order)]), integer(s)),
      sequence(integer(r)),
      Buffer.from([...r.slice(-32), ...s.slice(-32)]),
      good.subarray(0, 10),
      Buffer.alloc(0)
    ]
    await expect(verify(national, withMembers(g1, { 'header.json.sm2': good }))).resolves.toBeDefined()
    for (const form of forms) await expectFault(verify(national, withMembers(g1, { 'header.json.sm2': form })), 'E_SIGNATURE', 6)
  })

  it('T29 a key off the curve in the card › E_CARD; C1, C2, C3 of the wrap changed › E_DECRYPT', async () => {
    const [device, archive] = sm2EntriesOf(national.from.sm2.material, 1)
    const off = Buffer.from(device?.sign ?? '', 'base64')
    off[40] = (off[40] ?? 0) ^ 1
    if (!device || !archive) throw new TypeError('two entries')
    const parts = { ...national.from.parts, sm2: [{ ...device, sign: off.toString('base64') }, archive] }
    expect(() => composeCard(parts, national.from.root)).toThrow('E_CARD')
    const wrapped = (JSON.parse(headerText(g1)) as { payload: { wrap: [string, string][] } }).payload.wrap
    for (const at of [6, 40, 75, 110, 150]) {
      const wrap = wrapped.map(([name, text]) => {
        const octets = Buffer.from(text, 'base64')
        octets[at] = (octets[at] ?? 0) ^ 1
        return [name, octets.toString('base64')]
      })
      await expectFault(
        receive(
          national,
          changeHeader(national, g1, (it) => (it.payload['wrap'] = wrap))
        ),
        'E_DECRYPT',
        9
      )
    }
  })
})
