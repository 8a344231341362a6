/** Copies that still hold what was deleted go before their time, when two persons want it and a newer copy was read back. */
import type { Contract, Output } from '@shared/contract'
import type { PurgeRun } from '@shared/contract/retention'
import { AppError } from '@shared/errors'
import { formatCount, formatInstant } from '@shared/format'
import type { ReadDb } from '../../db'
import type { Ask, CallContext, JobContext } from '../../rpc'
import { recentRuns } from './queries/runs'
import { runView } from './run-view'

export type LetGoReport = Output<Contract['retention']['letGo']>

/** What was made before an instant and lies where this PC can see it: copies, their places, and former databases beside the present one. */
export interface OlderCopies {
  readonly count: number
  readonly places: readonly string[]
  readonly former: number
}
type CountOlder = (context: CallContext, madeBefore: string) => OlderCopies

const RUNS = 20

/** The latest deletion after which older copies still hold somebody. */
export const lastOfPersons = (db: ReadDb): PurgeRun | undefined =>
  recentRuns(db, RUNS)
    .map(runView)
    .find(({ counts }) => counts.some(({ record }) => record === 'person_set_aside' || record === 'slip'))

/** The instant before which copies may go. @throws AppError `retention.clean_first`, `retention.no_copies` */
function letGoBefore(ctx: CallContext & { readonly db: ReadDb }, olderThan: CountOlder): string {
  const last = lastOfPersons(ctx.db)
  if (last === undefined) throw new AppError('retention.no_copies')
  // A copy made now would carry the pages that are to be forgotten.
  if (last.endedAt === null || recentRuns(ctx.db, RUNS).some(({ state }) => state !== 'done')) throw new AppError('retention.clean_first')
  const { count, former } = olderThan(ctx, last.endedAt)
  if (count + former === 0) throw new AppError('retention.no_copies')
  return last.endedAt
}

export const createLetGoQuestion =
  (olderThan: CountOlder): Ask<Contract['retention']['letGo']> =>
  (ctx) => {
    const before = letGoBefore(ctx, olderThan)
    const { count, places, former } = olderThan(ctx, before)
    const words = [
      ...(count > 0 ? [`备份 ${formatCount(count)} 份（${places.join('、')}）`] : []),
      ...(former > 0 ? [`恢复或升级前留下的旧资料 ${formatCount(former)} 份`] : [])
    ]
    return {
      sentence: `提前删掉 ${formatInstant(before)} 以前的${words.join('和')}，里面还有已经删除的内容。先在每个连着的位置新做一份并读回检查，做成了才删那里的；不能撤销。`
    }
  }

/** @param remove makes a new copy everywhere, tells how many older ones will go, and lets them go */
export async function letGo(
  ctx: JobContext,
  olderThan: CountOlder,
  remove: (context: JobContext, madeBefore: string, announce: (copies: number) => void) => Promise<LetGoReport>
): Promise<LetGoReport> {
  const before = letGoBefore(ctx, olderThan)
  // Said before the first copy goes: a power cut meanwhile leaves no deletion without its line.
  const done = await remove(ctx, before, (copies) => ctx.commit({ detail: { before, copies } }, () => undefined))
  ctx.changed('office')
  return done
}
