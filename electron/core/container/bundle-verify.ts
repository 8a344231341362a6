// Steps 2–7 of the check order: all that can be said of a bundle without any private key (exchange.md §2.9).
import { SM2_POINT_BYTES, softwareVerifier, timingSafeEqual, type Sm2Verifier } from '../crypto'
import type { ByteSource } from './byte-source'
import { readCard, signerByCard, type CardContent, type KeyCard, type RevokedEntry, type Signer } from './card'
import { judgeCard, type CardDecision, type PinnedCards } from './card-install'
import { BundleFault } from './faults'
import { needsUpgrade, parseHeader, type BundleHeader } from './header'
import { fingerprint } from './key-line'
import { SIGNATURE_MEMBER, verifyEnvelope } from './envelope-signature'
import { sm2Fingerprint, sm2Point } from './card-sm2'
import { signerOf } from './sshsig'
import { suiteNamed } from './suites'
import { readContainer, type ReadMember } from './zip-reader'
import { BUNDLE_TEMPLATE } from './zip-template'

/** One office whose cards are trusted. */
export interface PinnedOffice extends PinnedCards {
  /** The suites both sides agreed on; nothing outside it is accepted, whatever the sender's card says. */
  readonly suites: readonly string[]
}

export interface Pins {
  /** Office id a bundle must be addressed to: mine, or at the clerk's own counter that of the office he names. */
  readonly recipient: string
  /** My own office id, so that a bundle of mine is recognised; null at the counter, where the sender is me. */
  readonly own: string | null
  pinned(officeId: string): PinnedOffice | null
  /** Other cards at hand (`.jhk` files of the same stick). */
  readonly supplied?: readonly KeyCard[]
  /**
   * Judges a bundle signed by a key its owner has revoked (exchange.md §4.4): true accepts it. Without a judge it is refused.
   * Called only after the signature was found good.
   */
  readonly judgeRevoked?: (evidence: RevokedEvidence) => boolean
  /** A certified device that verifies SM2 signatures; this program's own arithmetic when left out. */
  readonly sm2?: Sm2Verifier
}

export interface RevokedEvidence {
  readonly header: BundleHeader
  readonly entry: RevokedEntry
  readonly publicKey: Uint8Array
}

/** A bundle whose envelope is authentic; its content is not yet opened. */
export interface VerifiedBundle {
  readonly source: ByteSource
  readonly header: BundleHeader
  /** Octets of members 1 and 2: what the sender signed, and the signature (evidence, and what an echo carries). */
  readonly headerBytes: Uint8Array
  readonly sigBytes: Uint8Array
  readonly card: KeyCard
  /** What to do with the card the bundle brought. */
  readonly cardDecision: CardDecision
  readonly signer: { readonly fingerprint: string; readonly publicKey: Uint8Array; readonly revoked: RevokedEntry | null }
  /** Place of the payload in `source`; null in a `status` bundle. */
  readonly payload: { readonly offset: number; readonly size: number } | null
}

/**
 * @returns the verified bundle
 * @throws BundleFault with the header once it could be read; `waits` says to keep the file and try again
 */
export async function verifyBundle(source: ByteSource, pins: Pins): Promise<VerifiedBundle> {
  const { parts, header } = await inspectBundle(source)
  if (pins.own !== null && header.from.id === pins.own) throw new BundleFault('S_OWN', 4, { header })
  if (header.to.id !== pins.recipient) throw new BundleFault('E_RECIPIENT', 4, { header, params: { to: header.to.code } })
  const pinned = pins.pinned(header.from.id)
  if (pinned === null) return refuseUnknown(parts, header, pins)
  const card = senderCard(parts, header)
  const cardDecision = judgeCard(pinned, card, pins.supplied)
  if (cardDecision.kind === 'refuse')
    throw new BundleFault('E_CARD', 5, { header, alarm: cardDecision.alarm, because: 'not the pinned office' })
  if (cardDecision.kind === 'ancestors') {
    await requireSignature({ parts, header, card, pins: { ...pins, judgeRevoked: undefined } }, signerOrFault(card, header))
    throw new BundleFault('E_CARD', 5, { header, waits: true, params: { missing: cardDecision.missing }, because: 'ancestors missing' })
  }
  const newest = cardDecision.kind === 'install' ? card : pinned.newest
  if (!newest.suites.includes(header.suite) || !pinned.suites.includes(header.suite))
    throw new BundleFault('E_SUITE', 5, { header, because: 'not agreed' })
  const signer = await requireSignature({ parts, header, card, pins }, signerOrFault(newest, header))
  if (needsUpgrade(header)) throw new BundleFault('S_WAIT_UPGRADE', 6, { header, waits: true })
  requirePayloadDigest(parts.payload, header)
  const { payload } = parts
  return {
    ...{ source, header, headerBytes: parts.header.data, sigBytes: parts.sig.data, card, cardDecision, signer },
    payload: payload && { offset: payload.offset, size: payload.size }
  }
}

