// Suite G1 as a whole: the same content in other cryptography, nothing accepted that A1 would refuse, and no way down from what a link agreed on.
import { beforeAll, describe, expect, it } from 'vitest'
import {
  generateSm2Key,
  randomBytes,
  softwareSm2,
  unwrapSm2,
  WRAPPED_BYTES,
  type Sm2Opener,
  type Sm2Sender
} from '../../electron/core/crypto'
import {
  bytesSource,
  chooseSuite,
  composeCard,
  newEpochNeeded,
  sm2EntriesOf,
  sm2Fingerprint,
  verifyEnvelope,
  type CardParts
} from '../../electron/core/container'
import { sm4Decrypt, sm4Encrypt } from '../../electron/core/container/payload-sm4'
import { expectFault, faultOf } from './expect-fault'
import { changeHeader, headerText, membersOf, storedZip, withMembers, withPayload } from './forge'
import { g1Of, madeUpOffice, madeUpPair, pack, pinOf, receive, seal, sealG1, slipLines, verify, type Pair } from './made-up-offices'

let pair: Pair
let lines: string[]
let file: Uint8Array
let status: Uint8Array

beforeAll(async () => {
  pair = await madeUpPair(['G1', 'A1'])
  lines = slipLines(pair.from.card.id, 3)
  file = await sealG1(pair, await pack(pair, lines, {}, 'G1'))
  status = await sealG1(pair, null)
})

