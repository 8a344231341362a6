// The payload of suite G1: IV ‖ SM4-CBC-PKCS#7 ‖ HMAC-SM3, its two keys wrapped by SM2 for each recipient (exchange.md §2.8).
import {
  createHmacSm3,
  randomBytes,
  sm4CbcDecryptor,
  sm4CbcEncryptor,
  sm4CbcSize,
  timingSafeEqual,
  WRAPPED_BYTES,
  type AgeEncryption,
  type Pieces,
  type Sm2Opener,
  type Sm2Sender
} from '../crypto'
import { sm2Fingerprint } from './card-sm2'
import type { BundleHeader, WrapEntry } from './header'
import { decodeBase64 } from './patterns'

const IV = 16
const MAC = 32
const SM4_KEY = 16

/** `wrap` stands in the header, `pieces` in the payload member. */
export interface Sm4Encryption extends AgeEncryption {
  readonly wrap: readonly WrapEntry[]
}

/**
 * @param plainBytes exact number of octets `plain` will yield @param recipients points of 65 octets, none twice
 * @throws RangeError for a recipient that is no point of the curve
 */
export async function sm4Encrypt(
  plain: Pieces,
  plainBytes: number,
  recipients: readonly Uint8Array[],
  device: Sm2Sender
): Promise<Sm4Encryption> {
  const secret = randomBytes(WRAPPED_BYTES)
  const wrap: WrapEntry[] = []
  for (const recipient of recipients)
    wrap.push([sm2Fingerprint(recipient), Buffer.from(await device.wrap(recipient, secret)).toString('base64')])
  return { size: IV + sm4CbcSize(plainBytes) + MAC, pieces: encrypted(plain, secret), wrap }
}

async function* encrypted(plain: Pieces, secret: Uint8Array): AsyncGenerator<Uint8Array> {
  const iv = randomBytes(IV)
  const cipher = sm4CbcEncryptor(secret.subarray(0, SM4_KEY), iv)
  const mac = createHmacSm3(secret.subarray(SM4_KEY))
  mac.update(iv)
  yield iv
  for await (const piece of plain) {
    const octets = cipher.update(piece)
    mac.update(octets)
    yield octets
  }
  const last = cipher.end() ?? new Uint8Array(0)
  mac.update(last)
  yield last
  yield mac.bytes()
}

/** @returns the 48 octets of a bundle's two keys; null when none of the opener's keys is among its recipients or its wrap was changed */
export async function unwrapContentKey(header: BundleHeader, opener: Sm2Opener): Promise<Uint8Array | null> {
  for (const [key, wrapped] of header.data?.payload.wrap ?? []) {
    const publicKey = opener.publicKeys.find((each) => sm2Fingerprint(each) === key)
    const octets = decodeBase64(wrapped)
    const secret = publicKey === undefined || octets === null ? null : await opener.unwrap(publicKey, octets)
    if (secret?.length === WRAPPED_BYTES) return secret
  }
  return null
}

/**
 * Decrypts, streaming; throws (anything) at the end when MAC or padding is wrong, so nothing may be kept before it has ended.
 * @param size octets of the whole member @param secret 48 octets
 */
export async function* sm4Decrypt(cipher: Pieces, size: number, secret: Uint8Array): AsyncGenerator<Uint8Array> {
  if (size < IV + 16 + MAC || (size - MAC) % 16 !== 0) throw new RangeError('size')
  const mac = createHmacSm3(secret.subarray(SM4_KEY))
  const parts = new Parts(size)
  let open: ReturnType<typeof sm4CbcDecryptor> | null = null
  for await (const piece of cipher) {
    const { iv, body } = parts.take(piece)
    if (iv !== null) {
      mac.update(iv)
      open = sm4CbcDecryptor(secret.subarray(0, SM4_KEY), iv)
    }
    if (open === null || body.length === 0) continue
    mac.update(body)
    yield open.update(body)
  }
  if (open === null || parts.tail.length !== MAC || !timingSafeEqual(mac.bytes(), parts.tail)) throw new RangeError('mac')
  const last = open.end()
  if (last === null) throw new RangeError('padding')
  yield last
}

/** Cuts a stream of any pieces into IV, body and MAC. */
class Parts {
  tail: Uint8Array = new Uint8Array(0)
  readonly #bodyEnd: number
  #start: Uint8Array = new Uint8Array(0)
  #at = 0

  constructor(size: number) {
    this.#bodyEnd = size - MAC
  }

  /** @returns the IV once it is whole, and the octets of the body in this piece */
  take(piece: Uint8Array): { readonly iv: Uint8Array | null; readonly body: Uint8Array } {
    const from = this.#at
    this.#at += piece.length
    let iv: Uint8Array | null = null
    if (from < IV) {
      this.#start = Buffer.concat([this.#start, piece.subarray(0, IV - from)])
      if (this.#start.length === IV) iv = this.#start
    }
    const clip = (at: number): number => Math.min(piece.length, Math.max(0, at - from))
    const rest = piece.subarray(clip(this.#bodyEnd))
    if (rest.length > 0) this.tail = Buffer.concat([this.tail, rest])
    return { iv, body: piece.subarray(clip(IV), clip(this.#bodyEnd)) }
  }
}
