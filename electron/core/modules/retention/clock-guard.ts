/** A clock that stands wrong must never delete: it may not be behind the log, nor ahead of the days on which people worked. */
import { addCalendarDays, type Day } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { ReadDb } from '../../db'
import { latestLine, workDays } from './queries/runs'

/** Small steps back are what time servers do. */
const TOLERANCE_MS = 300_000
const LOOK_BACK_DAYS = 60
/** A clock that jumped ahead shows no work behind it; three days of it are not made by chance. */
const WORK_DAYS = 3

export type ClockFault = 'went_back' | 'jumped'

interface Asked {
  readonly db: ReadDb
  readonly clock: { now(): number }
  readonly today: Day
}

const workedDays = ({ db, today }: Asked): number => {
  const startOf = (day: string): string => new Date(Date.parse(`${day}T00:00:00+08:00`)).toISOString()
  return workDays(db, startOf(addCalendarDays(today, -LOOK_BACK_DAYS) ?? today), startOf(today))
}

/** @returns why this clock is not believed; null where it is */
export function clockFault(asked: Asked): ClockFault | null {
  const latest = latestLine(asked.db)
  if (latest !== undefined && Date.parse(latest) > asked.clock.now() + TOLERANCE_MS) return 'went_back'
  return workedDays(asked) < WORK_DAYS ? 'jumped' : null
}

/** @throws AppError `retention.clock_back`, `retention.clock_jumped` */
export function assertClock(asked: Asked): void {
  const fault = clockFault(asked)
  if (fault === 'went_back') throw new AppError('retention.clock_back', { latest: latestLine(asked.db)?.slice(0, 10) ?? '' })
  if (fault === 'jumped') throw new AppError('retention.clock_jumped', { days: workedDays(asked), today: asked.today })
}
