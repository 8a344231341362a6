/** Lines about looking (searches, views): written together shortly after the replies, so that looking never waits for the disk. */
import type { AppendAudit, AuditLine } from './audit-line'
import { refusalOf } from './error-mapping'
import type { Log } from '../platform'
import type { OpenOffice } from './open-office'

export interface LookLog {
  add(office: OpenOffice, line: AuditLine): void
  /** One transaction of the office that first appends what waits, so that the chain keeps the order of events. */
  transaction<T>(office: OpenOffice, work: () => T): T
  /** Writes what waits in a transaction of its own; called before a database closes, and before something leaves the screen. */
  flush(office: OpenOffice): void
}

/** Longest time a line waits; a power cut may lose what was looked at in it. */
const WAIT_MS = 200

export function createLookLog({ append, log }: { readonly append: AppendAudit; readonly log: Log }): LookLog {
  const waiting = new WeakMap<OpenOffice, AuditLine[]>()
  const transaction = <T>(office: OpenOffice, work: () => T): T => {
    const lines = waiting.get(office)?.splice(0) ?? []
    try {
      return office.write.transaction(() => {
        for (const line of lines) append(office.write.db, line)
        return work()
      })
    } catch (error) {
      waiting.get(office)?.unshift(...lines)
      throw error
    }
  }
  const flush = (office: OpenOffice): void => {
    if ((waiting.get(office)?.length ?? 0) === 0) return
    try {
      transaction(office, () => undefined)
    } catch (error) {
      // A full disk must not undo a look that has happened; the log still says that lines are missing.
      refusalOf(error, log, 'audit')
    }
  }
  return {
    add(office, line) {
      const lines = waiting.get(office) ?? []
      waiting.set(office, lines)
      lines.push(line)
      if (lines.length === 1) setTimeout(() => flush(office), WAIT_MS).unref()
    },
    transaction,
    flush
  }
}
