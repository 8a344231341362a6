/** Wrong passphrases: slowed down at once, written into the audit chain as soon as somebody opens it. */
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '@shared/errors'
import { asAppError, readIfThere } from '../db'
import { instant, type Clock } from '../platform'

const attempt = z.object({ at: z.iso.datetime(), account: z.string() })
type Attempt = z.infer<typeof attempt>

const FREE_TRIES = 5
const FIRST_WAIT_S = 15
const LONGEST_WAIT_S = 900

export interface Attempts {
  /** @throws AppError `session.wait` while the account must wait */
  assertMayTry(account: string): void
  note(account: string): void
  /** What is to be recorded; forgotten once `settled` is called. */
  pending(): readonly Attempt[]
  settled(): void
}

/** Reads what an earlier run left, so that restarting the program shortens no wait. */
export function openAttempts(folder: string, clock: Clock): Attempts {
  const path = join(folder, 'attempts.jsonl')
  let known: Attempt[] = (readIfThere(path) ?? '').split('\n').flatMap((line) => {
    try {
      return [attempt.parse(JSON.parse(line))]
    } catch {
      return []
    }
  })
  return {
    assertMayTry(account) {
      const mine = known.filter((one) => one.account === account)
      const last = mine.at(-1)
      if (mine.length < FREE_TRIES || !last) return
      const wait = Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (mine.length - FREE_TRIES))
      const passed = Math.abs(clock.now() - Date.parse(last.at)) / 1000
      if (passed < wait) throw new AppError('session.wait', { seconds: Math.ceil(wait - passed) })
    },
    note(account) {
      const made = { at: instant(clock), account: account.slice(0, 64) }
      known.push(made)
      try {
        appendFileSync(path, `${JSON.stringify(made)}\n`, { mode: 0o600 })
      } catch (error) {
        const mapped = asAppError(error)
        // Refusing the passphrase must not depend on a writable disk.
        if (!(mapped instanceof AppError)) throw error
      }
    },
    pending: () => known,
    settled() {
      known = []
      rmSync(path, { force: true })
    }
  }
}
