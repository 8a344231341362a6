// Steps 9–12: decrypts, inflates and judges the content in batches; nothing may be kept before the last batch has come (exchange.md §2.9).
import { createGunzip, type Gunzip } from 'node:zlib'
import { ageDecrypt, createDigest, inspectAgeHeader, MAX_AGE_HEADER, type Pieces, type Sm2Opener } from '../crypto'
import type { VerifiedBundle } from './bundle-verify'
import { ContentCheck, type ContentItem, type ContentRules } from './content-check'
import { BundleFault } from './faults'
import type { DataParts } from './header'
import { LineSplitter } from './line-splitter'
import { sm4Decrypt, unwrapContentKey } from './payload-sm4'
import { coreShape, type CoreLine } from './records'
import { parseStrictJson } from './strict-json'
import { digestKindOf, suiteNamed } from './suites'

/** What opening needs of a bundle whose envelope was verified. */
export type OpenableBundle = Pick<VerifiedBundle, 'source' | 'header' | 'payload'>

export interface OpeningKeys {
  /** `AGE-SECRET-KEY-1…` of this device and of the archive. */
  readonly identities: readonly string[]
  /** Opens bundles of suite G1; without it they are not for us. */
  readonly sm2?: Sm2Opener | undefined
  /** The 48 octets of this very bundle, unwrapped before (the reading thread has no device). */
  readonly contentKey?: Uint8Array | undefined
}

export interface OpenRequest extends OpeningKeys, Omit<ContentRules, 'sender'> {}

/** First the core, then records in the order of the file. */
export type ContentBatch =
  { readonly core: CoreLine; readonly items: readonly [] } | { readonly core: null; readonly items: readonly ContentItem[] }

const PIECE = 262_144
const GZIP_START = Buffer.from('1f8b080000000000', 'hex')

/**
 * Yields validated lines. A fault may come after any number of batches, so a consumer works inside one transaction and commits only
 * when the iteration has ended by itself. A fault is the one of the lowest step, even when a later step failed first.
 * @throws BundleFault of steps 9–12; TypeError for a bundle without payload
 */
export async function* openBundle(bundle: OpenableBundle, request: OpenRequest): AsyncGenerator<ContentBatch, void> {
  try {
    const reader = new ContentReader(bundle, request)
    for await (const chunk of inflateBundle(bundle, request.identities, request)) yield* reader.chunk(chunk)
    reader.end()
  } catch (error) {
    if (!(error instanceof BundleFault)) throw error
    throw new BundleFault(error.code, error.step, { header: bundle.header, params: error.params, because: error.message })
  }
}

/**
 * Steps 9–11 alone: the content as octets, its size and digest checked at the end.
 * @throws BundleFault E_LIMIT, E_DECRYPT, E_BOMB, E_CONTENT; TypeError for a bundle without payload
 */
export async function* inflateBundle(
  bundle: OpenableBundle,
  identities: readonly string[],
  others: Omit<OpeningKeys, 'identities'> = {}
): AsyncGenerator<Uint8Array, void> {
  const keys = { ...others, identities }
  const { header, payload } = bundle
  if (payload === null || header.data === null) throw new TypeError('a status bundle has no content')
  const isSm4 = suiteNamed(header.suite)?.family === 'sm2'
  const decrypt = isSm4 ? await sm4Decryption(bundle, payload.size, keys) : await ageDecryption(bundle, payload, keys)
  const { id, bytes: declared } = header.data.content
  const digest = createDigest(digestKindOf(id) ?? 'sha256')
  let bytes = 0
  const disk: Disk = { error: null }
  for await (const chunk of inflate(decrypt(readPieces(bundle, payload, disk)), declared, disk)) {
    digest.update(chunk)
    bytes += chunk.length
    yield chunk
  }
  if (bytes !== declared || digest.text() !== id) throw new BundleFault('E_CONTENT', 11, { because: 'digest' })
}

type Decryption = (cipher: Pieces) => AsyncIterable<Uint8Array>

async function sm4Decryption(bundle: OpenableBundle, size: number, keys: OpeningKeys): Promise<Decryption> {
  const secret = keys.contentKey ?? (keys.sm2 === undefined ? null : await unwrapContentKey(bundle.header, keys.sm2))
  if (secret === null) throw new BundleFault('E_DECRYPT', 9, { because: 'no key of ours' })
  return (cipher) => sm4Decrypt(cipher, size, secret)
}

async function ageDecryption(
  bundle: OpenableBundle,
  payload: { offset: number; size: number },
  { identities }: OpeningKeys
): Promise<Decryption> {
  const start = await bundle.source.read(payload.offset, Math.min(MAX_AGE_HEADER, payload.size))
  const header = inspectAgeHeader(start)
  if (!header.ends) throw new BundleFault('E_LIMIT', 9, { because: 'age header' })
  if (header.stanzaTypes.includes('scrypt')) throw new BundleFault('E_DECRYPT', 9, { because: 'passphrase stanza' })
  return (cipher) => ageDecrypt(cipher, identities)
}

/** A disk that fails says nothing about the bundle, so its error must not be taken for a failed decryption. */
interface Disk {
  error: { readonly cause: unknown } | null
}

