// Compression is the longest part of writing a bundle and gzip alone keeps to one core: the batches are deflated beside each other and
// joined into one ordinary gzip member, each knowing the end of the batch before it, so that size hardly differs (RFC 1951 §2, RFC 1952 §2.3).
import { constants, crc32, deflateRaw } from 'node:zlib'

/** How many batches there may be at once: two for the two cores that the smallest office has, and enough that wait for one of them to be free. */
export const LANES = 5
/** As far back as deflate can refer. */
const WINDOW_BYTES = 32_768
const OUTPUT_PIECE = 262_144
/** No name, no time, system unknown: the same content gives the same octets everywhere. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
/** An empty last block; every batch before it ends on an octet boundary. */
const LAST_BLOCK = Buffer.from([3, 0])

export class ParallelGzip {
  readonly #level: number
  readonly #pieces: Promise<Buffer>[] = []
  #dictionary: Uint8Array | undefined
  #crc = 0
  #bytes = 0

  constructor(level: number) {
    this.#level = level
  }

  /**
   * @param octets must stay as they are until the promise is kept
   * @returns when a batch may be written anew: of `LANES` buffers that take turns, the next is free then
   */
  async write(octets: Uint8Array): Promise<void> {
    if (octets.length === 0) return
    this.#crc = crc32(octets, this.#crc)
    this.#bytes += octets.length
    const piece = deflatePiece(octets, this.#level, this.#dictionary)
    piece.catch(() => undefined) // told by `end`; this only keeps an early failure from being called unhandled
    this.#pieces.push(piece)
    this.#dictionary = octets.length >= WINDOW_BYTES ? Buffer.from(octets.subarray(-WINDOW_BYTES)) : undefined
    await this.#pieces.at(-LANES)
  }

  /** @returns one gzip member */
  async end(): Promise<Uint8Array> {
    const trailer = Buffer.alloc(8)
    trailer.writeUInt32LE(this.#crc, 0)
    trailer.writeUInt32LE(this.#bytes % 0x1_0000_0000, 4)
    return Buffer.concat([HEADER, ...(await Promise.all(this.#pieces)), LAST_BLOCK, trailer])
  }
}

function deflatePiece(octets: Uint8Array, level: number, dictionary: Uint8Array | undefined): Promise<Buffer> {
  const options = { level, chunkSize: OUTPUT_PIECE, finishFlush: constants.Z_SYNC_FLUSH, ...(dictionary && { dictionary }) }
  return new Promise((resolve, reject) => {
    deflateRaw(octets, options, (error, deflated) => {
      if (error) reject(error)
      else resolve(deflated)
    })
  })
}
