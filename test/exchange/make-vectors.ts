// Makes the test vectors of docs/formats/vectors from fixed seeds: good and bad files with what a reader must say of each.
import { gzipSync } from 'node:zlib'
import { digestText, sha256, signingKeyFromSeed } from '../../electron/core/crypto'
import {
  composeCard,
  fingerprint,
  keyQrText,
  rootDigits,
  sm2Fingerprint,
  signSshsig,
  writeCardFile,
  type KeyCard,
  type PackedContent
} from '../../electron/core/container'
import { ageFor, changeHeader, headerText, membersOf, sealLines, sealRaw, withHeader, withMembers, withPayload } from './forge'
import {
  contentText,
  coreOf,
  madeUpOffice,
  madeUpPair,
  pack,
  packRaw,
  seal,
  sealG1,
  slipLine,
  slipLines,
  type MadeUpOffice,
  type Pair
} from './made-up-offices'

/** One file of the folder; `result` is `good` or the code, `step` that of exchange.md §2.9. */
export interface Vector {
  readonly file: string
  readonly what: string
  /** Card files a reader has pinned, newest last. */
  readonly cards: readonly string[]
  /** `receiver` reads unless another office is named. */
  readonly reader: 'receiver' | 'sender'
  readonly result: string
  readonly step: number | null
  /** Content id, where the content can be opened. */
  readonly content?: string
  /** Slips refused alone: id, code, field. */
  readonly refused?: readonly (readonly [string, string, string])[]
  /** True when every correct writer makes these very octets from the keys. */
  readonly deterministic?: true
}
export interface VectorSet {
  readonly vectors: readonly Vector[]
  readonly files: ReadonlyMap<string, Uint8Array>
}

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')
const SENDER = 'sender-1.jhk'

export const vectorPair = (): Promise<Pair> => madeUpPair(['A1', 'G1'])

/** The second card of the sender: another telephone, nothing else. */
export function secondCard({ from }: Pair): KeyCard {
  return composeCard({ ...from.parts, ver: 2, prev: from.card.digest, id: from.card.id, phone: '0912-3260001' }, from.root)
}

/** What is the same at every making: cards, contents, status. */
export async function fixedFiles(pair: Pair): Promise<Map<string, Uint8Array>> {
  const { data, content } = await contents(pair)
  return new Map<string, Uint8Array>([
    [SENDER, writeCardFile(pair.from.card)],
    ['sender-2.jhk', writeCardFile(secondCard(pair))],
    ['receiver-1.jhk', writeCardFile(pair.to.card)],
    ['status-a1.jhb', await seal(pair, null)],
    ['content.jsonl', Buffer.from(data)],
    ['keys.json', Buffer.from(`${JSON.stringify(keysOf(pair, content), null, 1)}\n`)]
  ])
}

async function contents(pair: Pair): Promise<{ data: string; content: PackedContent; lines: string[] }> {
  const lines = [
    ...slipLines(pair.from.card.id, 2),
    JSON.stringify({ t: 'later', x: { 任意: [1, '二'] } }),
    slipLine(pair.from.card.id, 3, { name: '王\u202e' }),
    JSON.stringify({ t: 'pad', data: 'AAAA' })
  ]
  const core = coreOf(pair, lines)
  const plain = slipLines(pair.from.card.id, 2)
  return { data: contentText(core, lines), content: await pack(pair, plain), lines }
}

function keysOf({ from, to }: Pair, content: PackedContent): object {
  const office = (it: MadeUpOffice): object => ({
    ...{ code: it.code, name: it.card.name, id: it.card.id, root_seed: hex(it.root.seed), root: it.card.root },
    ...{ digits: rootDigits(it.root.publicKey), qr: keyQrText(it.card.id, it.root.publicKey) },
    ...{ sign_seed: hex(it.sign.seed), sign_fingerprint: fingerprint(it.sign.publicKey), age: it.identities, archive: it.archive },
    sm2: {
      ...{ sign: hex(it.sm2.material.sign), enc: hex(it.sm2.material.enc), archive: hex(it.sm2.material.archive) },
      sign_fingerprint: sm2Fingerprint(it.sm2.device.publicKey)
    }
  })
  const text = contentText(content.core, slipLines(from.card.id, 2))
  return { sender: office(from), receiver: office(to), two_slips: { sha256: digestText('sha256', text), sm3: digestText('sm3', text) } }
}

type Add = (file: string, octets: Uint8Array, what: string, result: string, step: number | null, more?: Partial<Vector>) => void

