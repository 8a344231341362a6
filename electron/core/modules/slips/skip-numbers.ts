/** After a restore: numbers that the lost part of the ledger may have given are left out, so that none stands on two slips. */
import { slipKinds } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../db'
import { givenNumbers, skipTo, type GivenNumber } from './queries/slip-rows'

/** A busy county signs fewer of one kind in a month. */
const AHEAD = 10_000

export const numbersGiven = (db: ReadDb): readonly GivenNumber[] => givenNumbers(db)

/**
 * In the caller's transaction.
 * @param seen what the database that stood here before had given; null when it could not be read, then a stretch is left out
 * @param years every year from the backup to today
 */
export function skipNumbers(db: WriteDb, seen: readonly GivenNumber[] | null, years: readonly number[]): void {
  if (seen) for (const given of seen) skipTo(db, given)
  else {
    const known = givenNumbers(db)
    for (const kind of slipKinds)
      for (const year of years) {
        const last = known.find((one) => one.kind === kind && one.year === year)?.last ?? 0
        skipTo(db, { kind, year, last: last + AHEAD })
      }
  }
}
