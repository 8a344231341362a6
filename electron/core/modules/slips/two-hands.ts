/** Whoever verified does not sign what he found (PV-3): another pair of eyes stands behind every answer that leaves. */
import { ownOtherParts, separations, type Part } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { CommandContext } from '../../rpc'
import { activeActors, mayWithout } from '../accounts'
import { eventsOf, type SlipStored } from './queries/slip-rows'

/** Acts by which an answer or a correction is written. */
const VERIFIED = new Set(['answer', 'refuse', 'correct'])
const SIGN = 'slips.sign'

/**
 * Compared by account, whatever it is called and in whose place it acts; nor does anybody sign with the right of the one who verified. An office in
 * which nobody else may sign goes on with one person; its log and the slip's own history show that it was one. In practice one person plays every post.
 * @param request the question whose answer is being signed, or the correction itself @throws AppError `slips.same_person`
 */
export function assertOtherHand(
  { db, actor, office, now }: Pick<CommandContext, 'actor' | 'db' | 'office' | 'now'>,
  request: SlipStored
): void {
  if (office.practice) return
  const verified = eventsOf(db, request.seq).findLast(({ action }) => VERIFIED.has(action))
  if (verified === undefined) return
  const done: readonly Part[] = [{ hand: 'slips.verify', accountId: verified.account }]
  const same = ownOtherParts(separations.slipAnswer, SIGN, done, actor.accountId).length > 0
  if (!same && mayWithout(actor, SIGN, [verified.account])) return
  const others = activeActors(db, now).filter(
    (other) => other.accountId !== verified.account && mayWithout(other, SIGN, [verified.account])
  )
  if (others.length === 0) return
  throw new AppError('slips.same_person', { signers: others.map(({ displayName }) => displayName).join('、') })
}
