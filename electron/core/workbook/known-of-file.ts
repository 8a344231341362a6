/**
 * What going through a whole file found out. A list is looked at, tried and taken in: its encoding, its lines, its merged areas need not be
 * looked for three times while the file stays the same.
 */
import { stat } from 'node:fs/promises'

/** Findings kept; they are small, and a clerk works on one list. */
const KEPT = 8

const found = new Map<string, Promise<unknown>>()

/** @returns what tells one state of a file from any other; null for octets in memory */
export async function markOf(file: string | Uint8Array): Promise<string | null> {
  if (typeof file !== 'string') return null
  const { dev, ino, size, mtimeMs, ctimeMs } = await stat(file)
  return [file, dev, ino, size, mtimeMs, ctimeMs].join('|')
}

/**
 * @param mark of the file (`markOf`); null finds out anew
 * @param what names the finding; its type is the same wherever it is asked for by this name
 */
export function knownOfFile<T>(mark: string | null, what: string, findOut: () => Promise<T>): Promise<T> {
  if (mark === null) return findOut()
  const key = `${mark}|${what}`
  const known = found.get(key) as Promise<T> | undefined // Kept below, under the same name.
  // Whoever began it may have been stopped.
  const finding = known?.catch(findOut) ?? findOut()
  found.delete(key)
  found.set(key, finding)
  finding.catch(() => found.delete(key))
  for (const oldest of found.keys()) if (found.size > KEPT) found.delete(oldest)
  return finding
}
