/** What retention needs of the office around it: its file cleaned, and its copies counted. */
import { addCalendarDays, isDay } from '@shared/domain'
import { AppError } from '@shared/errors'
import { cleanFile } from '../db'
import { backupsAt, readPlaces, ruleOn, type BackupRoom } from '../modules/backup'
import type { RetentionRoom } from '../modules/retention'
import { chinaDay } from '../platform'
import type { CallContext } from '../rpc'
import { writeGone } from './gone-file'
import type { HousedOffice } from './open-office'

/** A month has at most so many days. */
const MONTH = 31

export const retentionRoom = (backups: BackupRoom, opened: (context: CallContext) => HousedOffice): RetentionRoom => ({
  async clean(context, report, signal) {
    const office = opened(context)
    const { folder } = context.places
    // Copying reads the file as it lies: it must not be written anew meanwhile.
    if (backups.busy.has(folder)) throw new AppError('backup.running')
    backups.busy.add(folder)
    try {
      // What went is committed by now: whoever restores an older copy learns of it even where this database is lost.
      writeGone(folder, office.dataKey, office.read.db)
      return await cleanFile(office.write, office.open.path, report, signal)
    } finally {
      backups.busy.delete(folder)
    }
  },
  olderBackups(context, madeBefore) {
    const found = readPlaces(context.places.folder).flatMap((place) =>
      backupsAt(context.places.folder, place).filter(({ madeAt }) => madeAt < madeBefore)
    )
    const newest = found
      .map(({ madeAt }) => madeAt)
      .sort()
      .at(-1)
    const day = newest === undefined ? null : chinaDay({ now: () => Date.parse(newest) })
    const monthly = ruleOn(backups.keep, chinaDay(backups.clock))?.monthly ?? 0
    const until = day !== null && isDay(day) ? addCalendarDays(day, (monthly + 1) * MONTH) : null
    return { count: found.length, until, places: [...new Set(found.map(({ place }) => place.label))] }
  }
})
