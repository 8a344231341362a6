/** What the office owes its own register when it is opened with newer tables: begun by itself, shown like any long work of whoever signed in. */
import { persons } from '@shared/contract/persons'
import type { JobRoom } from '../jobs'
import { noteScopes, personHandlers, scopesAreNoted, scopesWait } from '../modules/persons'
import type { Clock, Log } from '../platform'
import { callContext, refusalOf, type Caller, type OpenOffice } from '../rpc'

export interface UpkeepParts {
  readonly jobs: Pick<JobRoom, 'start'>
  readonly clock: Clock
  readonly log: Log
  readonly appVersion: string
}

/** @returns what is called after every sign-in; one office is looked at once as long as it stays open, because the tables stay the same */
export function createUpkeep(parts: UpkeepParts): (caller: Caller) => void {
  const seen = new WeakSet<OpenOffice>()
  return (caller) => {
    const { session } = caller
    if (session === null || seen.has(session.office)) return
    seen.add(session.office)
    try {
      settleScopes(parts, caller, session)
    } catch (error) {
      // Nobody is kept out because a list is narrowed by yesterday's tables; the next opening tries again.
      refusalOf(error, parts.log, 'upkeep')
    }
  }
}

function settleScopes(parts: UpkeepParts, caller: Caller, session: NonNullable<Caller['session']>): void {
  const { office } = session
  if (scopesAreNoted(office.read.db, office.reference)) return
  if (!scopesWait(office.read.db, office.reference)) {
    office.write.transaction(() => noteScopes(office.write.db, office.reference))
    return
  }
  parts.jobs.start({
    office,
    base: callContext(parts, caller, session, session.actor),
    method: 'persons.settleScopes',
    spec: persons.settleScopes,
    input: {},
    action: null,
    sanction: null,
    handler: (context) => personHandlers.settleScopes(context, {})
  })
}
