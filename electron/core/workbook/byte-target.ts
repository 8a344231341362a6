// Why: a file is written beside and renamed when whole, so that a full disk or a cancelled export leaves the old one as it was.
import { open, rename, rm } from 'node:fs/promises'
import type { Writable } from 'node:stream'

/** Where octets go, in order. */
export interface ByteTarget {
  write(octets: Uint8Array): Promise<void>
}

/**
 * Runs `work` with a target: a path (written to `path.part`, flushed, renamed) or an open stream (left open for its owner to end).
 * @throws what `work` or the disk throws; the path then holds what it held before
 */
export async function toTarget<T>(target: string | Writable, work: (into: ByteTarget) => Promise<T>): Promise<T> {
  if (typeof target !== 'string') return work(streamTarget(target))
  const beside = `${target}.part`
  const handle = await open(beside, 'w', 0o600)
  try {
    const result = await work({
      async write(octets) {
        for (let at = 0; at < octets.length;) at += (await handle.write(octets, at, octets.length - at)).bytesWritten
      }
    })
    await handle.sync()
    await handle.close()
    await rename(beside, target)
    return result
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(beside, { force: true })
    throw error
  }
}

function streamTarget(stream: Writable): ByteTarget {
  return {
    write: (octets) =>
      new Promise((resolve, reject) => {
        stream.write(octets, (error) => {
          if (error) reject(error)
          else resolve()
        })
      })
  }
}
