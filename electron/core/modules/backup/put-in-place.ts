/** Puts an unpacked office in the place of the present one so that a power cut at any moment leaves the old or the new, and keeps the old. */
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '@shared/errors'
import { asAppError, flushFolder, readIfThere, writeWhole } from '../../db'
import { renamePatiently } from './patient-rename'

/** Below the office's folder: what is unpacked, and the note that it is to be put in place. */
export const STAGING = 'restoring'
const NEW = 'new'
const NOTE = 'ready.json'
/** Whatever stood here before a restore lies below. */
export const KEPT = 'before-restore'

/** The log before the file it belongs to: a log beside another database would be written into it. Key slots last, without them nothing opens. */
const ITEMS = ['office.db-wal', 'office.db-shm', 'office.db', 'before-upgrade.db', 'keys', 'archive', 'quarantine', 'office.json'] as const

const note = z.strictObject({ kept: z.string().regex(/^[0-9A-Za-z-]{1,64}$/), phase: z.enum(['away', 'in']) })

export const stagingFolder = (folder: string): string => join(folder, STAGING, NEW)
const notePath = (folder: string): string => join(folder, STAGING, NOTE)
export const keptFolder = (folder: string, kept: string): string => join(folder, KEPT, kept)

/** From here on the staged office will stand, whatever happens. @param kept name for the folder of the present one */
export function decideToPutInPlace(folder: string, kept: string): void {
  writeWhole(notePath(folder), JSON.stringify({ kept, phase: 'away' }))
}

/**
 * Goes on where it stopped; to be called before anything of an office is read. Without a decision what was unpacked is thrown away.
 * @param rename the one act by which files change places; a test stops at any of them
 * @returns true when another office stands here now
 */
export function putInPlace(folder: string, rename: (from: string, to: string) => void = renamePatiently): boolean {
  const decided = readNote(folder)
  try {
    if (!decided) {
      rmSync(join(folder, STAGING), { recursive: true, force: true })
      return false
    }
    const kept = keptFolder(folder, decided.kept)
    if (decided.phase === 'away') {
      mkdirSync(kept, { recursive: true, mode: 0o700 })
      for (const item of ITEMS) move(rename, join(folder, item), join(kept, item))
      flushFolder(kept)
      flushFolder(dirname(kept))
      flushFolder(folder)
      writeWhole(notePath(folder), JSON.stringify({ kept: decided.kept, phase: 'in' }))
    }
    for (const item of ITEMS) move(rename, join(stagingFolder(folder), item), join(folder, item))
    flushFolder(folder)
    rmSync(join(folder, STAGING), { recursive: true, force: true })
    flushFolder(folder)
    return true
  } catch (error) {
    throw asAppError(error)
  }
}

/** What was moved before is not moved again. */
function move(rename: (from: string, to: string) => void, from: string, to: string): void {
  if (existsSync(from)) rename(from, to)
}

function readNote(folder: string): z.infer<typeof note> | null {
  const text = readIfThere(notePath(folder))
  if (text === null) return null
  try {
    return note.parse(JSON.parse(text))
  } catch (error) {
    // Written whole or not at all, so nobody but a bad disk makes it unreadable; guessing could mix two offices.
    throw new AppError('office.damaged', { reason: '恢复没有做完' }, { cause: error })
  }
}
