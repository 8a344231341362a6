/** One program per data folder: a lock the operating system drops by itself when the program dies. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '@shared/errors'
import { asAppError } from './sqlite-errors'

export interface FolderLock {
  release(): void
}

/**
 * Takes the folder's lock. SQLite's own file lock is used because it exists on every platform and ends with the process,
 * so that a power cut never leaves a stale lock behind.
 * @throws AppError `storage.in_use` when another program holds it
 */
export function lockFolder(folder: string): FolderLock {
  let raw: Database.Database
  try {
    raw = new Database(join(folder, 'in-use.lock'), { timeout: 0 })
  } catch (error) {
    throw asAppError(error)
  }
  try {
    raw.pragma('journal_mode=DELETE')
    raw.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    raw.close()
    const mapped = asAppError(error)
    throw mapped instanceof AppError && mapped.code === 'storage.busy' ? new AppError('storage.in_use', {}, { cause: error }) : mapped
  }
  return { release: () => raw.close() }
}
