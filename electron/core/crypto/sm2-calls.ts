// The four calls by which suite G1 is defined; a certified key device (SKF, GM/T 0016) is plugged in by answering them.
import { signSm2, sm2KeyOf, unwrapSm2, verifySm2, wrapSm2, type Sm2Key } from './sm2'

/** What a sender's device does: it signs with the key the office's card names, and wraps for others. */
export interface Sm2Sender {
  /** 65 octets, one of the `sm2[].sign` of the office's own card. */
  readonly publicKey: Uint8Array
  /** @returns DER of r and s over SM3(Z ‖ message), identity 1234567812345678 */
  sign(message: Uint8Array): Promise<Uint8Array>
  /** @param publicKey 65 octets @param secret 48 octets @returns DER of C1 C3 C2 */
  wrap(publicKey: Uint8Array, secret: Uint8Array): Promise<Uint8Array>
}

/** What checking needs; no private key. */
export interface Sm2Verifier {
  /** Never rejects for what is malformed: it is simply not valid. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>
}

/** What a recipient's device does. */
export interface Sm2Opener {
  /** @param publicKey the key it was wrapped for @returns 48 octets; null when that key is not held or the octets were changed */
  unwrap(publicKey: Uint8Array, wrapped: Uint8Array): Promise<Uint8Array | null>
  /** The points (65 octets) of every key it can unwrap with: this device's and the archive's. */
  readonly publicKeys: readonly Uint8Array[]
}

/** Private keys of one device as they stand in its key file, 32 octets each. */
export interface Sm2KeyMaterial {
  readonly sign: Uint8Array
  readonly enc: Uint8Array
  /** The office's archive key, the same on all its devices. */
  readonly archive: Uint8Array
}

export const softwareVerifier: Sm2Verifier = {
  verify: (publicKey, message, signature) => Promise.resolve(verifySm2(publicKey, message, signature))
}

/** A sender computed by this program: no certified module, and not in constant time. @param secret 32 octets */
export function softwareSender(secret: Uint8Array): Sm2Sender {
  const key = sm2KeyOf(secret)
  return {
    publicKey: key.publicKey,
    sign: (message) => Promise.resolve(signSm2(key, message)),
    wrap: (publicKey, content) => Promise.resolve(wrapSm2(publicKey, content))
  }
}

/** An opener computed by this program. @param secrets 32 octets each, keys given up included: what was wrapped for them still opens */
export function softwareOpener(secrets: readonly Uint8Array[]): Sm2Opener {
  const own = secrets.map(sm2KeyOf)
  const holderOf = (publicKey: Uint8Array): Sm2Key | undefined => own.find((key) => Buffer.from(key.publicKey).equals(publicKey))
  return {
    publicKeys: own.map((key) => key.publicKey),
    unwrap: (publicKey, wrapped) => {
      const key = holderOf(publicKey)
      return Promise.resolve(key === undefined ? null : unwrapSm2(key.privateKey, wrapped))
    }
  }
}

/** All four calls for one device. */
export const softwareSm2 = ({ sign, enc, archive }: Sm2KeyMaterial): Sm2Sender & Sm2Verifier & Sm2Opener => ({
  ...softwareSender(sign),
  ...softwareVerifier,
  ...softwareOpener([enc, archive])
})
