// The clear, signed envelope of a bundle: its shape, its limits, and the order in which they are refused (exchange.md §2.4).
import { BundleFault } from './faults'
import { codePoints, decodeBase64, DIGEST_TEXT, FAULT_CODE, FINGERPRINT, HEX_32, OFFICE_CODE, TIME } from './patterns'
import { integer, list, oneOf, orNull, shape, text, textWhere, tuple, type Check, type Limits } from './shape'
import { parseStrictBytes, type JsonObject } from './strict-json'
import { digestKindOf, suiteNamed, type Suite } from './suites'

export const MAX_DATA_HEADER = 45_000
export const MAX_STATUS_HEADER = 262_144
export const MAX_CONTENT = 1_073_741_824
const MAX_ENTRIES = 64
const MAX_IDS = 1_000
const MAX_CHECKPOINTS = 24
/** Every key of a recipient's card and the sender's archive key. */
const MAX_WRAPS = 65

/** A position of a stream and the content id there. */
export type Position = readonly [seq: number, id: string]
/** `last` 0 goes with `head` null. */
export interface ClosedEpoch {
  readonly epoch: string
  readonly last: number
  readonly head: string | null
}
export interface AckEntry {
  readonly epoch: string
  readonly upto: number
  readonly head: string | null
  readonly extra: readonly Position[]
  readonly more?: true
  readonly ck: readonly Position[]
  readonly closed: { readonly last: number; readonly head: string | null } | null
}
/** Either `ids`, or `after` with perhaps `to`. */
export interface WantEntry {
  readonly epoch: string
  readonly ids?: readonly string[]
  readonly after?: number
  readonly to?: number
}
export type BadEntry = readonly [epoch: string, id: string, code: string]
export interface EnvelopeState {
  readonly no: number
  readonly epoch: string
  readonly last: number
  readonly head: string | null
  readonly closed: readonly ClosedEpoch[]
  readonly ack: readonly AckEntry[]
  readonly want: readonly WantEntry[]
  readonly bad: readonly BadEntry[]
  readonly gone: readonly string[]
  readonly more?: true
}
export interface Sender {
  readonly code: string
  readonly id: string
  readonly card: number
  readonly key: string
}
export interface Recipient {
  readonly code: string
  readonly id: string
  readonly card: number
}
export interface StreamPosition {
  readonly epoch: string
  readonly seq: number
  readonly prev: string | null
}
interface Envelope {
  readonly jhb: 1
  readonly minor: number
  readonly suite: string
  readonly kind: string
  readonly crit: readonly string[]
  readonly from: Sender
  readonly to: Recipient
  readonly state: EnvelopeState
  readonly sealed: string
  readonly clock: 'ok' | 'suspect'
  readonly app: string
  readonly notice?: string
}
export interface DataParts {
  readonly stream: StreamPosition
  readonly content: { readonly id: string; readonly bytes: number; readonly comp: 'gzip' }
  /** `wrap` stands in suite G1 and only there. */
  readonly payload: { readonly digest: string; readonly bytes: number; readonly wrap?: readonly WrapEntry[] }
}
/** Fingerprint of the key it is for, and base64 of the wrapped octets. */
export type WrapEntry = readonly [key: string, wrapped: string]
/** A validated header. `data` holds the three members a `data` bundle has and others have not. */
export interface BundleHeader extends Envelope {
  readonly data: DataParts | null
}

const KNOWN_MEMBERS: ReadonlySet<string> = new Set(
  'jhb minor suite kind crit from to stream content payload state sealed clock app notice'.split(' ')
)

const digest = text(DIGEST_TEXT)
const position: Check<Position> = tuple<[number, string]>(integer(1), digest)
const nullExactlyAtZero = (count: number, head: string | null): boolean => (count === 0) === (head === null)

const closedEpoch = shape<ClosedEpoch>({ epoch: text(HEX_32), last: integer(0), head: orNull(digest) }, {}, (it) =>
  nullExactlyAtZero(it.last, it.head)
)
const ackEntry = shape<Omit<AckEntry, 'more'>, Pick<AckEntry, 'more'>>(
  {
    epoch: text(HEX_32),
    upto: integer(0),
    head: orNull(digest),
    extra: list(position, MAX_IDS),
    ck: list(position, MAX_CHECKPOINTS),
    closed: orNull(
      shape<{ last: number; head: string | null }>({ last: integer(0), head: orNull(digest) }, {}, (it) =>
        nullExactlyAtZero(it.last, it.head)
      )
    )
  },
  { more: oneOf(true) },
  (it) => nullExactlyAtZero(it.upto, it.head)
)
const wantEntry = shape<Pick<WantEntry, 'epoch'>, Omit<WantEntry, 'epoch'>>(
  { epoch: text(HEX_32) },
  { ids: list(digest, MAX_IDS), after: integer(0), to: integer(1) },
  (it) => (it.ids === undefined) !== (it.after === undefined) && (it.to === undefined || (it.after !== undefined && it.to > it.after))
)
const stateShape = shape<Omit<EnvelopeState, 'more'>, Pick<EnvelopeState, 'more'>>(
  {
    no: integer(1),
    epoch: text(HEX_32),
    last: integer(0),
    head: orNull(digest),
    closed: list(closedEpoch, MAX_ENTRIES),
    ack: list(ackEntry, MAX_ENTRIES),
    want: list(wantEntry, MAX_ENTRIES),
    bad: list(tuple<[string, string, string]>(text(HEX_32), digest, text(FAULT_CODE)), MAX_ENTRIES),
    gone: list(digest, MAX_IDS)
  },
  { more: oneOf(true) },
  (it) => nullExactlyAtZero(it.last, it.head)
)
const envelope = shape<Omit<Envelope, 'notice'>, Pick<Envelope, 'notice'>>(
  {
    jhb: oneOf(1),
    minor: integer(0),
    suite: textWhere(() => true),
    kind: textWhere(() => true),
    crit: list(
      textWhere(() => true),
      Number.MAX_SAFE_INTEGER
    ),
    from: shape<Sender>({ code: text(OFFICE_CODE), id: text(HEX_32), card: integer(1), key: text(FINGERPRINT) }),
    to: shape<Recipient>({ code: text(OFFICE_CODE), id: text(HEX_32), card: integer(1) }),
    state: stateShape,
    sealed: text(TIME),
    clock: oneOf('ok', 'suspect'),
    app: textWhere((value) => codePoints(value) <= 64)
  },
  { notice: textWhere((value) => codePoints(value) <= 200) },
  (it) => it.from.id !== it.to.id
)
type DataShape = Omit<DataParts, 'payload'> & { readonly payload: Omit<DataParts['payload'], 'wrap'> }

