// The ZIP with no freedom: every container octet follows from the member names, sizes and checksums (exchange.md §2.2).
import { crc32 } from 'node:zlib'
import type { DigestKind } from '../crypto'

/** One member; `crc` and `size` are all that varies in its headers. */
export interface MemberEntry {
  readonly name: string
  readonly crc: number
  readonly size: number
}

export interface MemberRule {
  readonly name: string
  readonly maxBytes: number
  /** Its name, of equal length, in the other signature family; all such members of one file belong to the same. */
  readonly otherFamily?: string
}

export interface ContainerTemplate {
  readonly mimetype: string
  readonly members: readonly MemberRule[]
  /** The last member is there only in some files of the kind. */
  readonly lastIsOptional: boolean
}

const MIMETYPE_BYTES = 19
const SIGNATURE = { name: 'header.json.sig', maxBytes: 4_096, otherFamily: 'header.json.sm2' }
const CARD = { name: 'card.json', maxBytes: 65_536 }
const CARD_SIGNATURE = { name: 'card.json.sig', maxBytes: 4_096 }
const MIMETYPE = { name: 'mimetype', maxBytes: MIMETYPE_BYTES }

export const BUNDLE_TEMPLATE: ContainerTemplate = {
  mimetype: 'application/vnd.jhb',
  members: [
    MIMETYPE,
    { name: 'header.json', maxBytes: 262_144 },
    SIGNATURE,
    CARD,
    CARD_SIGNATURE,
    { name: 'payload.age', maxBytes: 1_073_741_824, otherFamily: 'payload.sm4' }
  ],
  lastIsOptional: true
}

/** Kind of the digest by which a header names a payload member. */
export const payloadDigest = (name: string): DigestKind => (name === 'payload.sm4' ? 'sm3' : 'sha256')

export const CARD_TEMPLATE: ContainerTemplate = {
  mimetype: 'application/vnd.jhk',
  members: [MIMETYPE, CARD, CARD_SIGNATURE],
  lastIsOptional: false
}

export const MAX_FILE_BYTES = 1_073_741_824
export const LOCAL_FIXED = 30
/** Where CRC-32, compressed and uncompressed size stand in a local header. */
export const LOCAL_VARIABLE_FROM = 14
export const LOCAL_VARIABLE_TO = 26
export const LOCAL_SIGNATURE = Buffer.from('504b0304', 'hex')

const DATE_1980_01_01 = 0x0021

export function localHeader({ name, crc, size }: MemberEntry): Buffer {
  const header = Buffer.alloc(LOCAL_FIXED + name.length)
  LOCAL_SIGNATURE.copy(header)
  writeCommon(header, 4, { name, crc, size })
  header.write(name, LOCAL_FIXED, 'latin1')
  return header
}

/** The central directory and end record that follow the last member's data. */
export function centralDirectory(entries: readonly MemberEntry[]): Buffer {
  const parts: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const header = Buffer.alloc(46 + entry.name.length)
    header.write('504b0102', 'hex')
    header.writeUInt16LE(10, 4)
    writeCommon(header, 6, entry)
    header.writeUInt32LE(offset, 42)
    header.write(entry.name, 46, 'latin1')
    parts.push(header)
    offset += LOCAL_FIXED + entry.name.length + entry.size
  }
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  const end = Buffer.alloc(22)
  end.write('504b0506', 'hex')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, end])
}

/** Version needed … name length: the 24 octets local and central headers share (the extra length after them is zero). */
function writeCommon(header: Buffer, at: number, { name, crc, size }: MemberEntry): void {
  header.writeUInt16LE(10, at)
  header.writeUInt16LE(DATE_1980_01_01, at + 8)
  header.writeUInt32LE(crc, at + 10)
  header.writeUInt32LE(size, at + 14)
  header.writeUInt32LE(size, at + 18)
  header.writeUInt16LE(name.length, at + 22)
}

/** A member held in memory, with its entry. */
export interface SmallMember {
  readonly entry: MemberEntry
  readonly data: Uint8Array
}

export function smallMember(name: string, data: Uint8Array): SmallMember {
  return { entry: { name, crc: crc32(data), size: data.length }, data }
}

/** Local headers and data of members, one after the other. */
export function joinMembers(members: readonly SmallMember[]): Buffer {
  return Buffer.concat(members.flatMap(({ entry, data }) => [localHeader(entry), data]))
}
