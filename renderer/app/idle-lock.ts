/** Locks a window nobody touches; the clock and the events come from outside so that it can be proved without waiting. */
import { onScopeDispose } from 'vue'

const CHECK_MS = 5000
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

export interface IdleParts {
  readonly target: EventTarget
  readonly now: () => number
  readonly every: (ms: number, act: () => void) => () => void
}

const ofWindow: IdleParts = {
  target: window,
  now: () => Date.now(),
  every: (ms, act) => {
    const timer = setInterval(act, ms)
    return () => clearInterval(timer)
  }
}

/** Calls `lock` once when `minutes` have passed without a sign of the user; a clock that jumps (standby, a corrected date) locks as well. */
export function useIdleLock(minutes: () => number, lock: () => void, parts: IdleParts = ofWindow): void {
  let seen = parts.now()
  let locked = false
  const note = (): void => {
    seen = parts.now()
  }
  const stop = parts.every(CHECK_MS, () => {
    if (locked || Math.abs(parts.now() - seen) < minutes() * 60_000) return
    locked = true
    lock()
  })
  for (const sign of SIGNS) parts.target.addEventListener(sign, note, { passive: true })
  onScopeDispose(() => {
    stop()
    for (const sign of SIGNS) parts.target.removeEventListener(sign, note)
  })
}
