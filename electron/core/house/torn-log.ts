/** What to do about a log whose end cannot be read: keep it as it is for whoever can read more, open what is whole, and say so. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { asAppError, unreadableSaves, type Connection, type WriteDb } from '../db'
import { appendAudit } from '../modules/audit'
import { factsOf, insertRestore } from '../modules/backup'

const FOLDER = 'damaged-log'

/** To be called before the database is opened, which would write over the log. @returns number of saves that cannot be read */
export function setTornLogAside(folder: string, database: string, now: string): number {
  const lost = unreadableSaves(database)
  if (lost === 0 || !existsSync(`${database}-wal`)) return lost
  try {
    mkdirSync(join(folder, FOLDER), { recursive: true, mode: 0o700 })
    copyFileSync(`${database}-wal`, join(folder, FOLDER, `${now.replaceAll(/[:.]/g, '-')}.wal`))
  } catch (error) {
    throw asAppError(error)
  }
  return lost
}

/**
 * What is left must be whole by itself; a person looks at it before copies run again.
 * @throws AppError `office.damaged`
 */
export function tellOfLoss(write: Connection<WriteDb>, lost: number, now: string): void {
  if (write.raw.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new AppError('office.damaged', { reason: '最近保存的日志' })
  write.transaction(() => {
    const { counts, lastAct } = factsOf(write.db)
    insertRestore(write.db, {
      ...{ at: now, source: 'log', made_at: now, first: '自动', second: null, before: null, after: JSON.stringify(counts) },
      ...{ last_act: lastAct, kept: FOLDER, gone_again: 0 }
    })
    const line = { at: now, account: '自动', method: 'session.signIn', event: 'backup.salvaged', outcome: 'done' as const }
    appendAudit(write.db, { ...line, detail: { lost } })
  })
}
