/** The open office as the backup module copies it. */
import { AppError } from '@shared/errors'
import { readSlotFile } from '../db'
import { slotPath } from '../modules/accounts'
import { backUp, HERE_ID, type BackupRoom, type BackupSource } from '../modules/backup'
import type { Log } from '../platform'
import type { HousedOffice } from './open-office'

export const backupSource = (office: HousedOffice): BackupSource => ({
  write: office.write,
  open: office.open,
  folder: office.places.folder,
  octets: () => office.octets(),
  // As the slots stand at the moment of the copy: a passphrase changed since opens it, one taken away does not.
  slotFile: () => {
    const file = readSlotFile(slotPath(office.places.folder))
    if (!file) throw new AppError('office.not_set_up')
    return file
  }
})

/**
 * A copy on this PC of what is about to be replaced, so that one can come back from coming back. Where it fails (a damaged office is why
 * people restore) the files themselves are kept all the same.
 */
export async function copyOfPresent(room: BackupRoom, office: HousedOffice, signal: AbortSignal, log: Log): Promise<void> {
  try {
    const record = (work: (db: HousedOffice['write']['db']) => void): void => office.write.transaction(() => work(office.write.db))
    await backUp(backupSource(office), room, { why: 'before', place: HERE_ID, by: null }, { report: () => undefined, signal, record })
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'job.cancelled') throw error
    log.write('backup_failed', { why: 'before', code: error.code })
  }
}
