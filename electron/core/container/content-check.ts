// Judges the lines after the core one by one, with the few facts that must hold across lines; writer and reader share it.
import { createDigest, createSha256, sha256Text, type Digest } from '../crypto'
import { BundleFault } from './faults'
import { decodeBase64, HEX_32 } from './patterns'
import {
  attachmentsOf,
  blobShape,
  echoShape,
  MAX_LINE_BYTES,
  MAX_RECORD_LINES,
  readSlip,
  receiptShape,
  type AttachmentRef,
  type BlobLine,
  type EchoLine,
  type ReceiptLine,
  type RecordCounts,
  type SlipLine
} from './records'
import { parseStrictJson, type JsonObject } from './strict-json'
import { digestKindOf } from './suites'

/** One record refused while its bundle goes on; `field` is what a receipt carries. */
export interface Refusal {
  readonly code: 'E_TEXT' | 'E_SCHEMA' | 'E_AUTHOR'
  readonly field: string
}
interface Line {
  /** The line as it stood, without its LF. */
  readonly text: string
  /** Record digest, `sha256:…` of `text`. */
  readonly digest: string
}
export type ContentItem =
  | (Line & { readonly t: 'slip'; readonly id: string | null; readonly value: SlipLine; readonly refusal: null })
  | (Line & { readonly t: 'slip'; readonly id: string | null; readonly value: JsonObject; readonly refusal: Refusal })
  | (Line & { readonly t: 'receipt'; readonly value: ReceiptLine; readonly refusal: null })
  | (Line & { readonly t: 'receipt'; readonly value: JsonObject; readonly refusal: Refusal })
  | { readonly t: 'blob'; readonly id: string; readonly part: number; readonly of: number; readonly data: Uint8Array }
  | (Line & { readonly t: 'echo'; readonly value: EchoLine | null })
  | (Line & { readonly t: 'echoed'; readonly value: JsonObject })
  /** After the last line of an echo: whether lines, id, header and signature prove our own words (`E_ECHO` if not). */
  | { readonly t: 'echo-end'; readonly bundle: string | null; readonly verified: boolean }
  /** A record type of a later version: kept verbatim, counted as received. */
  | (Line & { readonly t: 'unknown'; readonly name: string })

export interface ContentRules {
  /** Office id of the bundle's sender: only its own slips are taken. */
  readonly sender: string
  /** The slips module's judgement of a well-formed slip line. */
  readonly checkSlip?: ((slip: SlipLine) => { readonly code: 'E_SCHEMA'; readonly field: string } | null) | undefined
  /** Whether an echoed header with this id was signed by us; without it no echo is believed. */
  readonly verifyEcho?: ((header: Uint8Array, sig: Uint8Array, bundle: string) => boolean) | undefined
  /** false: a writer, which has no use for record digests; items then carry `''`. */
  readonly digests?: boolean
}

interface OpenBlob {
  readonly id: string
  readonly of: number
  next: number
  bytes: number
  readonly digest: Digest
}
interface OpenEcho {
  readonly line: EchoLine | null
  left: number
  first: boolean
  readonly digest: Digest
}

const STEP = 12
const noLimits = { over: false }

export class ContentCheck {
  readonly #rules: ContentRules
  readonly #counts = new Map<string, number>()
  readonly #refs = new Map<string, AttachmentRef | 'contradicted'>()
  readonly #blobs = new Map<string, { bytes: number; digest: string }>()
  #blob: OpenBlob | null = null
  #echo: OpenEcho | null = null
  #lines = 0

  constructor(rules: ContentRules) {
    this.#rules = rules
  }

  /** Lines seen so far, the core not counted. */
  get lines(): number {
    return this.#lines
  }

