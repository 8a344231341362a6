// SSHSIG signatures in exactly the spelling `ssh-keygen -Y sign` writes, and no other (exchange.md §2.6).
import { sha512, signEd25519, timingSafeEqual, verifyEd25519, type SigningKey } from '../crypto'
import { keyBlob, publicKeyOfBlob } from './key-line'

/** `yipanqi-archive@v1` never leaves the PC: it vouches for the office's own archive. */
export type SignatureNamespace = 'jhb-bundle@v1' | 'jhb-card@v1' | 'jhb-dir@v1' | 'jhb-proofs@v1' | 'yipanqi-archive@v1'

const MAGIC = Buffer.from('SSHSIG')
const BEGIN = '-----BEGIN SSH SIGNATURE-----\n'
const END = '-----END SSH SIGNATURE-----\n'
const SIGNATURE_TYPE = Buffer.from('ssh-ed25519')

/** Length of every armour of a bundle or card signature. */
export const ARMOUR_BYTES = 306

/** @returns the armour text as octets */
export function signSshsig(namespace: SignatureNamespace, message: Uint8Array, key: SigningKey): Uint8Array {
  const signature = signEd25519(key, signedBlob(namespace, message))
  return encodeArmour(blobOf(namespace, key.publicKey, signature))
}

/**
 * Strict verification against a key known beforehand; the key inside the signature is only compared, never trusted.
 * Never throws.
 */
export function verifySshsig(namespace: SignatureNamespace, message: Uint8Array, armour: Uint8Array, publicKey: Uint8Array): boolean {
  const signature = readSshsig(namespace, armour)
  if (signature === null || !timingSafeEqual(signature.publicKey, publicKey)) return false
  return verifyEd25519(publicKey, signedBlob(namespace, message), signature.signature)
}

/** @returns the key a signature names (needed to find a revoked one), or null when the armour is not exactly of this form and namespace */
export function signerOf(namespace: SignatureNamespace, armour: Uint8Array): Uint8Array | null {
  return readSshsig(namespace, armour)?.publicKey ?? null
}

function readSshsig(namespace: SignatureNamespace, armour: Uint8Array): { publicKey: Uint8Array; signature: Uint8Array } | null {
  const text = Buffer.from(armour.buffer, armour.byteOffset, armour.byteLength).toString('latin1')
  if (!text.startsWith(BEGIN) || !text.endsWith(END)) return null
  const blob = Buffer.from(text.slice(BEGIN.length, -END.length), 'base64')
  const template = blobOf(namespace, new Uint8Array(32), new Uint8Array(64))
  if (blob.length !== template.length) return null
  const keyAt = MAGIC.length + 4 + 4
  const publicKey = publicKeyOfBlob(blob.subarray(keyAt, keyAt + 51))
  const signature = Uint8Array.from(blob.subarray(blob.length - 64))
  // Rebuilding and comparing the whole text refuses every other spelling: version, hash, reserved field, line width, padding, tail.
  if (publicKey === null || !Buffer.from(encodeArmour(blobOf(namespace, publicKey, signature))).equals(armour)) return null
  return { publicKey, signature }
}

const str = (octets: Uint8Array): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(octets.length)
  return Buffer.concat([length, octets])
}

function signedBlob(namespace: string, message: Uint8Array): Uint8Array {
  return Buffer.concat([MAGIC, str(Buffer.from(namespace)), str(Buffer.alloc(0)), str(Buffer.from('sha512')), str(sha512(message))])
}

function blobOf(namespace: string, publicKey: Uint8Array, signature: Uint8Array): Buffer {
  return Buffer.concat([
    MAGIC,
    Buffer.from([0, 0, 0, 1]),
    str(keyBlob(publicKey)),
    str(Buffer.from(namespace)),
    str(Buffer.alloc(0)),
    str(Buffer.from('sha512')),
    str(Buffer.concat([str(SIGNATURE_TYPE), str(signature)]))
  ])
}

function encodeArmour(blob: Buffer): Uint8Array {
  const lines = blob.toString('base64').replace(/.{1,70}/g, '$&\n')
  return Buffer.from(BEGIN + lines + END, 'latin1')
}
