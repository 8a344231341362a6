/** Registers drawn by chance, asked, and taken back whole: what a slow counter is compared with. */
import { addCalendarDays, type Day } from '../../shared/domain'
import type { Register } from './register'

/** How many are drawn; `npm run long` draws five thousand. */
export const REGISTERS = Number(process.env['REGISTERS'] ?? 200)

export interface Drawing {
  /** A whole number from 0 to below the most. */
  readonly some: (most: number) => number
  readonly oneOf: <T>(list: readonly [T, ...T[]]) => T
}

/** The same in every run: a figure that was right once stays right. */
export function drawing(start: number): Drawing {
  let state = start
  const some = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
  return { some, oneOf: (list) => list[some(list.length)] ?? list[0] }
}

export const later = (day: Day, days: number): Day => addCalendarDays(day, days) ?? day

class TakenBack extends Error {}

/** Work in a transaction of which nothing stays. @returns what it returned; a promise sees what stood before its first pause */
export function takenBack<T>({ office }: Register, work: () => T): T {
  const found: T[] = []
  try {
    office.write.transaction(() => {
      found.push(work())
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  return found[0] as T // Whatever work threw was thrown on.
}
