/** Once a day, in a quiet moment, the exchange lets go of what it kept long enough; a clock that cannot be believed lets nothing go. */
import { appendAudit } from '../modules/audit'
import { restoreNote } from '../modules/backup'
import { exchangeKeepOn, letGoOld, type ExchangeKeep } from '../modules/exchange'
import { clockFault } from '../modules/retention'
import { instant, type Clock, type Log } from '../platform'
import { refusalOf, today, type OpenOffice } from '../rpc'
import type { IdleWork } from './idle-work'

export interface ExchangeUpkeepParts {
  readonly rules: readonly ExchangeKeep[]
  readonly idle: Pick<IdleWork, 'begin'>
  readonly clock: Clock
  readonly log: Log
}

/** @returns what is called after a sign-in and on every new day */
export function createExchangeUpkeep({ rules, idle, clock, log }: ExchangeUpkeepParts): (office: OpenOffice) => void {
  const done = new WeakMap<OpenOffice, string>()
  return (office) => {
    const day = today(clock)
    const rule = exchangeKeepOn(rules, day)
    if (rule === undefined || done.get(office) === day) return
    done.set(office, day)
    try {
      // An old state that nobody confirmed may be replaced by a better one; a wrong clock makes everything old.
      if (restoreNote(office.read.db) !== null || clockFault({ db: office.read.db, clock, today: day }) !== null) return
      const { write, places } = office
      idle.begin(
        letGoOld(write, places, { rule, now: clock.now() }, (went) => {
          if (Object.values(went).every((count) => count === 0)) return
          const line = {
            at: instant(clock),
            account: '自动',
            method: 'retention.purge',
            event: 'retention.purged',
            outcome: 'done' as const
          }
          write.transaction(() => appendAudit(write.db, { ...line, detail: { ...went } }))
        })
      )
    } catch (error) {
      refusalOf(error, log, 'exchange-upkeep')
    }
  }
}
