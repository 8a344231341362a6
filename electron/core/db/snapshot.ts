/** Keeps the database file still while it is copied: all that is committed stands in it, and what follows waits in the log beside it. */
import { closeSync, openSync } from 'node:fs'
import { openRead, type Connection, type OpenOptions } from './connection'
import type { WriteDb } from './sql'
import { asAppError } from './sqlite-errors'

export interface Snapshot {
  /** Octets of the file that belong to the state held. */
  readonly bytes: number
  release(): void
}

/**
 * Copies the log into the file and takes the read mark that means "I read the file alone": as long as it is held SQLite writes nothing into
 * the file, while saving goes on in the log (wal.c, WAL_READ_LOCK(0)).
 * @returns null when an older reader keeps a part of the log from being copied; to be tried again
 */
export function holdSnapshot(write: Connection<WriteDb>, open: OpenOptions): Snapshot | null {
  write.settle()
  const [outcome] = write.raw.pragma('wal_checkpoint(PASSIVE)') as { busy: number; log: number; checkpointed: number }[]
  if (!outcome || outcome.busy !== 0 || outcome.log !== outcome.checkpointed) return null
  const reader = openRead(open)
  try {
    reader.raw.exec('BEGIN')
    const pages = Number(reader.raw.pragma('page_count', { simple: true }))
    const size = Number(reader.raw.pragma('page_size', { simple: true }))
    return { bytes: pages * size, release: () => reader.close() }
  } catch (error) {
    reader.close()
    throw asAppError(error)
  }
}

export interface FileHandle {
  readonly fd: number
  close(): void
}

/**
 * A handle for reading the database file as octets. Where locks belong to the process, closing any handle of the file drops those of SQLite
 * as well, so it is closed only after the database.
 */
export function openForCopying(path: string): FileHandle {
  try {
    const fd = openSync(path, 'r')
    return { fd, close: () => closeSync(fd) }
  } catch (error) {
    throw asAppError(error)
  }
}
