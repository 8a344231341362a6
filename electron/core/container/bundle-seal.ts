// Puts content (or none) into a signed envelope for one recipient; content sealed before can be sealed again with a fresh state.
import { crc32 } from 'node:zlib'
import { ageEncrypt, createDigest, type AgeEncryption, type Sm2Sender, type SigningKey } from '../crypto'
import type { ByteSink } from './byte-sink'
import { signerByCard, type KeyCard } from './card'
import { sshEnvelopeSigner, sm2EnvelopeSigner, type EnvelopeSigner } from './envelope-signature'
import type { CoreLine } from './records'
import { BundleFault } from './faults'
import { parseHeader, type BundleHeader, type DataParts, type WrapEntry } from './header'
import { composeHeader, type HeaderParts } from './header-compose'
import { sm4Encrypt } from './payload-sm4'
import { suiteOf, type Suite } from './suites'
import {
  BUNDLE_TEMPLATE,
  centralDirectory,
  joinMembers,
  LOCAL_FIXED,
  localHeader,
  payloadDigest,
  smallMember,
  type MemberEntry,
  type SmallMember
} from './zip-template'

/** Compressed content as it was packed; `gzip` may be streamed from wherever the office keeps it. */
export interface SealableContent {
  readonly core: Pick<CoreLine, 'from' | 'to' | 'epoch' | 'seq' | 'prev'>
  readonly id: string
  readonly bytes: number
  readonly gzip: Uint8Array | { readonly size: number; readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array> }
}

export interface SealRequest {
  /** null for a `status` bundle. */
  readonly content: SealableContent | null
  readonly to: HeaderParts['to']
  readonly state: HeaderParts['state']
  readonly sealed: string
  readonly clock: HeaderParts['clock']
  readonly app: string
  readonly notice?: string
  /** Sender's newest card and the device's signing key listed in it. */
  readonly card: KeyCard
  readonly signKey: SigningKey
  /** Every `enc[]` of the recipient's newest card and the sender's own archive key; not used for `status`. */
  readonly recipients: readonly string[]
  /** Seals in suite G1 instead of A1; `signKey` and `recipients` are not used then. */
  readonly g1?: G1Sealing | undefined
  readonly sink: ByteSink
}

/** What sealing in suite G1 needs in place of the keys of A1. */
export interface G1Sealing {
  /** Holds the signing key that the own card lists in `sm2`. */
  readonly device: Sm2Sender
  /** Every `sm2[].enc` of the recipient's newest card and the sender's own archive key; not used for `status`. */
  readonly recipients: readonly Uint8Array[]
}

export interface SealedBundle {
  readonly header: BundleHeader
  readonly headerBytes: Uint8Array
  /** Octets of the whole file. */
  readonly size: number
}

const PAYLOAD_MEMBER: Readonly<Record<Suite['family'], string>> = { ssh: 'payload.age', sm2: 'payload.sm4' }

/**
 * Writes a complete bundle through `sink`. The size of the ciphertext is known before the first octet, so the payload goes straight to
 * its place and the envelope is filled in before it: nothing is spooled, and memory stays at a few pieces.
 * @throws BundleFault when a part would be refused by a reader (E_HEADER, E_LIMIT, E_CARD, E_CORE)
 */
export async function sealBundle(request: SealRequest): Promise<SealedBundle> {
  const writer = envelopeWriter(request)
  requireConsistent(request, writer.signer)
  const { content, sink } = request
  if (content === null) {
    const front = await writer.signed(null)
    const directory = centralDirectory(front.members.map((member) => member.entry))
    const file = Buffer.concat([joinMembers(front.members), directory])
    await sink.write(0, file)
    return { header: front.header, headerBytes: front.headerBytes, size: file.length }
  }
  const name = PAYLOAD_MEMBER[suiteOf(writer.signer.suite).family]
  const payload = await encrypt(request, content)
  const parts = (digest: string): DataParts => dataParts(content, digest, payload)
  const frontSize = joinMembers(writer.draft(parts(`${payloadDigest(name)}:${'0'.repeat(64)}`))).length
  const payloadAt = frontSize + LOCAL_FIXED + name.length
  const written = await writePayload(sink, payloadAt, name, payload.pieces)
  if (written.entry.size !== payload.size) throw new BundleFault('E_CONTENT', 10, { because: 'gzip size announced' })
  const front = await writer.signed(parts(written.digest))
  const head = Buffer.concat([joinMembers(front.members), localHeader(written.entry)])
  const directory = centralDirectory([...front.members.map((member) => member.entry), written.entry])
  await sink.write(payloadAt + payload.size, directory)
  await sink.write(0, head)
  return { header: front.header, headerBytes: front.headerBytes, size: head.length + payload.size + directory.length }
}