const dataParts = shape<DataShape>(
  {
    stream: shape<StreamPosition>(
      { epoch: text(HEX_32), seq: integer(1), prev: orNull(digest) },
      {},
      (it) => (it.seq === 1) === (it.prev === null)
    ),
    content: shape<DataParts['content']>({ id: digest, bytes: integer(1), comp: oneOf('gzip') }),
    payload: shape<DataShape['payload']>({ digest, bytes: integer(1) })
  },
  {},
  (it) => it.stream.prev === null || digestKindOf(it.stream.prev) === digestKindOf(it.content.id)
)
const wraps = shape<{ wrap: readonly WrapEntry[] }>(
  {
    wrap: list(
      tuple<[string, string]>(
        text(FINGERPRINT),
        textWhere((value) => decodeBase64(value) !== null)
      ),
      MAX_WRAPS,
      1
    )
  },
  {},
  (it) => new Set(it.wrap.map(([key]) => key)).size === it.wrap.length
)

/**
 * Step 3 of the check order. An unknown `kind` or `crit` name is not refused here: only a signature lets a file wait (step 6).
 * @param hasPayload whether the container has member 5 @param family that of the container's member names
 * @throws BundleFault E_HEADER, E_LIMIT, E_VERSION, E_SUITE, E_CONTAINER
 */
export function parseHeader(octets: Uint8Array, hasPayload: boolean, family: Suite['family']): BundleHeader {
  const json = parseStrictBytes(octets, 'header')
  if (!json.ok) throw new BundleFault(json.rule === 'J4' ? 'E_LIMIT' : 'E_HEADER', 3, { because: json.rule })
  const value = json.value
  const suite = requireVersionAndSuite(value, family)
  const kind = value['kind']
  if ((kind === 'data' && !hasPayload) || (kind === 'status' && hasPayload))
    throw new BundleFault('E_CONTAINER', 3, { because: 'payload member' })
  const limits: Limits = { over: false }
  if (!envelope(value, limits)) throw new BundleFault('E_HEADER', 3)
  const header: BundleHeader = { ...value, data: readDataParts(value, suite, limits) }
  const tooLong = octets.length > (kind === 'data' ? MAX_DATA_HEADER : MAX_STATUS_HEADER)
  const tooMuch = header.data !== null && (header.data.content.bytes > MAX_CONTENT || header.data.payload.bytes > MAX_CONTENT)
  if (limits.over || tooLong || tooMuch) throw new BundleFault('E_LIMIT', 3, { header })
  return header
}

/** True when the sender relies on something this version does not know; decided only after the signature. */
export function needsUpgrade(header: BundleHeader): boolean {
  return (header.kind !== 'data' && header.kind !== 'status') || header.crit.some((name) => !KNOWN_MEMBERS.has(name))
}

function requireVersionAndSuite(value: JsonObject, family: Suite['family']): Suite {
  const version = value['jhb']
  if (typeof version === 'number' && version > 1) throw new BundleFault('E_VERSION', 3, { params: { version } })
  const name = value['suite']
  if (version !== 1 || typeof name !== 'string') throw new BundleFault('E_HEADER', 3)
  const suite = suiteNamed(name)
  if (suite?.family !== family) throw new BundleFault('E_SUITE', 3, { because: 'suite' })
  const content = value['content']
  const id = typeof content === 'object' && content !== null && 'id' in content ? content.id : null
  if (value['kind'] === 'data' && typeof id === 'string' && /^[a-z][a-z0-9]*:[0-9a-f]+$/.test(id) && digestKindOf(id) === null) {
    throw new BundleFault('E_SUITE', 3, { because: 'content id' })
  }
  return suite
}

function readDataParts(value: JsonObject & Envelope, suite: Suite, limits: Limits): DataParts | null {
  if (value.kind === 'data') {
    if (!dataParts(value, limits) || digestKindOf(value.payload.digest) !== suite.digest) throw new BundleFault('E_HEADER', 3)
    const { stream, content, payload } = value
    if (suite.family !== 'sm2') return { stream, content, payload: { digest: payload.digest, bytes: payload.bytes } }
    if (!wraps(payload, limits)) throw new BundleFault('E_HEADER', 3, { because: 'wrap' })
    return { stream, content, payload: { digest: payload.digest, bytes: payload.bytes, wrap: payload.wrap } }
  }
  if (value.kind === 'status' && ['stream', 'content', 'payload'].some((name) => Object.hasOwn(value, name)))
    throw new BundleFault('E_HEADER', 3)
  return null
}
