/** What carries calls to the office, whichever way the program runs. */
import type { WirePush, WireReply, WireRequest } from '@shared/contract'

/** `up`: calls go through. `down`: trying to get back. `gone`: this window cannot get back; a new one is needed. */
export type Link = 'up' | 'down' | 'gone'

export interface Transport {
  /** Throws `LinkLost` when no answer can be had, a DOMException `AbortError` when the caller gave up. */
  readonly call: (request: WireRequest, signal?: AbortSignal) => Promise<WireReply>
  readonly onPush: (listener: (push: WirePush) => void) => () => void
  readonly onLink: (listener: (link: Link) => void) => () => void
  readonly close: () => void
}

/** The call left and nobody answered: whether it was done is not known, so only repeatable calls may be sent again. */
export class LinkLost extends Error {
  override readonly name = 'LinkLost'
}

/** Listeners of one kind of news. */
export interface Listeners<T> {
  readonly add: (listener: (value: T) => void) => () => void
  readonly tell: (value: T) => void
}

export function createListeners<T>(): Listeners<T> {
  const all = new Set<(value: T) => void>()
  return {
    add(listener) {
      all.add(listener)
      return () => void all.delete(listener)
    },
    tell: (value) => all.forEach((listener) => listener(value))
  }
}
