/** SQL of the latest moment the office knows to have been, and of the word of somebody who said that the clock is right all the same. */
import type { ReadDb, WriteDb } from '../../../db'
import { putSetting, settingOf } from './accounts'

const MARK = 'latest_moment'
/** The same since somebody said that the clock is right. */
const SINCE = 'moment_since_word'
const WORD = 'clock_word'
const LAST_LINE = 'SELECT at FROM latest_line'

const latestOf = (db: ReadDb, mark: string): string | undefined =>
  [settingOf(db, mark), db.value<string>(LAST_LINE)]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1)

/** The latest moment the office knows to have been; undefined in one that has just been founded. */
export const latestMoment = (db: ReadDb): string | undefined => latestOf(db, MARK)

/** Keeps the latest moment, since a clock set back writes earlier ones behind it. */
export function noteMoment(db: WriteDb, now: string): void {
  keep(db, MARK, latestMoment(db), now)
  if (clockWord(db) !== null) keep(db, SINCE, momentShown(db), now)
}

const keep = (db: WriteDb, mark: string, latest: string | undefined, now: string): void =>
  putSetting(db, mark, latest !== undefined && latest > now ? latest : now)

/** What spoke against the clock when somebody said that it is right: as much speaks against it no longer. */
export interface ClockWord {
  readonly own: string
  readonly peer: string
}

export function clockWord(db: ReadDb): ClockWord | null {
  const [own, peer] = (settingOf(db, WORD) ?? '').split(' ')
  return own === undefined || peer === undefined ? null : { own, peer }
}

/** @param word instants; empty for none */
export function noteClockWord(db: WriteDb, { own, peer }: ClockWord, now: string): void {
  putSetting(db, WORD, `${own} ${peer}`)
  putSetting(db, SINCE, now)
}

/** The latest moment that the clock showed, since it was last said to be right. Deputyships go by `latestMoment`, whatever is said. */
export const momentShown = (db: ReadDb): string | undefined => latestOf(db, clockWord(db) === null ? MARK : SINCE)
