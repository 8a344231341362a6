/** Wrong passphrases: slowed down at once, written into the audit chain as soon as somebody opens it. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '@shared/errors'
import { asAppError, readIfThere } from '../db'
import { instant, type Clock } from '../platform'
import type { Attempts } from '../rpc'

const attempt = z.object({
  at: z.iso.datetime(),
  account: z.string(),
  /** Stands in the audit chain. */
  told: z.boolean().default(false),
  /** The account has proved itself since. */
  forgiven: z.boolean().default(false)
})
type Attempt = z.infer<typeof attempt>

const FREE_TRIES = 5
const FIRST_WAIT_S = 15
const LONGEST_WAIT_S = 900

export interface KeptAttempts extends Attempts {
  /** What is still to be recorded in the audit chain. */
  pending(): readonly Pick<Attempt, 'at' | 'account'>[]
  /** What was pending has been recorded; every account waits on as before. */
  settled(): void
}

/** Reads what an earlier run left, so that restarting the program shortens no wait. */
export function openAttempts(folder: string, clock: Clock): KeptAttempts {
  const path = join(folder, 'attempts.jsonl')
  let known: Attempt[] = (readIfThere(path) ?? '').split('\n').flatMap((line) => {
    try {
      return [attempt.parse(JSON.parse(line))]
    } catch {
      return []
    }
  })
  const keep = (changed: readonly Attempt[]): void => {
    known = changed.filter(({ told, forgiven }) => !told || !forgiven)
    try {
      if (known.length === 0) rmSync(path, { force: true })
      else writeFileSync(path, known.map((one) => `${JSON.stringify(one)}\n`).join(''), { mode: 0o600 })
    } catch (error) {
      const mapped = asAppError(error)
      // Refusing the passphrase must not depend on a writable disk.
      if (!(mapped instanceof AppError)) throw error
    }
  }
  const assertMayTry = (account: string): void => {
    const mine = known.filter((one) => one.account === account && !one.forgiven)
    const last = mine.at(-1)
    if (mine.length < FREE_TRIES || !last) return
    const wait = Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (mine.length - FREE_TRIES))
    const passed = Math.abs(clock.now() - Date.parse(last.at)) / 1000
    if (passed < wait) throw new AppError('session.wait', { seconds: Math.ceil(wait - passed) })
  }
  const underWay = new Map<string, Promise<unknown>>()
  return {
    async prove<T>(name: string, check: () => Promise<T | null>) {
      const account = name.slice(0, 64)
      const turn = async (): Promise<T | null> => {
        assertMayTry(account)
        const proof = await check()
        if (proof === null) keep([...known, { at: instant(clock), account, told: false, forgiven: false }])
        else if (known.some((one) => one.account === account))
          keep(known.map((one) => (one.account === account ? { ...one, forgiven: true } : one)))
        return proof
      }
      const mine = (underWay.get(account) ?? Promise.resolve()).then(turn, turn)
      underWay.set(account, mine)
      try {
        return await mine
      } finally {
        if (underWay.get(account) === mine) underWay.delete(account)
      }
    },
    pending: () => known.filter(({ told }) => !told),
    settled() {
      if (known.length > 0) keep(known.map((one) => ({ ...one, told: true })))
    }
  }
}
