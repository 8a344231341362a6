/** Why: what is made ahead of its need must never make a clerk wait, nor outlive the office it was made for. */
import { describe, expect, test } from 'vitest'
import type { Timer } from '../platform'
import { silentLog } from '../platform'
import { createIdleWork, PAUSE_MS, PIECE_MS, QUIET_MS } from './idle-work'

/** A timer and a stopwatch that move only when told. */
function stage() {
  let at = 0
  let waiting: { due: number; work: () => void } | null = null
  const timer: Timer = {
    after(milliseconds, work) {
      const entry = { due: at + milliseconds, work }
      waiting = entry
      return () => {
        if (waiting === entry) waiting = null
      }
    }
  }
  const pass = (milliseconds: number): void => {
    const until = at + milliseconds
    while (waiting !== null && waiting.due <= until) {
      const { due, work } = waiting
      at = Math.max(at, due)
      waiting = null
      work()
    }
    at = Math.max(at, until)
  }
  const done: number[] = []
  function* steps(count: number, cost: number): Generator<undefined, undefined> {
    for (let step = 1; step <= count; step += 1) {
      at += cost
      done.push(step)
      yield undefined
    }
    return undefined
  }
  return { timer, pass, done, steps, now: () => at, isWaiting: () => waiting !== null }
}

describe('idle work', () => {
  test('begin › nothing before the office was quiet, then piece by piece to the end', () => {
    const { timer, pass, done, steps, now, isWaiting } = stage()
    const idle = createIdleWork(timer, silentLog, now)
    idle.begin(steps(10, 3))
    pass(QUIET_MS - 1)
    expect(done).toEqual([])
    pass(1)
    expect(done).toHaveLength(Math.ceil(PIECE_MS / 3))
    pass(1000)
    expect([done.length, isWaiting()]).toEqual([10, false])
  })

  test('called › while it goes on › puts the rest off until it is quiet again', () => {
    const { timer, pass, done, steps, now } = stage()
    const idle = createIdleWork(timer, silentLog, now)
    idle.begin(steps(10, 3))
    pass(QUIET_MS)
    const before = done.length
    for (let call = 0; call < 5; call += 1) {
      idle.called()
      pass(QUIET_MS - 1)
    }
    expect(done).toHaveLength(before)
    pass(PAUSE_MS)
    expect(done.length).toBeGreaterThan(before)
  })

  test('stop › drops what is left › and nothing waits any more', () => {
    const { timer, pass, done, steps, now, isWaiting } = stage()
    const idle = createIdleWork(timer, silentLog, now)
    idle.begin(steps(10, 3))
    pass(QUIET_MS)
    const before = done.length
    idle.stop()
    expect(isWaiting()).toBe(false)
    idle.called()
    pass(10_000)
    expect(done).toHaveLength(before)
  })

  test('a work that fails › is dropped and logged, the next is done', () => {
    const { timer, pass, done, steps, now } = stage()
    const log: string[] = []
    const idle = createIdleWork(timer, { write: (event) => void log.push(event) }, now)
    idle.begin({
      next: () => {
        throw new RangeError('no table')
      }
    })
    idle.begin(steps(2, 1))
    pass(QUIET_MS + 100)
    expect([done, log.length]).toEqual([[1, 2], 1])
  })

  test('without a timer › nothing is ever begun', () => {
    const { done, steps } = stage()
    const idle = createIdleWork(null, silentLog)
    idle.begin(steps(1, 1))
    idle.called()
    idle.stop()
    expect(done).toEqual([])
  })
})
