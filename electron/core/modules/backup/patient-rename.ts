/** Renaming where a virus scanner may still hold the fresh file: tried again for two seconds before it counts as a failure. */
import { renameSync } from 'node:fs'

const PAUSES_MS = [100, 300, 600, 1_000]
const HELD = new Set(['EBUSY', 'EPERM', 'EACCES'])

const isHeld = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && HELD.has(error.code)

const sleep = (milliseconds: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)

/** @throws what the last try said */
export function renamePatiently(
  from: string,
  to: string,
  rename: typeof renameSync = renameSync,
  wait: (milliseconds: number) => void = sleep
): void {
  for (const pause of PAUSES_MS) {
    try {
      rename(from, to)
      return
    } catch (error) {
      if (!isHeld(error)) throw error
      wait(pause)
    }
  }
  rename(from, to)
}
