// Why: the parts of an .xlsx are found through the directory of its zip, and nothing the directory claims is believed unchecked.
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { AppError } from '@shared/errors'
import { pieces, type ByteSource } from './byte-source'
import { limits } from './limits'

/** One member as the central directory states it. */
export interface ZipEntry {
  readonly name: string
  readonly method: 0 | 8
  readonly flags: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Where the local header starts. */
  readonly offset: number
  readonly dosTime: number
  readonly dosDate: number
}

export interface ZipArchive {
  readonly entries: readonly ZipEntry[]
  /** By part name without the leading slash; letter case does not count (OPC §6.2.2.3). */
  find(name: string): ZipEntry | undefined
  /** Inflated octets. @throws AppError workbook.damaged on a wrong checksum or length, workbook.too_large on a bomb */
  read(entry: ZipEntry): AsyncGenerator<Buffer>
  /** A small part whole. */
  text(entry: ZipEntry): Promise<string>
  /** The packed octets as they lie in the file. */
  raw(entry: ZipEntry): AsyncGenerator<Buffer>
}

const EOCD = 0x06054b50
const EOCD_SIZE = 22
const LOCATOR64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const LOCAL_SIZE = 30
const FULL32 = 0xffffffff
const ENCRYPTED = 0x0001

const damaged = (part: string, cause?: unknown): AppError => new AppError('workbook.damaged', { part }, { cause })

/** Reads the directory. @throws AppError workbook.damaged, .hostile, .encrypted, .too_large */
export async function openZip(source: ByteSource): Promise<ZipArchive> {
  if (source.size > limits.fileBytes) throw new AppError('workbook.too_large', { limit: '512 MB' })
  const directory = await findDirectory(source)
  const entries = readEntries(await source.read(directory.offset, directory.size), directory.count, source.size)
  refuseOverlap(entries)
  const byName = new Map<string, ZipEntry>()
  for (const entry of entries) {
    const key = entry.name.toLowerCase()
    // Two members of one name: the program that checks and the one that opens could each take another.
    if (byName.has(key)) throw new AppError('workbook.hostile', { part: entry.name })
    byName.set(key, entry)
  }
  const read = (entry: ZipEntry): AsyncGenerator<Buffer> => inflate(source, entry)
  return {
    entries,
    find: (name) => byName.get(name.replace(/^\//, '').toLowerCase()),
    read,
    text: (entry) => readText(entry, read(entry)),
    raw: (entry) => rawPieces(source, entry)
  }
}

interface Directory {
  readonly offset: number
  readonly size: number
  readonly count: number
}

async function findDirectory(source: ByteSource): Promise<Directory> {
  const tailLength = Math.min(source.size, EOCD_SIZE + 65_535)
  const tailAt = source.size - tailLength
  const tail = await source.read(tailAt, tailLength)
  for (let at = tail.length - EOCD_SIZE; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== EOCD || at + EOCD_SIZE + tail.readUInt16LE(at + 20) !== tail.length) continue
    const found = { count: tail.readUInt16LE(at + 10), size: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) }
    const is64 = at >= 20 && tail.readUInt32LE(at - 20) === LOCATOR64
    const directory = is64 ? await directory64(source, Number(tail.readBigUInt64LE(at - 12))) : found
    if (directory.count > limits.zipEntries) throw new AppError('workbook.hostile', { part: `${directory.count} zip entries` })
    if (directory.offset + directory.size > source.size) throw damaged('zip directory')
    return directory
  }
  throw damaged('zip directory')
}

async function directory64(source: ByteSource, at: number): Promise<Directory> {
  const record = await source.read(at, 56)
  if (record.length < 56 || record.readUInt32LE(0) !== 0x06064b50) throw damaged('zip64 directory')
  return {
    count: Number(record.readBigUInt64LE(32)),
    size: Number(record.readBigUInt64LE(40)),
    offset: Number(record.readBigUInt64LE(48))
  }
}

function readEntries(directory: Buffer, count: number, fileSize: number): ZipEntry[] {
  const entries: ZipEntry[] = []
  for (let at = 0, i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL) throw damaged('zip directory')
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field)) as [
      number,
      number,
      number
    ] // three fields in, three out
    const name = directory
      .subarray(at + 46, at + 46 + nameLength)
      .toString('utf8')
      .replaceAll('\\', '/')
    const method = directory.readUInt16LE(at + 10)
    const flags = directory.readUInt16LE(at + 8)
    if ((flags & ENCRYPTED) !== 0) throw new AppError('workbook.encrypted')
    if (method !== 0 && method !== 8) throw damaged(name)
    // No part is ever written to the disk under its own name, but a copy would carry it on.
    if (name.startsWith('/') || /(^|\/)\.\.(\/|$)|[\0:]/.test(name)) throw new AppError('workbook.hostile', { part: 'zip entry name' })
    const wide = extra64(directory, at, { from: at + 46 + nameLength, length: extraLength })
    const entry = { name, method, flags, crc: directory.readUInt32LE(at + 16), ...wide, ...stamp(directory, at) } as const
    if (entry.offset + LOCAL_SIZE + entry.packed > fileSize) throw damaged(name)
    if (!name.endsWith('/')) entries.push(entry)
    at += 46 + nameLength + extraLength + noteLength
  }
  return entries
}

