/** Small files that must be whole or absent: written beside, flushed, renamed. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { asAppError } from './sqlite-errors'

function flush(path: string, flags: 'r' | 'r+'): void {
  const handle = openSync(path, flags)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Flushes a folder's entries; Windows has no such call and needs none. */
export function flushFolder(folder: string): void {
  if (process.platform !== 'win32') flush(folder, 'r')
}

/** Flushes a file that somebody else wrote; Windows flushes only what may be written to. */
export const flushFile = (path: string): void => flush(path, 'r+')

/** Replaces `path` in one step. @throws AppError `storage.*`; the old file is then untouched */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const beside = `${path}.part`
  try {
    const handle = openSync(beside, 'w', 0o600)
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
      for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at, bytes.length - at)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(beside, path)
    flushFolder(dirname(path))
  } catch (error) {
    rmSync(beside, { force: true })
    throw asAppError(error)
  }
}

/** UTF-8 text of a file, or null when it is not there. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw asAppError(error)
  }
}
