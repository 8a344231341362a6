// The national algorithms against the examples of their standards, against the library, and in the five traps of exchange.md §2.8.
import fc from 'fast-check'
import { sm2, sm3 as librarySm3, sm4 } from 'sm-crypto-v2'
import { describe, expect, it } from 'vitest'
import {
  createHmacSm3,
  createSm3,
  generateSm2Key,
  isSm2PublicKey,
  signSm2,
  sm2KeyOf,
  sm3Text,
  sm4CbcDecryptor,
  sm4CbcEncryptor,
  sm4CbcSize,
  softwareSm2,
  unwrapSm2,
  verifySm2,
  WRAPPED_BYTES,
  wrapSm2,
  type Sm4Cbc
} from './index'
import { readDer, writeDer } from './der'

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')
const octets = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const key = sm2KeyOf(octets('3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8'))
const message = Buffer.from('message digest')
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n
const all = (cipher: Sm4Cbc, pieces: readonly Uint8Array[]): Buffer => {
  const done = pieces.map((piece) => cipher.update(piece))
  const last = cipher.end()
  if (last === null) throw new RangeError('padding')
  return Buffer.concat([...done, last])
}
/** Any cut of octets into pieces, empty ones included. */
const cuts = (whole: Uint8Array, at: readonly number[]): Uint8Array[] => {
  const marks = [0, ...at.map((each) => each % (whole.length + 1)).sort((a, b) => a - b), whole.length]
  return marks.slice(1).map((end, i) => whole.subarray(marks[i], end))
}

describe('SM3', () => {
  it('examples of GB/T 32905 › as printed there', () => {
    expect(sm3Text('abc')).toBe('sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
    expect(sm3Text('abcd'.repeat(16))).toBe('sm3:debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
  })

  it('any octets in any pieces › digest and HMAC are those of the library', () => {
    const some = fc.uint8Array({ maxLength: 400 })
    fc.assert(
      fc.property(some, fc.array(fc.nat(500), { maxLength: 4 }), fc.uint8Array({ minLength: 1, maxLength: 100 }), (data, at, secret) => {
        const [digest, mac] = [createSm3(), createHmacSm3(secret)]
        for (const piece of cuts(data, at)) for (const each of [digest, mac]) each.update(piece)
        expect(digest.hex()).toBe(librarySm3(data))
        expect(hex(mac.bytes())).toBe(librarySm3(data, { key: secret }))
      }),
      { numRuns: 300 }
    )
  })
})

describe('SM4-CBC', () => {
  const secret = octets('0123456789abcdeffedcba9876543210')

  it('example of GB/T 32907 › its first block with a zero IV', () => {
    expect(hex(all(sm4CbcEncryptor(secret, new Uint8Array(16)), [secret])).slice(0, 32)).toBe('681edf34d206965e86b3e94f536e4246')
  })

  it('any octets in any pieces › the library’s ciphertext, the announced size, and back', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.nat(250), { maxLength: 4 }),
        ...[fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.uint8Array({ minLength: 16, maxLength: 16 })],
        (data, at, iv, drawn) => {
          const cipher = all(sm4CbcEncryptor(drawn, iv), cuts(data, at))
          expect(hex(cipher)).toBe(sm4.encrypt(data, drawn, { mode: 'cbc', iv, output: 'string' }))
          expect(cipher.length).toBe(sm4CbcSize(data.length))
          expect(hex(all(sm4CbcDecryptor(drawn, iv), cuts(cipher, at)))).toBe(hex(data))
        }
      ),
      { numRuns: 300 }
    )
  })

  it('no whole block, or padding of another form › null', () => {
    const raw = (block: Uint8Array): Uint8Array =>
      sm4.encrypt(block, secret, { mode: 'cbc', iv: new Uint8Array(16), padding: 'none', output: 'array' })
    const end = (cipher: Uint8Array): Uint8Array | null => {
      const open = sm4CbcDecryptor(secret, new Uint8Array(16))
      open.update(cipher)
      return open.end()
    }
    expect(end(new Uint8Array(0))).toBeNull()
    expect(end(new Uint8Array(15))).toBeNull()
    for (const last of [0, 17, 255]) expect(end(raw(Uint8Array.from({ length: 16 }, () => last)))).toBeNull()
    expect(end(raw(Uint8Array.from({ length: 16 }, (_, i) => (i === 15 ? 3 : 1))))).toBeNull()
    expect(end(raw(new Uint8Array(16).fill(16)))).toEqual(new Uint8Array(0))
  })
})

