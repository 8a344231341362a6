/** A clock that stands where a test puts it. */
import type { Clock } from '../../electron/core/platform'

export interface TestClock extends Clock {
  set(iso: string): void
  advance(milliseconds: number): void
}

export function testClock(iso = '2026-03-05T09:00:00+08:00'): TestClock {
  let at = Date.parse(iso)
  return {
    now: () => at,
    set: (next) => void (at = Date.parse(next)),
    advance: (milliseconds) => void (at += milliseconds)
  }
}
