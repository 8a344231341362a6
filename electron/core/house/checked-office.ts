/** The open office as the checkup looks at it, and the checkup that comes by itself once a week. */
import { AppError } from '@shared/errors'
import { readSlotFile } from '../db'
import { slotPath } from '../modules/accounts'
import { appendAudit } from '../modules/audit'
import { keptReports, nextDue, runCheckup, type CheckedOffice, type CheckupRoom } from '../modules/checkup'
import { instant, type Log, type Timer } from '../platform'
import { today } from '../rpc'
import type { HousedOffice } from './open-office'
import type { IdleWork } from './idle-work'

export const checkedOffice = (office: HousedOffice, room: Pick<CheckupRoom, 'clock'>): CheckedOffice => ({
  db: office.read.db,
  open: office.open,
  places: office.places,
  reference: office.reference,
  rules: office.rules(),
  practice: office.facts.practice,
  today: today(room.clock),
  slotFile: () => {
    const file = readSlotFile(slotPath(office.places.folder))
    if (!file) throw new AppError('office.not_set_up')
    return file
  }
})

/** An office that stays open over days is asked again so often. */
const AGAIN_MS = 6 * 3_600_000
/** Named in the log where no person acted. */
const NOBODY = '自动'

export interface WeeklyParts {
  readonly room: CheckupRoom
  readonly timer: Timer | null
  readonly idle: Pick<IdleWork, 'begin'>
  readonly opened: () => HousedOffice | null
  /** Screens show the new report. */
  readonly announce: (office: HousedOffice) => void
  readonly log: Log
}

export interface WeeklyCheckup {
  /** Somebody has signed in: when it is due, it begins in the next quiet moment. */
  signedIn(): void
  /** Looks now if it is due. */
  whenDue(): Promise<void>
  /** Stops one that is under way and waits for its end. */
  settle(): Promise<void>
}

export function createWeeklyCheckup({ room, timer, idle, opened, announce, log }: WeeklyParts): WeeklyCheckup {
  let stop = new AbortController()
  let underWay: Promise<void> = Promise.resolve()
  let cancel: (() => void) | null = null
  const dueOffice = (): HousedOffice | null => {
    const office = opened()
    if (!office || office.facts.practice) return null
    return nextDue(keptReports(office.places.folder)[0], room.clock) <= room.clock.now() ? office : null
  }
  const run = async (office: HousedOffice, { signal }: AbortController): Promise<void> => {
    try {
      await runCheckup(checkedOffice(office, room), room, { why: 'weekly', thorough: false }, { progress: () => undefined, signal })
      const line = { at: instant(room.clock), account: NOBODY, method: 'checkup.run', event: 'checkup.done', outcome: 'done' as const }
      office.write.transaction(() => appendAudit(office.write.db, line))
      announce(office)
    } catch (error) {
      // Nobody waits for it; the next quiet moment tries again.
      if (!(error instanceof AppError && error.code === 'job.cancelled'))
        log.write('checkup_failed', { code: error instanceof AppError ? error.code : 'internal.unexpected' })
    }
  }
  const whenDue = (): Promise<void> => {
    const office = dueOffice()
    if (office) underWay = run(office, stop)
    return underWay
  }
  function* inQuiet(): Generator<undefined, undefined> {
    void whenDue()
    yield undefined
  }
  const again = (): void => {
    cancel?.()
    cancel = timer?.after(AGAIN_MS, again) ?? null
    if (dueOffice()) idle.begin(inQuiet())
  }
  return {
    signedIn: again,
    whenDue,
    async settle() {
      cancel?.()
      cancel = null
      stop.abort()
      await underWay
      stop = new AbortController()
    }
  }
}
