/** Says whether this PC's clock can be believed; it never stops the exchange, it only marks what is sealed (exchange.md §2.4 clock). */

import { isDay, type Day } from '@shared/domain'
import type { ReadDb } from '../../db'
import { chinaDay } from '../../platform'
import { AppError } from '@shared/errors'
import type { CommandContext } from '../../rpc'
import { clockWord, latestMoment, momentShown, noteClockWord } from '../accounts'
import { counter } from './queries/own-stream-queries'
import { newestSealed, newestSealedTime } from './queries/peer-queries'

/** No bundle was sealed before this program was made. */
const EARLIEST = Date.parse('2026-01-01T00:00:00+08:00')
const DAY_MS = 86_400_000
/** Small steps back are what time servers do. */
const TOLERANCE_MS = 300_000

/** `early`: before the program was made · `went_back`: behind what this clock showed before · `behind_peer`: more than a day behind a partner. */
export type ClockFault = 'early' | 'went_back' | 'behind_peer'

/**
 * @param now milliseconds @param latestOwn the latest time this clock was seen to show
 * @param peerSealed when the partner says he sealed what was heard last; null when never heard
 * @returns null for a clock that nothing speaks against
 */
export function clockFault(now: number, latestOwn: number, peerSealed: string | null): ClockFault | null {
  const evidence = peerSealed === null ? Number.NaN : Date.parse(peerSealed)
  if (now < EARLIEST) return 'early'
  if (now < latestOwn - TOLERANCE_MS) return 'went_back'
  return Number.isFinite(evidence) && now < evidence - DAY_MS ? 'behind_peer' : null
}

export const judgeClock = (...asked: Parameters<typeof clockFault>): 'ok' | 'suspect' => (clockFault(...asked) === null ? 'ok' : 'suspect')

/** What a partner sealed, unless somebody said since that the clock is right all the same. */
const peerUnless = (db: ReadDb, sealed: string | null): string | null =>
  sealed !== null && sealed <= (clockWord(db)?.peer ?? '') ? null : sealed

/** What speaks against this PC's clock, by everything the office holds; `evidence` is the day it ought to have reached. */
export function ownClock(db: ReadDb, now: number): { readonly fault: ClockFault | null; readonly evidence: Day | null } {
  const [own, peer] = [momentShown(db) ?? null, peerUnless(db, newestSealed(db))]
  const fault = clockFault(now, own === null ? 0 : Date.parse(own), peer)
  const at = { early: null, went_back: own, behind_peer: peer }[fault ?? 'early']
  const day = at === null ? '' : chinaDay({ now: () => Date.parse(at) })
  return { fault, evidence: isDay(day) ? day : null }
}

/** How a bundle sealed now is marked. */
export function clockWhenSealing(db: ReadDb, now: number, partnerId: string): 'ok' | 'suspect' {
  const sealed = counter(db, 'sealed_ms')
  const word = clockWord(db)
  const own = word !== null && sealed <= Date.parse(word.own) ? Date.parse(momentShown(db) ?? word.own) : sealed
  return judgeClock(now, own, peerUnless(db, newestSealedTime(db, partnerId)))
}

/** Somebody looked at a calendar: what spoke against the clock until now speaks no longer. @throws AppError `exchange.clock_early` */
export function confirmClock({ db, clock, today, now, note, changed }: CommandContext): { today: Day } {
  const { fault, evidence } = ownClock(db, clock.now())
  if (fault === 'early') throw new AppError('exchange.clock_early', { today })
  if (fault !== null) {
    const sealed = new Date(counter(db, 'sealed_ms')).toISOString()
    const own = [latestMoment(db) ?? '', sealed].reduce((last, at) => (at > last ? at : last))
    noteClockWord(db, { own, peer: newestSealed(db) ?? '' }, now)
    note({ detail: { fault, evidence } })
    changed('office')
  }
  return { today }
}