export async function makeVectors(): Promise<VectorSet> {
  const pair = await vectorPair()
  const files = new Map(await fixedFiles(pair))
  const vectors: Vector[] = []
  const add: Add = (file, octets, what, result, step, more = {}) => {
    files.set(file, octets)
    vectors.push({ file, what, cards: [SENDER], reader: 'receiver', result, step, ...more })
  }
  await addGood(pair, add)
  await addBadOutside(pair, add)
  await addBadInside(pair, add)
  return { vectors, files }
}

async function addGood(pair: Pair, add: Add): Promise<void> {
  const { data, content, lines } = await contents(pair)
  const [id, national] = [digestText('sha256', data), digestText('sm3', data)]
  const refused = [[`0193${(3).toString(16).padStart(8, '0')}7000800000000000`.padEnd(32, '0').slice(0, 32), 'E_TEXT', 'name']] as const
  const core = coreOf(pair, lines)
  add('status-a1.jhb', await seal(pair, null), 'status, suite A1', 'good', null, { deterministic: true })
  add('status-g1.jhb', await sealG1(pair, null), 'status, suite G1', 'good', null)
  add(
    'data-a1.jhb',
    await seal(pair, packRaw(core, Buffer.from(data))),
    'content.jsonl, suite A1; one slip is refused alone',
    'good',
    null,
    {
      ...{ content: id, refused }
    }
  )
  const g1 = packRaw(core, Buffer.from(data), gzipSync(data), 'G1')
  add('data-g1.jhb', await sealG1(pair, g1), 'content.jsonl, suite G1', 'good', null, { content: national, refused })
  const kept = packRaw(core, Buffer.from(data))
  add('data-a1-in-g1.jhb', await sealG1(pair, kept), 'content first sealed in A1, in an envelope of G1', 'good', null, {
    content: id,
    refused
  })
  const second = secondCard(pair)
  const newer: Pair = { ...pair, from: { ...pair.from, card: second } }
  add('data-card-2.jhb', await seal(newer, content), 'brings the next card, which is installed', 'good', null, { content: content.id })
  add('data-late.jhb', await seal(pair, content), 'late, under an older card', 'good', null, {
    ...{ content: content.id, cards: [SENDER, 'sender-2.jhk'] }
  })
  const member = (name: string): string => Buffer.from(membersOf(own).find(([each]) => each === name)?.[1] ?? '').toString('base64')
  const own = await seal(pair, content)
  const ownLines = [JSON.stringify({ t: 'core', ...content.core }), ...slipLines(pair.from.card.id, 2)]
  const echo = { t: 'echo', bundle: content.id, header: member('header.json'), sig: member('header.json.sig'), lines: ownLines.length }
  const back: Pair = { from: pair.to, to: pair.from }
  const echoed = await sealLines(back, coreOf(back, [JSON.stringify(echo), ...ownLines]), [JSON.stringify(echo), ...ownLines])
  add('echo-a1.jhb', echoed, 'the sender’s own two slips sent back to it', 'good', null, { cards: ['receiver-1.jhk'], reader: 'sender' })
}

