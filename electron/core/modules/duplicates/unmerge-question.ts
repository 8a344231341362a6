/** When taking a merge back needs two persons: papers were issued on the merged file. */
import type { Contract } from '@shared/contract'
import { formatCount, formatInstant } from '@shared/format'
import type { Ask } from '../../rpc'
import { groupOf } from '../persons'
import { knownMerge } from './merge'
import { idOf, issuedCount } from './queries/facts'

/** @throws AppError `acts.unknown`, `persons.out_of_scope` */
export const unmergeQuestion: Ask<Contract['duplicates']['unmerge']> = (ctx, { act, move }) => {
  const { merge, survivor, merged } = knownMerge(ctx, act)
  if (merge.state === 'undone') return null
  const files = new Set([...groupOf(ctx.db, survivor.seq), ...groupOf(ctx.db, merged.seq)])
  const issued = [...files].reduce((all, seq) => all + issuedCount(ctx.db, idOf(ctx.db, seq) ?? ''), 0)
  if (issued === 0) return null
  const moved = move.length === 0 ? '' : `，${formatCount(move.length)} 项合并后写入的记录分到另一份`
  return {
    sentence: `撤销 ${merge.by} 在 ${formatInstant(merge.at)} 办的合并，两份档案恢复原样${moved}；这些档案已签发交流单 ${formatCount(issued)} 件。`
  }
}
