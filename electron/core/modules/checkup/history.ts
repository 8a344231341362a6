/** The last reports, in a small plain file beside the database: they hold nothing about persons and can be read when nothing opens. */
import { join } from 'node:path'
import { z } from 'zod'
import { CheckupReport } from '@shared/contract/checkup'
import { CHECKUP_EVERY_DAYS } from '@shared/domain/checkup'
import { readIfThere, writeWhole } from '../../db'
import { chinaDay, type Clock } from '../../platform'

const kept = z.strictObject({ format: z.literal('yipanqi-checkups/1'), reports: z.array(CheckupReport) })
/** Newest first; a quarter of weekly ones. */
const MOST = 12
const DAY_MS = 86_400_000

const fileOf = (folder: string): string => join(folder, 'checkups.json')

export function keptReports(folder: string): readonly CheckupReport[] {
  const text = readIfThere(fileOf(folder))
  try {
    return text === null ? [] : kept.parse(JSON.parse(text)).reports
  } catch {
    // A scribbled file costs the history of looking, nothing else; the next look writes a new one.
    return []
  }
}

export const keepReport = (folder: string, report: CheckupReport): void =>
  writeWhole(fileOf(folder), JSON.stringify({ format: 'yipanqi-checkups/1', reports: [report, ...keptReports(folder)].slice(0, MOST) }))

/** The next one that comes by itself; a time in the future (the clock went back) counts as long ago. */
export function nextDue(last: CheckupReport | undefined, clock: Clock): number {
  const now = clock.now()
  const at = last === undefined ? Number.NaN : Date.parse(last.at)
  return Number.isNaN(at) || at > now ? now : at + CHECKUP_EVERY_DAYS * DAY_MS
}

export const dayOf = (milliseconds: number): string => chinaDay({ now: () => milliseconds })
