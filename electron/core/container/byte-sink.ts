// Where a bundle is written: by position, because the envelope in front is known only after the payload behind it.
import type { FileHandle } from 'node:fs/promises'

export interface ByteSink {
  write(position: number, octets: Uint8Array): Promise<void>
}

/** Writes into an open file, which stays the caller's to flush, close and rename. */
export function handleSink(handle: FileHandle): ByteSink {
  return {
    async write(position, octets) {
      for (let done = 0; done < octets.length;) {
        const { bytesWritten } = await handle.write(octets, done, octets.length - done, position + done)
        done += bytesWritten
      }
    }
  }
}

/** Collects a small bundle in memory. */
export function memorySink(): ByteSink & { bytes(): Uint8Array } {
  let buffer = Buffer.alloc(65_536)
  let end = 0
  return {
    write(position, octets) {
      const needed = position + octets.length
      if (needed > buffer.length) buffer = Buffer.concat([buffer], Math.max(needed, buffer.length * 2))
      buffer.set(octets, position)
      end = Math.max(end, needed)
      return Promise.resolve()
    },
    bytes: () => Uint8Array.from(buffer.subarray(0, end))
  }
}