const stamp = (directory: Buffer, at: number): { dosTime: number; dosDate: number } => ({
  dosTime: directory.readUInt16LE(at + 12),
  dosDate: directory.readUInt16LE(at + 14)
})

/** Sizes and offset, from the zip64 field where the short fields are full: some writers use it for every file. */
function extra64(directory: Buffer, at: number, extra: { from: number; length: number }): { packed: number; size: number; offset: number } {
  const short = { size: directory.readUInt32LE(at + 24), packed: directory.readUInt32LE(at + 20), offset: directory.readUInt32LE(at + 42) }
  if (short.size !== FULL32 && short.packed !== FULL32 && short.offset !== FULL32) return short
  const end = Math.min(extra.from + extra.length, directory.length)
  for (let field = extra.from; field + 4 <= end; field += 4 + directory.readUInt16LE(field + 2)) {
    if (directory.readUInt16LE(field) !== 0x0001) continue
    let next = field + 4
    const wide = (value: number): number => {
      if (value !== FULL32) return value
      if (next + 8 > end) throw damaged('zip64 field')
      next += 8
      return Number(directory.readBigUInt64LE(next - 8))
    }
    const size = wide(short.size)
    const packed = wide(short.packed)
    return { size, packed, offset: wide(short.offset) }
  }
  throw damaged('zip64 field')
}

/** Members that share octets are how a small file claims to hold a large one many times. */
function refuseOverlap(entries: readonly ZipEntry[]): void {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset)
  let end = 0
  for (const entry of sorted) {
    if (entry.offset < end) throw new AppError('workbook.hostile', { part: entry.name })
    end = entry.offset + LOCAL_SIZE + entry.packed
  }
}

async function* rawPieces(source: ByteSource, entry: ZipEntry): AsyncGenerator<Buffer> {
  const header = await source.read(entry.offset, LOCAL_SIZE)
  if (header.length < LOCAL_SIZE || header.readUInt32LE(0) !== LOCAL) throw damaged(entry.name)
  const from = entry.offset + LOCAL_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (from + entry.packed > source.size) throw damaged(entry.name)
  yield* pieces(source, from, from + entry.packed)
}

async function* inflate(source: ByteSource, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.size > limits.partBytes) throw new AppError('workbook.too_large', { limit: '2 GB' })
  let size = 0
  let crc = 0
  for await (const piece of entry.method === 0 ? rawPieces(source, entry) : inflated(source, entry)) {
    size += piece.length
    if (size > limits.ratioFrom && size > entry.packed * limits.ratio) throw new AppError('workbook.hostile', { part: entry.name })
    if (size > entry.size) throw damaged(entry.name)
    crc = crc32(piece, crc)
    yield piece
  }
  if (size !== entry.size || crc !== entry.crc) throw damaged(entry.name)
}

async function* inflated(source: ByteSource, entry: ZipEntry): AsyncGenerator<Buffer> {
  const out = createInflateRaw({ chunkSize: 131_072 })
  // A fault of the source reaches the loop below because the pipeline destroys `out` with it.
  pipeline(Readable.from(rawPieces(source, entry)), out, () => undefined)
  try {
    for await (const piece of out) yield piece as Buffer // a zlib stream gives buffers
  } catch (error) {
    throw isZlibFault(error) ? damaged(entry.name, error) : error
  }
}

/** A failing disk and a cancelled job are told apart from a damaged file. */
const isZlibFault = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')

async function readText(entry: ZipEntry, content: AsyncIterable<Buffer>): Promise<string> {
  if (entry.size > limits.smallPartBytes) throw new AppError('workbook.too_large', { limit: '64 MB' })
  const found: Buffer[] = []
  for await (const piece of content) found.push(piece)
  return xmlDecoder(found[0] ?? Buffer.alloc(0), entry.name).decode(Buffer.concat(found))
}

/** Decoder for an XML part by its byte order mark; UTF-8 without one. */
export function xmlDecoder(start: Uint8Array, part: string): { decode(piece: Uint8Array, more?: boolean): string } {
  const [a, b] = start
  const label = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
  const decoder = new TextDecoder(label, { fatal: true })
  return {
    decode(piece, more = false) {
      try {
        return decoder.decode(piece, { stream: more })
      } catch (error) {
        throw damaged(part, error)
      }
    }
  }
}
