/** Looking through a stranger's stick within bounds, and copying its exchange files in while hashing them. */
import { createWriteStream, type Stats } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { once } from 'node:events'
import { createSha256 } from '../crypto'
import { assertSameStick, codeOf, PULLED, type StickLayer } from './stick-files'

export const SCAN_DEPTH = 4
export const SCAN_FILES = 10_000

export type SkipReason = 'too-deep' | 'too-many' | 'not-a-file' | 'unreadable' | 'too-large'

export interface FoundFile {
  readonly path: string
  /** Name as it stands on the stick, cut at 200 characters: information only. */
  readonly name: string
  readonly size: number
}

export interface Skipped {
  readonly name: string
  readonly reason: SkipReason
}

export interface StickContent {
  readonly files: readonly FoundFile[]
  readonly skipped: readonly Skipped[]
}

const shown = (name: string): string => name.slice(0, 200)

/**
 * Files whose name matches, to a depth of 4 folders and among the first 10,000 entries; links are not followed.
 * Other files are neither opened nor named, but what cannot even be looked at is: it may be the folder everything lies in.
 * @throws what the file system says of the topmost folder, and the stick's word when it was pulled
 */
export async function scanStick(stick: StickLayer, root: string, matches: (name: string) => boolean): Promise<StickContent> {
  const device = await stick.device(root)
  const content = await walk(stick, root, matches)
  // Where the folder of a pulled stick stays it is empty now, and would pass for a stick with nothing on it.
  await assertSameStick(stick, root, device)
  return content
}

async function walk(stick: StickLayer, root: string, matches: (name: string) => boolean): Promise<StickContent> {
  const files: FoundFile[] = []
  const skipped: Skipped[] = []
  const waiting: { readonly folder: string; readonly depth: number }[] = [{ folder: root, depth: 0 }]
  let seen = 0
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const names = await namesIn(stick, next.folder, next.depth === 0, skipped)
    for (const name of names) {
      seen += 1
      if (seen > SCAN_FILES) {
        skipped.push({ name: shown(name), reason: 'too-many' })
        return { files, skipped }
      }
      const path = join(next.folder, name)
      const facts = await lookAt(stick, path)
      if (typeof facts === 'string') {
        if (facts === 'unreadable' || matches(name)) skipped.push({ name: shown(name), reason: 'unreadable' })
      } else if (facts.isDirectory()) {
        if (matches(name)) skipped.push({ name: shown(name), reason: 'not-a-file' })
        if (next.depth < SCAN_DEPTH) waiting.push({ folder: path, depth: next.depth + 1 })
        else skipped.push({ name: shown(name), reason: 'too-deep' })
      } else if (matches(name)) {
        if (!facts.isFile()) skipped.push({ name: shown(name), reason: 'not-a-file' })
        else files.push({ path, name: shown(name), size: facts.size })
      }
    }
  }
  return { files, skipped }
}

async function lookAt(stick: StickLayer, path: string): Promise<Stats | 'vanished' | 'unreadable'> {
  try {
    return await stick.look(path)
  } catch (error) {
    if (PULLED.has(codeOf(error))) throw error
    return codeOf(error) === 'ENOENT' ? 'vanished' : 'unreadable'
  }
}

async function namesIn(stick: StickLayer, folder: string, isRoot: boolean, skipped: Skipped[]): Promise<readonly string[]> {
  try {
    return [...(await stick.list(folder))].sort()
  } catch (error) {
    if (isRoot || PULLED.has(codeOf(error))) throw error
    skipped.push({ name: shown(folder.split(/[\\/]/).at(-1) ?? ''), reason: 'unreadable' })
    return []
  }
}

export type Copied = { readonly digest: string; readonly bytes: number } | { readonly skipped: SkipReason }

/**
 * Reads a file of the stick once, into a new file of the office.
 * @throws what the office's own disk says, and the stick's word when it was pulled
 */
export async function copyIn(stick: StickLayer, from: string, to: string, maxBytes: number): Promise<Copied> {
  const reader = await stick.open(from).catch(nullUnlessPulled)
  if (reader === null) return { skipped: 'unreadable' }
  try {
    if (!reader.regular) return { skipped: 'not-a-file' }
    if (reader.size > maxBytes) return { skipped: 'too-large' }
    return await copyPieces(reader.pieces(), to, maxBytes)
  } finally {
    await reader.close().catch(() => undefined)
  }
}

function nullUnlessPulled(error: unknown): null {
  if (PULLED.has(codeOf(error))) throw error
  return null
}

async function copyPieces(pieces: AsyncIterable<Uint8Array>, to: string, maxBytes: number): Promise<Copied> {
  const digest = createSha256()
  const output = createWriteStream(to, { flags: 'wx', mode: 0o600 })
  const written = finished(output)
  written.catch(() => undefined) // reported by the await below; a failure in between must not be called unhandled
  let bytes = 0
  const iterator = pieces[Symbol.asyncIterator]()
  for (;;) {
    const next = await iterator.next().catch((error: unknown) => (PULLED.has(codeOf(error)) ? Promise.reject(error as Error) : null))
    if (next === null) {
      output.destroy()
      return { skipped: 'unreadable' }
    }
    if (next.done) break
    bytes += next.value.length
    if (bytes > maxBytes) {
      output.destroy()
      return { skipped: 'too-large' }
    }
    digest.update(next.value)
    // The piece's buffer is used again by the reader.
    if (!output.write(Uint8Array.from(next.value))) await Promise.race([once(output, 'drain'), written])
  }
  output.end()
  await written
  return { digest: digest.text(), bytes }
}
