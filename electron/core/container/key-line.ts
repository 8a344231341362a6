// The two spellings of a public key people and programs meet: the OpenSSH key line and its fingerprint (exchange.md §2).
import { sha256 } from '../crypto'

const TYPE = 'ssh-ed25519'
const KEY_LINE = /^ssh-ed25519 [A-Za-z0-9+/]{68}$/
/** `str("ssh-ed25519")` and the length that precedes the 32 octets of the key. */
const BLOB_PREFIX = Buffer.from('0000000b7373682d6564323535313900000020', 'hex')

/** @param publicKey raw key, 32 octets @returns the 51 octets `str("ssh-ed25519") ‖ str(key)` */
export function keyBlob(publicKey: Uint8Array): Buffer {
  return Buffer.concat([BLOB_PREFIX, publicKey])
}

/** @returns the raw key of such a blob, null for anything else */
export function publicKeyOfBlob(blob: Uint8Array): Uint8Array | null {
  if (blob.length !== BLOB_PREFIX.length + 32 || BLOB_PREFIX.compare(blob, 0, BLOB_PREFIX.length) !== 0) return null
  return Uint8Array.from(blob.subarray(BLOB_PREFIX.length))
}

/** @returns exactly 80 ASCII characters: `ssh-ed25519 ` and 68 of base64 */
export function formatKeyLine(publicKey: Uint8Array): string {
  return `${TYPE} ${keyBlob(publicKey).toString('base64')}`
}

/** @returns the raw key, or null when the text is not exactly a key line */
export function parseKeyLine(line: string): Uint8Array | null {
  if (!KEY_LINE.test(line)) return null
  return publicKeyOfBlob(Buffer.from(line.slice(TYPE.length + 1), 'base64'))
}

/** @returns `SHA256:` and 43 characters, as `ssh-keygen -l` prints it */
export function fingerprint(publicKey: Uint8Array): string {
  return `SHA256:${Buffer.from(sha256(keyBlob(publicKey)))
    .toString('base64')
    .slice(0, 43)}`
}
