// Why: a workbook is read at any position, from a file of the office's own or from octets already in memory.
import { open } from 'node:fs/promises'

export interface ByteSource {
  readonly size: number
  /** @returns the octets from `offset`, fewer than `length` only at the end */
  read(offset: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

const PIECE = 262_144

function fromMemory(octets: Uint8Array): ByteSource {
  const whole = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
  return {
    size: whole.length,
    read: (offset, length) => Promise.resolve(whole.subarray(offset, offset + length)),
    close: () => Promise.resolve()
  }
}

async function fromFile(path: string): Promise<ByteSource> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    const read = async (offset: number, length: number): Promise<Buffer> => {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
      let filled = 0
      while (filled < buffer.length) {
        const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, offset + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return buffer.subarray(0, filled)
    }
    return { size, read, close: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Opens a path the office chose itself, or octets in memory. */
export const openSource = (file: string | Uint8Array): Promise<ByteSource> =>
  typeof file === 'string' ? fromFile(file) : Promise.resolve(fromMemory(file))

/** The octets from `from` up to `to`, piece by piece. */
export async function* pieces(source: ByteSource, from = 0, to = source.size): AsyncGenerator<Buffer> {
  for (let at = from; at < to;) {
    const piece = await source.read(at, Math.min(PIECE, to - at))
    if (piece.length === 0) return
    at += piece.length
    yield piece
  }
}
