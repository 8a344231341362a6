/**
 * From claims to the text of a 2-D code and back, by the recipe of the EU’s health certificates: CBOR (RFC 8949), COSE_Sign1 with Ed25519
 * (RFC 9052, 9053), zlib (RFC 1950), Base45 (RFC 9285), behind a prefix of our own. Reading accepts one way of writing and no other,
 * so that no octet of a code can be changed without being noticed.
 */
import { decode, rfc8949EncodeOptions, encode, Tagged } from 'cborg'
import { fromBase45, toBase45 } from './base45'
import { toHex } from './hex'
import { fromStoredZlib, storedZlib } from './stored-zlib'

export const PREFIX = 'JHP1:'
/** Longer text fits into no code that an office printer prints legibly. */
const LONGEST_TEXT = 2400
const COSE_SIGN1 = 18
const [ALGORITHM, KEY_ID] = [1, 4] as const
const EDDSA = -8

/** 16 hex: the first octets of SHA-256 over the signing key in its SSH form, so of what `ssh-keygen -l` shows. */
export type KeyId = string

export interface SignedClaims {
  /** As decoded: maps with whole numbers as keys. */
  readonly claims: unknown
  readonly keyId: KeyId
  /** What was signed (RFC 9052 §4.4). */
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

const cbor = (value: unknown): Uint8Array => encode(value, rfc8949EncodeOptions)
const headerOf = (keyId: Uint8Array): Uint8Array =>
  cbor(
    new Map<number, unknown>([
      [ALGORITHM, EDDSA],
      [KEY_ID, keyId]
    ])
  )
const messageOf = (header: Uint8Array, payload: Uint8Array): Uint8Array => cbor(['Signature1', header, new Uint8Array(0), payload])

/** @param keyId 8 octets @param sign gives 64 octets @throws RangeError when it is too long for a code */
export function sealClaims(claims: ReadonlyMap<number, unknown>, keyId: Uint8Array, sign: (message: Uint8Array) => Uint8Array): string {
  const [header, payload] = [headerOf(keyId), cbor(claims)]
  const signature = sign(messageOf(header, payload))
  const text = PREFIX + toBase45(storedZlib(cbor(new Tagged(COSE_SIGN1, [header, new Map(), payload, signature]))))
  if (openClaims(text) === null) throw new RangeError(`a code of ${String(text.length)} characters cannot be read`)
  return text
}

/** @returns null for anything that `sealClaims` would not have written */
export function openClaims(text: string): SignedClaims | null {
  if (!text.startsWith(PREFIX) || text.length > LONGEST_TEXT) return null
  const packed = fromBase45(text.slice(PREFIX.length))
  const envelope = packed && fromStoredZlib(packed)
  const parts = envelope && decoded(envelope)
  if (!(parts instanceof Tagged) || !Array.isArray(parts.value) || parts.value.length !== 4) return null
  const [header, unprotected, payload, signature] = parts.value as unknown[]
  if (!(header instanceof Uint8Array) || !(payload instanceof Uint8Array) || !(signature instanceof Uint8Array)) return null
  if (!(unprotected instanceof Map) || unprotected.size > 0 || signature.length !== 64) return null
  const keyId = keyIdOf(header)
  const claims = decoded(payload)
  if (keyId === null || claims === null) return null
  return { claims, keyId, message: messageOf(header, payload), signature }
}

function keyIdOf(header: Uint8Array): KeyId | null {
  const fields = decoded(header)
  if (!(fields instanceof Map)) return null
  const keyId: unknown = fields.get(KEY_ID)
  if (!(keyId instanceof Uint8Array) || keyId.length !== 8 || !isSame(headerOf(keyId), header)) return null
  return toHex(keyId)
}

/** @returns null unless the octets are the one deterministic way of writing what they mean (RFC 8949 §4.2.1) */
function decoded(octets: Uint8Array): unknown {
  try {
    const value: unknown = decode(octets, {
      ...{ useMaps: true, strict: true, allowIndefinite: false, allowUndefined: false, allowInfinity: false, allowNaN: false },
      ...{ rejectDuplicateMapKeys: true, tags: Tagged.preserve(COSE_SIGN1) }
    })
    return isSame(cbor(value), octets) ? value : null
  } catch {
    return null
  }
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && one.every((octet, at) => octet === other[at])
