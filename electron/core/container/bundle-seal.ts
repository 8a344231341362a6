// Puts content (or none) into a signed envelope for one recipient; content sealed before can be sealed again with a fresh state.
import { crc32 } from 'node:zlib'
import { ageEncrypt, createSha256, type SigningKey } from '../crypto'
import type { ByteSink } from './byte-sink'
import { signerByCard, type KeyCard } from './card'
import type { CoreLine } from './records'
import { BundleFault } from './faults'
import { parseHeader, type BundleHeader, type DataParts } from './header'
import { composeHeader, type HeaderParts } from './header-compose'
import { fingerprint } from './key-line'
import { ARMOUR_BYTES, signSshsig } from './sshsig'
import {
  BUNDLE_TEMPLATE,
  centralDirectory,
  joinMembers,
  LOCAL_FIXED,
  localHeader,
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
  readonly sink: ByteSink
}

export interface SealedBundle {
  readonly header: BundleHeader
  readonly headerBytes: Uint8Array
  /** Octets of the whole file. */
  readonly size: number
}

const PAYLOAD = 'payload.age'
const DIGEST_PLACE = `sha256:${'0'.repeat(64)}`

/**
 * Writes a complete bundle through `sink`. The size of the ciphertext is known before the first octet, so the payload goes straight to
 * its place and the envelope is filled in before it: nothing is spooled, and memory stays at a few pieces.
 * @throws BundleFault when a part would be refused by a reader (E_HEADER, E_LIMIT, E_CARD, E_CORE)
 */
export async function sealBundle(request: SealRequest): Promise<SealedBundle> {
  requireConsistent(request)
  const { content, sink } = request
  if (content === null) {
    const front = envelope(request, null)
    const directory = centralDirectory(front.members.map((member) => member.entry))
    const file = Buffer.concat([joinMembers(front.members), directory])
    await sink.write(0, file)
    return { header: front.header, headerBytes: front.headerBytes, size: file.length }
  }
  const gzip = content.gzip instanceof Uint8Array ? { size: content.gzip.length, pieces: slices(content.gzip) } : content.gzip
  const payload = await ageEncrypt(gzip.pieces, gzip.size, request.recipients)
  const draft = envelope(request, dataParts(content, DIGEST_PLACE, payload.size))
  const frontSize = joinMembers(draft.members).length
  const written = await writePayload(sink, frontSize + LOCAL_FIXED + PAYLOAD.length, payload.pieces)
  if (written.entry.size !== payload.size) throw new BundleFault('E_CONTENT', 10, { because: 'gzip size announced' })
  const front = envelope(request, dataParts(content, written.digest, payload.size))
  const head = Buffer.concat([joinMembers(front.members), localHeader(written.entry)])
  const directory = centralDirectory([...front.members.map((member) => member.entry), written.entry])
  await sink.write(frontSize + LOCAL_FIXED + PAYLOAD.length + payload.size, directory)
  await sink.write(0, head)
  return { header: front.header, headerBytes: front.headerBytes, size: head.length + payload.size + directory.length }
}

function requireConsistent({ content, card, signKey, to, recipients }: SealRequest): void {
  if (signerByCard(card, fingerprint(signKey.publicKey))?.kind !== 'current')
    throw new BundleFault('E_CARD', 5, { because: 'signing key not in own card' })
  if (content === null) return
  if (content.core.from !== card.id || content.core.to !== to.id)
    throw new BundleFault('E_CORE', 11, { because: 'content is for another link' })
  if (recipients.length === 0) throw new BundleFault('E_DECRYPT', 9, { because: 'no recipients' })
}

function dataParts({ core, id, bytes }: SealableContent, digest: string, payloadBytes: number): DataParts {
  const { epoch, seq, prev } = core
  return { stream: { epoch, seq, prev }, content: { id, bytes, comp: 'gzip' }, payload: { digest, bytes: payloadBytes } }
}

interface Front {
  readonly header: BundleHeader
  readonly headerBytes: Uint8Array
  readonly members: readonly SmallMember[]
}

function envelope(request: SealRequest, data: DataParts | null): Front {
  const { card, signKey, to, state, sealed, clock, app, notice } = request
  const from = { code: card.code, id: card.id, card: card.ver, key: fingerprint(signKey.publicKey) }
  const headerBytes = Buffer.from(composeHeader({ from, to, data, state, sealed, clock, app, ...(notice === undefined ? {} : { notice }) }))
  const header = parseHeader(headerBytes, data !== null)
  const isDraft = data?.payload.digest === DIGEST_PLACE
  const sig = isDraft ? new Uint8Array(ARMOUR_BYTES) : signSshsig('jhb-bundle@v1', headerBytes, signKey)
  const members = [
    smallMember('mimetype', Buffer.from(BUNDLE_TEMPLATE.mimetype)),
    smallMember('header.json', headerBytes),
    smallMember('header.json.sig', sig),
    smallMember('card.json', card.bytes),
    smallMember('card.json.sig', card.sig)
  ]
  return { header, headerBytes, members }
}

async function writePayload(
  sink: ByteSink,
  at: number,
  pieces: AsyncIterable<Uint8Array>
): Promise<{ entry: MemberEntry; digest: string }> {
  const digest = createSha256()
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
  return { entry: { name: PAYLOAD, crc, size }, digest: digest.text() }
}

function* slices(octets: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < octets.length; at += 262_144) yield octets.subarray(at, at + 262_144)
}
