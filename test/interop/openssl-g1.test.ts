// Suite G1 against OpenSSL 3 in both directions: every primitive, a whole bundle opened by it, and a whole bundle it wrote.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createHmacSm3,
  randomBytes,
  signSm2,
  sm2KeyOf,
  sm3Text,
  sm4CbcDecryptor,
  sm4CbcEncryptor,
  unwrapSm2,
  verifySm2,
  wrapSm2
} from '../../electron/core/crypto'
import { openFileSource, readCardFile, sm2Fingerprint, sm2Message, sm2Point, sm2RecipientsOf } from '../../electron/core/container'
import { membersOf } from '../exchange/forge'
import { contentText, madeUpPair, openAll, pack, pinOf, sealG1, slipLines, verify, type Pair } from '../exchange/made-up-offices'
import { withTools } from './tools'

const SM2_ID = ['-pkeyopt', 'distid:1234567812345678']
const OURS = sm2KeyOf(Buffer.from('3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8', 'hex'))

let folder: string
let pair: Pair
const at = (name: string): string => join(folder, name)
const openssl = (args: readonly string[], input?: Uint8Array): Buffer =>
  execFileSync('openssl', args, {
    cwd: folder,
    maxBuffer: 64_000_000,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(input === undefined ? {} : { input })
  })
const accepts = (args: readonly string[]): boolean => spawnSync('openssl', args, { cwd: folder }).status === 0
/** Signing and encrypting tools of OpenSSL read from files. */
const put = (name: string, octets: Uint8Array): string => {
  writeFileSync(at(name), octets, { mode: 0o600 })
  return name
}
const spki = (point: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex'), point])
/** SEC 1 form of a private key on the SM2 curve. */
const sec1 = (secret: Uint8Array, point: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('30770201010420', 'hex'), secret, Buffer.from('a00a06082a811ccf5501822da144034200', 'hex'), point])

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jhb-g1-'))
  pair = await madeUpPair(['G1'])
  put('ours.der', sec1(OURS.privateKey, OURS.publicKey))
  put('ours-public.der', spki(OURS.publicKey))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const verifies = (sig: string, message: string, id = SM2_ID): boolean =>
  accepts([
    ...['pkeyutl', '-verify', '-rawin', '-digest', 'sm3', '-pubin', '-keyform', 'DER', '-inkey', 'ours-public.der'],
    ...['-in', message, '-sigfile', sig, ...id]
  ])

describe('primitives', () => {
  withTools(['openssl'], 'SM2 signatures › ten each way, and only under the national identity', () => {
    for (let round = 0; round < 10; round++) {
      const message = randomBytes(1 + round * 37)
      put('message', message)
      put('sig', signSm2(OURS, message))
      expect(verifies('sig', 'message')).toBe(true)
      expect(verifies('sig', 'message', [])).toBe(false)
      const theirs = (id: readonly string[]): Buffer =>
        openssl(['pkeyutl', '-sign', '-rawin', '-digest', 'sm3', '-keyform', 'DER', '-inkey', 'ours.der', '-in', 'message', ...id])
      expect(verifySm2(OURS.publicKey, message, theirs(SM2_ID))).toBe(true)
      expect(verifySm2(OURS.publicKey, message, theirs([]))).toBe(false)
    }
  })

  withTools(['openssl'], 'SM2 wrapping › ten each way', () => {
    for (let round = 0; round < 10; round++) {
      const secret = randomBytes(48)
      put('wrapped', wrapSm2(OURS.publicKey, secret))
      put('secret', secret)
      expect(openssl(['pkeyutl', '-decrypt', '-keyform', 'DER', '-inkey', 'ours.der', '-in', 'wrapped']).equals(secret)).toBe(true)
      const theirs = openssl(['pkeyutl', '-encrypt', '-pubin', '-keyform', 'DER', '-inkey', 'ours-public.der', '-in', 'secret'])
      expect(Buffer.from(unwrapSm2(OURS.privateKey, theirs) ?? []).equals(secret)).toBe(true)
    }
  })

  withTools(['openssl'], 'SM3, HMAC-SM3, SM4-CBC › equal around every block limit', () => {
    const [key, iv] = [randomBytes(16), randomBytes(16)]
    for (const size of [0, 1, 15, 16, 17, 55, 56, 63, 64, 65, 65_536, 65_537]) {
      const plain = randomBytes(size)
      expect(sm3Text(plain)).toBe(`sm3:${openssl(['dgst', '-sm3', '-binary'], plain).toString('hex')}`)
      const mac = createHmacSm3(key)
      mac.update(plain)
      const theirs = openssl(['dgst', '-sm3', '-mac', 'hmac', '-macopt', `hexkey:${hexOf(key)}`, '-binary'], plain)
      expect(theirs.equals(mac.bytes())).toBe(true)
      const cipher = openssl(['enc', '-sm4-cbc', '-K', hexOf(key), '-iv', hexOf(iv)], plain)
      const seal = sm4CbcEncryptor(key, iv)
      expect(Buffer.concat([seal.update(plain), seal.end() ?? Buffer.alloc(0)]).equals(cipher)).toBe(true)
      const open = sm4CbcDecryptor(key, iv)
      expect(Buffer.concat([open.update(cipher), open.end() ?? Buffer.alloc(0)]).equals(plain)).toBe(true)
    }
  })
})

