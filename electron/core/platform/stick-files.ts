/** Writing to a stick so that a file is whole or absent: temporary name, flush, read back, rename, flush of the folder. */
import { constants, type Stats } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '@shared/errors'
import { createSha256 } from '../crypto'
import { freeBytes } from './drives'

/** What this room does to a stick; injected so that full, pulled and lying sticks can be tested. */
export interface StickLayer {
  /** Bytes, null when unknown. */
  free(folder: string): Promise<number | null>
  /** Number of the file system a folder lies on. */
  device(folder: string): Promise<number>
  makeFolder(path: string): Promise<void>
  /** Creates a file that must not exist yet. */
  create(path: string): Promise<StickWriter>
  /** Opens a regular file, never a link, for reading. */
  open(path: string): Promise<StickReader>
  look(path: string): Promise<Stats>
  list(folder: string): Promise<readonly string[]>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  flushFolder(path: string): Promise<void>
  pause(milliseconds: number): Promise<void>
}

export interface StickWriter {
  write(octets: Uint8Array): Promise<void>
  flush(): Promise<void>
  close(): Promise<void>
}

export interface StickReader {
  readonly regular: boolean
  readonly size: number
  pieces(): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

const PIECE = 1_048_576
/** Missing on Windows, where opening a link cannot be told apart this way and the look before must do. */
const NO_FOLLOW = (constants.O_NOFOLLOW as number | undefined) ?? 0
const NON_BLOCK = (constants.O_NONBLOCK as number | undefined) ?? 0

export const systemStick: StickLayer = {
  free: freeBytes,
  device: async (folder) => (await stat(folder)).dev,
  async makeFolder(path) {
    await mkdir(path, { recursive: true })
  },
  async create(path) {
    const handle = await open(path, 'wx')
    return {
      async write(octets) {
        for (let at = 0; at < octets.length;) at += (await handle.write(octets, at, octets.length - at)).bytesWritten
      },
      flush: () => handle.sync(),
      close: () => handle.close()
    }
  },
  async open(path) {
    const handle = await open(path, constants.O_RDONLY | NO_FOLLOW | NON_BLOCK)
    try {
      const facts = await handle.stat()
      return { regular: facts.isFile(), size: facts.size, pieces: () => piecesOf(handle), close: () => handle.close() }
    } catch (error) {
      await handle.close()
      throw error
    }
  },
  look: (path) => lstat(path),
  list: (folder) => readdir(folder),
  rename,
  remove: (path) => rm(path, { force: true }),
  async flushFolder(path) {
    if (process.platform === 'win32') return
    const handle = await open(path, 'r')
    try {
      await handle.sync()
    } catch (error) {
      // Some file systems of sticks do not know flushing of folders; the files themselves are flushed.
      if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'ENOTSUP') throw error
    } finally {
      await handle.close()
    }
  },
  pause: (milliseconds) => delay(milliseconds)
}