function requireConsistent({ content, card, to, recipients, g1 }: SealRequest, signer: EnvelopeSigner): void {
  if (signerByCard(card, signer.fingerprint)?.kind !== 'current' || !card.suites.includes(signer.suite))
    throw new BundleFault('E_CARD', 5, { because: 'signing key not in own card' })
  if (content === null) return
  if (content.core.from !== card.id || content.core.to !== to.id)
    throw new BundleFault('E_CORE', 11, { because: 'content is for another link' })
  if ((g1 ?? { recipients }).recipients.length === 0) throw new BundleFault('E_DECRYPT', 9, { because: 'no recipients' })
}

interface EncryptedPayload extends AgeEncryption {
  readonly wrap?: readonly WrapEntry[]
}

function encrypt({ g1, recipients }: SealRequest, { gzip }: SealableContent): Promise<EncryptedPayload> {
  const { size, pieces } = gzip instanceof Uint8Array ? { size: gzip.length, pieces: slices(gzip) } : gzip
  return g1 ? sm4Encrypt(pieces, size, g1.recipients, g1.device) : ageEncrypt(pieces, size, recipients)
}

function dataParts({ core, id, bytes }: SealableContent, digest: string, { size, wrap }: EncryptedPayload): DataParts {
  const { epoch, seq, prev } = core
  const payload = { digest, bytes: size, ...(wrap === undefined ? {} : { wrap }) }
  return { stream: { epoch, seq, prev }, content: { id, bytes, comp: 'gzip' }, payload }
}

interface Front {
  readonly header: BundleHeader
  readonly headerBytes: Uint8Array
  readonly members: readonly SmallMember[]
}

/** Writes members 0–4; a draft has their final lengths and no signature. */
interface EnvelopeWriter {
  readonly signer: EnvelopeSigner
  draft(data: DataParts): readonly SmallMember[]
  signed(data: DataParts | null): Promise<Front>
}

function envelopeWriter(request: SealRequest): EnvelopeWriter {
  const { card, signKey, to, state, sealed, clock, app, notice, g1 } = request
  const signer = g1 ? sm2EnvelopeSigner(g1.device) : sshEnvelopeSigner(signKey)
  const from = { code: card.code, id: card.id, card: card.ver, key: signer.fingerprint }
  const headerOf = (data: DataParts | null): Uint8Array => {
    const parts = { suite: signer.suite, from, to, data, state, sealed, clock, app, ...(notice === undefined ? {} : { notice }) }
    return Buffer.from(composeHeader(parts))
  }
  const members = (headerBytes: Uint8Array, signature: Uint8Array): readonly SmallMember[] => [
    smallMember('mimetype', Buffer.from(BUNDLE_TEMPLATE.mimetype)),
    smallMember('header.json', headerBytes),
    smallMember(signer.member, signature),
    smallMember('card.json', card.bytes),
    smallMember('card.json.sig', card.sig)
  ]
  return {
    signer,
    draft: (data) => members(headerOf(data), new Uint8Array(signer.bytes)),
    async signed(data) {
      const headerBytes = headerOf(data)
      const header = parseHeader(headerBytes, data !== null, suiteOf(signer.suite).family)
      return { header, headerBytes, members: members(headerBytes, await signer.sign(headerBytes)) }
    }
  }
}

async function writePayload(
  sink: ByteSink,
  at: number,
  name: string,
  pieces: AsyncIterable<Uint8Array>
): Promise<{ entry: MemberEntry; digest: string }> {
  const digest = createDigest(payloadDigest(name))
  let crc = 0
  let size = 0
  let pending: Promise<void> = Promise.resolve()
  for await (const piece of pieces) {
    digest.update(piece)
    crc = crc32(piece, crc)
    await pending
    pending = sink.write(at + size, piece)
    pending.catch(() => undefined) // awaited above or below; this only keeps an early refusal from being called unhandled
    size += piece.length
  }
  await pending
  return { entry: { name, crc, size }, digest: digest.text() }
}

function* slices(octets: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < octets.length; at += 262_144) yield octets.subarray(at, at + 262_144)
}
