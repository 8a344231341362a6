// Cards as a reader judges them by themselves (T30–T32 as the office sees them stand in trust.test.ts): form, changes of root, versions, revoked keys.
import { beforeAll, describe, expect, it } from 'vitest'
import { generateSigningKey, sha256, signingKeyFromSeed } from '../../../electron/core/crypto'
import {
  composeCard,
  fingerprint,
  formatKeyLine,
  judgeCard,
  readCard,
  readCardFile,
  signRootChange,
  signSshsig,
  writeCardFile,
  type CardParts,
  type KeyCard
} from '../../../electron/core/container'
import { expectFault, faultOf } from '../expect-fault'
import { changeHeader, headerText, storedZip, withHeader, withMembers } from '../forge'
import { madeUpOffice, madeUpPair, pack, pinOf, seal, slipLines, verify, type MadeUpOffice, type Pair } from '../made-up-offices'

let pair: Pair
let file: Uint8Array
let third: MadeUpOffice

beforeAll(async () => {
  pair = await madeUpPair()
  third = await madeUpOffice('府谷演练单位', '610822-00')
  file = await seal(pair, await pack(pair, slipLines(pair.from.card.id, 1)))
})

const header = (): Buffer => Buffer.from(headerText(file))
const withSig = (sig: Uint8Array | string): Buffer => withMembers(file, { 'header.json.sig': sig })

describe('unknown sender', () => {
  it('agrees with itself › E_UNKNOWN_SENDER, waits for a key; otherwise E_CARD, E_SIGNATURE', async () => {
    const nobody = { pinned: () => null }
    const fault = await expectFault(verify(pair, file, nobody), 'E_UNKNOWN_SENDER', 5)
    expect([fault.waits, fault.params['from'], fault.header?.from.id]).toEqual([true, '610802-00', pair.from.card.id])
    expect((await expectFault(verify(pair, withMembers(file, { 'card.json.sig': third.card.sig }), nobody), 'E_CARD', 5)).waits).toBe(false)
    expect(
      (await expectFault(verify(pair, withSig(signSshsig('jhb-bundle@v1', header(), third.sign)), nobody), 'E_SIGNATURE', 6)).waits
    ).toBe(false)
  })

  it('a fake card with the real code and name › another office id, other digits, never the pin', async () => {
    const root = signingKeyFromSeed(sha256('fake root'))
    const fake = { ...pair.from, root, card: composeCard(pair.from.parts, root) }
    expect(fake.card.id).not.toBe(pair.from.card.id)
    const forged = await seal({ from: fake, to: pair.to }, null)
    await expectFault(verify(pair, forged), 'E_UNKNOWN_SENDER', 5)
    const header = JSON.parse(headerText(forged)) as { from: { id: string } }
    header.from.id = pair.from.card.id
    await expectFault(verify(pair, withHeader({ from: fake, to: pair.to }, forged, JSON.stringify(header))), 'E_CARD', 5)
  })
})