describe('whole bundles', () => {
  withTools(['openssl'], 'what this program writes › OpenSSL verifies, unwraps, decrypts and finds the same digests', async () => {
    const lines = slipLines(pair.from.card.id, 500)
    const content = await pack(pair, lines, {}, 'G1')
    const members = new Map(membersOf(await sealG1(pair, content)).map(([name, data]) => [name, Buffer.from(data)]))
    const member = (name: string): Buffer => members.get(name) ?? Buffer.alloc(0)
    const header = JSON.parse(member('header.json').toString()) as {
      content: { id: string }
      payload: { digest: string; wrap: [string, string][] }
    }
    put('signer.der', spki(sm2Point(pair.from.card.sm2?.[0]?.sign ?? '')))
    put('signed', sm2Message(member('header.json')))
    put('header.sm2', member('header.json.sm2'))
    const check = ['pkeyutl', '-verify', '-rawin', '-digest', 'sm3', '-pubin', '-keyform', 'DER', '-inkey', 'signer.der']
    expect(accepts([...check, '-in', 'signed', '-sigfile', 'header.sm2', ...SM2_ID])).toBe(true)
    const payload = member('payload.sm4')
    expect(header.payload.digest).toBe(`sm3:${openssl(['dgst', '-sm3', '-binary'], payload).toString('hex')}`)

    const device = sm2KeyOf(pair.to.sm2.material.enc)
    put('device.der', sec1(device.privateKey, device.publicKey))
    const own = header.payload.wrap.find(([key]) => key === sm2Fingerprint(device.publicKey))
    put('own.wrap', Buffer.from(own?.[1] ?? '', 'base64'))
    const secret = openssl(['pkeyutl', '-decrypt', '-keyform', 'DER', '-inkey', 'device.der', '-in', 'own.wrap'])
    const [iv, body, mac] = [payload.subarray(0, 16), payload.subarray(16, -32), payload.subarray(-32)]
    const hmac = ['dgst', '-sm3', '-mac', 'hmac', '-macopt', `hexkey:${hexOf(secret.subarray(16))}`, '-binary']
    expect(openssl(hmac, Buffer.concat([iv, body])).equals(mac)).toBe(true)
    const packed = openssl(['enc', '-d', '-sm4-cbc', '-K', hexOf(secret.subarray(0, 16)), '-iv', hexOf(iv)], body)
    const plain = gunzipSync(packed)
    expect(plain.toString()).toBe(contentText(content.core, lines))
    expect(header.content.id).toBe(`sm3:${openssl(['dgst', '-sm3', '-binary'], plain).toString('hex')}`)
  })

  withTools(
    ['python3', 'age', 'ssh-keygen', 'openssl'],
    'a Python program with OpenSSL › its G1 card and 1,000 slips open here',
    async () => {
      const made = at('made')
      mkdirSync(made)
      const recipients = sm2RecipientsOf(pair.to.card).map((point) => Buffer.from(point).toString('base64'))
      const args = [resolve(import.meta.dirname, 'make_bundle.py'), 'G1', made, pair.to.card.id, pair.to.code, '1000', ...recipients]
      const office = execFileSync('python3', args, { encoding: 'utf8' }).trim()
      const card = await readCardFile(readFileSync(join(made, 'made.jhk')))
      expect([card.id, card.suites]).toEqual([office, ['G1']])
      const source = await openFileSource(join(made, 'made.jhb'))
      try {
        const verified = await verify(pair, source, { pinned: (id) => (id === card.id ? pinOf(card) : null) })
        const { items } = await openAll(verified, { identities: [], sm2: pair.to.sm2.device })
        expect(items).toHaveLength(1000)
        expect(items.every((item) => item.t === 'slip' && item.refusal === null)).toBe(true)
      } finally {
        await source.close()
      }
    }
  )
})

it('the key forms lent to OpenSSL › have the lengths their headers say', () => {
  expect(sec1(OURS.privateKey, OURS.publicKey)).toHaveLength(2 + 0x77)
  expect(spki(OURS.publicKey)).toHaveLength(2 + 0x59)
})

const hexOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')
