/** Work nobody waits for yet is done while nobody calls, in pieces too short to be felt, and dropped when the office closes. */
import type { Log, Timer } from '../platform'
import { refusalOf } from '../rpc'

/** Quiet for so long counts as idle. */
export const QUIET_MS = 1500
/** One piece at most, and the pause behind it in which a call comes first. */
export const PIECE_MS = 8
export const PAUSE_MS = 12

export interface IdleWork {
  /** Takes the steps of a work one by one from the next quiet moment on, behind what was begun before. */
  begin(steps: Iterator<undefined, undefined>): void
  /** Somebody calls: what is left waits for the next quiet moment. */
  called(): void
  /** Drops what is left. */
  stop(): void
}

/** @param timer null: nothing is ever done; whoever needs it later makes it then */
export function createIdleWork(timer: Timer | null, log: Log, now: () => number = () => performance.now()): IdleWork {
  let waiting: Iterator<undefined, undefined>[] = []
  let cancel: (() => void) | null = null
  const wait = (milliseconds: number): void => {
    cancel?.()
    cancel = timer === null || waiting.length === 0 ? null : timer.after(milliseconds, piece)
  }
  const drop = (): void => void waiting.shift()

  function piece(): void {
    cancel = null
    const end = now() + PIECE_MS
    try {
      while (waiting.length > 0 && now() < end) if (waiting[0]?.next().done === true) drop()
    } catch (error) {
      drop()
      // It will be tried, and fail in sight, when somebody needs it.
      refusalOf(error, log, 'idle')
    }
    wait(PAUSE_MS)
  }

  return {
    begin(steps) {
      if (timer === null) return
      waiting.push(steps)
      wait(QUIET_MS)
    },
    called: () => wait(QUIET_MS),
    stop() {
      waiting = []
      cancel?.()
      cancel = null
    }
  }
}