describe('cards of a pinned office', () => {
  const next = (of: KeyCard, change: Partial<CardParts> = {}, root = pair.from.root): KeyCard =>
    composeCard({ ...pair.from.parts, id: of.id, ver: of.ver + 1, prev: of.digest, roots: of.roots, ...change }, root)
  const sealWith = (card: KeyCard): Promise<Uint8Array> => seal({ ...pair, from: { ...pair.from, card } }, null)
  const pinnedTo = (card: KeyCard, known: readonly KeyCard[] = [card]): object => ({
    pinned: () => pinOf(card, { digestOf: (ver) => known.find((each) => each.ver === ver)?.digest ?? null })
  })

  it('next version › installed; older one in a late bundle › not installed, bundle judged normally', async () => {
    const second = next(pair.from.card, { phone: '0912-1' })
    const news = await verify(pair, await sealWith(second))
    expect(news.cardDecision).toEqual({ kind: 'install', cards: [news.card] })
    const late = await verify(pair, file, pinnedTo(second, [pair.from.card, second]))
    expect(late.cardDecision).toEqual({ kind: 'older' })
    expect((await verify(pair, file, pinnedTo(second))).cardDecision).toEqual({ kind: 'older' })
  })

  it('same version with other bytes › E_CARD and alarm', async () => {
    const twin = composeCard({ ...pair.from.parts, phone: '1' }, pair.from.root)
    expect((await expectFault(verify(pair, await sealWith(twin)), 'E_CARD', 5)).alarm).toBe(true)
    const second = next(pair.from.card)
    const oldTwin = await sealWith(twin)
    expect((await expectFault(verify(pair, oldTwin, pinnedTo(second)), 'E_CARD', 5)).alarm).toBe(true)
  })

  it('next version that names another predecessor › E_CARD', async () => {
    await expectFault(verify(pair, await sealWith(next(pair.from.card, { prev: `sha256:${'0'.repeat(64)}` }))), 'E_CARD', 5)
  })

  it('version + 5 without ancestors, fast-forward › E_CARD that waits; with ancestors or a person’s word › installed in order', async () => {
    const chain = [pair.from.card]
    for (let i = 0; i < 5; i++) chain.push(next(chain.at(-1) ?? pair.from.card, { phone: String(i) }))
    const last = chain.at(-1) ?? pair.from.card
    const sealed = await sealWith(last)
    const fault = await expectFault(verify(pair, sealed), 'E_CARD', 5)
    expect([fault.waits, fault.params['missing']]).toEqual([true, 2])
    const supplied = await Promise.all(chain.slice(1, -1).map((card) => readCardFile(writeCardFile(card))))
    expect((await verify(pair, sealed, { supplied: supplied.reverse() })).cardDecision).toMatchObject({
      kind: 'install',
      cards: chain.slice(1).map(({ ver, digest }) => ({ ver, digest }))
    })
    expect(
      judgeCard(
        pinOf(pair.from.card),
        last,
        supplied.filter((card) => card.ver !== 4)
      )
    ).toEqual({ kind: 'ancestors', missing: 4 })
    expect(judgeCard(pinOf(pair.from.card), last, [], true)).toEqual({ kind: 'install', cards: [last] })
    const far = composeCard({ ...pair.from.parts, ver: Number.MAX_SAFE_INTEGER, prev: last.digest }, pair.from.root)
    expect((await expectFault(verify(pair, await sealWith(far)), 'E_CARD', 5)).waits).toBe(true)
  })

  it('version + 5 without ancestors and not signed by its own key › E_SIGNATURE, nothing waits', async () => {
    const far = composeCard({ ...pair.from.parts, ver: 6, prev: pair.from.card.digest }, pair.from.root)
    const sealed = await sealWith(far)
    const bad = withMembers(sealed, { 'header.json.sig': signSshsig('jhb-bundle@v1', Buffer.from('x'), pair.from.sign) })
    await expectFault(verify(pair, bad), 'E_SIGNATURE', 6)
  })

  it('new root: signed by the new one only › E_CARD; with the old one’s word › installed; the old one goes on › E_CARD', async () => {
    const root = signingKeyFromSeed(sha256('second root'))
    expect(() => next(pair.from.card, {}, root)).toThrow('E_CARD')
    const change = signRootChange(pair.from.card.id, pair.from.root, root.publicKey, 2)
    const second = next(pair.from.card, { roots: [change] }, root)
    const verified = await verify(pair, await sealWith(second))
    expect(verified.cardDecision.kind).toBe('install')
    expect(second.id).toBe(pair.from.card.id)
    const goesOn = composeCard({ ...pair.from.parts, ver: 3, prev: second.digest }, pair.from.root)
    await expectFault(verify(pair, await sealWith(goesOn), pinnedTo(second)), 'E_CARD', 5)
    expect(judgeCard(pinOf(second), pair.from.card)).toEqual({ kind: 'older' })
    const third = next(
      second,
      { roots: [change, signRootChange(second.id, root, signingKeyFromSeed(sha256('r3')).publicKey, 3)] },
      signingKeyFromSeed(sha256('r3'))
    )
    expect(judgeCard(pinOf(pair.from.card), third, [second]).kind).toBe('install')
    expect(() => next(second, { roots: [{ ...change, ver: 3 }] }, root)).toThrow('E_CARD')
  })

  it('a suite that is not in the sender’s card › E_SUITE, and no writer seals in it', async () => {
    const later = next(pair.from.card, { suites: ['A2'] })
    await expectFault(sealWith(later), 'E_CARD', 5)
    const status = withMembers(await seal(pair, null), { 'card.json': later.bytes, 'card.json.sig': later.sig })
    const changed = changeHeader(pair, status, (it) => (it.from['card'] = 2))
    await expectFault(verify(pair, changed), 'E_SUITE', 5)
  })

  it('a revoked key › E_REVOKED unless a judge of positions accepts it, and then only well signed and never for a status', async () => {
    const key = generateSigningKey()
    const second = next(pair.from.card, {
      sign: [{ key: formatKeyLine(key.publicKey), dev: 1, from_ver: 2 }],
      revoked: [{ key: fingerprint(pair.from.sign.publicKey), since_ver: 2, reason: 'rotated' }]
    })
    await expectFault(verify(pair, file, pinnedTo(second)), 'E_REVOKED', 5)
    const accepts = { ...pinnedTo(second), judgeRevoked: () => true }
    expect((await verify(pair, file, accepts)).signer.revoked?.reason).toBe('rotated')
    await expectFault(verify(pair, await seal(pair, null), accepts), 'E_REVOKED', 5)
    await expectFault(verify(pair, withSig(signSshsig('jhb-bundle@v1', header(), key)), accepts), 'E_SIGNATURE', 6)
  })
})