async function addBadOutside(pair: Pair, add: Add): Promise<void> {
  const { content } = await contents(pair)
  const good = await seal(pair, content)
  const g1 = await sealG1(pair, await pack(pair, slipLines(pair.from.card.id, 2), {}, 'G1'))
  const flipped = Buffer.from(good)
  flipped[200] = (flipped[200] ?? 0) ^ 1
  const bad = (name: string, octets: Uint8Array, what: string, code: string, step: number, more?: Partial<Vector>): void => {
    add(`bad/${name}.jhb`, octets, what, code, step, more)
  }
  bad('cut', good.subarray(0, good.length - 30), 'cut inside the directory', 'E_TRUNCATED', 2)
  bad('flipped', flipped, 'one bit of the header, checksum as before', 'E_CONTAINER', 2)
  bad('tail', Buffer.concat([good, Buffer.from([0])]), 'one octet too many', 'E_TRAILING', 2)
  bad('space', withHeader(pair, good, headerText(good).replace(':', ': ')), 'a space in a signed header', 'E_HEADER', 3)
  bad(
    'twice',
    withHeader(pair, good, headerText(good).replace('"seq":1', '"seq":2,"seq":1')),
    'a member twice in a signed header',
    'E_HEADER',
    3
  )
  bad('major-2', withHeader(pair, good, '{"jhb":2}'), 'a later major version', 'E_VERSION', 3)
  bad(
    'suite',
    changeHeader(pair, good, (it) => (it['suite'] = 'Z9')),
    'a suite nobody knows',
    'E_SUITE',
    3
  )
  bad(
    'family',
    changeHeader(pair, g1, (it) => (it['suite'] = 'A1')),
    'a suite that disagrees with the member names',
    'E_SUITE',
    3
  )
  bad(
    'wrap',
    changeHeader(pair, g1, (it) => delete it.payload['wrap']),
    'suite G1 without wrapped keys',
    'E_HEADER',
    3
  )
  bad('own', good, 'the reader’s own bundle', 'S_OWN', 4, { reader: 'sender' })
  const third = await madeUpOffice('府谷演练单位', '610822-00', ['A1'])
  bad('other-office', await seal({ from: pair.from, to: third }, null), 'for another office', 'E_RECIPIENT', 4)
  bad('stranger', await seal({ from: third, to: pair.to }, null), 'a sender nobody pinned', 'E_UNKNOWN_SENDER', 5)
  const twin = composeCard({ ...pair.from.parts, phone: '1' }, pair.from.root)
  bad(
    'twin-card',
    await seal({ ...pair, from: { ...pair.from, card: twin } }, null),
    'the same card version with other octets',
    'E_CARD',
    5
  )
  const other = signingKeyFromSeed(sha256('another key'))
  const forged = signSshsig('jhb-bundle@v1', Buffer.from(headerText(good)), other)
  bad('signature', withMembers(good, { 'header.json.sig': forged }), 'signed by another key', 'E_SIGNATURE', 6)
  const der = Buffer.from(membersOf(g1)[2]?.[1] ?? '')
  bad(
    'der-tail',
    withMembers(g1, { 'header.json.sm2': Buffer.concat([der, Buffer.from([0])]) }),
    'an octet behind the SM2 signature',
    'E_SIGNATURE',
    6
  )
  bad(
    'later',
    changeHeader(pair, good, (it) => (it['crit'] = ['directory'])),
    'needs a member this version does not know',
    'S_WAIT_UPGRADE',
    6
  )
  bad(
    'payload',
    withMembers(good, { 'payload.age': await ageFor(pair, Buffer.from('x')) }),
    'another payload under the header',
    'E_DIGEST',
    7
  )
}

async function addBadInside(pair: Pair, add: Add): Promise<void> {
  const { content } = await contents(pair)
  const lines = slipLines(pair.from.card.id, 2)
  const core = coreOf(pair, lines)
  const text = contentText(core, lines)
  const good = await seal(pair, content)
  const g1 = await sealG1(pair, packRaw(core, Buffer.from(text), gzipSync(text), 'G1'))
  const bad = (name: string, octets: Uint8Array, what: string, code: string, step: number): void => {
    add(`bad/${name}.jhb`, octets, what, code, step)
  }
  bad('not-for-us', await seal(pair, content, { recipients: [pair.from.archive] }), 'no stanza for the reader', 'E_DECRYPT', 9)
  const sealed = Buffer.from(membersOf(g1)[5]?.[1] ?? '')
  sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 1
  bad('mac', withPayload(pair, g1, sealed), 'another HMAC-SM3, its digest signed', 'E_DECRYPT', 9)
  const age = Buffer.from(`age-encryption.org/v1\n${`-> X25519 ${'A'.repeat(43)}\n${'A'.repeat(43)}\n`.repeat(200)}--- ${'A'.repeat(43)}\n`)
  bad('stanzas', withPayload(pair, good, age), 'an age header of more than 16,384 octets', 'E_LIMIT', 9)
  const smaller = changeHeader(pair, good, (it) => (it.content['bytes'] = content.bytes - 1))
  bad('bomb', smaller, 'one octet more than declared', 'E_BOMB', 10)
  bad('two-gzip', await sealRaw(pair, core, text, Buffer.concat([gzipSync(text), gzipSync('')])), 'two gzip members', 'E_CONTENT', 10)
  bad('other-content', await sealRaw(pair, core, text, gzipSync(text.replace('演练', '演習'))), 'content of another id', 'E_CONTENT', 11)
  bad(
    'core',
    await sealRaw(pair, core, contentText({ ...core, seq: 2, prev: content.id }, lines)),
    'a core that differs from the header',
    'E_CORE',
    11
  )
  bad('line', await sealRaw(pair, core, text.replace('"rev":1', '"rev":1,"rev":1')), 'a member twice in a line', 'E_LINE', 12)
  bad(
    'counts',
    await sealRaw(pair, core, contentText({ ...core, n: { ...core.n, slip: 3 } }, lines)),
    'three slips announced, two sent',
    'E_CONTENT',
    12
  )
}
