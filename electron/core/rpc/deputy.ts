/** What a deputy's rights are worth in one call: whose right is used, and how the act is told. */
import type { Permission } from '@shared/contract'
import type { Actor, AuditNote } from './context'
import type { Caller } from './open-office'

/** @returns in whose place the account acts when it uses this right; undefined where its own posts carry it */
const inPlaceOf = ({ own, principals }: Actor, needs: Permission) =>
  own.has(needs) ? undefined : principals.find(({ grants }) => grants.has(needs))

/** @returns the account as histories name it for this call: 李四（代张三） */
export function actingActor(actor: Actor, needs: Permission): Actor {
  const principal = inPlaceOf(actor, needs)
  return principal === undefined ? actor : { ...actor, displayName: `${actor.displayName}（代${principal.displayName}）` }
}

/** @returns the note with the principal's account name beside */
export function withPrincipal(note: AuditNote, actor: Actor, needs: Permission): AuditNote {
  const principal = inPlaceOf(actor, needs)
  return principal === undefined ? note : { ...note, detail: { ...note.detail, deputyFor: principal.name } }
}

const rightsOf = ({ grants, principals, scope }: Actor): string =>
  JSON.stringify([[...grants].sort(), principals.map(({ accountId, until }) => [accountId, until]), scope])

/** Puts the account as it stands now into the session, and tells its screen where rights came or went. */
export function renewSession(caller: Caller, actor: Actor | undefined): void {
  const { session } = caller
  if (session === null) return
  const before = rightsOf(session.actor)
  if (actor === undefined) {
    caller.session = null
    caller.push({ event: 'session.changed', value: { signedIn: false, reason: 'signed-out' } })
    return
  }
  session.actor = actor
  if (rightsOf(actor) !== before) caller.push({ event: 'session.changed', value: { signedIn: true, reason: 'rights-changed' } })
}