describe('readCard', () => {
  const signed = (text: string): Promise<unknown> => {
    const bytes = Buffer.from(text)
    return Promise.resolve().then(() => readCard(bytes, signSshsig('jhb-card@v1', bytes, pair.from.root)))
  }
  const text = (): string => Buffer.from(pair.from.card.bytes).toString()

  it.each<readonly [string, (card: string) => string, string]>([
    ['bidi in the name', (it) => it.replace('"name":"', '"name":"\u202e'), 'E_CARD'],
    ['name not in NFC', (it) => it.replace('"name":"', '"name":"e\u0301'), 'E_CARD'],
    ['empty name', (it) => it.replace(/"name":"[^"]*"/, '"name":""'), 'E_CARD'],
    ['duplicate key', (it) => it.replace('{"jhk":1', '{"jhk":1,"jhk":1'), 'E_CARD'],
    ['later version', (it) => it.replace('{"jhk":1', '{"jhk":2'), 'E_VERSION'],
    ['too deep', (it) => it.replace('{"jhk"', `{"x":${'['.repeat(9)}${']'.repeat(9)},"jhk"`), 'E_LIMIT'],
    ['another id', (it) => it.replace(/"id":"./, '"id":"0'), 'E_CARD'],
    ['no archive key', (it) => it.replace('"dev":0', '"dev":2'), 'E_CARD'],
    [
      'recipient with a bad checksum',
      (it) => it.replace(/"age":"(age1.{57})(.)"/, (_, start: string, last: string) => `"age":"${start}${last === 'q' ? 'p' : 'q'}"`),
      'E_CARD'
    ],
    ['key line with a comment', (it) => it.replace(/("key":"ssh-ed25519 [^"]+)"/, '$1 x"'), 'E_CARD'],
    ['prev on the first card', (it) => it.replace('"prev":null', `"prev":"sha256:${'0'.repeat(64)}"`), 'E_CARD'],
    ['from_ver of the future', (it) => it.replace('"from_ver":1', '"from_ver":2'), 'E_CARD'],
    ['missing phone', (it) => it.replace(/,"phone":"[^"]*"/, ''), 'E_CARD']
  ])('%s › refused though signed by its root', async (_, change, code) => {
    expect(change(text())).not.toBe(text())
    expect((await faultOf(signed(change(text())))).code).toBe(code)
  })

  it('unknown members › ignored', async () => {
    await expect(signed(text().replace('{"jhk"', '{"sm2":[{"sign":"x"}],"jhk"'))).resolves.toMatchObject({ ver: 1 })
  })

  it('a signing key of small order › E_CARD', async () => {
    for (const hex of ['01' + '00'.repeat(31), 'ec' + 'ff'.repeat(30) + '7f', 'ed' + 'ff'.repeat(30) + '7f', '00'.repeat(32)]) {
      const line = formatKeyLine(Buffer.from(hex, 'hex'))
      await expectFault(signed(text().replace(/"key":"[^"]+"/, `"key":"${line}"`)), 'E_CARD', 5)
    }
  })

  it('a card file whose container is a bundle’s › E_CONTAINER', async () => {
    await expectFault(readCardFile(file), 'E_CONTAINER', 2)
    await expectFault(verify(pair, writeCardFile(pair.from.card)), 'E_CONTAINER', 2)
    await expectFault(
      readCardFile(
        storedZip([
          ['mimetype', 'application/vnd.jhk'],
          ['card.json', pair.from.card.bytes],
          ['card.json.sig', third.card.sig]
        ])
      ),
      'E_CARD',
      5
    )
  })
})

describe('sealBundle', () => {
  it('refuses › a key its own card does not list, and content of another link', async () => {
    await expectFault(seal(pair, null, { signKey: generateSigningKey() }), 'E_CARD')
    const content = await pack({ from: third, to: pair.to }, slipLines(third.card.id, 1))
    await expectFault(seal(pair, content), 'E_CORE')
  })
})
