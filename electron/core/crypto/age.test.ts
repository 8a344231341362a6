// The age files this room writes and reads, and the bounds it sets before a library sees a stranger's file.
import { Decrypter, Encrypter } from 'age-encryption'
import { describe, expect, it } from 'vitest'
import {
  ageDecrypt,
  ageDecryptWithPassphrase,
  ageEncrypt,
  ageEncryptWithPassphrase,
  ageRecipientOf,
  generateAgeIdentity,
  inspectAgeHeader,
  isAgeRecipient,
  MAX_AGE_HEADER
} from './index'

const joined = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

describe('ageEncrypt and ageDecrypt', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])('round-trip %i octets › in a file of the size announced', async (size) => {
    const identity = await generateAgeIdentity()
    const plain = Buffer.alloc(size, 'abc')
    const sealed = await ageEncrypt([plain.subarray(0, 7), plain.subarray(7)], size, [await ageRecipientOf(identity)])
    const file = await joined(sealed.pieces)
    expect(file).toHaveLength(sealed.size)
    expect((await joined(ageDecrypt([file], [identity]))).equals(plain)).toBe(true)
    await expect(joined(ageDecrypt([file.subarray(0, -1)], [identity]))).rejects.toThrow()
    await expect(joined(ageDecrypt([file, Buffer.from('x')], [identity]))).rejects.toThrow()
    await expect(joined(ageDecrypt([file], [await generateAgeIdentity()]))).rejects.toThrow()
  })

  it('isAgeRecipient › only the 62 lower-case characters with a good checksum', async () => {
    const recipient = await ageRecipientOf(await generateAgeIdentity())
    expect(recipient).toHaveLength(62)
    expect(isAgeRecipient(recipient)).toBe(true)
    const last = recipient.endsWith('q') ? 'p' : 'q'
    for (const bad of [recipient.slice(0, -1) + last, recipient.toUpperCase(), `${recipient} `, 'age1', 'ssh-ed25519 AAAA'])
      expect(isAgeRecipient(bad)).toBe(false)
  })
})

describe('key files under a passphrase', () => {
  it('open with the passphrase only, in either Unicode spelling › and by the reference library', async () => {
    const secret = Buffer.from('AGE-SECRET-KEY-1EXAMPLE\n')
    const file = await ageEncryptWithPassphrase(secret, '五个词 é', 10)
    expect(Buffer.from((await ageDecryptWithPassphrase(file, '五个词 e\u0301')) ?? []).equals(secret)).toBe(true)
    expect(await ageDecryptWithPassphrase(file, '五个词')).toBeNull()
    expect(await ageDecryptWithPassphrase(file.subarray(0, -1), '五个词 é')).toBeNull()
    const reference = new Decrypter()
    reference.addPassphrase('五个词 é')
    expect(Buffer.from(await reference.decrypt(file)).equals(secret)).toBe(true)
  })

  it('the reference library’s file › opens here', async () => {
    const encrypter = new Encrypter()
    encrypter.setPassphrase('secret')
    encrypter.setScryptWorkFactor(10)
    const file = await encrypter.encrypt('key')
    expect(Buffer.from((await ageDecryptWithPassphrase(file, 'secret')) ?? []).toString()).toBe('key')
  })

  it('T38 a cost of 2^30, two stanzas, no passphrase file › null at once', async () => {
    const file = Buffer.from(await ageEncryptWithPassphrase(Buffer.from('x'), 'p', 5)).toString('latin1')
    const started = process.threadCpuUsage()
    expect(await ageDecryptWithPassphrase(Buffer.from(file.replace(/ 5\n/, ' 30\n'), 'latin1'), 'p')).toBeNull()
    expect(cpuMs(started)).toBeLessThan(100)
    const stanza = /-> scrypt [^>]*\n(?=---)/.exec(file)?.[0] ?? ''
    expect(await ageDecryptWithPassphrase(Buffer.from(file.replace(stanza, stanza + stanza), 'latin1'), 'p')).toBeNull()
    expect(await ageDecryptWithPassphrase(Buffer.from('nothing of the kind'), 'p')).toBeNull()
  })
})

describe('inspectAgeHeader', () => {
  it('names the stanza types › and says when the header does not end in bounds', async () => {
    const sealed = await ageEncrypt([], 0, [
      await ageRecipientOf(await generateAgeIdentity()),
      await ageRecipientOf(await generateAgeIdentity())
    ])
    expect(inspectAgeHeader(await joined(sealed.pieces))).toEqual({ ends: true, stanzaTypes: ['X25519', 'X25519'] })
    expect(inspectAgeHeader(Buffer.alloc(20_000, '-> a\n'))).toEqual({ ends: false })
    const padded = (length: number): Buffer => Buffer.from(`${'x'.repeat(length - 8)}\n--- mac\n`.slice(-length - 1))
    expect(inspectAgeHeader(padded(MAX_AGE_HEADER - 1)).ends).toBe(true)
    expect(inspectAgeHeader(padded(MAX_AGE_HEADER + 1)).ends).toBe(false)
    expect(inspectAgeHeader(new Uint8Array(0))).toEqual({ ends: false })
  })
})

/** Time of this thread's own work: the clock would count what else the machine does. */
function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(since)
  return (user + system) / 1000
}
