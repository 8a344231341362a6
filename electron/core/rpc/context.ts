/** What a handler is given for one call, built by the gate: who, when, where, and a connection that fits the kind of method. */
import type { EventValue } from '@shared/contract'
import type { Permission, Role } from '@shared/contract/permissions'
import type { Day, ReferenceBook, RulePack } from '@shared/domain'
import type { SigningKey, Sm2Opener, Sm2Sender } from '../crypto'
import type { ReadDb, Touched, WriteDb } from '../db'
import type { Clock, Log } from '../platform'

/** Somebody for whom the account stands in today. */
export interface Principal {
  readonly accountId: string
  readonly name: string
  readonly displayName: string
  /** Last day. */
  readonly until: string
  /** What of the principal's rights was passed on. */
  readonly grants: ReadonlySet<Permission>
}

/** The account that acts. */
export interface Actor {
  readonly accountId: string
  readonly name: string
  readonly displayName: string
  readonly roles: readonly Role[]
  /** Everything it may do now: its own posts' and what it may do for others. */
  readonly grants: ReadonlySet<Permission>
  /** By its own posts alone. */
  readonly own: ReadonlySet<Permission>
  readonly principals: readonly Principal[]
  /** Division code the account covers; null for the whole county. What lies elsewhere it neither reads nor writes. */
  readonly scope: string | null
  /** Name of the unit it is bound to; null for the office itself. */
  readonly unit: string | null
}

/** The office whose database is open. */
export interface OfficeFacts {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly phone: string
  /** Made-up offices never exchange with real ones. */
  readonly practice: boolean
  /** True where a lost root key was replaced since this database was copied: partners believe an identity of this office that it does not know. */
  readonly isBehind?: boolean
}

/** Private keys of this device, in memory only while the office is open (exchange-format.md §4.1). */
export interface OfficeKeys {
  readonly device: number
  readonly sign: SigningKey
  /** age identities `AGE-SECRET-KEY-1…` of the device and of the office's archive. */
  readonly enc: string
  readonly archive: string
  /** Identities given up by a change of keys: nothing is sealed to them any more, late bundles and old archives still open with them. */
  readonly former: readonly string[]
  readonly sm2: NationalKeys
}

/** The four calls of suite G1 (exchange.md §2.8): answered by this program, or by a certified device. */
export interface NationalKeys {
  /** Null while the office has the national suite switched off. */
  readonly sender: Sm2Sender | null
  /** Opens with the keys given up as well, so also while it is switched off. */
  readonly opener: Sm2Opener
}

/** Where the office keeps files of its own. */
export interface OfficePlaces {
  readonly folder: string
  /** Copies taken from sticks, and files made for a caller; emptied at start. */
  readonly spool: string
  /** Received and sent bundle files, encrypted as they travelled. */
  readonly archive: string
  readonly quarantine: string
  /** The folder that acts as the stick in practice; null in a real office. */
  readonly practiceStick: string | null
}

/** Files behind tickets, valid for the caller's connection. */
export interface FileDesk {
  /** @throws AppError `file.unknown_ticket` */
  find(ticket: string): { readonly path: string; readonly name: string; readonly size: number; readonly folder: boolean }
  /** Registers a file the office made so that the carrier can deliver it. */
  give(path: string, name: string): { readonly ticket: string; readonly name: string; readonly size: number }
}

/** Wrong passphrases of each account, slowed down and kept over a restart. */
export interface Attempts {
  /**
   * Runs one check of a passphrase; checks of one account wait for each other, so that many at once are no quicker than one by one.
   * @param check null when the passphrase was wrong @throws AppError `session.wait` while the account must wait
   */
  prove<T>(account: string, check: () => Promise<T | null>): Promise<T | null>
}

export type Topic = EventValue<'records.changed'>['topics'][number]

/** Codes, counts and ids that go into the audit line; never a name or number of a person. */
export interface AuditNote {
  readonly subject?: string
  readonly detail?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>
}

export interface CallContext {
  /** Version of this program, as envelopes and reports name it. */
  readonly appVersion: string
  readonly clock: Clock
  /** Calendar day in China. */
  readonly today: Day
  readonly now: string
  readonly actor: Actor
  readonly office: OfficeFacts
  readonly keys: OfficeKeys
  readonly places: OfficePlaces
  readonly reference: ReferenceBook
  readonly rules: RulePack
  readonly files: FileDesk
  readonly attempts: Attempts
  readonly log: Log
  newId(): string
}

export interface QueryContext extends CallContext {
  readonly db: ReadDb
  /** Leaves an audit line after the reply, where the method declares one. */
  note(note: AuditNote): void
}

export interface CommandContext extends CallContext {
  readonly db: WriteDb
  note(note: AuditNote): void
  changed(...topics: readonly Topic[]): void
}

/** What a command may do before its transaction: slow or asynchronous work that changes nothing. */
export interface PrepareContext extends CallContext {
  readonly db: ReadDb
}

export interface JobContext extends CallContext {
  readonly jobId: string
  readonly db: ReadDb
  readonly signal: AbortSignal
  /** One transaction of at most about 50 ms; throws `job.cancelled` first when the user asked to stop. */
  batch<T>(work: (db: WriteDb) => T): T
  /**
   * One of many batches of work that goes on, or is forgotten, wherever it stopped: not flushed by itself, so that a power cut may take the
   * last ones, never one in the middle. The next `batch` or `commit` flushes them all.
   */
  slice<T>(work: (db: WriteDb) => T, touches?: Touched): T
  /** The transaction that makes the job's effect true: carries the audit line, is not cancellable, may be long. */
  commit<T>(note: AuditNote, work: (db: WriteDb) => T): T
  progress(step: string, done: number, total: number): void
  changed(...topics: readonly Topic[]): void
  /** Throws `job.cancelled` when the user asked to stop. */
  checkpoint(): void
}
