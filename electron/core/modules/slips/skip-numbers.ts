/** After a restore: numbers that the lost part of the ledger may have given are left out, and what stood ready to leave is taken for gone. */
import { slipKinds } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../db'
import { givenNumbers, setStatus, signedSlips, skipTo, type GivenNumber } from './queries/slip-rows'
import { queueOf } from './rules'

/** A busy county signs fewer of one kind in a month, and in a day. */
const AHEAD = 10_000
const AHEAD_A_DAY = 5_000
const DAY_MS = 86_400_000

export const numbersGiven = (db: ReadDb): readonly GivenNumber[] => givenNumbers(db)

/**
 * In the caller's transaction.
 * @param seen what the database that stood here before had given; null when it could not be read, then a stretch is left out
 * @param years every year from the backup to today
 * @param lostMs time between the copy and now: a second return from the same copy leaves out what was given after the first
 */
export function skipNumbers(db: WriteDb, seen: readonly GivenNumber[] | null, years: readonly number[], lostMs: number): void {
  if (seen) for (const given of seen) skipTo(db, given)
  else {
    const known = givenNumbers(db)
    const ahead = AHEAD + Math.ceil((AHEAD_A_DAY * Math.max(0, lostMs)) / DAY_MS)
    for (const kind of slipKinds)
      for (const year of years) {
        const last = known.find((one) => one.kind === kind && one.year === year)?.last ?? 0
        skipTo(db, { kind, year, last: last + ahead })
      }
  }
}

/**
 * In the caller's transaction. What waited for the stick may have left since the backup was made: it waits still, and goes once more, but an
 * answer to it is heard, and its withdrawal travels.
 */
export function takeForGone(db: WriteDb): void {
  const status = 'delivered'
  for (const { seq, kind } of signedSlips(db)) setStatus(db, seq, status, queueOf({ direction: 'out', kind, status }))
}
