/** The technical log: lines without personal data, for whoever looks after the PC. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Clock, instant } from './clock'

export interface Log {
  /** `fields` carry codes, counts, ids and durations; never names, numbers or free text of a person. */
  write(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void
}

export const silentLog: Log = { write: () => {} }

const MAX_BYTES = 2_000_000

/** One JSON object a line; turns over to `<file>.1` at 2 MB. A log that cannot be written never stops the work. */
export function fileLog(path: string, clock: Clock): Log {
  return {
    write(event, fields = {}) {
      try {
        mkdirSync(dirname(path), { recursive: true })
        const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
        if (size > MAX_BYTES) renameSync(path, `${path}.1`)
        appendFileSync(path, `${JSON.stringify({ at: instant(clock), event, ...fields })}\n`)
      } catch {
        // A full or read-only disk is reported by the work itself.
      }
    }
  }
}
