/** What one check says, and what all of them are given. */
import type { Finding } from '@shared/contract/checkup'
import type { CheckName, Verdict } from '@shared/domain/checkup'
import type { Day, ReferenceBook, RulePack } from '@shared/domain'
import type { OpenOptions, ReadDb, SlotFile } from '../../db'
import type { Clock, Computer, FolderKind, ListDrives, LogLine } from '../../platform'
import type { OfficePlaces } from '../../rpc'
import type { DeepPart, DeepTask } from './deep'

export type { Finding }

/** The open office as far as looking at it needs. */
export interface CheckedOffice {
  readonly db: ReadDb
  readonly open: OpenOptions
  readonly places: OfficePlaces
  readonly reference: ReferenceBook
  readonly rules: RulePack
  readonly practice: boolean
  readonly today: Day
  /** As the key slots stand now. Throws `office.*` when they cannot be read. */
  readonly slotFile: () => SlotFile
}

/** What of the PC and the program it looks at; injected so that every state of a PC can be described in a test. */
export interface CheckupRoom {
  readonly clock: Clock
  readonly appVersion: string
  readonly resourcesDir: string
  readonly drives: ListDrives
  readonly free: (path: string) => Promise<number | null>
  readonly folderKind: (path: string) => Promise<FolderKind>
  /** How many printers the system knows; null where it does not say. */
  readonly printers: () => Promise<number | null>
  readonly computer: () => Computer
  /** The last lines of the technical log, the newest last. */
  readonly logLines: (most: number) => readonly LogLine[]
  /** Runs a task to its end, on a thread where there is one. */
  deep(task: DeepTask, signal: AbortSignal): AsyncIterable<DeepPart>
  /** Folders that are being looked at. */
  readonly busy: Set<string>
}

export interface Asked {
  readonly office: CheckedOffice
  readonly room: CheckupRoom
}

/** A small look at one thing; what it throws is told as "could not be looked at". */
export type Check = (asked: Asked) => Finding | Promise<Finding>

export const finding = (check: CheckName, verdict: Verdict, found: string, todo = ''): Finding => ({ check, verdict, found, todo })