interface Parts {
  readonly header: ReadMember
  readonly sig: ReadMember
  readonly card: ReadMember
  readonly cardSig: ReadMember
  readonly payload: ReadMember | null
}

/**
 * Steps 2 and 3 alone, for showing an envelope nobody vouches for yet.
 * @throws BundleFault of steps 2 and 3
 */
export async function inspectBundle(source: ByteSource): Promise<{ readonly header: BundleHeader; readonly parts: Parts }> {
  const [, header, sig, card, cardSig, payload] = await readContainer(source, BUNDLE_TEMPLATE)
  if (!header || !sig || !card || !cardSig) throw new BundleFault('E_CONTAINER', 2)
  const parts: Parts = { header, sig, card, cardSig, payload: payload ?? null }
  const family = sig.name === SIGNATURE_MEMBER.sm2 ? 'sm2' : 'ssh'
  return { header: parseHeader(header.data, parts.payload !== null, family), parts }
}

function senderCard(parts: Parts, header: BundleHeader): KeyCard {
  let card: KeyCard
  try {
    card = readCard(parts.card.data, parts.cardSig.data)
  } catch (error) {
    if (error instanceof BundleFault) throw new BundleFault(error.code, error.step, { header, params: error.params })
    throw error
  }
  if (card.id !== header.from.id || card.ver !== header.from.card)
    throw new BundleFault('E_CARD', 5, { header, because: 'card of another office or version' })
  return card
}

/** An unknown sender's file must at least agree with itself before it may wait for a key. */
async function refuseUnknown(parts: Parts, header: BundleHeader, pins: Pins): Promise<never> {
  const card = senderCard(parts, header)
  await requireSignature({ parts, header, card, pins: { ...pins, judgeRevoked: () => true } }, signerOrFault(card, header))
  throw new BundleFault('E_UNKNOWN_SENDER', 5, { header, waits: true, params: { from: header.from.code } })
}

function signerOrFault(card: CardContent, header: BundleHeader): Signer {
  const signer = signerByCard(card, header.from.key)
  if (signer === null) throw new BundleFault('E_SIGNATURE', 5, { header, because: 'key not in card' })
  return signer
}

interface Signed {
  readonly parts: Parts
  readonly header: BundleHeader
  /** Member 3. */
  readonly card: KeyCard
  readonly pins: Pick<Pins, 'sm2'> & { readonly judgeRevoked?: Pins['judgeRevoked'] | undefined }
}

async function requireSignature({ parts, header, card, pins }: Signed, signer: Signer): Promise<VerifiedBundle['signer']> {
  const publicKey = signer.kind === 'current' ? signer.publicKey : formerKey(parts, header, card)
  const isSigned =
    publicKey !== null &&
    isNamed(header, publicKey) &&
    (await verifyEnvelope(header.suite, parts.header.data, parts.sig.data, publicKey, pins.sm2 ?? softwareVerifier))
  if (publicKey === null || !isSigned) throw new BundleFault('E_SIGNATURE', 6, { header })
  if (signer.kind === 'current') return { fingerprint: header.from.key, publicKey, revoked: null }
  // A status bundle has no place in a stream by which a revoked key could still be believed.
  if (header.kind === 'status' || !pins.judgeRevoked?.({ header, entry: signer.entry, publicKey })) {
    throw new BundleFault('E_REVOKED', 5, { header, params: { reason: signer.entry.reason } })
  }
  return { fingerprint: header.from.key, publicKey, revoked: signer.entry }
}

const isSm2 = (header: BundleHeader): boolean => suiteNamed(header.suite)?.family === 'sm2'

/** A key of the other family signs nothing in this one, whatever name the header gives it. */
function isNamed(header: BundleHeader, publicKey: Uint8Array): boolean {
  if ((publicKey.length === SM2_POINT_BYTES) !== isSm2(header)) return false
  const name = isSm2(header) ? sm2Fingerprint(publicKey) : fingerprint(publicKey)
  return timingSafeEqual(Buffer.from(name), Buffer.from(header.from.key))
}

/** A revoked key is known by its fingerprint only: an SSH signature holds the key itself, an SM2 one does not, but the card of its time names it. */
function formerKey(parts: Parts, header: BundleHeader, card: KeyCard): Uint8Array | null {
  if (!isSm2(header)) return signerOf('jhb-bundle@v1', parts.sig.data)
  const points = (card.sm2 ?? []).flatMap(({ sign }) => (sign === undefined ? [] : [sm2Point(sign)]))
  return points.find((point) => sm2Fingerprint(point) === header.from.key) ?? null
}

function requirePayloadDigest(payload: ReadMember | null, header: BundleHeader): void {
  if (payload === null || header.data === null) return
  const { digest, bytes } = header.data.payload
  if (payload.size !== bytes || payload.digest !== digest) throw new BundleFault('E_DIGEST', 7, { header })
}
