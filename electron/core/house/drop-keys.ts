/** When everybody has signed out or was locked, the office is closed after a while, so that no key stays in the memory of a PC nobody sits at. */
import type { Log, Timer } from '../platform'
import { refusalOf } from '../rpc'

/** So often it is asked; two askings in a row with nobody there close the office. */
export const LOOK_MS = 60_000

export interface DropParts {
  readonly timer: Timer | null
  /** Somebody is signed in, or work goes on that somebody began. */
  readonly inUse: () => boolean
  readonly isOpen: () => boolean
  /** The copy that is otherwise made on closing the program. */
  readonly copy: () => Promise<void>
  readonly close: () => Promise<void>
  readonly log: Log
}

export interface KeyDrop {
  /** Somebody has signed in: from now on it is asked. */
  watch(): void
  stop(): void
}

export function createKeyDrop({ timer, inUse, isOpen, copy, close, log }: DropParts): KeyDrop {
  let cancel: (() => void) | null = null
  let alone = 0
  const again = (): void => {
    cancel?.()
    cancel = timer?.after(LOOK_MS, () => void look()) ?? null
  }
  const look = async (): Promise<void> => {
    cancel = null
    if (!isOpen()) return
    alone = inUse() ? 0 : alone + 1
    try {
      if (alone > 1) {
        await copy()
        // Making the copy may take minutes, in which somebody comes back.
        if (!inUse()) await close()
        alone = 0
      }
    } catch (error) {
      // The next asking tries again.
      refusalOf(error, log, 'drop-keys')
    }
    if (isOpen()) again()
  }
  return {
    watch() {
      alone = 0
      again()
    },
    stop() {
      cancel?.()
      cancel = null
    }
  }
}