async function* piecesOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(PIECE)
  for (let at = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, PIECE, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export interface StickFile {
  readonly folder: string
  readonly name: string
  readonly size: number
  /** `sha256:…` of the octets, known before. */
  readonly digest: string
  readonly pieces: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

export const PART = '.part'
/** Virus scanners hold fresh files for a moment on Windows: five tries over three seconds. */
const RENAME_PAUSES = [100, 300, 600, 900, 1_100]
const HELD = new Set(['EBUSY', 'EPERM', 'EACCES'])

/**
 * Writes one file and reads it back; the folder exists already. A file of the same name and content is left as it is.
 * @throws AppError `exchange.stick_full`, `exchange.drive_gone`, `exchange.read_back_differs`, `storage.read_only`, `storage.failed`;
 * then nothing of the file is left
 */
export async function writeStickFile(stick: StickLayer, file: StickFile): Promise<void> {
  const target = join(file.folder, file.name)
  const part = `${target}${PART}`
  try {
    if ((await digestOf(stick, target)) === file.digest) return
    await stick.remove(part)
    await fill(stick, part, file)
    const back = await digestOf(stick, part)
    if (back === null) throw Object.assign(new RangeError('what was just written is not there'), { code: 'ENOENT' })
    if (back !== file.digest) throw new AppError('exchange.read_back_differs')
    await renamePatiently(stick, part, target)
    await stick.flushFolder(file.folder)
  } catch (error) {
    await removeQuietly(stick, part)
    throw await stickFault(stick, error, file)
  }
}

async function fill(stick: StickLayer, part: string, file: StickFile): Promise<void> {
  const writer = await stick.create(part)
  try {
    for await (const piece of file.pieces()) await writer.write(piece).catch(fullForPermission)
    await writer.flush()
  } finally {
    await writer.close()
  }
}

/** One FAT driver answers EPERM when the stick is full; whoever was allowed to create a file is allowed to write to it. */
function fullForPermission(error: unknown): never {
  throw codeOf(error) === 'EPERM' ? Object.assign(new RangeError('the stick is full', { cause: error }), { code: 'ENOSPC' }) : error
}

/** @returns `sha256:…`, or null when the file is not there */
async function digestOf(stick: StickLayer, path: string): Promise<string | null> {
  let reader: StickReader
  try {
    reader = await stick.open(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
  try {
    const digest = createSha256()
    for await (const piece of reader.pieces()) digest.update(piece)
    return digest.text()
  } finally {
    await reader.close()
  }
}

async function renamePatiently(stick: StickLayer, from: string, to: string): Promise<void> {
  for (const pause of RENAME_PAUSES) {
    try {
      await stick.rename(from, to)
      return
    } catch (error) {
      if (!HELD.has(codeOf(error))) throw error
      await stick.pause(pause)
    }
  }
  await stick.rename(from, to)
}

async function removeQuietly(stick: StickLayer, path: string): Promise<void> {
  try {
    await stick.remove(path)
  } catch {
    // A pulled stick cannot be tidied; readers ignore `.part`, and the next writer removes it.
  }
}

export const readableSize = (bytes: number): string =>
  bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${String(Math.max(1, Math.ceil(bytes / 1_000)))} KB`

/** Codes under which the whole stick, not one file, is gone. */
export const PULLED: ReadonlySet<string> = new Set(['ENODEV', 'ENXIO', 'ENOTCONN', 'ECONNABORTED', 'ESTALE'])

/**
 * Says in the catalogue's words what a stick did.
 * @param at the folder that was worked in, and how many bytes it was to hold
 */
export async function stickFault(
  stick: StickLayer,
  error: unknown,
  at: { readonly folder: string; readonly size?: number }
): Promise<unknown> {
  const code = codeOf(error)
  if (error instanceof AppError || code === '') return error
  const { folder, size = 0 } = at
  const free = await stick.free(folder).catch(() => null)
  if (code === 'ENOSPC' || code === 'EDQUOT' || (code === 'EPERM' && free !== null && free < size))
    return new AppError('exchange.stick_full', { missing: readableSize(size - (free ?? 0)) }, { cause: error })
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new AppError('storage.read_only', { place: 'U盘' }, { cause: error })
  // Drivers differ in what they say of a stick pulled under their hands (EIO, mostly); all agree that its folder is not there any more.
  if (PULLED.has(code) || code === 'ENOENT' || code === 'ENOTDIR' || !(await isThere(stick, folder)))
    return new AppError('exchange.drive_gone', {}, { cause: error })
  return new AppError('storage.failed', { reason: code }, { cause: error })
}

const isThere = (stick: StickLayer, folder: string): Promise<boolean> =>
  stick.device(folder).then(
    () => true,
    () => false
  )

/** Which stick a folder lies on, to be compared with `assertSameStick`. @throws AppError `exchange.drive_gone`, `storage.*` */
export async function stickOf(stick: StickLayer, folder: string): Promise<number> {
  try {
    return await stick.device(folder)
  } catch (error) {
    throw await stickFault(stick, error, { folder })
  }
}

/** Where a stick was pulled and its folder stays, that folder is an ordinary one of the PC. @throws AppError `exchange.drive_gone` */
export async function assertSameStick(stick: StickLayer, folder: string, expected: number): Promise<void> {
  if ((await stickOf(stick, folder)) !== expected) throw new AppError('exchange.drive_gone')
}

/** The room a stick must have before anything is written: all files and a tenth more. @throws AppError `exchange.stick_full` */
export async function assertRoom(stick: StickLayer, folder: string, bytes: number): Promise<void> {
  const free = await stick.free(folder)
  const needed = Math.ceil(bytes * 1.1)
  if (free !== null && free < needed) throw new AppError('exchange.stick_full', { missing: readableSize(needed - free) })
}
