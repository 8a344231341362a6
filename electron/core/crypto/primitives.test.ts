// Known answers and properties of the primitives on which key slots and bundles rest.
import { randomBytes as nodeRandom, hkdfSync, scryptSync } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createSha256,
  createSha512,
  generateSigningKey,
  hkdf,
  hmacSha256,
  isSmallOrderKey,
  openSecret,
  randomBytes,
  randomHex,
  scryptKey,
  sealSecret,
  sha256,
  sha256Hex,
  sha256Text,
  sha512,
  signEd25519,
  signingKeyFromSeed,
  timingSafeEqual,
  uuidv4,
  uuidv7,
  verifyEd25519
} from './index'

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))
const toHex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')
const octets = (min: number, max: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: min, maxLength: max })

describe('random', () => {
  it('randomBytes › gives the length asked for and never the same twice', () => {
    expect(randomBytes(32)).toHaveLength(32)
    expect(toHex(randomBytes(16))).not.toBe(toHex(randomBytes(16)))
    expect(randomHex(16)).toMatch(/^[0-9a-f]{32}$/)
    expect(uuidv4()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('uuidv7 › carries time, version and variant, and ascends within a millisecond', () => {
    const id = uuidv7(0x0123456789ab)
    expect(id).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const many = Array.from({ length: 2000 }, () => uuidv7(1_700_000_000_000))
    expect([...many].sort()).toEqual(many)
    expect(new Set(many).size).toBe(many.length)
    expect(() => uuidv7(-1)).toThrow(RangeError)
    expect(uuidv7().replace('-', '').slice(0, 12) >= (Date.now() - 10_000).toString(16).padStart(12, '0')).toBe(true)
  })
})

describe('digest', () => {
  it('sha256, sha512 › answer the FIPS 180-4 vectors, whole or in pieces', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(sha256Text('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(toHex(sha512('abc'))).toMatch(/^ddaf35a193617aba/)
    const a = createSha256()
    a.update(Buffer.from('a'))
    a.update(Buffer.from('bc'))
    expect(a.text()).toBe(sha256Text('abc'))
    const b = createSha512()
    b.update(Buffer.from('abc'))
    expect(toHex(b.bytes())).toBe(toHex(sha512('abc')))
    expect(toHex(sha256(Buffer.from('abc')))).toBe(sha256Hex('abc'))
  })

  it('hmacSha256 › answers RFC 4231 case 2', () => {
    expect(toHex(hmacSha256(Buffer.from('Jefe'), 'what do ya want for nothing?'))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
    )
  })

  it('hkdf › answers RFC 5869 case 1 and agrees with the runtime for any input', () => {
    const okm = hkdf(hex('0b'.repeat(22)), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42)
    expect(toHex(okm)).toBe('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865')
    fc.assert(
      fc.property(octets(0, 80), octets(0, 80), octets(0, 40), fc.integer({ min: 1, max: 300 }), (key, salt, info, length) => {
        expect(toHex(hkdf(key, salt, info, length))).toBe(toHex(new Uint8Array(hkdfSync('sha256', key, salt, info, length))))
      }),
      { numRuns: 60 }
    )
    expect(() => hkdf(hex('00'), hex(''), '', 8161)).toThrow(RangeError)
  })

  it('timingSafeEqual › is equality, also for different lengths', () => {
    expect(timingSafeEqual(hex('0102'), hex('0102'))).toBe(true)
    expect(timingSafeEqual(hex('0102'), hex('0103'))).toBe(false)
    expect(timingSafeEqual(hex('0102'), hex('010203'))).toBe(false)
  })
})

describe('scryptKey', () => {
  it('agrees with the runtime and joins the two spellings of one passphrase', async () => {
    const salt = nodeRandom(16)
    const key = await scryptKey('流动人口 五个词', salt, { logN: 10 })
    expect(toHex(key)).toBe(scryptSync('流动人口 五个词', salt, 32, { N: 1024, r: 8, p: 1 }).toString('hex'))
    expect(toHex(await scryptKey('e\u0301', salt, { logN: 4 }))).toBe(toHex(await scryptKey('\u00e9', salt, { logN: 4 })))
  })

  it('refuses a cost that a stranger could abuse', async () => {
    await expect(scryptKey('x', nodeRandom(16), { logN: 30 })).rejects.toThrow(RangeError)
    await expect(scryptKey('x', nodeRandom(16), { logN: 0 })).rejects.toThrow(RangeError)
  })
})

describe('sealSecret and openSecret', () => {
  const key = randomBytes(32)
  const aad = Buffer.from('slot:user:1')

  it('round-trip every plaintext', () => {
    fc.assert(
      fc.property(octets(0, 200), (plain) => {
        expect(openSecret(key, sealSecret(key, plain, aad), aad)).toEqual(plain)
      })
    )
  })

  it('give null when any single bit, the key or the bound octets differ', () => {
    const sealed = sealSecret(key, Buffer.from('data key'), aad)
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const bad = Uint8Array.from(sealed)
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(openSecret(key, bad, aad)).toBeNull()
    }
    expect(openSecret(randomBytes(32), sealed, aad)).toBeNull()
    expect(openSecret(key, sealed, Buffer.from('slot:user:2'))).toBeNull()
    expect(openSecret(key, sealed.subarray(0, 20), aad)).toBeNull()
    expect(() => sealSecret(randomBytes(16), sealed, aad)).toThrow(RangeError)
  })
})

describe('ed25519', () => {
  it('answers RFC 8032 test 2 and agrees with the second implementation both ways', () => {
    const key = signingKeyFromSeed(hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'))
    expect(toHex(key.publicKey)).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
    expect(toHex(signEd25519(key, hex('72')))).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
    )
    fc.assert(
      fc.property(octets(0, 100), (message) => {
        const own = generateSigningKey()
        const signature = signEd25519(own, message)
        expect(ed25519.verify(signature, message, own.publicKey, { zip215: false })).toBe(true)
        expect(verifyEd25519(own.publicKey, message, ed25519.sign(message, own.seed))).toBe(true)
        expect(verifyEd25519(own.publicKey, Buffer.concat([message, hex('00')]), signature)).toBe(false)
      }),
      { numRuns: 20 }
    )
  })

  it('T27 verifyEd25519 › refuses S+L, an all-zero signature, wrong lengths and non-canonical keys', () => {
    const key = generateSigningKey()
    const message = Buffer.from('m')
    const signature = signEd25519(key, message)
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const s = BigInt('0x' + Buffer.from(signature.subarray(32)).reverse().toString('hex')) + order
    const forged = Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()])
    expect(verifyEd25519(key.publicKey, message, signature)).toBe(true)
    expect(verifyEd25519(key.publicKey, message, forged)).toBe(false)
    expect(verifyEd25519(key.publicKey, message, new Uint8Array(64))).toBe(false)
    expect(verifyEd25519(key.publicKey, message, signature.subarray(1))).toBe(false)
    expect(verifyEd25519(key.publicKey.subarray(1), message, signature)).toBe(false)
    expect(verifyEd25519(hex('ff'.repeat(32)), message, signature)).toBe(false)
  })

  it('T27 isSmallOrderKey › knows the eight torsion points in all fourteen encodings and nothing else', () => {
    const seen = new Set<string>()
    const p = 2n ** 255n - 19n
    const torsion = ed25519.Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', true)
    for (let i = 0, point = ed25519.Point.ZERO; i < 8; i++, point = point.add(torsion)) {
      const y = point.toAffine().y
      for (const value of y + p < 2n ** 255n ? [y, y + p] : [y]) {
        for (const sign of [0n, 1n]) {
          const key = Buffer.from((value | (sign << 255n)).toString(16).padStart(64, '0'), 'hex').reverse()
          seen.add(key.toString('hex'))
          expect(isSmallOrderKey(key)).toBe(true)
          expect(verifyEd25519(key, Buffer.from('m'), Buffer.concat([key, new Uint8Array(32)]))).toBe(false)
        }
      }
    }
    expect(seen.size).toBe(14)
    for (let i = 0; i < 50; i++) expect(isSmallOrderKey(generateSigningKey().publicKey)).toBe(false)
  })
})
