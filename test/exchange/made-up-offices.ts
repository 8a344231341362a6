// Two made-up offices with fixed keys, and the shortest way to a bundle between them, for every test of the exchange format.
import { gzipSync } from 'node:zlib'
import {
  ageRecipientOf,
  digestText,
  sha256,
  signingKeyFromSeed,
  softwareSm2,
  type Sm2KeyMaterial,
  type Sm2Opener,
  type Sm2Sender,
  type SigningKey
} from '../../electron/core/crypto'
import {
  bytesSource,
  composeCard,
  memorySink,
  openBundle,
  packContent,
  recipientsOf,
  sealBundle,
  verifyBundle,
  formatKeyLine,
  sm2EntriesOf,
  sm2RecipientsOf,
  suiteNamed,
  type SuiteName,
  type ByteSource,
  type CardParts,
  type ContentItem,
  type CoreLine,
  type EnvelopeState,
  type KeyCard,
  type OpenRequest,
  type PackedContent,
  type PinnedOffice,
  type Pins,
  type SealableContent,
  type SealRequest,
  type VerifiedBundle
} from '../../electron/core/container'

export interface MadeUpOffice {
  readonly code: string
  readonly root: SigningKey
  readonly sign: SigningKey
  readonly identities: readonly string[]
  readonly archive: string
  readonly card: KeyCard
  readonly parts: CardParts
  readonly sm2: { readonly material: Sm2KeyMaterial; readonly device: Sm2Sender & Sm2Opener }
}

const TIME = '2026-11-21T17:31:05+08:00'
export const EPOCH = 'e'.repeat(32)

/** Same name, same keys. Identities are derived because tests must be repeatable. */
export async function madeUpOffice(name: string, code: string, suites: readonly string[] = ['A1']): Promise<MadeUpOffice> {
  const root = signingKeyFromSeed(sha256(`root ${name}`))
  const sign = signingKeyFromSeed(sha256(`sign ${name}`))
  const device = ageIdentityFrom(sha256(`device ${name}`))
  const archiveIdentity = ageIdentityFrom(sha256(`archive ${name}`))
  const archive = await ageRecipientOf(archiveIdentity)
  const material = { sign: sha256(`sm2 sign ${name}`), enc: sha256(`sm2 device ${name}`), archive: sha256(`sm2 archive ${name}`) }
  const sm2 = { material, device: softwareSm2(material) }
  const parts: CardParts = {
    ver: 1,
    prev: null,
    code,
    name,
    suites,
    sign: [{ key: formatKeyLine(sign.publicKey), dev: 1, from_ver: 1 }],
    enc: [
      { age: await ageRecipientOf(device), dev: 1 },
      { age: archive, dev: 0 }
    ],
    revoked: [],
    roots: [],
    issued: TIME,
    phone: '0912-3260000',
    ...(suites.includes('G1') ? { sm2: sm2EntriesOf(material, 1) } : {})
  }
  return { code, root, sign, identities: [device, archiveIdentity], archive, card: composeCard(parts, root), parts, sm2 }
}

/** Bech32 (BIP 173) of an age identity: the library only offers random ones. */
export function ageIdentityFrom(secret: Uint8Array): string {
  const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
  const prefix = 'age-secret-key-'
  const bits = [...secret]
    .map((octet) => octet.toString(2).padStart(8, '0'))
    .join('')
    .padEnd(260, '0')
  const words = (bits.match(/.{5}/g) ?? []).map((group) => parseInt(group, 2))
  const expanded = [...[...prefix].map((c) => c.charCodeAt(0) >> 5), 0, ...[...prefix].map((c) => c.charCodeAt(0) & 31)]
  const polymod = (values: readonly number[]): number =>
    values.reduce((check, value) => {
      const top = check >>> 25
      const next = ((check & 0x1ffffff) << 5) ^ value
      return [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].reduce((sum, g, i) => ((top >>> i) & 1 ? sum ^ g : sum), next)
    }, 1)
  const check = polymod([...expanded, ...words, 0, 0, 0, 0, 0, 0]) ^ 1
  const checksum = [0, 1, 2, 3, 4, 5].map((i) => (check >>> (5 * (5 - i))) & 31)
  return `${prefix}1${[...words, ...checksum].map((word) => alphabet[word] ?? '').join('')}`.toUpperCase()
}

export interface Pair {
  readonly from: MadeUpOffice
  readonly to: MadeUpOffice
}

/** @param suites what both cards announce */
export async function madeUpPair(suites: readonly string[] = ['A1']): Promise<Pair> {
  return { from: await madeUpOffice('榆阳区演练单位', '610802-00', suites), to: await madeUpOffice('临县演练单位', '141124-00', suites) }
}

export function slipLine(author: string, index: number, body: object = { name: '王小燕', note: '演练' }): string {
  const id = `0193${index.toString(16).padStart(8, '0')}7000800000000000`.padEnd(32, '0').slice(0, 32)
  return JSON.stringify({ t: 'slip', id, rev: 1, kind: 'request', ref: null, author, body })
}

export function slipLines(author: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => slipLine(author, i))
}

