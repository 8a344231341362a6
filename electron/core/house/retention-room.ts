/** What retention needs of the office around it: its file cleaned, and its copies counted. */
import { addCalendarDays, isDay } from '@shared/domain'
import { AppError } from '@shared/errors'
import { cleanFile, type WriteDb } from '../db'
import { earlierBackups, letGoEarlier, restoreNote, ruleOn, type BackupRoom } from '../modules/backup'
import { createLetGoQuestion, formerOffices, removeFormer, type OlderCopies, type RetentionRoom } from '../modules/retention'
import { chinaDay, instant } from '../platform'
import type { CallContext } from '../rpc'
import { backupSource } from './backup-source'
import { writeGone } from './gone-file'
import type { HousedOffice } from './open-office'

/** A month has at most so many days. */
const MONTH = 31

function olderCopies({ places: { folder } }: CallContext, madeBefore: string): OlderCopies {
  const found = earlierBackups(folder, madeBefore)
  return {
    count: found.length,
    places: [...new Set(found.map(({ place }) => place.label))],
    former: formerOffices(folder, madeBefore).length
  }
}

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
    const older = olderCopies(context, madeBefore)
    const newest = earlierBackups(context.places.folder, madeBefore)
      .map(({ madeAt }) => madeAt)
      .sort()
      .at(-1)
    const day = newest === undefined ? null : chinaDay({ now: () => Date.parse(newest) })
    const monthly = ruleOn(backups.keep, chinaDay(backups.clock))?.monthly ?? 0
    return { ...older, until: day !== null && isDay(day) ? addCalendarDays(day, (monthly + 1) * MONTH) : null }
  },
  async letGo(context, before, announce) {
    const office = opened(context)
    const { folder } = context.places
    // What a restore brought back may be wrong: then the older copies are the right ones.
    if (restoreNote(context.db) !== null) throw new AppError('retention.unconfirmed')
    const tools = {
      report: (step: string, done: number, total: number) => context.progress(step, done, total),
      signal: context.signal,
      record: (work: (db: WriteDb) => void) => void context.batch(work),
      announce
    }
    const wish = { before, began: instant(backups.clock), by: context.actor.name }
    const { removed, left, away } = await letGoEarlier(backupSource(office), backups, wish, tools)
    const former = formerOffices(folder, before)
    for (const path of former) removeFormer(path)
    return { removed, former: former.length, left: left.map((one) => ({ ...one })), away: [...away] }
  }
})

export const letGoQuestion = createLetGoQuestion(olderCopies)
