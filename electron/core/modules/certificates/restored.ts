/** After a return to an older database: serials that were given out since are left out for ever, and say so. */
import { highestSerial } from '@shared/domain'
import type { CommandContext } from '../../rpc'
import type { ReadDb, WriteDb } from '../../db'
import {
  allBlocks,
  blocksIn,
  endBlock,
  highestIn,
  insertBlock,
  insertGap,
  setGiven,
  type BlockRow,
  type GivenBlock
} from './queries/blocks'

/** A busy county gives fewer serials of one series to its units in a quarter, and in a day. */
const AHEAD = 5_000
const AHEAD_A_DAY = 1_000
const DAY_MS = 86_400_000

export const blocksGiven = (db: ReadDb): readonly GivenBlock[] =>
  allBlocks(db).map(({ series, first, last, given }) => ({ series, first, last, given }))

interface Moment {
  readonly now: string
  readonly newId: () => string
}

const BY = '恢复备份'

/** Stands for every series of the year that the database does not know: a block of it is left out where the series begins. */
const anySeries = (year: number): string => `*${String(year)}`

/** A block that this database never knew; nothing of it is given out again. */
function insertLost(db: WriteDb, { now, newId }: Moment, series: string, first: number, last: number): void {
  if (last < first) return
  const block = insertBlock(db, {
    id: newId(),
    series,
    unit: null,
    unit_code: '',
    first,
    last,
    given: last,
    state: 'lost',
    made_at: now,
    made_by: BY
  })
  insertGap(db, { block, first, last, why: 'restored', reason: null, at: now, by: BY })
}

function leaveOut(db: WriteDb, { now }: Moment, block: BlockRow, last: number): void {
  if (last <= block.given) return
  insertGap(db, { block: block.seq, first: block.given + 1, last, why: 'restored', reason: null, at: now, by: BY })
  setGiven(db, block.seq, last)
}

function leaveOutSeen(db: WriteDb, moment: Moment, seen: GivenBlock): void {
  let next = seen.first
  for (const block of blocksIn(db, seen.series)) {
    if (block.last < seen.first || block.first > seen.last) continue
    insertLost(db, moment, seen.series, next, block.first - 1)
    leaveOut(db, moment, block, Math.min(block.last, seen.given))
    next = Math.max(next, block.last + 1)
  }
  insertLost(db, moment, seen.series, next, seen.last)
}

/** @returns whether the database knows of something that the mark beside it does not */
export const knowsMore = (db: ReadDb, seen: readonly GivenBlock[]): boolean => {
  const marked = new Map(seen.map((block) => [`${block.series} ${String(block.first)}`, block.given]))
  return allBlocks(db).some(({ series, first, given }) => (marked.get(`${series} ${String(first)}`) ?? -1) < given)
}

/** @returns whether something was given out that the database does not know */
export function knowsLess(db: ReadDb, seen: readonly GivenBlock[]): boolean {
  const known = new Map(allBlocks(db).map((block) => [`${block.series} ${String(block.first)}`, block]))
  return seen.some(({ series, first, given }) => (known.get(`${series} ${String(first)}`)?.given ?? -1) < given)
}

/**
 * In the caller's transaction.
 * @param seen how far blocks were given out, as the database that stood here before or the mark beside it knows; null when neither could be read:
 *   then every open block ends, and a stretch of every series is left out
 * @param lostMs time between the copy and now: a second return from the same copy leaves out what was given after the first
 */
export function skipSerials(db: WriteDb, seen: readonly GivenBlock[] | null, lostMs: number, moment: Moment): void {
  if (seen) {
    for (const one of seen) leaveOutSeen(db, moment, one)
    return
  }
  const ahead = AHEAD + Math.ceil((AHEAD_A_DAY * Math.max(0, lostMs)) / DAY_MS)
  const blocks = allBlocks(db)
  for (const block of blocks) {
    if (block.state !== 'open') continue
    leaveOut(db, moment, block, block.last)
    endBlock(db, block.seq, 'lost')
  }
  const leaveOutAhead = (series: string, most: number): void => {
    const highest = highestIn(db, series)
    insertLost(db, moment, series, highest + 1, Math.min(highest + ahead, most))
  }
  for (const series of new Set(blocks.map((block) => block.series).filter((name) => !name.startsWith('*'))))
    leaveOutAhead(series, highestSerial(series))
  const year = Number(moment.now.slice(0, 4))
  for (const series of [anySeries(year), anySeries(year + 1)]) leaveOutAhead(series, Infinity)
}

/** In a series of which this database knows nothing, what somebody may have given out before a return is left out as the series begins. */
export function leaveOutUnknown({ db, now, newId }: CommandContext, series: string, year: number): void {
  if (highestIn(db, series) === 0)
    insertLost(db, { now, newId }, series, 1, Math.min(highestIn(db, anySeries(year)), highestSerial(series)))
}
