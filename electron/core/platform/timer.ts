/** The office waits for a quiet moment through this, so that tests wait for nothing. */

export interface Timer {
  /** Calls back once, after that many milliseconds; the answer cancels. */
  after(milliseconds: number, work: () => void): () => void
}

/** Keeps no process alive. */
export const systemTimer: Timer = {
  after(milliseconds, work) {
    const waiting = setTimeout(work, milliseconds).unref()
    return () => clearTimeout(waiting)
  }
}
