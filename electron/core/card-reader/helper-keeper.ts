/** Keeps at most one helper running, the one last asked for, and does not start a failing one over and over. */
import { AppError } from '@shared/errors'
import type { Log } from '../platform'
import type { HelperProcess } from './helper-process'
import { openSession, type HelperSession } from './helper-session'
import type { HelperHello } from './protocol'
import type { Timers } from './timers'

/** Starts within a minute: the first, and three more. */
export const MAX_STARTS = 4
export const STARTS_WITHIN_MS = 60_000

export interface HelperKeeper {
  /** The running helper of this key, else a fresh one; another that runs is ended. Rejects with AppError `reader.*`. */
  sessionFor(key: string, launch: () => Promise<HelperProcess>): Promise<HelperSession>
  /** Null unless the helper of this key runs; `hello` is null until it has greeted. */
  live(key: string): { readonly session: HelperSession; readonly hello: HelperHello | null } | null
  /** Ends what runs, also what is only being started. */
  drop(): void
}

interface Held {
  readonly key: string
  readonly greeted: Promise<HelperSession>
  session: HelperSession | null
  hello: HelperHello | null
  dropped: boolean
}

export function createHelperKeeper(timers: Timers, log: Log): HelperKeeper {
  let held: Held | null = null
  const assertMayStart = createStartLimit(timers)
  const drop = (): void => {
    if (held) held.dropped = true
    held?.session?.end()
    held = null
  }
  const start = async (own: () => Held, launch: () => Promise<HelperProcess>): Promise<HelperSession> => {
    const session = openSession(await launch(), timers)
    own().session = session
    if (own().dropped) session.end()
    own().hello = await session.hello
    log.write('reader.started')
    return session
  }
  return {
    async sessionFor(key, launch) {
      if (held?.key === key && held.session?.isOver() !== true) return held.greeted
      drop()
      assertMayStart(key)
      const fresh: Held = { key, greeted: start(() => fresh, launch), session: null, hello: null, dropped: false }
      held = fresh
      try {
        return await fresh.greeted
      } catch (error) {
        // A start that failed must not be waited for again.
        if (held === fresh) held = null
        throw error
      }
    },
    live: (key) => (held?.key === key && held.session?.isOver() === false ? { session: held.session, hello: held.hello } : null),
    drop
  }
}

/** Counts starts of one program; another program has a clean slate. @throws AppError `reader.keeps_failing` */
function createStartLimit(timers: Timers): (key: string) => void {
  let counted = ''
  let at: number[] = []
  return (key) => {
    const now = timers.now()
    at = key === counted ? at.filter((moment) => now - moment < STARTS_WITHIN_MS) : []
    counted = key
    const [first] = at
    if (first !== undefined && at.length >= MAX_STARTS)
      throw new AppError('reader.keeps_failing', { seconds: Math.ceil((STARTS_WITHIN_MS - (now - first)) / 1000) })
    at.push(now)
  }
}
