/** What visits say of the files: each is a sample of the facts its list asked about. */
import type { ChangedFact, VisitAsk, VisitResult } from '@shared/domain/roster'
import type { QueryContext } from '../../rpc'
import { scopeOf } from '../persons'
import { visitsMade, type VisitsMade } from './queries'

/** Asked in passing and no fact of the file: whether the notice was handed over. */
type Fact = Exclude<VisitAsk, 'notice'> | ChangedFact
const factsAsked = (asks: readonly VisitAsk[]): Fact[] => asks.filter((ask) => ask !== 'notice')

/** Facts of one visit that were looked at, and those of them that the file has wrong. 不认识 and 谢绝 tell nothing of the file. */
function looked(result: VisitResult, asks: readonly VisitAsk[], changed: readonly ChangedFact[]): { all: number; wrong: number } {
  if (result === 'found') return { all: factsAsked(asks).length, wrong: 0 }
  if (result === 'changed') return { all: new Set([...factsAsked(asks), ...changed]).size, wrong: changed.length }
  return result === 'moved' ? { all: 1, wrong: 1 } : { all: 0, wrong: 0 }
}

/** Of lists of this account's places: facts that visits of the period looked at, and those found as the file had them. */
export function factsFound(
  { db, actor }: Pick<QueryContext, 'db' | 'actor'>,
  { from, to }: { readonly from: string; readonly to: string }
): { readonly all: number; readonly right: number } {
  const sums = visitsMade(db, from, to, scopeOf(actor)).map(({ asks, result, fields, visits }: VisitsMade) => {
    const { all, wrong } = looked(result, JSON.parse(asks) as VisitAsk[], JSON.parse(fields) as ChangedFact[]) // Written by this module.
    return { all: all * visits, right: (all - wrong) * visits }
  })
  return sums.reduce((sum, { all, right }) => ({ all: sum.all + all, right: sum.right + right }), { all: 0, right: 0 })
}
