// How member 2 signs member 1 in each family of suites (exchange.md §2.6, §2.8).
import { type Sm2Sender, type Sm2Verifier, type SigningKey } from '../crypto'
import { sm2Fingerprint } from './card-sm2'
import { BundleFault } from './faults'
import { fingerprint } from './key-line'
import { ARMOUR_BYTES, signSshsig, verifySshsig } from './sshsig'
import { suiteNamed, type Suite, type SuiteName } from './suites'

/** Signs headers for one device; `bytes` is the length of every signature it gives. */
export interface EnvelopeSigner {
  readonly suite: SuiteName
  readonly member: string
  /** As `from.key` of a header names the key. */
  readonly fingerprint: string
  readonly bytes: number
  sign(header: Uint8Array): Promise<Uint8Array>
}

export const SIGNATURE_MEMBER: Readonly<Record<Suite['family'], string>> = { ssh: 'header.json.sig', sm2: 'header.json.sm2' }

export const sshEnvelopeSigner = (key: SigningKey): EnvelopeSigner => ({
  suite: 'A1',
  member: SIGNATURE_MEMBER.ssh,
  fingerprint: fingerprint(key.publicKey),
  bytes: ARMOUR_BYTES,
  sign: (header) => Promise.resolve(signSshsig('jhb-bundle@v1', header, key))
})

/**
 * Half of all SM2 signatures have this length in DER. The place of the payload depends on it, and the payload is written before the
 * header can be signed, so the device signs again until it fits. Length is public, so choosing by it tells nothing of the key.
 */
const SM2_BYTES = 71
const MOST_TRIES = 100

export const sm2EnvelopeSigner = (device: Sm2Sender): EnvelopeSigner => ({
  suite: 'G1',
  member: SIGNATURE_MEMBER.sm2,
  fingerprint: sm2Fingerprint(device.publicKey),
  bytes: SM2_BYTES,
  async sign(header) {
    const message = sm2Message(header)
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const signature = await device.sign(message)
      if (signature.length === SM2_BYTES) return signature
    }
    throw new BundleFault('E_SIGNATURE', 6, { because: 'the device gives no signature of the usual length' })
  }
})

/** What is signed in suite G1: the namespace, a zero octet, the header. */
export const sm2Message = (header: Uint8Array): Uint8Array => Buffer.concat([Buffer.from('jhb-bundle@v1\0'), header])

/**
 * Whether `signature` is that of `publicKey` over a header in the header's suite; also for an own header that comes back in an echo.
 * @param publicKey 32 octets (A1) or 65 (G1)
 */
export async function verifyEnvelope(
  suite: string,
  header: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
  verifier: Sm2Verifier
): Promise<boolean> {
  if (suiteNamed(suite)?.family === 'sm2') return verifier.verify(publicKey, sm2Message(header), signature)
  return verifySshsig('jhb-bundle@v1', header, signature, publicKey)
}
