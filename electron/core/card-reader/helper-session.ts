/** One started helper: greets it, has one card read at a time, and stops it as soon as it misbehaves. */
import { AppError, type ErrorCode, type ErrorParams } from '@shared/errors'
import type { HelperEnd, HelperProcess } from './helper-process'
import { createLineSplitter } from './line-splitter'
import { decode, encode, PROTOCOL, type FromHelper, type HelperHello, type ReadCard } from './protocol'
import type { Timers } from './timers'

/** How long a helper may take to answer the greeting, and to come to an end. */
export const HELLO_MS = 10_000
export const GRACE_MS = 3_000
/** What a helper may write between two requests; an honest one writes one line. */
export const MAX_BETWEEN_OCTETS = 2_097_152
export const MAX_BETWEEN_LINES = 200

export interface ReadRequest {
  readonly timeoutMs: number
  readonly photo: boolean
}

export interface HelperSession {
  /** Settles when the helper has greeted; rejects with AppError `reader.*`. */
  readonly hello: Promise<HelperHello>
  readonly isOver: () => boolean
  /** Waits for a cancelled reading to be over first, then asks `isWanted` once more. Rejects with AppError `reader.*`. */
  read(request: ReadRequest, isWanted?: () => boolean): Promise<ReadCard>
  /** The reading under way is given up at once; the helper has a few seconds to say that it stopped. */
  cancel(): void
  /** Lets the helper finish, and stops it when it does not; a reading under way is given up. */
  end(): void
}

interface Reading {
  readonly id: number
  readonly resolve: (card: ReadCard) => void
  readonly reject: (error: AppError) => void
  readonly seconds: number
  given: boolean
  stopWatch: () => void
}

/** Everything that changes while a helper lives; one object, so that each step below says what it touches. */
interface Stand {
  over: boolean
  lastId: number
  reading: Reading | null
  between: { octets: number; lines: number }
  /** Called when the helper has no reading any more. */
  free: (() => void)[]
}

type Fail = (code: ErrorCode, params?: ErrorParams) => void

export function openSession(helper: HelperProcess, timers: Timers): HelperSession {
  const stand: Stand = { over: false, lastId: 0, reading: null, between: { octets: 0, lines: 0 }, free: [] }
  const greeting = Promise.withResolvers<HelperHello>()
  greeting.promise.catch(() => undefined) // whoever starts a session waits for it; a failure in between must not be called unhandled
  const fail: Fail = (code, params = {}) => {
    if (stand.over) return
    stand.over = true
    stopGreeting()
    helper.kill()
    const error = new AppError(code, params)
    greeting.reject(error)
    if (stand.reading?.given === false) stand.reading.reject(error)
    freed(stand)
  }
  const stopGreeting = timers.after(HELLO_MS, () => fail('reader.hung'))
  const greet = (hello: HelperHello): void => {
    stopGreeting()
    greeting.resolve(hello)
  }
  listen(helper, stand, greet, fail)
  helper.send(encode({ do: 'hello', protocol: PROTOCOL }))
  return { hello: greeting.promise, isOver: () => stand.over, ...readings(helper, timers, stand, fail) }
}

/** The helper has no reading any more. */
function freed(stand: Stand): void {
  stand.reading?.stopWatch()
  stand.reading = null
  stand.free.splice(0).forEach((go) => go())
}

function listen(helper: HelperProcess, stand: Stand, greet: (hello: HelperHello) => void, fail: Fail): void {
  const lines = createLineSplitter()
  helper.onOutput((piece) => {
    if (stand.over) return
    const { between } = stand
    between.octets += piece.length
    const heard = between.octets > MAX_BETWEEN_OCTETS ? null : lines.push(piece)
    between.lines += heard?.length ?? 0
    if (heard === null || between.lines > MAX_BETWEEN_LINES) fail('reader.garbled')
    else for (const line of heard) hear(line, stand, greet, fail)
  })
  helper.onEnd((how: HelperEnd) => {
    if (how === 'never') fail('reader.cannot_start', { reason: '系统不让运行这个文件' })
    else fail('reader.stopped')
  })
}

function hear(line: string, stand: Stand, greet: (hello: HelperHello) => void, fail: Fail): void {
  const message = stand.over ? ({ is: 'unknown' } as const) : decode(line)
  if (message === null) fail('reader.garbled')
  else if (message.is === 'hello' && message.protocol !== PROTOCOL) fail('reader.protocol', { found: message.protocol, known: PROTOCOL })
  else if (message.is === 'hello') greet(message)
  else if (message.is !== 'unknown') answer(message, stand)
}

function answer(message: Extract<FromHelper, { readonly id: number }>, stand: Stand): void {
  if (stand.reading?.id !== message.id) return
  const { given, resolve, reject, seconds } = stand.reading
  freed(stand)
  if (given) return
  if (message.is === 'card') resolve(message.card)
  else reject(new AppError(message.code, message.code === 'reader.timeout' ? { seconds } : {}))
}

function readings(helper: HelperProcess, timers: Timers, stand: Stand, fail: Fail): Pick<HelperSession, 'read' | 'cancel' | 'end'> {
  const isFree = (): Promise<void> => (stand.reading ? new Promise((resolve) => stand.free.push(resolve)) : Promise.resolve())
  const giveUp = (reading: Reading): void => {
    reading.given = true
    reading.reject(new AppError('reader.cancelled'))
  }
  return {
    async read({ timeoutMs, photo }, isWanted = () => true) {
      await isFree()
      if (!isWanted()) throw new AppError('reader.cancelled')
      if (stand.over) throw new AppError('reader.stopped')
      const id = (stand.lastId += 1)
      stand.between = { octets: 0, lines: 0 }
      return new Promise<ReadCard>((resolve, reject) => {
        // The helper keeps the time itself; this watch is for one that forgot.
        const stopWatch = timers.after(timeoutMs + GRACE_MS, () => fail('reader.hung'))
        const keep = (card: ReadCard): void => resolve(photo ? card : { ...card, photo: null })
        stand.reading = { id, resolve: keep, reject, seconds: Math.round(timeoutMs / 1000), given: false, stopWatch }
        helper.send(encode({ do: 'read', id, timeoutMs, photo }))
      })
    },
    cancel() {
      const { reading } = stand
      if (!reading || reading.given) return
      reading.stopWatch()
      reading.stopWatch = timers.after(GRACE_MS, () => fail('reader.hung'))
      giveUp(reading)
      helper.send(encode({ do: 'cancel', id: reading.id }))
    },
    end() {
      if (stand.over) return
      if (stand.reading?.given === false) giveUp(stand.reading)
      helper.end()
      timers.after(GRACE_MS, () => fail('reader.hung'))
    }
  }
}
