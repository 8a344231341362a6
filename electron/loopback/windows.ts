/** Who is calling: a one-time token becomes a cookie, and each cookie holds one connection to the office. */
import type { ServerResponse } from 'node:http'
import type { Connection, Core } from '../core'
import { HttpFault, randomToken } from './faults'

export interface Window {
  readonly connection: Connection
  /** Open event streams; a reload closes one and opens the next. */
  readonly streams: Set<ServerResponse>
  /** Called when the window is given up, newest first. */
  readonly onEnd: (() => void)[]
}

export interface Windows {
  /** A fresh token for the fragment of an address; good for one use. */
  invite(): string
  /** Trades a token for the value of a new cookie. Throws 403 for a token that was used or never given. */
  admit(token: string): string
  /** A token that came with a cookie that is known opens nothing more. */
  spend(token: string): void
  /** The window of a cookie; asking keeps it alive. */
  find(cookie: string | undefined): Window | undefined
  /** Notes that a stream of this window ended, which starts its time of grace. */
  rest(cookie: string): void
  close(): void
}

interface Held extends Window {
  timer: NodeJS.Timeout | undefined
}

/** `graceMs`: how long a window without an event stream keeps its connection, so that a reload does not sign the user out. */
export function openWindows(core: Core, graceMs: number): Windows {
  const tokens = new Set<string>()
  const held = new Map<string, Held>()

  const end = (cookie: string, window: Held): void => {
    clearTimeout(window.timer)
    held.delete(cookie)
    for (const stream of window.streams) stream.end()
    for (const undo of window.onEnd.reverse()) undo()
    window.connection.close()
  }
  const rest = (cookie: string): void => {
    const window = held.get(cookie)
    if (!window) return
    clearTimeout(window.timer)
    window.timer = setTimeout(() => (window.streams.size > 0 ? rest(cookie) : end(cookie, window)), graceMs)
    window.timer.unref()
  }

  return {
    rest,
    invite: () => {
      const token = randomToken()
      tokens.add(token)
      return token
    },
    admit: (token) => {
      if (!tokens.delete(token)) throw new HttpFault(403, 'session.none')
      const cookie = randomToken()
      held.set(cookie, { connection: core.connect(), streams: new Set(), onEnd: [], timer: undefined })
      rest(cookie)
      return cookie
    },
    spend: (token) => void tokens.delete(token),
    find: (cookie) => {
      if (cookie === undefined || !held.has(cookie)) return undefined
      rest(cookie)
      return held.get(cookie)
    },
    close: () => {
      for (const [cookie, window] of held) end(cookie, window)
    }
  }
}
