/** Waiting, injected so that tests decide when time passes. */

export interface Timers {
  /** Milliseconds on a clock that only goes forward. */
  now(): number
  /** Calls `act` once after `ms` milliseconds; returns the function that gives it up. */
  after(ms: number, act: () => void): () => void
}

export const systemTimers: Timers = {
  now: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms)
    // What keeps the program alive is the call that waits, never the watch over it.
    timer.unref()
    return () => clearTimeout(timer)
  }
}
