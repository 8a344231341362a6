// Random-access reading of a file or of octets in memory; the room reads through this and never by name.
import { open, type FileHandle } from 'node:fs/promises'

export interface ByteSource {
  readonly size: number
  /**
   * @param into room that may be used for them and is the caller's own again with the next read into it
   * @returns the octets from `offset`, fewer than `length` only at the end of the file
   */
  read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array>
}

/** A source that holds a file open until closed. */
export interface FileSource extends ByteSource {
  close(): Promise<void>
}

export function bytesSource(octets: Uint8Array): ByteSource {
  return { size: octets.length, read: (offset, length) => Promise.resolve(octets.subarray(offset, offset + length)) }
}

/** Reads an open file, which stays the caller's to close. */
export function handleSource(handle: FileHandle, size: number): ByteSource {
  const read = async (offset: number, length: number, into?: Uint8Array): Promise<Uint8Array> => {
    const wanted = Math.max(0, Math.min(length, size - offset))
    const buffer = into?.subarray(0, wanted) ?? Buffer.allocUnsafe(wanted)
    let filled = 0
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, offset + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return buffer.subarray(0, filled)
  }
  return { size, read }
}

/** Opens the office's own copy of a file (the spool), whose path the office chose itself. */
export async function openFileSource(path: string): Promise<FileSource> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    return { ...handleSource(handle, size), close: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw error
  }
}
