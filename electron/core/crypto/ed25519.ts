// Ed25519 with one strict meaning of "valid" whatever library computes it.
import { createPrivateKey, createPublicKey, sign as nativeSign, verify as nativeVerify } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { randomBytes } from './random'

/** `seed`: the 32 secret octets of RFC 8032 §5.1.5; `publicKey`: the 32 octets of the point (a "raw key"). */
export interface SigningKey {
  readonly seed: Uint8Array
  readonly publicKey: Uint8Array
}

const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const P = 2n ** 255n - 19n
const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n
const EIGHTH_ORDER_Y = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n

/** y coordinates of the eight torsion points, with the two that also have an encoding above the field prime. */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([0n, P, 1n, P + 1n, P - 1n, EIGHTH_ORDER_Y, P - EIGHTH_ORDER_Y])

/** @returns a fresh key pair */
export function generateSigningKey(): SigningKey {
  return signingKeyFromSeed(randomBytes(32))
}

/** @param seed 32 octets */
export function signingKeyFromSeed(seed: Uint8Array): SigningKey {
  if (seed.length !== 32) throw new RangeError('an Ed25519 seed has 32 octets')
  const native = nativePrivateKey(seed)
  if (!native) return { seed, publicKey: ed25519.getPublicKey(seed) }
  const spki = createPublicKey(native).export({ format: 'der', type: 'spki' })
  return { seed, publicKey: new Uint8Array(spki.subarray(SPKI_PREFIX.length)) }
}

/** @returns 64 octets, RFC 8032 §5.1.6 (deterministic) */
export function signEd25519(key: SigningKey, message: Uint8Array): Uint8Array {
  const native = nativePrivateKey(key.seed)
  return native ? new Uint8Array(nativeSign(null, message, native)) : ed25519.sign(message, key.seed)
}

/**
 * Strict verification: the key is canonically encoded and not of small order, S < L, and the equation holds.
 * Never throws: whatever is malformed is simply not valid.
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  if (littleEndianY(publicKey) >= P || isSmallOrderKey(publicKey)) return false
  if (littleEndian(signature.subarray(32)) >= GROUP_ORDER) return false
  try {
    return nativeVerify(null, message, { key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' }, signature)
  } catch {
    return verifyWithoutNative(publicKey, message, signature)
  }
}

/** True for the eight torsion points in every encoding: a "signature" by such a key binds nobody. */
export function isSmallOrderKey(publicKey: Uint8Array): boolean {
  return SMALL_ORDER_Y.has(littleEndianY(publicKey))
}

function verifyWithoutNative(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}

function nativePrivateKey(seed: Uint8Array): ReturnType<typeof createPrivateKey> | null {
  try {
    return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  } catch {
    return null
  }
}

function littleEndian(octets: Uint8Array): bigint {
  return BigInt('0x' + Buffer.from(octets).reverse().toString('hex'))
}

function littleEndianY(publicKey: Uint8Array): bigint {
  return littleEndian(publicKey) & (2n ** 255n - 1n)
}
