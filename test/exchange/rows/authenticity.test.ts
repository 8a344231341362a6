// T23–T27: who signed, with which key, and whose words these are.
import { beforeAll, describe, expect, it } from 'vitest'
import { generateSigningKey, sha256, signEd25519, signingKeyFromSeed } from '../../../electron/core/crypto'
import { fingerprint, signSshsig, verifySshsig } from '../../../electron/core/container'
import { expectFault, faultOf } from '../expect-fault'
import { ageFor, changeHeader, headerText, membersOf, withMembers } from '../forge'
import {
  contentText,
  coreOf,
  madeUpOffice,
  madeUpPair,
  openAll,
  pack,
  packRaw,
  pinOf,
  seal,
  slipLines,
  verify,
  type MadeUpOffice,
  type Pair
} from '../made-up-offices'

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
const memberOf = (name: string, of: Uint8Array = file): Uint8Array => Buffer.from(membersOf(of).find(([each]) => each === name)?.[1] ?? '')

describe('signature of a bundle', () => {
  it('bits of members flipped and checksums mended › refused whatever the place', async () => {
    const codes = new Set<string>()
    for (const [name, data] of membersOf(file)) {
      const octets = Buffer.from(data)
      for (let bit = 0; bit < octets.length * 8; bit += 11) {
        const bad = Buffer.from(octets)
        bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        codes.add((await faultOf(verify(pair, withMembers(file, { [name]: bad })))).code)
      }
    }
    expect([...codes].sort()).toEqual(expect.arrayContaining(['E_CARD', 'E_CONTAINER', 'E_DIGEST', 'E_HEADER', 'E_SIGNATURE']))
  }, 60_000)

  it('T23 signature empty, of another bundle, of another namespace › E_SIGNATURE; removed › E_CONTAINER', async () => {
    await expectFault(verify(pair, withSig('')), 'E_SIGNATURE', 6)
    await expectFault(verify(pair, withSig(memberOf('header.json.sig', await seal(pair, null)))), 'E_SIGNATURE', 6)
    await expectFault(verify(pair, withSig(signSshsig('jhb-card@v1', header(), pair.from.sign))), 'E_SIGNATURE', 6)
    await expectFault(verify(pair, withMembers(file, { 'header.json.sig': null })), 'E_CONTAINER', 2)
  })

  it('T23 the same for the card’s signature › E_CARD', async () => {
    const withCardSig = (sig: Uint8Array | string): Buffer => withMembers(file, { 'card.json.sig': sig })
    await expectFault(verify(pair, withCardSig('')), 'E_CARD', 5)
    await expectFault(verify(pair, withCardSig(third.card.sig)), 'E_CARD', 5)
    await expectFault(verify(pair, withCardSig(signSshsig('jhb-bundle@v1', pair.from.card.bytes, pair.from.root))), 'E_CARD', 5)
    await expectFault(verify(pair, withMembers(file, { 'card.json.sig': null })), 'E_CONTAINER', 2)
  })

  it.each<readonly [string, (armour: string) => string]>([
    ['CR LF', (it) => it.replaceAll('\n', '\r\n')],
    ['junk after the end', (it) => `${it}x`],
    ['no last LF', (it) => it.slice(0, -1)],
    ['lines of 76', (it) => rewrapped(it, 76)],
    ['one long line', (it) => rewrapped(it, 1000)],
    ['a space', (it) => it.replace('\n', ' \n')],
    ['text before', (it) => `\n${it}`]
  ])('T27 armour with %s › E_SIGNATURE', async (_, change) => {
    const armour = Buffer.from(memberOf('header.json.sig')).toString('latin1')
    expect(change(armour)).not.toBe(armour)
    await expectFault(verify(pair, withSig(change(armour))), 'E_SIGNATURE', 6)
  })

  it('T27 another embedded key, small order, S+L, all zero › E_SIGNATURE', async () => {
    const other = generateSigningKey()
    await expectFault(verify(pair, withSig(signSshsig('jhb-bundle@v1', header(), other))), 'E_SIGNATURE', 6)
    const mixed = { seed: other.seed, publicKey: pair.from.sign.publicKey }
    await expectFault(verify(pair, withSig(signSshsig('jhb-bundle@v1', header(), mixed))), 'E_SIGNATURE', 6)
    const armour = signSshsig('jhb-bundle@v1', header(), pair.from.sign)
    for (const forge of [plusOrder, (): Buffer => Buffer.alloc(64)])
      await expectFault(verify(pair, withSig(withRawSignature(armour, forge))), 'E_SIGNATURE', 6)
    const small = { seed: other.seed, publicKey: Uint8Array.from([1, ...new Uint8Array(31)]) }
    expect(verifySshsig('jhb-bundle@v1', header(), signSshsig('jhb-bundle@v1', header(), small), small.publicKey)).toBe(false)
  })

  it('header names a key the card does not › E_SIGNATURE; a card version or id that is not member 3 › E_CARD', async () => {
    const stranger = fingerprint(generateSigningKey().publicKey)
    await expectFault(
      verify(
        pair,
        changeHeader(pair, file, (it) => (it.from['key'] = stranger))
      ),
      'E_SIGNATURE',
      5
    )
    await expectFault(
      verify(
        pair,
        changeHeader(pair, file, (it) => (it.from['card'] = 2))
      ),
      'E_CARD',
      5
    )
    await expectFault(verify(pair, withMembers(file, { 'card.json': third.card.bytes, 'card.json.sig': third.card.sig })), 'E_CARD', 5)
  })
})

