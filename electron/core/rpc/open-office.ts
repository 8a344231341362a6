/** An office whose database is open, and the callers that work in it, as the gate sees them. */
import type { WirePush } from '@shared/contract'
import type { ReferenceBook, RulePack } from '@shared/domain'
import type { Connection, WriteDb } from '../db'
import type { Actor, Attempts, FileDesk, OfficeFacts, OfficeKeys, OfficePlaces } from './context'

export interface OpenOffice {
  readonly write: Connection<WriteDb>
  readonly read: Connection
  readonly facts: OfficeFacts
  readonly keys: OfficeKeys
  readonly places: OfficePlaces
  readonly attempts: Attempts
  readonly reference: ReferenceBook
  /** The rule pack chosen in the settings. */
  rules(): RulePack
  /** Minutes without a call after which a session locks. */
  idleMinutes(): number
}

export interface Session {
  /** As the account stands now: changes of its posts reach whoever is signed in. */
  actor: Actor
  /** Calendar day in China for which the actor was told. */
  day: string
  readonly office: OpenOffice
  /** Milliseconds since 1970 of the last call. */
  seenAt: number
}

/** One connection: its session, its files, its ear. */
export interface Caller {
  session: Session | null
  readonly files: FileDesk
  push(push: WirePush): void
}
