// The records a bundle carries after its core, and the form each must have (exchange.md §2.5).
import { codePoints, DIGEST_TEXT, FAULT_CODE, HEX_32, HEX_64, SHA256_TEXT, TIME } from './patterns'
import { integer, list, oneOf, orNull, shape, text, textWhere, tuple, type Check } from './shape'
import { fieldName, isObject, parseStrictJson, type JsonObject } from './strict-json'

/** The four counts always shown, and one for any other `t` present. */
export interface RecordCounts {
  readonly slip: number
  readonly receipt: number
  readonly echo: number
  readonly blob: number
  readonly [t: string]: number
}
export interface CoreLine {
  readonly from: string
  readonly to: string
  readonly epoch: string
  readonly seq: number
  readonly prev: string | null
  readonly made: string
  readonly schema: string
  readonly salt: string
  readonly n: RecordCounts
  readonly tree?: string
  /** The author's audit log as it stood when the bundle was sealed: its last line, so that the receiver can bear witness to it. */
  readonly log?: LogHead
}

/** Number and digest (64 hexadecimal digits) of the last line of an audit log. */
export interface LogHead {
  readonly seq: number
  readonly head: string
}

export interface SlipLine {
  readonly t: 'slip'
  readonly id: string
  readonly rev: number
  readonly kind: 'request' | 'reply' | 'notice' | 'withdraw'
  readonly ref: string | null
  readonly author: string
  readonly body: JsonObject
}
export type RejectedSlip = readonly [slip: string, code: string, field: string]
export interface ReceiptLine {
  readonly t: 'receipt'
  readonly bundle: string
  readonly result: 'imported' | 'partial' | 'branch'
  readonly n: number
  readonly dup: number
  readonly rejected: readonly RejectedSlip[]
  readonly at: string
}
export interface EchoLine {
  readonly t: 'echo'
  readonly bundle: string
  readonly header: string
  readonly sig: string
  readonly lines: number
}
export interface BlobLine {
  readonly t: 'blob'
  readonly id: string
  readonly part: number
  readonly of: number
  readonly data: string
}
/** A file a slip names in `body.attachments[]`. */
export interface AttachmentRef {
  readonly blob: string
  readonly bytes: number
  readonly digest: string
}

export const MAX_RECORD_LINES = 100_000
export const MAX_LINE_BYTES = 65_536
export const MAX_REJECTED = 500
export const MAX_BLOB_PARTS = 1_000
export const MAX_BLOB_CHARS = 45_000

const digest = text(DIGEST_TEXT)
const hex32 = text(HEX_32)
const count = integer(0)

export const coreShape: Check<CoreLine> = shape<Omit<CoreLine, 'tree' | 'log'>, Pick<CoreLine, 'tree' | 'log'>>(
  {
    from: hex32,
    to: hex32,
    epoch: hex32,
    seq: integer(1),
    prev: orNull(digest),
    made: text(TIME),
    schema: textWhere((value) => value.length > 0 && codePoints(value) <= 64),
    salt: text(HEX_64),
    n: recordCounts
  },
  { tree: text(SHA256_TEXT), log: shape<LogHead>({ seq: integer(1), head: text(HEX_64) }) }
)

function recordCounts(value: unknown): value is RecordCounts {
  if (!isObject(value)) return false
  if (!['slip', 'receipt', 'echo', 'blob'].every((name) => Object.hasOwn(value, name))) return false
  return Object.values(value).every((each) => typeof each === 'number' && Number.isSafeInteger(each) && each >= 0)
}

/** @returns null when the text is no first line of a content */
export function readCore(text: string): CoreLine | null {
  const json = parseStrictJson(text, 'core')
  return json.ok && json.value['t'] === 'core' && coreShape(json.value, { over: false }) ? json.value : null
}

export const receiptShape: Check<ReceiptLine> = shape<ReceiptLine>({
  t: oneOf('receipt'),
  bundle: digest,
  result: oneOf('imported', 'partial', 'branch'),
  n: count,
  dup: count,
  rejected: list(
    tuple<[string, string, string]>(
      textWhere((value) => HEX_32.test(value) || DIGEST_TEXT.test(value)),
      text(FAULT_CODE),
      textWhere((value) => value === '' || fieldName(value) !== '')
    ),
    MAX_REJECTED
  ),
  at: text(TIME)
})

export const echoShape: Check<EchoLine> = shape<EchoLine>({
  t: oneOf('echo'),
  bundle: digest,
  header: textWhere((value) => value !== ''),
  sig: textWhere((value) => value !== ''),
  lines: integer(1, MAX_RECORD_LINES + 1)
})

export const blobShape: Check<BlobLine> = shape<BlobLine>(
  {
    t: oneOf('blob'),
    id: hex32,
    part: integer(0),
    of: integer(1, MAX_BLOB_PARTS),
    data: textWhere((value) => value !== '' && value.length <= MAX_BLOB_CHARS)
  },
  {},
  (it) => it.part < it.of
)

const slipMembers: { readonly [K in Exclude<keyof SlipLine, 't'>]: Check<SlipLine[K]> } = {
  id: hex32,
  rev: integer(1),
  kind: oneOf('request', 'reply', 'notice', 'withdraw'),
  ref: orNull(hex32),
  author: hex32,
  body: (value): value is JsonObject => isObject(value)
}
const slipShape: Check<SlipLine> = shape<SlipLine>({ t: oneOf('slip'), ...slipMembers })
const noLimits = { over: false }

/** @returns the slip, or the name of the first member whose form is wrong */
export function readSlip(value: JsonObject): SlipLine | { readonly wrong: string } {
  if (slipShape(value, noLimits)) return value
  const wrong = Object.entries<Check<unknown>>(slipMembers).find(([name, check]) => !check(value[name], noLimits))
  return { wrong: wrong?.[0] ?? 't' }
}

/** Attachments named by a slip; an entry that names a blob but not its size and digest counts as naming it wrongly. */
export function attachmentsOf(value: JsonObject): readonly AttachmentRef[] {
  const body = value['body']
  const attachments = isObject(body) ? body['attachments'] : undefined
  if (!Array.isArray(attachments)) return []
  const refs: AttachmentRef[] = []
  for (const entry of attachments) {
    if (!isObject(entry)) continue
    const { blob, bytes, digest: of } = entry
    if (typeof blob !== 'string' || !HEX_32.test(blob)) continue
    refs.push({ blob, bytes: typeof bytes === 'number' ? bytes : -1, digest: typeof of === 'string' ? of : '' })
  }
  return refs
}