const member = (octets: Uint8Array, name: string): Buffer => Buffer.from(membersOf(octets).find(([each]) => each === name)?.[1] ?? '')
const textsOf = (items: readonly object[]): string[] => items.map((item) => ('text' in item ? String(item.text) : ''))
const flip = (octets: Uint8Array, at: number): Buffer => {
  const copy = Buffer.from(octets)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

describe('a bundle of suite G1', () => {
  it('carries every line unchanged › for one slip and for several thousand, and a status', async () => {
    for (const count of [1, 3000]) {
      const many = slipLines(pair.from.card.id, count)
      const content = await pack(pair, many, {}, 'G1')
      const { items } = await receive(pair, await sealG1(pair, content))
      expect(content.id).toMatch(/^sm3:[0-9a-f]{64}$/)
      expect(textsOf(items)).toEqual(many)
    }
    expect((await verify(pair, status)).header).toMatchObject({ suite: 'G1', kind: 'status', data: null })
  })

  it('is the same container with two other names › and says nothing personal in the clear', () => {
    expect(membersOf(file).map(([name]) => name)).toEqual([
      ...['mimetype', 'header.json', 'header.json.sm2', 'card.json', 'card.json.sig', 'payload.sm4']
    ])
    expect(storedZip(membersOf(file)).equals(file)).toBe(true)
    const header = JSON.parse(headerText(file)) as { payload: { digest: string; wrap: [string, string][] } }
    expect(header.payload.digest).toMatch(/^sm3:/)
    expect(header.payload.wrap).toHaveLength(3)
    for (const secret of ['王小燕', 'slip', '演练"']) expect(Buffer.from(file).toString('utf8').includes(secret)).toBe(false)
  })

  it('opens with the recipient’s device key, its archive key, and the sender’s own archive key › with no other', async () => {
    const verified = await verify(pair, file)
    const opens = (sm2: Sm2Opener | undefined): Promise<unknown> => receive(pair, file, { sm2 })
    const only = (device: Sm2Opener, index: number): Sm2Opener => ({
      publicKeys: device.publicKeys.slice(index, index + 1),
      unwrap: device.unwrap
    })
    for (const index of [0, 1]) await expect(opens(only(pair.to.sm2.device, index))).resolves.toBeDefined()
    await expect(opens(only(pair.from.sm2.device, 1))).resolves.toBeDefined()
    await expectFault(opens(only(pair.from.sm2.device, 0)), 'E_DECRYPT', 9)
    await expectFault(opens(undefined), 'E_DECRYPT', 9)
    expect(verified.signer.fingerprint).toBe(sm2Fingerprint(pair.from.sm2.device.publicKey))
  })

  it('every cut › E_TRUNCATED; flipped bits › refused', async () => {
    for (let length = 0; length < file.length; length += 3) await expectFault(verify(pair, file.subarray(0, length)), 'E_TRUNCATED', 2)
    const codes = new Set<string>()
    for (let at = 0; at < file.length; at += 5) codes.add((await faultOf(verify(pair, flip(file, at)))).code)
    expect([...codes].sort()).toEqual(['E_CONTAINER', 'E_LIMIT'])
  })
})

describe('content and suite', () => {
  it('content keeps the id it was first sealed with › also in an envelope of the other suite', async () => {
    const [classic, national] = [await pack(pair, lines), await pack(pair, lines, {}, 'G1')]
    for (const again of [await sealG1(pair, classic), await seal(pair, national)]) {
      const { items } = await receive(pair, again)
      expect(textsOf(items)).toEqual(lines)
    }
    expect((await verify(pair, await sealG1(pair, classic))).header.data?.content.id).toBe(classic.id)
  })

  it('a stream never mixes kinds › the next bundle of another kind asks for a new epoch', () => {
    const [classic, national] = [`sha256:${'1'.repeat(64)}`, `sm3:${'1'.repeat(64)}`]
    expect([newEpochNeeded(null, 'G1'), newEpochNeeded(classic, 'A1'), newEpochNeeded(national, 'G1')]).toEqual([false, false, false])
    expect([newEpochNeeded(classic, 'G1'), newEpochNeeded(national, 'A1')]).toEqual([true, true])
  })

  it('the sender takes the first suite of the recipient’s card that both announce and the link allows', () => {
    const card = (...suites: string[]): { suites: string[] } => ({ suites })
    expect(chooseSuite(card('G1', 'A1'), ['A1', 'G1'], card('A1', 'G1'))).toBe('G1')
    expect(chooseSuite(card('A1', 'G1'), ['A1', 'G1'], card('A1', 'G1'))).toBe('A1')
    expect(chooseSuite(card('G1', 'A1'), ['A1', 'G1'], card('A1'))).toBe('A1')
    expect(chooseSuite(card('G1', 'A1'), ['A1'], card('A1', 'G1'))).toBe('A1')
    expect(chooseSuite(card('Z9', 'A1'), ['G1'], card('A1', 'G1'))).toBeNull()
  })

  it('a digest or a wrap of another form under a good signature › E_HEADER, too many E_LIMIT', async () => {
    const wrap = (edit: (entries: [string, string][]) => unknown) => (it: { payload: Record<string, unknown> }) =>
      (it.payload['wrap'] = edit(it.payload['wrap'] as [string, string][])) // as the writer made it
    const key = (i: number): [string, string] => [`SHA256:${i.toString(16).padStart(42, '0')}A`, 'AAAA']
    const cases: readonly (readonly [(it: { payload: Record<string, unknown> }) => unknown, 'E_HEADER' | 'E_LIMIT'])[] = [
      [(it) => (it.payload['digest'] = String(it.payload['digest']).replace('sm3:', 'sha256:')), 'E_HEADER'],
      [(it) => delete it.payload['wrap'], 'E_HEADER'],
      [wrap(() => []), 'E_HEADER'],
      [wrap((entries) => [...entries, ...entries.slice(0, 1)]), 'E_HEADER'],
      [wrap((entries) => entries.map(([name]) => [name, 'A'])), 'E_HEADER'],
      [wrap((entries) => entries.map(([, octets]) => ['me', octets])), 'E_HEADER'],
      [wrap((entries) => [...entries, ...Array.from({ length: 63 }, (_, i) => key(i))]), 'E_LIMIT']
    ]
    for (const [edit, code] of cases) await expectFault(verify(pair, changeHeader(pair, file, edit)), code, 3)
    const classic = await seal(pair, await pack(pair, lines))
    await expectFault(
      verify(
        pair,
        changeHeader(pair, classic, (it) => (it.payload['digest'] = `sm3:${'1'.repeat(64)}`))
      ),
      'E_HEADER',
      3
    )
    await expect(
      verify(
        pair,
        changeHeader(pair, classic, (it) => (it.payload['wrap'] = 'ignored'))
      )
    ).resolves.toBeDefined()
  })
})

describe('the payload under a good signature', () => {
  it('IV, any block, MAC, length changed › E_DECRYPT and nothing kept', async () => {
    const payload = member(file, 'payload.sm4')
    const forms = [
      ...[0, 15, 16, 40, payload.length - 33, payload.length - 32, payload.length - 1].map((at) => flip(payload, at)),
      payload.subarray(0, -16),
      payload.subarray(0, -1),
      Buffer.concat([payload, payload.subarray(-16)]),
      Buffer.concat([payload.subarray(0, 16), payload.subarray(32)]),
      payload.subarray(0, 47),
      Buffer.from('x')
    ]
    for (const form of forms) await expectFault(receive(pair, withPayload(pair, file, form)), 'E_DECRYPT', 9)
    await expectFault(verify(pair, withMembers(file, { 'payload.sm4': flip(payload, 20) })), 'E_DIGEST', 7)
  })

  it('is written and read piece by piece › never more than one piece ahead of whoever takes it', async () => {
    const pieces = 40
    const size = 262_144
    let drawn = 0
    function* plain(): Generator<Uint8Array> {
      for (; drawn < pieces; drawn++) yield Buffer.alloc(size, drawn)
    }
    const { device, recipients } = g1Of(pair)
    const sealed = await sm4Encrypt(plain(), pieces * size, recipients, device)
    let [taken, octets] = [0, 0]
    async function* cipher(): AsyncGenerator<Uint8Array> {
      for await (const piece of sealed.pieces) {
        taken += 1
        octets += piece.length
        expect([piece.length <= size + 16, drawn <= taken]).toEqual([true, true])
        yield piece
      }
    }
    const own = sealed.wrap.find(([key]) => key === sm2Fingerprint(pair.to.sm2.device.publicKeys[0] ?? new Uint8Array(0)))
    const secret = unwrapSm2(pair.to.sm2.material.enc, Buffer.from(own?.[1] ?? '', 'base64'))
    let opened = 0
    for await (const piece of sm4Decrypt(cipher(), sealed.size, secret ?? new Uint8Array(0))) {
      opened += piece.length
      expect(octets - opened).toBeLessThan(2 * size)
    }
    expect([octets, opened]).toEqual([sealed.size, pieces * size])
  })

  it('a device that answers with another secret, another length or nothing › E_DECRYPT', async () => {
    for (const answer of [randomBytes(WRAPPED_BYTES), new Uint8Array(16), new Uint8Array(0), null]) {
      const device: Sm2Opener = { publicKeys: pair.to.sm2.device.publicKeys, unwrap: () => Promise.resolve(answer) }
      await expectFault(receive(pair, file, { sm2: device }), 'E_DECRYPT', 9)
    }
  })
})

describe('a key device behind the four calls', () => {
  /** Answers one question at a time, as a stick with a small processor does, and keeps its keys to itself. */
  function slowDevice(inner: Sm2Sender & Sm2Opener): Sm2Sender & Sm2Opener & { asked: string[] } {
    const asked: string[] = []
    let last: Promise<unknown> = Promise.resolve()
    const ask = <T>(call: string, work: () => Promise<T>): Promise<T> => {
      asked.push(call)
      const answer = last.then(work)
      last = answer
      return answer
    }
    return {
      asked,
      publicKey: inner.publicKey,
      publicKeys: inner.publicKeys,
      sign: (message) => ask('sign', () => inner.sign(message)),
      wrap: (key, secret) => ask('wrap', () => inner.wrap(key, secret)),
      unwrap: (key, wrapped) => ask('unwrap', () => inner.unwrap(key, wrapped))
    }
  }

  it('seals and opens through it alone › one wrap for each recipient, one unwrap, no private key outside', async () => {
    const sender = slowDevice(pair.from.sm2.device)
    const opener = slowDevice(pair.to.sm2.device)
    const sealed = await seal(pair, await pack(pair, lines, {}, 'G1'), { g1: { ...g1Of(pair), device: sender } })
    expect(textsOf((await receive(pair, sealed, { sm2: opener })).items)).toEqual(lines)
    expect(sender.asked.filter((call) => call === 'wrap')).toHaveLength(3)
    expect(sender.asked.filter((call) => call === 'sign').length).toBeGreaterThan(0)
    expect(opener.asked).toEqual(['unwrap'])
  })

  it('a device that never gives a usable signature › E_SIGNATURE instead of a file nobody reads', async () => {
    const device: Sm2Sender = { ...pair.from.sm2.device, sign: () => Promise.resolve(new Uint8Array(64)) }
    await expectFault(seal(pair, null, { g1: { ...g1Of(pair), device } }), 'E_SIGNATURE', 6)
    const stranger = softwareSm2({
      sign: generateSm2Key().privateKey,
      enc: generateSm2Key().privateKey,
      archive: generateSm2Key().privateKey
    })
    await expectFault(seal(pair, null, { g1: { ...g1Of(pair), device: stranger } }), 'E_CARD', 5)
  })

  it('an own header that comes back in an echo › is known by its signature in either suite', async () => {
    const header = member(file, 'header.json')
    const { device } = pair.from.sm2
    const holds = (suite: string, text: Uint8Array): Promise<boolean> =>
      verifyEnvelope(suite, text, member(file, 'header.json.sm2'), device.publicKey, softwareSm2(pair.from.sm2.material))
    expect(await holds('G1', header)).toBe(true)
    expect(await holds('G1', flip(header, 9))).toBe(false)
    expect(await holds('A1', header)).toBe(false)
  })
})

describe('cards and links', () => {
  const next = (change: Partial<CardParts>): Promise<Uint8Array> => {
    const card = composeCard({ ...pair.from.parts, ver: 2, prev: pair.from.card.digest, id: pair.from.card.id, ...change }, pair.from.root)
    return sealG1({ ...pair, from: { ...pair.from, card } }, null)
  }

  it('an A1 card that later announces G1 › the link stays as it was agreed until a person changes it', async () => {
    const classic = await madeUpPair()
    const parts = { ...classic.from.parts, suites: ['G1', 'A1'], sm2: sm2EntriesOf(classic.from.sm2.material, 1) }
    const card = composeCard({ ...parts, ver: 2, prev: classic.from.card.digest, id: classic.from.card.id }, classic.from.root)
    const newer = { ...classic, from: { ...classic.from, card } }
    const link = (suites: readonly string[]): object => ({ pinned: () => pinOf(classic.from.card, { suites }) })
    await expect(verify(classic, await seal(newer, null), link(['A1']))).resolves.toMatchObject({ cardDecision: { kind: 'install' } })
    const g1 = await sealG1(newer, null)
    await expectFault(verify(classic, g1, link(['A1'])), 'E_SUITE', 5)
    await expect(verify(classic, g1, link(['A1', 'G1']))).resolves.toBeDefined()
  })

  it('keys that are no points, doubled, or without an archive key › E_CARD, but only in a card that announces G1', () => {
    const good = sm2EntriesOf(pair.from.sm2.material, 1)
    const [device, archive] = good
    if (device?.sign === undefined || !archive) throw new TypeError('two entries')
    const compose = (suites: string[], sm2: CardParts['sm2']): (() => unknown) => {
      const { sm2: _, ...bare } = pair.from.parts
      return () => composeCard({ ...bare, suites, ...(sm2 ? { sm2 } : {}) }, pair.from.root)
    }
    const off = flip(Buffer.from(device.sign, 'base64'), 64).toString('base64')
    const bad: readonly NonNullable<CardParts['sm2']>[] = [
      [{ ...device, sign: off }, archive],
      [{ ...device, enc: 'AAAA' }, archive],
      [{ ...device, enc: device.sign }, archive],
      [device],
      [archive],
      [device, archive, archive],
      [device, { ...archive, sign: device.sign }],
      [{ enc: device.enc, dev: 1 }, archive],
      []
    ]
    for (const sm2 of bad) {
      expect(compose(['G1', 'A1'], sm2)).toThrow('E_CARD')
      expect(compose(['A1'], sm2)).not.toThrow()
    }
    expect(compose(['G1'], undefined)).toThrow('E_CARD')
    expect(composeCard({ ...pair.from.parts, suites: ['A1'], sm2: [] }, pair.from.root).sm2).toBeUndefined()
  })

  it('a revoked SM2 key › judged by position with the key its old card names; without that card E_SIGNATURE', async () => {
    const fresh = { ...pair.from.sm2.material, sign: generateSm2Key().privateKey }
    const revoked = [{ key: sm2Fingerprint(pair.from.sm2.device.publicKey), since_ver: 2, reason: 'rotated' as const }]
    const parts = { ...pair.from.parts, ver: 2, prev: pair.from.card.digest, id: pair.from.card.id, revoked, sm2: sm2EntriesOf(fresh, 1) }
    const second = composeCard(parts, pair.from.root)
    const pins = { pinned: () => pinOf(second, { digestOf: (ver) => (ver === 1 ? pair.from.card.digest : second.digest) }) }
    await expectFault(verify(pair, file, pins), 'E_REVOKED', 5)
    const late = await verify(pair, file, { ...pins, judgeRevoked: () => true })
    expect(late.signer.revoked?.reason).toBe('rotated')
    await expectFault(verify(pair, status, { ...pins, judgeRevoked: () => true }), 'E_REVOKED', 5)
    const forged = changeHeader(
      pair,
      withMembers(file, { 'card.json': second.bytes, 'card.json.sig': second.sig }),
      (it) => (it.from['card'] = 2)
    )
    await expectFault(verify(pair, forged, { ...pins, judgeRevoked: () => true }), 'E_SIGNATURE', 6)
  })

  it('a sender whose own card does not announce G1 › cannot seal in it', async () => {
    const { from, to } = await madeUpPair()
    await expectFault(sealG1({ from, to }, null), 'E_CARD', 5)
    await expect(next({ phone: '1' })).resolves.toBeDefined()
    await expectFault(next({ suites: ['A1'] }), 'E_CARD', 5)
    const stranger = await madeUpOffice('绥德县演练单位', '610826-00', ['G1'])
    await expectFault(verify(pair, await sealG1({ from: stranger, to: pair.to }, null)), 'E_UNKNOWN_SENDER', 5)
    await expect(verify(pair, bytesSource(status))).resolves.toBeDefined()
  })
})
