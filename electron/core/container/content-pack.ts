// Turns records into a bundle's compressed content and its identity; no number is used up before this has succeeded.
import { createDigest, randomHex, type DigestKind } from '../crypto'
import { ContentCheck, isTooLong, type ContentItem } from './content-check'
import { BundleFault } from './faults'
import { MAX_CONTENT } from './header'
import { coreShape, MAX_LINE_BYTES, type CoreLine, type RecordCounts } from './records'
import { LANES, ParallelGzip } from './parallel-gzip'
import { parseStrictJson } from './strict-json'
import { suiteOf, type SuiteName } from './suites'

/** Content ready to be sealed, again and again: its id never changes, whatever envelope it gets. */
export interface PackedContent {
  readonly core: CoreLine
  /** Digest string of the uncompressed content: the bundle's identity. */
  readonly id: string
  /** Octets uncompressed. */
  readonly bytes: number
  readonly gzip: Uint8Array
}

export interface PackRequest {
  /** `n` counts the lines to come; `salt` is drawn when left out. */
  readonly core: Omit<CoreLine, 'salt'> & { readonly salt?: string }
  /** Record lines without LF, in order; read once. */
  readonly lines: Iterable<string> | AsyncIterable<string>
  /** The suite it will first be sealed in, which fixes the kind of its id for ever; A1 when left out. */
  readonly suite?: SuiteName
  /** gzip level; by default 6 below 5,000 slips, 3 above, where time weighs more than size. */
  readonly level?: number
  /**
   * The caller vouches that every slip line was accepted by `checkSlipLine` when it was queued and cannot have changed since; then slips
   * without attachments are only counted. Everything else is checked all the same.
   */
  readonly checkedSlips?: boolean
  readonly checkSlip?: ConstructorParameters<typeof ContentCheck>[0]['checkSlip']
}

const BATCH_BYTES = 524_288
const LF = 0x0a
const MANY_SLIPS = 5_000

/**
 * Compresses and checks content by the reader's own rules.
 * Memory: the compressed content and about three megabytes; the lines themselves are not kept.
 * @throws BundleFault as a reader would, and E_TEXT, E_SCHEMA, E_AUTHOR for a record that a reader would refuse
 */
export async function packContent(request: PackRequest): Promise<PackedContent> {
  const { from, to, epoch, seq, prev, made, schema, salt, n, tree, log } = { salt: randomHex(32), ...request.core }
  const core: CoreLine = { from, to, epoch, seq, prev, made, schema, salt, n: countsInOrder(n), ...(tree && { tree }), ...(log && { log }) }
  const coreText = JSON.stringify({ t: 'core', ...core })
  requireCore(coreText)
  const check = new ContentCheck({ sender: from, checkSlip: request.checkSlip, verifyEcho: () => true, digests: false })
  const level = request.level ?? (n.slip < MANY_SLIPS ? 6 : 3)
  const output = new Compressor(level, suiteOf(request.suite ?? 'A1').digest)
  await writeLines(coreText, request, check, output)
  check.end(core.n)
  return { core, ...(await output.end()) }
}

async function writeLines(coreText: string, request: PackRequest, check: ContentCheck, output: Compressor): Promise<void> {
  const { lines, checkedSlips } = request
  output.line(coreText)
  const add = (line: string): boolean => {
    if (checkedSlips && isPlainSlip(line)) check.countCheckedSlip()
    else requireRecord(check.line(line), check)
    return output.line(line)
  }
  // `for await` over a plain list would pause at every line although there is nothing to wait for.
  if (Symbol.iterator in lines) {
    for (const line of lines) if (add(line)) await output.flush()
  } else {
    for await (const line of lines) if (add(line)) await output.flush()
  }
  await output.flush()
}

/** Our own writer puts `t` first; whatever else it may be takes the long way. */
function isPlainSlip(line: string): boolean {
  return line.startsWith('{"t":"slip",') && !line.includes('"attachments"') && !line.includes('\n') && !isTooLong(line)
}

function requireRecord(items: readonly ContentItem[], check: ContentCheck): void {
  for (const item of items) {
    if (!('refusal' in item) || item.refusal === null) continue
    const { code, field } = item.refusal
    throw new BundleFault(code, 12, { params: { field, line: check.lines + 1 } })
  }
}

function countsInOrder(n: RecordCounts): RecordCounts {
  const { slip, receipt, echo, blob, ...others } = n
  return { slip, receipt, echo, blob, ...others }
}

function requireCore(text: string): void {
  const json = parseStrictJson(text, 'core')
  if (!json.ok || isTooLong(text) || !coreShape(json.value, { over: false })) throw new BundleFault('E_CORE', 11)
}

/** Gathers lines into batches that are compressed on other threads while the caller checks the next lines. */
class Compressor {
  readonly #digest
  readonly #gzip
  #bytes = 0
  /** One is filled while the others are compressed; they take turns. */
  readonly #others = Array.from({ length: LANES - 1 }, () => Buffer.allocUnsafe(BATCH_BYTES))
  #batch = Buffer.allocUnsafe(BATCH_BYTES)
  #filled = 0

  constructor(level: number, kind: DigestKind) {
    this.#digest = createDigest(kind)
    this.#gzip = new ParallelGzip(level)
  }

  /** @param text a checked line, so not longer than MAX_LINE_BYTES @returns true when it is time to `flush` */
  line(text: string): boolean {
    this.#filled += this.#batch.write(text, this.#filled)
    this.#batch[this.#filled++] = LF
    return this.#filled > BATCH_BYTES - MAX_LINE_BYTES - 1
  }

  async flush(): Promise<void> {
    const octets = this.#batch.subarray(0, this.#filled)
    this.#filled = 0
    this.#bytes += octets.length
    if (this.#bytes > MAX_CONTENT) throw new BundleFault('E_LIMIT', 11, { because: 'content size' })
    this.#digest.update(octets)
    await this.#gzip.write(octets)
    this.#others.push(this.#batch)
    this.#batch = this.#others.shift() ?? this.#batch
  }

  async end(): Promise<Pick<PackedContent, 'id' | 'bytes' | 'gzip'>> {
    return { id: this.#digest.text(), bytes: this.#bytes, gzip: await this.#gzip.end() }
  }
}
