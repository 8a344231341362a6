/** Copies octets piece by piece with their digest on the way, so that memory stays flat however large the office is. */
import { fsyncSync, openSync, closeSync, readSync, writeSync } from 'node:fs'
import { createSha256 } from '../../crypto'

/** Large enough that a hard disk reads on, small enough to be cancelled at once. */
const PIECE = 4 * 1_048_576

export function writeAll(fd: number, octets: Uint8Array): void {
  for (let at = 0; at < octets.length;) at += writeSync(fd, octets, at, octets.length - at)
}

/** Reads exactly `octets.length`. @returns false at the end of the file */
export function readAll(fd: number, octets: Uint8Array, position: number): boolean {
  for (let at = 0; at < octets.length;) {
    const got = readSync(fd, octets, at, octets.length - at, position + at)
    if (got === 0) return false
    at += got
  }
  return true
}

export interface Span {
  readonly fd: number
  readonly from: number
  readonly bytes: number
}

/**
 * @param to handle written to in order; null only computes the digest
 * @returns SHA-256 in hex, or null when the source ended early; yields the octets done
 */
export function* copySpan({ fd, from, bytes }: Span, to: number | null): Generator<number, string | null> {
  const digest = createSha256()
  const buffer = Buffer.allocUnsafe(Math.min(PIECE, Math.max(1, bytes)))
  for (let at = 0; at < bytes;) {
    const piece = buffer.subarray(0, Math.min(buffer.length, bytes - at))
    if (!readAll(fd, piece, from + at)) return null
    digest.update(piece)
    if (to !== null) writeAll(to, piece)
    at += piece.length
    yield at
  }
  return digest.hex()
}

/**
 * Opens, works, flushes if it was for writing, closes.
 * @param isScratch the file is looked at and thrown away: it need not survive a power cut
 */
export function* withFile<T, P>(
  path: string,
  flags: 'r' | 'wx' | 'w',
  work: (fd: number) => Generator<P, T>,
  isScratch = false
): Generator<P, T> {
  const fd = openSync(path, flags, 0o600)
  try {
    const made = yield* work(fd)
    if (flags !== 'r' && !isScratch) fsyncSync(fd)
    return made
  } finally {
    closeSync(fd)
  }
}
