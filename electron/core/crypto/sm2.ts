// SM2 signatures and key wrapping (GB/T 32918, encodings of GM/T 0009) behind the four calls that a certified key device may answer instead.
import { sm2 } from 'sm-crypto-v2'
import { readDer, writeDer } from './der'

/** Octets that one call of `wrap` protects: an SM4 key (16) and an HMAC-SM3 key (32). */
export const WRAPPED_BYTES = 48

/** An uncompressed point, `04 ‖ x ‖ y`. */
export const SM2_POINT_BYTES = 65

const GROUP_ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n

/** The name every signer of GB/T 35276 has when none is agreed; OpenSSL would take an empty one. */
const USER_ID = '1234567812345678'

/** `privateKey`: 32 octets, big-endian, 1 … n−2; `publicKey`: its point, 65 octets. */
export interface Sm2Key {
  readonly privateKey: Uint8Array
  readonly publicKey: Uint8Array
}

/** @returns a fresh key pair */
export function generateSm2Key(): Sm2Key {
  return sm2KeyOf(octetsOf(sm2.generateKeyPairHex().privateKey))
}

/** @param privateKey 32 octets @throws RangeError for a number outside 1 … n−2 */
export function sm2KeyOf(privateKey: Uint8Array): Sm2Key {
  const number = privateKey.length === 32 ? BigInt(`0x${hexOf(privateKey)}`) : 0n
  if (number < 1n || number > GROUP_ORDER - 2n) throw new RangeError('not an SM2 private key')
  return { privateKey, publicKey: octetsOf(sm2.getPublicKeyFromPrivateKey(hexOf(privateKey))) }
}

/** True for the 65 octets of a point on the curve. */
export function isSm2PublicKey(point: Uint8Array): boolean {
  if (point.length !== SM2_POINT_BYTES || point[0] !== 4) return false
  try {
    return sm2.verifyPublicKey(hexOf(point))
  } catch {
    return false
  }
}

/** @returns DER of r and s, 70–72 octets as a rule; a new one at every call */
export function signSm2({ privateKey, publicKey }: Sm2Key, message: Uint8Array): Uint8Array {
  const raw = sm2.doSignature(message, hexOf(privateKey), { hash: true, userId: USER_ID, publicKey: hexOf(publicKey) })
  return writeDer([
    { kind: 'integer', value: BigInt(`0x${raw.slice(0, 64)}`) },
    { kind: 'integer', value: BigInt(`0x${raw.slice(64)}`) }
  ])
}

/** Strict: the key is a point of the curve, the DER its one spelling, 0 < r, s < n. Never throws: whatever is malformed is simply not valid. */
export function verifySm2(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const members = readDer(signature, ['integer', 'integer'])
  if (members === null || !isSm2PublicKey(publicKey)) return false
  const numbers = members.map((member) => (member.kind === 'integer' ? member.value : 0n))
  if (!numbers.every((value) => value > 0n && value < GROUP_ORDER)) return false
  const raw = numbers.map((value) => value.toString(16).padStart(64, '0')).join('')
  try {
    return sm2.doVerifySignature(message, raw, hexOf(publicKey), { hash: true, userId: USER_ID })
  } catch {
    return false
  }
}

/** @param secret 48 octets @returns DER of the ciphertext in the order C1 C3 C2 @throws RangeError for another length or a key that is no point */
export function wrapSm2(publicKey: Uint8Array, secret: Uint8Array): Uint8Array {
  if (secret.length !== WRAPPED_BYTES || !isSm2PublicKey(publicKey)) throw new RangeError('SM2 wraps 48 octets for a point of the curve')
  const raw = sm2.doEncrypt(secret, hexOf(publicKey), 1)
  return writeDer([
    { kind: 'integer', value: BigInt(`0x${raw.slice(0, 64)}`) },
    { kind: 'integer', value: BigInt(`0x${raw.slice(64, 128)}`) },
    { kind: 'octets', value: octetsOf(raw.slice(128, 192)) },
    { kind: 'octets', value: octetsOf(raw.slice(192)) }
  ])
}

/** @returns the 48 octets, or null when they were not wrapped for this key or anything was changed. Never throws. */
export function unwrapSm2(privateKey: Uint8Array, wrapped: Uint8Array): Uint8Array | null {
  const [x, y, digest, cipher] = readDer(wrapped, ['integer', 'integer', 'octets', 'octets']) ?? []
  if (x?.kind !== 'integer' || y?.kind !== 'integer' || digest?.kind !== 'octets' || cipher?.kind !== 'octets') return null
  if (x.value >> 256n !== 0n || y.value >> 256n !== 0n || digest.value.length !== 32 || cipher.value.length !== WRAPPED_BYTES) return null
  const point = [x, y].map(({ value }) => value.toString(16).padStart(64, '0')).join('')
  // A point off the curve would let the sender of many such files learn the key bit by bit.
  if (!isSm2PublicKey(octetsOf(`04${point}`))) return null
  try {
    const secret = sm2.doDecrypt(point + hexOf(digest.value) + hexOf(cipher.value), hexOf(privateKey), 1, { output: 'array' })
    // The library answers a changed ciphertext with an empty list instead of an error.
    return secret.length === WRAPPED_BYTES ? Uint8Array.from(secret) : null
  } catch {
    return null
  }
}

const hexOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')
const octetsOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
