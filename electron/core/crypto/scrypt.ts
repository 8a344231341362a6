// Turns a passphrase into a key slowly enough to make guessing expensive; used by key slots and key files.
import { scrypt as nativeScrypt } from 'node:crypto'
import { scryptAsync } from '@noble/hashes/scrypt.js'

/** Cost as the power of two of scrypt's N; r is always 8 and p always 1. */
export interface ScryptCost {
  readonly logN: number
}

/** Above this a stranger's file could ask for minutes and gigabytes (2^20 · 8 · 128 octets = 1 GiB). */
export const MAX_SCRYPT_LOG_N = 20

/**
 * scrypt (RFC 7914), r = 8, p = 1, off the main thread. Passphrases are taken in NFC so that the same typed
 * words open the same slot whatever input method wrote them.
 * @returns 32 octets
 */
export async function scryptKey(passphrase: string, salt: Uint8Array, { logN }: ScryptCost): Promise<Uint8Array> {
  return scryptRaw(Buffer.from(passphrase.normalize('NFC'), 'utf8'), salt, logN)
}

/** As `scryptKey`, over octets taken as they are. */
export async function scryptRaw(secret: Uint8Array, salt: Uint8Array, logN: number): Promise<Uint8Array> {
  if (!Number.isInteger(logN) || logN < 1 || logN > MAX_SCRYPT_LOG_N) throw new RangeError('scrypt logN out of range')
  const N = 2 ** logN
  const maxmem = 128 * N * 8 + 64 * 1024 * 1024
  const native = await new Promise<Uint8Array | null>((resolve) => {
    try {
      nativeScrypt(secret, salt, 32, { N, r: 8, p: 1, maxmem }, (error, key) => resolve(error ? null : new Uint8Array(key)))
    } catch {
      resolve(null)
    }
  })
  // The runtime may refuse for memory or for a missing primitive; the pure version computes the same octets.
  return native ?? scryptAsync(secret, salt, { N, r: 8, p: 1, dkLen: 32, maxmem })
}
