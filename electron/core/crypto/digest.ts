// Digests and keyed digests over native SHA-2, in the few shapes the office needs.
import * as native from 'node:crypto'
import { createHash, createHmac, timingSafeEqual as nativeTimingSafeEqual, type Hash } from 'node:crypto'

/** A digest fed piece by piece; after `bytes`, `hex` or `text` it cannot be fed any more. */
export interface Digest {
  update(piece: Uint8Array): void
  bytes(): Uint8Array
  hex(): string
  /** `sha256:<64 hex>` (or `sha512:<128 hex>`): a self-describing digest string */
  text(): string
}

function incremental(name: 'sha256' | 'sha512'): Digest {
  const hash: Hash = createHash(name)
  return {
    update: (piece) => void hash.update(piece),
    bytes: () => new Uint8Array(hash.digest()),
    hex: () => hash.digest('hex'),
    text: () => `${name}:${hash.digest('hex')}`
  }
}

export const createSha256 = (): Digest => incremental('sha256')
export const createSha512 = (): Digest => incremental('sha512')

/** @param data octets, or text taken as UTF-8 @returns 32 octets */
export function sha256(data: Uint8Array | string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(data).digest())
}

/** @param data octets, or text taken as UTF-8 @returns 64 lower-case hex characters */
export const sha256Hex: (data: Uint8Array | string) => string = hasOneShot()
  ? (data) => native.hash('sha256', data, 'hex')
  : (data) => createHash('sha256').update(data).digest('hex')

/** The one-shot form is half as long for the short lines of a bundle; a runtime without it computes the same. */
function hasOneShot(): boolean {
  try {
    return native.hash('sha256', 'abc', 'hex').startsWith('ba7816bf')
  } catch {
    return false
  }
}

/** @param data octets, or text taken as UTF-8 @returns the digest string `sha256:<64 hex>` of exchange.md §2 */
export function sha256Text(data: Uint8Array | string): string {
  return `sha256:${sha256Hex(data)}`
}

/** @param data octets, or text taken as UTF-8 @returns 64 octets */
export function sha512(data: Uint8Array | string): Uint8Array {
  return new Uint8Array(createHash('sha512').update(data).digest())
}

/** @returns 32 octets, RFC 2104 over SHA-256 */
export function hmacSha256(key: Uint8Array, data: Uint8Array | string): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(data).digest())
}

/**
 * HKDF (RFC 5869) over SHA-256, written on HMAC because Electron's own `hkdf` was broken in several versions.
 * @param length octets wanted, 1 … 8160
 */
export function hkdf(key: Uint8Array, salt: Uint8Array, info: Uint8Array | string, length: number): Uint8Array {
  if (!Number.isInteger(length) || length < 1 || length > 255 * 32) throw new RangeError('hkdf length out of range')
  const prk = createHmac('sha256', salt.length === 0 ? new Uint8Array(32) : salt)
    .update(key)
    .digest()
  const out = new Uint8Array(length)
  let block: Uint8Array = new Uint8Array(0)
  for (let filled = 0, index = 1; filled < length; filled += block.length, index++) {
    block = createHmac('sha256', prk).update(block).update(info).update(Uint8Array.of(index)).digest()
    out.set(block.subarray(0, length - filled), filled)
  }
  return out
}

/** Compares without telling by its duration where the difference is; different lengths are simply unequal. */
export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && nativeTimingSafeEqual(a, b)
}