  /**
   * @param text one line without its LF @param octets the same as UTF-8, where they are at hand
   * @returns what the line means; a `pad` or a blob part that makes no record of its own gives what it gives, never null for lost data
   * @throws BundleFault E_LIMIT (step 11), E_LINE, E_CONTENT (step 12)
   */
  line(text: string, octets: Uint8Array | string = text): readonly ContentItem[] {
    this.#lines += 1
    if (this.#lines > MAX_RECORD_LINES) throw new BundleFault('E_LIMIT', 11, { because: 'lines' })
    if (isTooLong(text) || text === '') throw this.#badLine()
    const echo = this.#echo
    const json = parseStrictJson(text, echo?.first ? 'core' : 'line')
    if (!json.ok) throw this.#badLine(json.rule)
    const digest = this.#rules.digests === false ? '' : sha256Text(octets)
    if (echo !== null) return this.#echoed(echo, { text, digest }, json.value)
    const t = json.value['t']
    if (typeof t !== 'string') throw this.#badLine('t')
    if (t === 'core') throw this.#content('second core')
    this.#counts.set(t, (this.#counts.get(t) ?? 0) + 1)
    if (this.#blob !== null && t !== 'blob') throw this.#content('blob not finished')
    return this.#record(t, { text, digest }, json.value, json.refused)
  }

  /** Counts a slip without attachments that this class accepted before (see `PackRequest.checkedSlips`). @throws BundleFault as `line` */
  countCheckedSlip(): void {
    this.#lines += 1
    if (this.#lines > MAX_RECORD_LINES) throw new BundleFault('E_LIMIT', 11, { because: 'lines' })
    if (this.#blob !== null || this.#echo !== null) throw this.#content('blob not finished')
    this.#counts.set('slip', (this.#counts.get('slip') ?? 0) + 1)
  }

  /** @throws BundleFault E_CONTENT when counts, blobs or an echo are not complete */
  end(n: RecordCounts): void {
    if (this.#blob !== null || this.#echo !== null) throw this.#content('cut short')
    for (const name of new Set([...Object.keys(n), ...this.#counts.keys()])) {
      if ((Object.hasOwn(n, name) ? n[name] : undefined) !== this.#counts.get(name) && !(n[name] === 0 && !this.#counts.has(name))) {
        throw this.#content('counts')
      }
    }
    for (const [id, blob] of this.#blobs) {
      const ref = this.#refs.get(id)
      if (ref === undefined || ref === 'contradicted' || ref.bytes !== blob.bytes || ref.digest !== blob.digest) throw this.#content('blob')
    }
  }

  #record(t: string, line: Line, value: JsonObject, refused: string | null): readonly ContentItem[] {
    if (t === 'slip') return [this.#slip(line, value, refused)]
    if (t === 'receipt') return [receipt(line, value)]
    if (t === 'blob') return [this.#blobPart(value)]
    if (t === 'echo') return [this.#startEcho(line, value)]
    return t === 'pad' ? [] : [{ t: 'unknown', name: t, ...line }]
  }

  #slip(line: Line, value: JsonObject, refused: string | null): ContentItem {
    for (const ref of attachmentsOf(value)) {
      const known = this.#refs.get(ref.blob)
      const agrees = known === undefined || (known !== 'contradicted' && known.bytes === ref.bytes && known.digest === ref.digest)
      this.#refs.set(ref.blob, agrees ? ref : 'contradicted')
    }
    const id = typeof value['id'] === 'string' && HEX_32.test(value['id']) ? value['id'] : null
    const bad = (code: Refusal['code'], field: string): ContentItem => ({ t: 'slip', ...line, id, value, refusal: { code, field } })
    if (refused !== null) return bad('E_TEXT', refused)
    const slip = readSlip(value)
    if ('wrong' in slip) return bad('E_SCHEMA', slip.wrong)
    if (slip.author !== this.#rules.sender) return bad('E_AUTHOR', 'author')
    const schema = this.#rules.checkSlip?.(slip) ?? null
    return schema === null ? { t: 'slip', ...line, id, value: slip, refusal: null } : bad('E_SCHEMA', schema.field)
  }

  #blobPart(value: JsonObject): ContentItem {
    if (!blobShape(value, noLimits)) throw this.#content('blob form')
    const part: BlobLine = value
    const data = decodeBase64(part.data)
    if (data === null) throw this.#content('blob data')
    if (this.#blob === null) {
      if (part.part !== 0 || this.#blobs.has(part.id)) throw this.#content('blob order')
      this.#blob = { id: part.id, of: part.of, next: 0, bytes: 0, digest: createSha256() }
    }
    const open = this.#blob
    if (part.id !== open.id || part.of !== open.of || part.part !== open.next) throw this.#content('blob order')
    open.digest.update(data)
    open.bytes += data.length
    open.next += 1
    if (open.next === open.of) {
      this.#blobs.set(open.id, { bytes: open.bytes, digest: open.digest.text() })
      this.#blob = null
    }
    return { t: 'blob', id: part.id, part: part.part, of: part.of, data }
  }

  #startEcho(source: Line, value: JsonObject): ContentItem {
    const lines = value['lines']
    // Without a count nobody could tell where the echoed lines end and the sender's own begin.
    if (typeof lines !== 'number' || lines < 1 || lines > MAX_RECORD_LINES + 1) throw this.#content('echo')
    const line = echoShape(value, noLimits) ? value : null
    this.#echo = { line, left: lines, first: true, digest: createDigest(digestKindOf(line?.bundle ?? '') ?? 'sha256') }
    return { t: 'echo', ...source, value: line }
  }

  #echoed(echo: OpenEcho, line: Line, value: JsonObject): readonly ContentItem[] {
    echo.digest.update(Buffer.from(line.text + '\n'))
    echo.first = false
    echo.left -= 1
    const item: ContentItem = { t: 'echoed', ...line, value }
    if (echo.left > 0) return [item]
    this.#echo = null
    return [item, { t: 'echo-end', bundle: echo.line?.bundle ?? null, verified: this.#echoHolds(echo) }]
  }

  #echoHolds({ line, digest }: OpenEcho): boolean {
    if (line === null || digest.text() !== line.bundle) return false
    const header = decodeBase64(line.header)
    const sig = decodeBase64(line.sig)
    return header !== null && sig !== null && (this.#rules.verifyEcho?.(header, sig, line.bundle) ?? false)
  }

  /** Number of the line in the content, the core being 1. */
  #badLine(because?: string): BundleFault {
    return new BundleFault('E_LINE', STEP, { params: { line: this.#lines + 1 }, ...(because === undefined ? {} : { because }) })
  }

  #content(because: string): BundleFault {
    return new BundleFault('E_CONTENT', STEP, { params: { line: this.#lines + 1 }, because })
  }
}

function receipt(line: Line, value: JsonObject): ContentItem {
  const limits = { over: false }
  if (receiptShape(value, limits) && !limits.over) return { t: 'receipt', ...line, value, refusal: null }
  return { t: 'receipt', ...line, value, refusal: { code: 'E_SCHEMA', field: '' } }
}

/**
 * Judges one slip line the way its reader will, for a writer that queues it.
 * @returns its record digest @throws BundleFault E_LINE, or E_TEXT, E_SCHEMA, E_AUTHOR with `field`
 */
export function checkSlipLine(text: string, rules: Pick<ContentRules, 'sender' | 'checkSlip'>): string {
  const [item] = new ContentCheck(rules).line(text)
  if (item?.t !== 'slip') throw new BundleFault('E_LINE', STEP, { because: 'not a slip' })
  if (item.refusal !== null) throw new BundleFault(item.refusal.code, STEP, { params: { field: item.refusal.field } })
  return item.digest
}

/** A UTF-16 unit is at most three octets of UTF-8, so only long texts need counting. */
export function isTooLong(text: string): boolean {
  return text.length * 3 > MAX_LINE_BYTES && Buffer.byteLength(text) > MAX_LINE_BYTES
}