describe('SM2 signatures', () => {
  it('example of GB/T 32918.5 › key and signature as printed there', () => {
    expect(hex(key.publicKey)).toBe(
      '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'
    )
    const r = 0xf5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3n
    const s = 0xb1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aan
    expect(verifySm2(key.publicKey, message, derOf(r, s))).toBe(true)
    expect(verifySm2(key.publicKey, Buffer.from('message digesT'), derOf(r, s))).toBe(false)
  })

  it('trap a, another identity › not valid, also the empty one that OpenSSL takes', () => {
    for (const userId of ['', '8765432187654321', '12345678123456780']) {
      const raw = sm2.doSignature(message, hex(key.privateKey), { hash: true, userId })
      expect(verifySm2(key.publicKey, message, derOf(BigInt(`0x${raw.slice(0, 64)}`), BigInt(`0x${raw.slice(64)}`)))).toBe(false)
    }
  })

  it('trap b, every spelling of DER but one › not valid, and never an exception', () => {
    const good = Buffer.from(signSm2(key, message))
    expect(verifySm2(key.publicKey, message, good)).toBe(true)
    const [r, s] = numbersOf(good)
    const padded = (value: bigint): Buffer => Buffer.concat([Buffer.from([2, 34, 0, 0]), octets(value.toString(16).padStart(64, '0'))])
    const sequence = (...parts: Buffer[]): Buffer => {
      const body = Buffer.concat(parts)
      return Buffer.concat([Buffer.from([0x30, body.length]), body])
    }
    const forms = [
      Buffer.concat([good, Buffer.from([0])]),
      Buffer.concat([good, good]),
      sequence(padded(r), padded(s)),
      Buffer.concat([Buffer.from([0x30, 0x81]), good.subarray(1)]),
      Buffer.concat([Buffer.from([0x30, 0x82, 0]), good.subarray(1)]),
      Buffer.concat([Buffer.from([0x31]), good.subarray(1)]),
      sequence(good.subarray(2), Buffer.from([2, 1, 1])),
      derOf(0n, s),
      derOf(r, 0n),
      derOf(r + ORDER, s),
      derOf(r, ORDER),
      derOf(0n, 0n),
      Buffer.from(octets(r.toString(16).padStart(64, '0') + s.toString(16).padStart(64, '0'))),
      Buffer.alloc(0)
    ]
    for (const form of forms) expect(verifySm2(key.publicKey, message, form)).toBe(false)
    for (let length = 0; length < good.length; length++) expect(verifySm2(key.publicKey, message, good.subarray(0, length))).toBe(false)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 90 }), (junk) => !verifySm2(key.publicKey, message, junk)),
      { numRuns: 200 }
    )
  })

  it('any bit of signature, message or key changed › not valid', () => {
    const good = signSm2(key, message)
    for (const at of [2, 5, 20, 36, 45, 66]) {
      const bad = Uint8Array.from(good)
      bad[at] = (bad[at] ?? 0) ^ 1
      expect(verifySm2(key.publicKey, message, bad)).toBe(false)
    }
    expect(verifySm2(generateSm2Key().publicKey, message, good)).toBe(false)
  })

  it('trap d, keys off the curve, compressed, at infinity, of another length › no key, and verify nothing', () => {
    const off = Buffer.from(key.publicKey)
    off[64] = (off[64] ?? 0) ^ 1
    const signature = signSm2(key, message)
    const compressed = Buffer.concat([Buffer.from([3]), key.publicKey.subarray(1, 33)])
    for (const bad of [
      off,
      compressed,
      Buffer.alloc(65),
      Buffer.from([4, ...new Uint8Array(64)]),
      key.publicKey.subarray(1),
      Buffer.alloc(0)
    ]) {
      expect(isSm2PublicKey(bad)).toBe(false)
      expect(verifySm2(bad, message, signature)).toBe(false)
      expect(() => wrapSm2(bad, new Uint8Array(WRAPPED_BYTES))).toThrow(RangeError)
    }
    for (const bad of [new Uint8Array(32), octets(ORDER.toString(16)), octets((ORDER - 1n).toString(16)), new Uint8Array(31)])
      expect(() => sm2KeyOf(bad)).toThrow(RangeError)
  })

  it('two signatures of one message › differ, for the secret number is drawn', () => {
    const seen = new Set(Array.from({ length: 20 }, () => String(numbersOf(signSm2(key, message))[0])))
    expect(seen.size).toBe(20)
  })
})

