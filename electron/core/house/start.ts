/** What happens to a data folder before anybody works in it: is it fit, and what did a crash leave half done. */
import { AppError } from '@shared/errors'
import { lockFolder, type FolderLock } from '../db'
import type { FolderKind } from '../platform'
import { emptySpool, placesOf } from './places'
import { resumeRestore } from './put-back'

const UNFIT: Readonly<Partial<Record<FolderKind, string>>> = { removable: 'U盘或移动硬盘', network: '共享文件夹' }

/** A live database dies of a pulled stick, and of a share whose locks mean something else. @throws AppError `storage.unfit_place` */
export async function assertFitPlace(dataDir: string, kindOf: (path: string) => Promise<FolderKind>): Promise<void> {
  const kind = UNFIT[await kindOf(dataDir)]
  if (kind !== undefined) throw new AppError('storage.unfit_place', { kind })
}

/** Goes on with a restore that was cut off and empties the spool, unless another program works in the folder: then what lies there is in use. */
export function tidyAtStart(dataDir: string): void {
  resumeRestore(dataDir)
  let lock: FolderLock
  try {
    lock = lockFolder(dataDir)
  } catch (error) {
    if (error instanceof AppError && error.code === 'storage.in_use') return
    throw error
  }
  try {
    emptySpool(placesOf(dataDir, null))
  } finally {
    lock.release()
  }
}
