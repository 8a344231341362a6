/** The open office as the backup module copies it. */
import { AppError } from '@shared/errors'
import { readSlotFile } from '../db'
import { slotPath } from '../modules/accounts'
import type { BackupSource } from '../modules/backup'
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
