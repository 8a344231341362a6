/** The long looks of a checkup: on a thread of their own where there is one, else in turn with the office. */
import { setImmediate as turn } from 'node:timers/promises'
import { lookDeep, type DeepPart, type DeepTask } from '../modules/checkup'
import { SideThread, type Log, type ThreadWork } from '../platform'

export type DeepLook = (task: DeepTask, signal: AbortSignal) => AsyncIterable<DeepPart>

/** Parts that may wait unread between the threads. */
export const CHECKUP_AHEAD = 4

/** The thread's side. */
export const serveCheckup: ThreadWork = async (task, send) => {
  for (const part of lookDeep(task as DeepTask)) await send(part) // What `createCheckupWork` asked for.
}

async function* inTurn(task: DeepTask, signal: AbortSignal): AsyncGenerator<DeepPart, void> {
  for (const part of lookDeep(task)) {
    yield part
    await turn()
    if (signal.aborted) return
  }
}

/** @param entry the built thread; null works in turn @returns parts that end early when the signal says so */
export const createCheckupWork = (entry: string | null, log: Log): DeepLook =>
  async function* (task, signal) {
    let told = 0
    if (entry !== null)
      try {
        for await (const part of new SideThread(entry).parts(task, signal)) {
          told += 1
          yield part as DeepPart // Sent by `serveCheckup`.
        }
        return
      } catch (error) {
        if (told > 0) throw error
        // A PC that starts no threads looks more slowly, and just as rightly.
        log.write('checkup_thread_failed', { name: error instanceof Error ? error.name : '' })
      }
    yield* inTurn(task, signal)
  }