async function* readPieces(bundle: OpenableBundle, payload: { offset: number; size: number }, disk: Disk): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < payload.size;) {
    const piece = await bundle.source.read(payload.offset + done, Math.min(PIECE, payload.size - done)).catch((cause: unknown) => {
      disk.error = { cause }
      throw cause
    })
    if (piece.length === 0) return
    done += piece.length
    yield piece
  }
}

/** Inflates one gzip member with a hard stop at the declared size; a fault of decryption outranks one of inflation. */
async function* inflate(plain: AsyncIterable<Uint8Array>, declared: number, disk: Disk): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ rejectGarbageAfterEnd: true, chunkSize: PIECE })
  const inflated: AsyncIterable<Uint8Array> = gunzip
  const consumer = { left: false }
  let ended = false
  const feeding = feed(plain, gunzip, consumer)
  let total = 0
  let bomb = false
  try {
    for await (const chunk of inflated) {
      total += chunk.length
      bomb = total > declared
      if (bomb) break
      yield chunk
    }
    ended = true
  } catch {
    ended = true
    // Why it broke is said by `feeding`, or it is the inflation itself.
    const fault = await feeding
    if (disk.error !== null) throw disk.error.cause
    throw fault ?? new BundleFault('E_CONTENT', 10, { because: 'gzip' })
  } finally {
    consumer.left = !ended
    gunzip.destroy()
  }
  const fault = await feeding
  if (disk.error !== null) throw disk.error.cause
  if (fault !== null) throw fault
  if (bomb) throw new BundleFault('E_BOMB', 10)
}

/**
 * @param consumer once it has `left`, nothing more is read; otherwise decryption runs to its end even after a fault
 * @returns the fault that ended the feeding early, null when all went in
 */
async function feed(plain: AsyncIterable<Uint8Array>, gunzip: Gunzip, consumer: { readonly left: boolean }): Promise<BundleFault | null> {
  let start: Buffer = Buffer.alloc(0)
  let fault: BundleFault | null = null
  try {
    for await (const piece of plain) {
      if (start.length < GZIP_START.length) {
        start = Buffer.concat([start, piece.subarray(0, GZIP_START.length)])
        if (!GZIP_START.subarray(0, start.length).equals(start.subarray(0, GZIP_START.length))) {
          fault = new BundleFault('E_CONTENT', 10, { because: 'gzip header' })
          gunzip.destroy()
        }
      }
      if (consumer.left) return null
      if (!gunzip.destroyed && !gunzip.write(piece)) await drained(gunzip)
    }
  } catch (error) {
    fault = new BundleFault('E_DECRYPT', 9, { because: error instanceof Error ? error.message : '' })
    gunzip.destroy()
  }
  if (fault === null && start.length < GZIP_START.length) fault = new BundleFault('E_CONTENT', 10, { because: 'gzip header' })
  gunzip.end()
  return fault
}

function drained(gunzip: Gunzip): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      gunzip.off('drain', done).off('close', done).off('error', done)
      resolve()
    }
    gunzip.on('drain', done).on('close', done).on('error', done)
    if (gunzip.destroyed) done()
  })
}

/** Keeps the first fault of core and lines until the digest of the whole content is known, which outranks it. */
class ContentReader {
  readonly #bundle: OpenableBundle
  readonly #check: ContentCheck
  readonly #lines = new LineSplitter()
  #core: CoreLine | null = null
  #fault: BundleFault | null = null

  constructor(bundle: OpenableBundle, request: OpenRequest) {
    this.#bundle = bundle
    this.#check = new ContentCheck({ sender: bundle.header.from.id, checkSlip: request.checkSlip, verifyEcho: request.verifyEcho })
  }

  *chunk(chunk: Uint8Array): Generator<ContentBatch> {
    if (this.#fault !== null) return
    const items: ContentItem[] = []
    try {
      for (const { text, octets } of this.#lines.split(chunk)) {
        if (this.#core === null) yield { core: this.#readCore(text), items: [] }
        else items.push(...this.#check.line(text, octets))
      }
    } catch (error) {
      if (!(error instanceof BundleFault)) throw error
      this.#fault = error
    }
    if (items.length > 0) yield { core: null, items }
  }

  /** After the digest of the whole content was found right. */
  end(): void {
    if (this.#fault !== null) throw this.#fault
    this.#lines.end()
    if (this.#core === null) throw new BundleFault('E_CORE', 11)
    this.#check.end(this.#core.n)
  }

  #readCore(text: string): CoreLine {
    const json = parseStrictJson(text, 'core')
    if (!json.ok) throw new BundleFault('E_LINE', 11, { params: { line: 1 }, because: json.rule })
    const value = json.value
    if (value['t'] !== 'core' || !coreShape(value, { over: false })) throw new BundleFault('E_CORE', 11, { because: 'form' })
    const { from, to, data } = this.#bundle.header
    const agrees = value.from === from.id && value.to === to.id && sameStream(value, data?.stream)
    if (!agrees) throw new BundleFault('E_CORE', 11, { because: 'differs from header' })
    this.#core = value
    return value
  }
}

function sameStream(core: CoreLine, stream: DataParts['stream'] | undefined): boolean {
  return stream !== undefined && core.epoch === stream.epoch && core.seq === stream.seq && core.prev === stream.prev
}