/** Counts records the way a writer does, lines of an echo left out. */
export function countRecords(lines: readonly string[]): CoreLine['n'] {
  const n: Record<string, number> & { slip: number; receipt: number; echo: number; blob: number } = {
    slip: 0,
    receipt: 0,
    echo: 0,
    blob: 0
  }
  for (let i = 0; i < lines.length; i++) {
    const { t, lines: echoed } = JSON.parse(lines[i] ?? '') as { t: string; lines?: number }
    n[t] = (n[t] ?? 0) + 1
    if (t === 'echo') i += echoed ?? 0
  }
  return n
}

export function coreOf({ from, to }: Pair, lines: readonly string[], change: Partial<CoreLine> = {}): CoreLine {
  const stream = { from: from.card.id, to: to.card.id, epoch: EPOCH, seq: 1, prev: null }
  return { ...stream, made: TIME, schema: 'slip/1', salt: 'ab'.repeat(32), n: change.n ?? countRecords(lines), ...change }
}

export function stateOf(
  content: { id: string; core: Pick<CoreLine, 'epoch' | 'seq'> } | null,
  change: Partial<EnvelopeState> = {}
): EnvelopeState {
  const at = content ? { epoch: content.core.epoch, last: content.core.seq, head: content.id } : { epoch: EPOCH, last: 0, head: null }
  return { no: 1, ...at, closed: [], ack: [], want: [], bad: [], gone: [], ...change }
}

export async function pack(
  pair: Pair,
  lines: readonly string[],
  change: Partial<CoreLine> = {},
  suite: SuiteName = 'A1'
): Promise<PackedContent> {
  return packContent({ core: coreOf(pair, lines, change), lines, suite })
}

/** Content exactly as given, right or wrong, for files a careful writer would never make. */
export function packRaw(
  core: SealableContent['core'],
  octets: Uint8Array,
  gzip: Uint8Array = gzipSync(octets),
  suite: SuiteName = 'A1'
): SealableContent {
  return { core, id: digestText(suiteNamed(suite)?.digest ?? 'sha256', octets), bytes: octets.length, gzip }
}

/** One text for a core and lines, every line ended by LF. */
export function contentText(core: object, lines: readonly string[]): string {
  return [JSON.stringify({ t: 'core', ...core }), ...lines].map((line) => `${line}\n`).join('')
}

export async function seal(pair: Pair, content: SealableContent | null, change: Partial<SealRequest> = {}): Promise<Uint8Array> {
  const sink = memorySink()
  await sealBundle({ ...sealRequest(pair, content), ...change, sink })
  return sink.bytes()
}

export function sealRequest({ from, to }: Pair, content: SealableContent | null): Omit<SealRequest, 'sink'> {
  return {
    content,
    to: { code: to.code, id: to.card.id, card: to.card.ver },
    state: stateOf(content),
    sealed: TIME,
    clock: 'ok',
    app: 'yipanqi/0.1.0',
    card: from.card,
    signKey: from.sign,
    recipients: [...recipientsOf(to.card), from.archive]
  }
}

/** Sealed in suite G1 by the device of the sender. */
export function sealG1(pair: Pair, content: SealableContent | null, change: Partial<SealRequest> = {}): Promise<Uint8Array> {
  return seal(pair, content, { ...change, g1: g1Of(pair) })
}

export function g1Of({ from, to }: Pair): NonNullable<SealRequest['g1']> {
  const archive = from.sm2.device.publicKeys.slice(1)
  return { device: from.sm2.device, recipients: [...sm2RecipientsOf(to.card), ...archive] }
}

export const pinOf = (card: KeyCard, change: Partial<PinnedOffice> = {}): PinnedOffice => ({
  newest: card,
  digestOf: (ver) => (ver === card.ver ? card.digest : null),
  suites: card.suites,
  ...change
})

export function pinsOf({ from, to }: Pair, change: Partial<Pins> = {}): Pins {
  return { recipient: to.card.id, own: to.card.id, pinned: (id) => (id === from.card.id ? pinOf(from.card) : null), ...change }
}

export async function verify(pair: Pair, file: Uint8Array | ByteSource, change: Partial<Pins> = {}): Promise<VerifiedBundle> {
  return verifyBundle(file instanceof Uint8Array ? bytesSource(file) : file, pinsOf(pair, change))
}

export interface Opened {
  readonly core: CoreLine
  readonly items: readonly ContentItem[]
}

export async function openAll(bundle: VerifiedBundle, request: OpenRequest): Promise<Opened> {
  let core: CoreLine | null = null
  const items: ContentItem[] = []
  for await (const batch of openBundle(bundle, request)) {
    core ??= batch.core
    items.push(...batch.items)
  }
  if (core === null) throw new TypeError('no core')
  return { core, items }
}

/** Verify and open with the recipient's keys. */
export async function receive(pair: Pair, file: Uint8Array, request: Partial<OpenRequest> = {}): Promise<Opened> {
  return openAll(await verify(pair, file), { identities: pair.to.identities, sm2: pair.to.sm2.device, ...request })
}
