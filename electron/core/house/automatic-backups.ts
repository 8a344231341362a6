/** Copies that nobody asks for: one a day while the office is open, and one when it closes; both wait while a restore is unconfirmed. */
import { AppError } from '@shared/errors'
import { appendAudit } from '../modules/audit'
import { backUp, recentBackups, restoreNote, type BackupRoom, type Why } from '../modules/backup'
import { chinaDay, instant, type Log } from '../platform'
import { backupSource } from './backup-source'
import type { HousedOffice } from './open-office'

/** How often it is asked whether the day's copy is there. */
const LOOK_MS = 2 * 60_000
/** A place that failed is not tried again at once. */
const AGAIN_MS = 2 * 3_600_000
/** Whoever just saved by hand need not wait again on closing. */
const FRESH_MS = 10 * 60_000
/** Named in the log where no person acted. */
const NOBODY = '自动'

export interface AutomaticBackups {
  /** The day's copy, unless it is there or must wait. */
  daily(): Promise<void>
  closing(office: HousedOffice): Promise<void>
  /** Before an act on many records at once; what goes wrong is told as for the others. */
  before(office: HousedOffice): Promise<void>
  stop(): void
}

export function automaticBackups(room: BackupRoom, opened: () => HousedOffice | null, log: Log): AutomaticBackups {
  const stopping = new AbortController()
  const verified = (office: HousedOffice) => recentBackups(office.read.db, 50).filter(({ result }) => result === 'verified')
  const run = async (office: HousedOffice, why: Why): Promise<void> => {
    const record = (work: Parameters<HousedOffice['write']['transaction']>[0]): void => void office.write.transaction(work)
    const outcome = await backUp(
      backupSource(office),
      room,
      { why, place: null, by: null },
      { report: () => undefined, signal: stopping.signal, record: (work) => record(() => work(office.write.db)) }
    )
    const detail = { made: outcome.made.length, failed: outcome.failed.length, removed: outcome.removed }
    const line = { at: instant(room.clock), account: NOBODY, method: 'backup.run', event: 'backup.made', outcome: 'done' as const, detail }
    office.write.transaction(() => appendAudit(office.write.db, line))
  }
  /** What goes wrong by itself is told on the home page from what was recorded; it must not stop the work or the closing. */
  const quietly = async (office: HousedOffice, why: Why): Promise<void> => {
    try {
      await run(office, why)
    } catch (error) {
      log.write('backup_failed', { why, code: error instanceof AppError ? error.code : 'internal.unexpected' })
    }
  }
  const mayRun = (office: HousedOffice): boolean => !office.facts.practice && restoreNote(office.read.db) === null
  const daily = async (): Promise<void> => {
    const office = opened()
    if (!office || !mayRun(office)) return
    const today = chinaDay(room.clock)
    const isThere = verified(office).some(({ at }) => chinaDay({ now: () => Date.parse(at) }) === today)
    const tried = recentBackups(office.read.db, 50).find(({ why }) => why === 'daily')
    const isTooSoon = tried !== undefined && Math.abs(room.clock.now() - Date.parse(tried.at)) < AGAIN_MS
    if (!isThere && !isTooSoon) await quietly(office, 'daily')
  }
  const unlessFresh = async (office: HousedOffice, why: Why): Promise<void> => {
    const newest = verified(office)[0]
    const isFresh = newest !== undefined && Math.abs(room.clock.now() - Date.parse(newest.at)) < FRESH_MS
    if (!isFresh && mayRun(office)) await quietly(office, why)
  }
  const timer = setInterval(() => void daily(), LOOK_MS)
  timer.unref()
  return {
    daily,
    closing: (office) => unlessFresh(office, 'closing'),
    before: (office) => unlessFresh(office, 'before'),
    stop() {
      clearInterval(timer)
      stopping.abort()
    }
  }
}
