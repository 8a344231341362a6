// Sealing of small secrets (key slots, unlock secrets) with AES-256-GCM.
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { randomBytes } from './random'

const NONCE = 12
const TAG = 16

/**
 * Seals a small secret. Layout: nonce (12 octets, random) ‖ ciphertext ‖ tag (16).
 * @param key 32 octets @param aad octets bound to the secret but not stored with it (slot kind, user id …)
 */
export function sealSecret(key: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array {
  requireKey(key)
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
  cipher.setAAD(aad)
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]))
}

/** @returns the plaintext, or null when key, `aad` or octets are not those of the sealing */
export function openSecret(key: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Uint8Array | null {
  requireKey(key)
  if (sealed.length < NONCE + TAG) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG })
  decipher.setAAD(aad)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  try {
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()]))
  } catch {
    return null
  }
}

function requireKey(key: Uint8Array): void {
  if (key.length !== 32) throw new RangeError('AES-256 needs a key of 32 octets')
}
