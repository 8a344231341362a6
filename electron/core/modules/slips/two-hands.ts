/** Whoever verified does not sign what he found (PV-3): another pair of eyes stands behind every answer that leaves. */
import { AppError } from '@shared/errors'
import type { CommandContext } from '../../rpc'
import { activeActors } from '../accounts'
import { eventsOf, type SlipStored } from './queries/slip-rows'

/** Acts by which an answer is written. */
const VERIFIED = new Set(['answer', 'refuse'])

/**
 * An office in which nobody else may sign goes on with one person; its log and the slip's own history show that it was one. In practice one person
 * plays every post.
 * @param request the question whose answer is being signed @throws AppError `slips.same_person`
 */
export function assertOtherHand({ db, actor, office }: Pick<CommandContext, 'actor' | 'db' | 'office'>, request: SlipStored): void {
  if (office.practice) return
  const verified = eventsOf(db, request.seq).findLast(({ action }) => VERIFIED.has(action))
  if (verified?.by !== actor.displayName) return
  const others = activeActors(db).filter(({ accountId, grants }) => accountId !== actor.accountId && grants.has('slips.sign'))
  if (others.length === 0) return
  throw new AppError('slips.same_person', { signers: others.map(({ displayName }) => displayName).join('、') })
}