describe('content under a foreign envelope', () => {
  const pins = (): object => ({
    pinned: (id: string) => [pair.from, third].filter((office) => office.card.id === id).map((office) => pinOf(office.card))[0] ?? null
  })

  it('T24 A’s signature and card stripped, signed again as B › E_CORE', async () => {
    const lines = slipLines(pair.from.card.id, 1)
    const content = contentText(coreOf(pair, lines), lines)
    const forged = await seal(
      { from: third, to: pair.to },
      { ...packRaw(coreOf({ from: third, to: pair.to }, lines), Buffer.from(content)) }
    )
    const verified = await verify(pair, forged, pins())
    await expectFault(openAll(verified, { identities: pair.to.identities }), 'E_CORE', 11)
  })

  it('T25 the recipient forwards it to another office under its own header › E_CORE', async () => {
    const lines = slipLines(pair.from.card.id, 1)
    const onward: Pair = { from: pair.to, to: third }
    const forged = await seal(onward, packRaw(coreOf(onward, lines), Buffer.from(contentText(coreOf(pair, lines), lines))))
    const verified = await verify(onward, forged)
    await expectFault(openAll(verified, { identities: third.identities }), 'E_CORE', 11)
  })

  it('T26 another payload under A’s header › E_DIGEST', async () => {
    const payload = await ageFor(pair, Buffer.from('something else'))
    await expectFault(verify(pair, withMembers(file, { 'payload.age': payload })), 'E_DIGEST', 7)
  })
})

function rewrapped(armour: string, width: number): string {
  const [begin = '', ...rest] = armour.trimEnd().split('\n')
  const end = rest.pop() ?? ''
  return `${begin}\n${rest.join('').replace(new RegExp(`.{1,${String(width)}}`, 'g'), '$&\n')}${end}\n`
}

function withRawSignature(armour: Uint8Array, change: (signature: Buffer) => Buffer): string {
  const lines = Buffer.from(armour).toString('latin1').trimEnd().split('\n')
  const blob = Buffer.from(lines.slice(1, -1).join(''), 'base64')
  const forged = Buffer.concat([blob.subarray(0, -64), change(blob.subarray(-64))])
  return `${lines[0] ?? ''}\n${forged.toString('base64').replace(/.{1,70}/g, '$&\n')}${lines.at(-1) ?? ''}\n`
}

function plusOrder(signature: Buffer): Buffer {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()])
}

describe('sign and verify', () => {
  it('T23 one key in two namespaces › each signature is good only in its own', () => {
    const message = Buffer.from('m')
    const key = signingKeyFromSeed(sha256('n'))
    expect(signEd25519(key, message)).toHaveLength(64)
    const armour = signSshsig('jhb-dir@v1', message, key)
    expect(verifySshsig('jhb-dir@v1', message, armour, key.publicKey)).toBe(true)
    for (const namespace of ['jhb-bundle@v1', 'jhb-card@v1'] as const)
      expect(verifySshsig(namespace, message, armour, key.publicKey)).toBe(false)
  })
})
