/** The process that holds the office: forks it, watches it, hands each window a port, and asks it about files. */
import { AppError, fromWire } from '@shared/errors'
import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import type { CoreStart, FromCore, ToCore } from '../place'

export interface CoreProcess {
  /** A new port for a window, which takes the place of its former one. A window whose port closes asks for the next. */
  portFor(window: number): MessagePortMain
  /** Hands a file or folder to the office for a window. */
  offer(window: number, path: string): Promise<unknown>
  /** Where a file the office made for a window lies. */
  take(window: number, ticket: string): Promise<{ readonly path: string; readonly name: string }>
  /** Lets the office finish its batch and close; ends the process. */
  close(): Promise<void>
}

export interface CoreProcessParts {
  /** Built entry of the office process. */
  readonly entry: string
  readonly start: CoreStart
  /** The office cannot be opened, or dies again and again. */
  readonly onFailed: (error: AppError) => void
  /** The closing takes minutes: the PC is not to be switched off. */
  readonly onCleaning: () => void
  readonly now?: () => number
}

const MAX_DEATHS = 3
const WITHIN_MS = 60_000
/** The copy made on closing may take a while on an old disk; what is cut short then leaves no half copy that counts. */
const CLOSE_LIMIT_MS = 180_000
/** Counted from when the cleaning of a large file begins: cut short at every closing it would never come to its end. */
const CLEAN_LIMIT_MS = 1_800_000

interface Waiting {
  resolve(value: unknown): void
  reject(error: AppError): void
}

/** Call after app `ready`. A process that dies is started again, but not more than three times a minute. */
export function startCoreProcess({ entry, start, onFailed, onCleaning, now = Date.now }: CoreProcessParts): CoreProcess {
  const waiting = new Map<number, Waiting>()
  const deaths: number[] = []
  let asks = 0
  let closing = false
  let limit: NodeJS.Timeout | undefined
  let child: UtilityProcess

  const hear = (message: FromCore): void => {
    if (message.kind === 'failed') {
      closing = true
      onFailed(fromWire(message.error))
      return
    }
    if (message.kind === 'cleaning') {
      // Where only the office of the one side is left for the other, nobody waits for the end of the program.
      if (!closing) return
      endWithin(CLEAN_LIMIT_MS)
      onCleaning()
      return
    }
    const waiter = waiting.get(message.ask)
    waiting.delete(message.ask)
    if (message.kind === 'answer') waiter?.resolve(message.value)
    else waiter?.reject(fromWire(message.error))
  }
  const mourn = (): void => {
    for (const waiter of waiting.values()) waiter.reject(new AppError('storage.busy'))
    waiting.clear()
    if (closing) return
    deaths.push(now())
    if (deaths.filter((at) => now() - at < WITHIN_MS).length >= MAX_DEATHS) onFailed(new AppError('internal.unexpected'))
    else child = fork()
  }
  const fork = (): UtilityProcess => {
    const forked = utilityProcess.fork(entry, [JSON.stringify(start)], { serviceName: 'yipanqi-office', stdio: 'inherit' })
    forked.on('message', (message: FromCore) => hear(message))
    forked.once('exit', mourn)
    return forked
  }
  const endWithin = (ms: number): void => {
    clearTimeout(limit)
    limit = setTimeout(() => child.kill(), ms)
  }
  const tell = (message: ToCore, ports: MessagePortMain[] = []): void => child.postMessage(message, ports)
  const ask = (message: (ask: number) => ToCore): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const number = ++asks
      waiting.set(number, { resolve, reject })
      tell(message(number))
    })

  child = fork()
  return {
    portFor: (window) => {
      const { port1, port2 } = new MessageChannelMain()
      tell({ kind: 'connect', window }, [port1])
      return port2
    },
    offer: (window, path) => ask((number) => ({ kind: 'offer', window, ask: number, path })),
    take: (window, ticket) => ask((number) => ({ kind: 'take', window, ask: number, ticket })) as ReturnType<CoreProcess['take']>, // The office's own answer.
    close: () => {
      closing = true
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      endWithin(CLOSE_LIMIT_MS)
      tell({ kind: 'close' })
      return ended.finally(() => clearTimeout(limit))
    }
  }
}
