// Why: parts are packed while they are being made, and parts of a user's own file are carried over octet by octet.
import { pipeline, Readable } from 'node:stream'
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib'
import type { ByteTarget } from './byte-target'
import type { ZipArchive, ZipEntry } from './zip-archive'

export interface ZipWriter {
  /** A small part whole. */
  add(name: string, content: string): Promise<void>
  /** A part of any size, packed on the way. */
  stream(name: string, content: AsyncIterable<string | Uint8Array>): Promise<void>
  /** A part of another archive, its packed octets unchanged. */
  copy(from: ZipArchive, entry: ZipEntry): Promise<void>
  finish(): Promise<void>
}

interface Written {
  readonly name: Buffer
  readonly flags: number
  readonly method: 0 | 8
  readonly dosTime: number
  readonly dosDate: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

const UTF8_NAME = 0x0800
const SIZES_BEHIND = 0x0008
/** 1980-01-01 00:00: the same content gives the same file. */
const NO_TIME = { dosTime: 0, dosDate: 0x21 } as const

export function zipWriter(target: ByteTarget): ZipWriter {
  const written: Written[] = []
  let offset = 0

  async function put(octets: Uint8Array): Promise<void> {
    await target.write(octets)
    offset += octets.length
  }

  async function whole(entry: Omit<Written, 'offset'>, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    written.push({ ...entry, offset })
    await put(Buffer.concat([localHeader(entry), entry.name]))
    for await (const piece of content) await put(piece)
  }

  async function stream(name: string, content: AsyncIterable<string | Uint8Array>): Promise<void> {
    const label = Buffer.from(name, 'utf8')
    const start = offset
    const head = { name: label, flags: UTF8_NAME | SIZES_BEHIND, method: 8, ...NO_TIME, crc: 0, packed: 0, size: 0 } as const
    await put(Buffer.concat([localHeader(head), label]))
    const dataAt = offset
    let crc = 0
    let size = 0
    async function* measured(): AsyncGenerator<Uint8Array> {
      for await (const piece of content) {
        const octets = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece
        crc = crc32(octets, crc)
        size += octets.length
        yield octets
      }
    }
    const packer = createDeflateRaw({ level: 6, chunkSize: 131_072 })
    // A fault of the content reaches the loop below because the pipeline destroys the packer with it.
    pipeline(Readable.from(measured(), { objectMode: false }), packer, () => undefined)
    for await (const piece of packer) await put(piece as Buffer) // a zlib stream gives buffers
    const entry = { ...head, crc, size, packed: offset - dataAt, offset: start }
    const behind = Buffer.alloc(16)
    behind.write('PK\x07\x08', 'latin1')
    behind.writeUInt32LE(crc, 4)
    behind.writeUInt32LE(entry.packed, 8)
    behind.writeUInt32LE(size, 12)
    await put(behind)
    written.push(entry)
  }

  return {
    stream,
    async add(name, content) {
      const plain = Buffer.from(content, 'utf8')
      const packed = deflateRawSync(plain)
      const label = Buffer.from(name, 'utf8')
      await whole({ name: label, flags: UTF8_NAME, method: 8, ...NO_TIME, crc: crc32(plain), packed: packed.length, size: plain.length }, [
        packed
      ])
    },
    async copy(from, entry) {
      // Sizes are known here, so they stand in front even where the original had them behind.
      const flags = (entry.flags & ~SIZES_BEHIND) | UTF8_NAME
      const { method, dosTime, dosDate, crc, packed, size } = entry
      await whole({ name: Buffer.from(entry.name, 'utf8'), flags, method, dosTime, dosDate, crc, packed, size }, from.raw(entry))
    },
    async finish() {
      const start = offset
      for (const entry of written) await put(Buffer.concat([centralHeader(entry), entry.name]))
      const end = Buffer.alloc(22)
      end.write('PK\x05\x06', 'latin1')
      end.writeUInt16LE(written.length, 8)
      end.writeUInt16LE(written.length, 10)
      end.writeUInt32LE(offset - start, 12)
      end.writeUInt32LE(start, 16)
      await put(end)
    }
  }
}

function fields(entry: Omit<Written, 'offset'>): Buffer {
  const buffer = Buffer.alloc(26)
  buffer.writeUInt16LE(20, 0)
  buffer.writeUInt16LE(entry.flags, 2)
  buffer.writeUInt16LE(entry.method, 4)
  buffer.writeUInt16LE(entry.dosTime, 6)
  buffer.writeUInt16LE(entry.dosDate, 8)
  buffer.writeUInt32LE(entry.crc, 10)
  buffer.writeUInt32LE(entry.packed, 14)
  buffer.writeUInt32LE(entry.size, 18)
  buffer.writeUInt16LE(entry.name.length, 22)
  return buffer
}

const localHeader = (entry: Omit<Written, 'offset'>): Buffer => Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields(entry)])

function centralHeader(entry: Written): Buffer {
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(entry.offset, 10)
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields(entry), tail])
}
