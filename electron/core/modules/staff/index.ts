/** The door of staff changes: whoever leaves hands open work to a colleague in one act, and what he did stays under his name. */
import { scopeCovers } from '@shared/domain'
import type { Actor, Handlers } from '../../rpc'
import { activeActors, actorById, deputyViews, endAccount, endDeputyship, knownAccount, nameDeputy } from '../accounts'
import { endRequestsOf, openRequestsOf } from '../approvals'
import { countDrafts, handDrafts } from '../drafts'
import { countPresets, handPresets } from '../presets'

/** A half-filled form holds what its owner could see: it goes only to somebody who may see all of that himself. */
const mayRead = (successor: Actor | undefined, leaver: Actor | undefined): boolean =>
  successor !== undefined &&
  leaver !== undefined &&
  [...leaver.grants].every((grant) => successor.grants.has(grant)) &&
  (successor.scope === null || (leaver.scope !== null && scopeCovers(successor.scope, [leaver.scope])))

export const staffHandlers: Handlers<'staff'> = {
  leaving: ({ db, now }, { id }) => {
    knownAccount(db, id)
    return { drafts: countDrafts(db, id), presets: countPresets(db, id), requests: openRequestsOf(db, id, now) }
  },
  handOver: (context, { from, to, roles }) => {
    const { db, now, note, changed } = context
    const before = actorById(db, from)
    const { leaver } = endAccount(context, { from, to, roles })
    const { moved: drafts, left } = mayRead(actorById(db, to), before)
      ? handDrafts(db, from, to)
      : { moved: 0, left: countDrafts(db, from) }
    const presets = handPresets(db, { from, to, leaver, now })
    const requests = endRequestsOf(db, from, now)
    note({ subject: from, detail: { to, roles, drafts, presets, requests, left } })
    changed('accounts', 'office', 'approvals')
    return { drafts, presets, requests, left }
  },
  deputies: ({ db, actor, today }) => ({
    rows: deputyViews(db, actor.grants.has('accounts.manage') ? null : actor.accountId, today),
    colleagues: activeActors(db)
      .filter(({ accountId }) => accountId !== actor.accountId)
      .map(({ accountId: id, displayName }) => ({ id, displayName }))
  }),
  nameDeputy,
  nameMyDeputy: (context, input) => nameDeputy(context, { ...input, principal: context.actor.accountId }),
  endDeputy: (context, { id }) => endDeputyship(context, id)
}
