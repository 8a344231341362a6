// Writes bundles a careful writer would never make, by a second, independent description of the container.
import { crc32 } from 'node:zlib'
import { ageEncrypt, sha256Text, signSm2, sm2KeyOf, sm3Text } from '../../electron/core/crypto'
import { recipientsOf, signSshsig, sm2Message, type PackedContent, type SealableContent } from '../../electron/core/container'
import { contentText, packRaw, seal, type Pair } from './made-up-offices'

export type Member = readonly [name: string, data: Uint8Array | string]

export interface ZipQuirks {
  readonly local?: (header: Buffer, index: number) => Buffer
  readonly central?: (header: Buffer, index: number) => Buffer
  readonly end?: (record: Buffer) => Buffer
}

/** A stored ZIP as exchange.md §2.2 describes it; quirks change single headers. */
export function storedZip(members: readonly Member[], { local = same, central = same, end = same }: ZipQuirks = {}): Buffer {
  const front: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [index, [name, content]] of members.entries()) {
    const data = Buffer.from(content)
    const common = Buffer.concat([
      u16(10),
      u16(0),
      u16(0),
      u16(0),
      u16(0x21),
      u32(crc32(data)),
      u32(data.length),
      u32(data.length),
      u16(Buffer.byteLength(name)),
      u16(0)
    ])
    front.push(local(Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name)]), index), data)
    directory.push(
      central(
        Buffer.concat([Buffer.from('PK\x01\x02'), u16(10), common, u16(0), u16(0), u16(0), u32(0), u32(offset), Buffer.from(name)]),
        index
      )
    )
    offset = front.reduce((sum, part) => sum + part.length, 0)
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const record = Buffer.concat([
    Buffer.from('PK\x05\x06'),
    u16(0),
    u16(0),
    u16(members.length),
    u16(members.length),
    u32(size),
    u32(offset),
    u16(0)
  ])
  return Buffer.concat([...front, ...directory, end(record)])
}

const same = (octets: Buffer): Buffer => octets
const u16 = (value: number): Buffer => Buffer.from([value & 255, (value >> 8) & 255])
const u32 = (value: number): Buffer => {
  const octets = Buffer.alloc(4)
  octets.writeUInt32LE(value)
  return octets
}

/** The members of a good file, to be changed and zipped again. */
export function membersOf(file: Uint8Array): Member[] {
  const octets = Buffer.from(file)
  const members: Member[] = []
  for (let at = 0; octets.readUInt32LE(at) === 0x04034b50;) {
    const size = octets.readUInt32LE(at + 18)
    const nameEnd = at + 30 + octets.readUInt16LE(at + 26)
    members.push([octets.toString('latin1', at + 30, nameEnd), octets.subarray(nameEnd, nameEnd + size)])
    at = nameEnd + size
  }
  return members
}

/** Replaces members by name; `null` removes one. */
export function withMembers(file: Uint8Array, changes: Readonly<Record<string, Uint8Array | string | null>>, quirks?: ZipQuirks): Buffer {
  const members = membersOf(file).flatMap<Member>(([name, data]) => {
    const change = Object.hasOwn(changes, name) ? changes[name] : data
    return change === null || change === undefined ? [] : [[name, change]]
  })
  return storedZip(members, quirks)
}

/** The same file with another header text, signed by the sender as it is. */
export function withHeader({ from }: Pair, file: Uint8Array, header: string | Uint8Array): Buffer {
  const octets = Buffer.from(header)
  const signature = isG1(file)
    ? { 'header.json.sm2': signSm2(sm2KeyOf(from.sm2.material.sign), sm2Message(octets)) }
    : { 'header.json.sig': signSshsig('jhb-bundle@v1', octets, from.sign) }
  return withMembers(file, { 'header.json': octets, ...signature })
}

/** Suite G1 shows in the names of its members. */
const isG1 = (file: Uint8Array): boolean => membersOf(file).some(([name]) => name === 'header.json.sm2')

/** Text of a good file's header. */
export function headerText(file: Uint8Array): string {
  const header = membersOf(file).find(([name]) => name === 'header.json')
  return Buffer.from(header?.[1] ?? '').toString('utf8')
}

/** Changes the parsed header and signs it again. Members set to undefined disappear. */
export function changeHeader(pair: Pair, file: Uint8Array, change: (header: MutableHeader) => void): Buffer {
  const header = JSON.parse(headerText(file)) as MutableHeader
  change(header)
  return withHeader(pair, file, JSON.stringify(header))
}

/** Header members as loose JSON, because a forger may put anything there. */
export interface MutableHeader {
  [member: string]: unknown
  from: Record<string, unknown>
  to: Record<string, unknown>
  stream: Record<string, unknown>
  content: Record<string, unknown>
  payload: Record<string, unknown>
  state: Record<string, unknown>
}

/** A signed file whose payload is any octets, sizes and digests of the header made to fit. */
export function withPayload(pair: Pair, file: Uint8Array, payload: Uint8Array): Buffer {
  const changed = changeHeader(pair, file, (header) => {
    header.payload['digest'] = isG1(file) ? sm3Text(payload) : sha256Text(payload)
    header.payload['bytes'] = payload.length
  })
  return withMembers(changed, { [isG1(file) ? 'payload.sm4' : 'payload.age']: payload })
}

/** A signed file of the sender around content as given, right or wrong. */
export async function sealRaw(
  pair: Pair,
  core: SealableContent['core'],
  content: string | Uint8Array,
  gzip?: Uint8Array
): Promise<Uint8Array> {
  return seal(pair, packRaw(core, Buffer.from(content), gzip))
}

export async function sealLines(pair: Pair, core: PackedContent['core'], lines: readonly string[]): Promise<Uint8Array> {
  return sealRaw(pair, core, contentText(core, lines))
}

/** An age file for the recipient around any octets. */
export async function ageFor({ to }: Pair, plain: Uint8Array): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  const sealed = await ageEncrypt([plain], plain.length, recipientsOf(to.card))
  for await (const piece of sealed.pieces) pieces.push(piece)
  return Buffer.concat(pieces)
}