describe('SM2 wrapping', () => {
  const secret = Uint8Array.from({ length: WRAPPED_BYTES }, (_, i) => i)

  it('48 octets › come back; for another key or another length › nothing', () => {
    const wrapped = wrapSm2(key.publicKey, secret)
    expect(unwrapSm2(key.privateKey, wrapped)).toEqual(secret)
    expect(unwrapSm2(generateSm2Key().privateKey, wrapped)).toBeNull()
    for (const length of [0, 16, 47, 49]) expect(() => wrapSm2(key.publicKey, new Uint8Array(length))).toThrow(RangeError)
    const short = sm2.doEncrypt(new Uint8Array(47), hex(key.publicKey), 1, { asn1: true })
    expect(unwrapSm2(key.privateKey, octets(short))).toBeNull()
  })

  it('trap c, C1, C2 or C3 changed, members swapped, a tail, cut anywhere › null and never an exception', () => {
    const wrapped = Buffer.from(wrapSm2(key.publicKey, secret))
    for (let at = 0; at < wrapped.length; at++) {
      const bad = Buffer.from(wrapped)
      bad[at] = (bad[at] ?? 0) ^ 4
      expect(unwrapSm2(key.privateKey, bad)).toBeNull()
      expect(unwrapSm2(key.privateKey, wrapped.subarray(0, at))).toBeNull()
    }
    expect(unwrapSm2(key.privateKey, Buffer.concat([wrapped, Buffer.from([0])]))).toBeNull()
    const parts = readDer(wrapped, ['integer', 'integer', 'octets', 'octets']) ?? []
    const [x, y, digest, cipher] = parts
    if (!x || !y || !digest || !cipher || x.kind !== 'integer') throw new TypeError('not of this form')
    expect(unwrapSm2(key.privateKey, writeDer([x, y, cipher, digest]))).toBeNull()
    expect(unwrapSm2(key.privateKey, writeDer([{ kind: 'integer', value: x.value ^ 1n }, y, digest, cipher]))).toBeNull()
    expect(unwrapSm2(key.privateKey, writeDer([{ kind: 'integer', value: 0n }, { kind: 'integer', value: 0n }, digest, cipher]))).toBeNull()
  })

  it('the four calls in software › answer as a device would, each key for its own purpose', async () => {
    const material = { sign: key.privateKey, enc: generateSm2Key().privateKey, archive: generateSm2Key().privateKey }
    const device = softwareSm2(material)
    expect(await device.verify(device.publicKey, message, await device.sign(message))).toBe(true)
    for (const publicKey of device.publicKeys) expect(await device.unwrap(publicKey, await device.wrap(publicKey, secret))).toEqual(secret)
    expect(await device.unwrap(device.publicKey, await device.wrap(device.publicKey, secret))).toBeNull()
  })
})

function derOf(r: bigint, s: bigint): Buffer {
  const integers = [r, s].map((value) => ({ kind: 'integer' as const, value }))
  return Buffer.from(writeDer(integers))
}

function numbersOf(der: Uint8Array): [bigint, bigint] {
  const [r, s] = readDer(der, ['integer', 'integer']) ?? []
  if (r?.kind !== 'integer' || s?.kind !== 'integer') throw new TypeError('not DER')
  return [r.value, s.value]
}
