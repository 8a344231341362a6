/** Copying, unpacking and salvaging as long work: on a thread of its own where there is one, else in turn with the office. */
import { setImmediate as turn } from 'node:timers/promises'
import { AppError, isErrorCode, type ErrorParams } from '@shared/errors'
import {
  makeBackup,
  salvage,
  stageBackup,
  type BackupPart,
  type BackupTask,
  type SalvagePart,
  type SalvageTask,
  type StagePart,
  type StageTask
} from '../modules/backup'
import { reindexEverybody } from '../modules/persons'
import { SideThread, type Log, type ThreadWork } from '../platform'

export type BackupJob = BackupTask | StageTask | SalvageTask
type PartOf<T extends BackupJob> = T extends BackupTask ? BackupPart : T extends StageTask ? StagePart : SalvagePart
type AnyPart = BackupPart | StagePart | SalvagePart
interface Failed {
  readonly failed: { readonly code: string; readonly params: ErrorParams }
}

export interface BackupWork {
  run<T extends BackupJob>(task: T, signal: AbortSignal): AsyncGenerator<PartOf<T>, void>
}

const partsOf = (task: BackupJob): Generator<AnyPart, void> =>
  task.kind === 'make' ? makeBackup(task) : task.kind === 'stage' ? stageBackup(task) : salvage(task, reindexEverybody)

/** Parts that may wait unread between the threads. */
export const BACKUP_AHEAD = 8

/** The thread's side: sends the parts of a task. */
export const serveBackup: ThreadWork = async (task, send) => {
  try {
    for (const part of partsOf(task as BackupJob)) await send(part) // What `onThread` asked for.
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await send({ failed: { code: error.code, params: error.params } } satisfies Failed)
  }
}

async function* inTurn(task: BackupJob, signal: AbortSignal): AsyncGenerator<AnyPart, void> {
  for (const part of partsOf(task)) {
    yield part
    await turn()
    if (signal.aborted) throw new AppError('job.cancelled')
  }
}

async function* onThread(entry: string, task: BackupJob, signal: AbortSignal): AsyncGenerator<AnyPart, void> {
  for await (const sent of new SideThread(entry).parts(task, signal)) {
    const part = sent as AnyPart | Failed // Sent by `serveBackup`.
    if (!('failed' in part)) yield part
    else throw new AppError(isErrorCode(part.failed.code) ? part.failed.code : 'internal.unexpected', part.failed.params)
  }
  if (signal.aborted) throw new AppError('job.cancelled')
}

/** @param entry the built thread; null works in turn */
export function createBackupWork(entry: string | null, log: Log): BackupWork {
  async function* run(task: BackupJob, signal: AbortSignal): AsyncGenerator<AnyPart, void> {
    if (entry !== null) {
      let isBegun = false
      try {
        for await (const part of onThread(entry, task, signal)) {
          isBegun = true
          yield part
        }
        return
      } catch (error) {
        if (isBegun || error instanceof AppError) throw error
        // A PC that starts no threads copies more slowly, and just as rightly.
        log.write('backup_thread_failed', { name: error instanceof Error ? error.name : '' })
      }
    }
    yield* inTurn(task, signal)
  }
  return { run: <T extends BackupJob>(task: T, signal: AbortSignal) => run(task, signal) as AsyncGenerator<PartOf<T>, void> } // The kind of the task decides the parts.
}
