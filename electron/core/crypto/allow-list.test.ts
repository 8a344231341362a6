// Electron's BoringSSL has fewer algorithms than Node; here Node is cut down to them and everything cryptographic runs.
import type * as NodeCrypto from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'

const asked = vi.hoisted(() => new Set<string>())
const missing = vi.hoisted(() => ({ ed25519: false, oneShot: false, scrypt: false }))

vi.mock('node:crypto', async (importOriginal) => {
  const real = await importOriginal<typeof NodeCrypto>()
  const HASHES = new Set('md5 sha1 sha224 sha256 sha384 sha512 sha512-256 md5-sha1 ripemd160'.split(' '))
  const CIPHERS = new Set([
    ...['128', '192', '256'].flatMap((bits) => ['cbc', 'ctr', 'ecb', 'gcm', 'ofb'].map((mode) => `aes-${bits}-${mode}`)),
    ...['aes-128-cfb', 'aes-256-cfb', 'rc4']
  ])
  const only = (set: ReadonlySet<string>, name: string): void => {
    asked.add(name)
    if (!set.has(name)) throw new TypeError(`${name} does not exist in Electron`)
  }
  const guarded =
    <A extends readonly unknown[], R>(set: ReadonlySet<string>, call: (name: string, ...rest: A) => R) =>
    (name: string, ...rest: A): R => {
      only(set, name)
      return call(name, ...rest)
    }
  const absent = (name: string) => (): never => {
    throw new TypeError(`${name} does not exist in Electron`)
  }
  const unless =
    <A extends readonly unknown[], R>(key: keyof typeof missing, call: (...args: A) => R) =>
    (...args: A): R => {
      if (missing[key]) throw new TypeError(`${key} is missing`)
      return call(...args)
    }
  const few = {
    createHash: guarded(HASHES, real.createHash),
    createHmac: guarded(HASHES, real.createHmac),
    hash: unless('oneShot', guarded(HASHES, real.hash)),
    createCipheriv: guarded(CIPHERS, real.createCipheriv as (name: string, ...rest: unknown[]) => unknown), // overloads differ only in the cipher name
    createDecipheriv: guarded(CIPHERS, real.createDecipheriv as (name: string, ...rest: unknown[]) => unknown), // as above
    createPrivateKey: unless('ed25519', real.createPrivateKey),
    verify: unless('ed25519', real.verify),
    scrypt: unless('scrypt', real.scrypt),
    getHashes: () => [...HASHES],
    getCiphers: () => [...CIPHERS],
    argon2: absent('argon2'),
    argon2Sync: absent('argon2'),
    hkdf: absent('hkdf'),
    hkdfSync: absent('hkdf'),
    encapsulate: absent('encapsulate'),
    decapsulate: absent('decapsulate')
  }
  return { ...real, ...few, default: { ...real, ...few } }
})

async function runEverything(): Promise<void> {
  vi.resetModules()
  const crypto = await import('./index')
  const container = await import('../container')
  const offices = await import('../../../test/exchange/made-up-offices')
  const key = crypto.sha256('data key')
  const slot = await crypto.scryptKey('通行短语', crypto.randomBytes(16), { logN: 8 })
  expect(crypto.openSecret(slot, crypto.sealSecret(slot, key, Buffer.from('slot')), Buffer.from('slot'))).toEqual(key)
  expect(crypto.hkdf(key, new Uint8Array(0), 'info', 32)).toHaveLength(32)
  expect(crypto.uuidv7()).toHaveLength(36)
  expect(crypto.uuidv4()).toHaveLength(36)
  const locked = await crypto.ageEncryptWithPassphrase(key, '短语', 8)
  expect(await crypto.ageDecryptWithPassphrase(locked, '短语')).toEqual(key)
  const rfc8032 = crypto.signingKeyFromSeed(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'))
  expect(Buffer.from(crypto.signEd25519(rfc8032, new Uint8Array(0))).toString('hex')).toMatch(
    /^e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155/
  )
  const pair = await offices.madeUpPair()
  expect((await container.readCardFile(container.writeCardFile(pair.from.card))).digest).toBe(pair.from.card.digest)
  const lines = offices.slipLines(pair.from.card.id, 20)
  const file = await offices.seal(pair, await offices.pack(pair, lines))
  expect((await offices.receive(pair, file)).items).toHaveLength(20)
  const national = await offices.madeUpPair(['G1'])
  const g1 = await offices.sealG1(national, await offices.pack(national, offices.slipLines(national.from.card.id, 20), {}, 'G1'))
  expect((await offices.receive(national, g1)).items).toHaveLength(20)
  const bad = Uint8Array.from(file)
  bad[file.length >> 1] = (bad[file.length >> 1] ?? 0) ^ 1
  await expect(offices.verify(pair, bad)).rejects.toThrow('E_CONTAINER')
}

describe('with Electron’s algorithms only', () => {
  it('sign, verify, seal, open, key slots, key files, cards and bundles › all work', async () => {
    await runEverything()
    expect([...asked].sort()).toEqual(['aes-256-gcm', 'sha256', 'sha512'])
  })

  it.each(['ed25519', 'oneShot', 'scrypt'] as const)(
    '%s missing from the runtime as well › the second implementation does the same',
    async (primitive) => {
      missing[primitive] = true
      try {
        await runEverything()
      } finally {
        missing[primitive] = false
      }
    }
  )

  it('the guard itself › refuses what Electron has not', async () => {
    const { createHash, createCipheriv } = await import('node:crypto')
    expect(() => createHash('sm3')).toThrow('does not exist')
    expect(() => createHash('blake2b512')).toThrow('does not exist')
    expect(() => createCipheriv('chacha20-poly1305', new Uint8Array(32), new Uint8Array(12), { authTagLength: 16 })).toThrow(
      'does not exist'
    )
  })
})
