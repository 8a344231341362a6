/** Second threads of the program for work that needs no database: they send parts, never far ahead of whoever takes them. */
import { parentPort, Worker, type ResourceLimits } from 'node:worker_threads'

/** What a thread does with one order; resolves when all is sent. `send` resolves when another part may be made. */
export type ThreadWork = (order: unknown, send: (part: unknown) => Promise<void>) => Promise<void>

const TAKEN = 'taken'
const DONE = 'done'
/** A part travels in a list of one, so that it is never taken for a word. */
type Word = typeof DONE | readonly [part: unknown]
interface Order {
  readonly order: unknown
  /** Nobody listens: done for the thread's own sake. */
  readonly isRehearsal: boolean
}

/** The thread's own side: answers orders one after another until it is ended. @param ahead parts that may wait unread */
export function serveOrders(ahead: number, work: ThreadWork): void {
  const port = parentPort
  if (port === null) return
  const post = (word: Word): void => port.postMessage(word)
  let waiting = 0
  let goOn = (): void => undefined
  const send = async (part: unknown): Promise<void> => {
    post([part])
    waiting += 1
    while (waiting >= ahead)
      await new Promise<void>((resolve) => {
        goOn = resolve
      })
  }
  let orders = 0
  // A rehearsal gives way to the order it was for.
  const unheard = (): Promise<void> => (orders > 0 ? Promise.reject(new RangeError('given way')) : Promise.resolve())
  const answer = async ({ order, isRehearsal }: Order): Promise<void> => {
    // What fails in a rehearsal fails again when it matters.
    if (isRehearsal) return work(order, unheard).catch(() => undefined)
    orders -= 1
    await work(order, send)
    post(DONE)
  }
  let turn = Promise.resolve()
  port.on('message', (word: typeof TAKEN | Order) => {
    if (word === TAKEN) {
      waiting -= 1
      goOn()
    } else {
      if (!word.isRehearsal) orders += 1
      turn = turn.then(() => answer(word))
    }
  })
}

/** A started thread and what was heard of it. */
class Started {
  readonly worker: Worker
  readonly words: Word[] = []
  failure: Error | undefined
  private hasEnded = false
  private wake = (): void => undefined

  constructor(file: string, limits: ResourceLimits | undefined) {
    this.worker = new Worker(file, { argv: [], execArgv: [], ...(limits ? { resourceLimits: limits } : {}) })
    this.worker.on('message', (word: Word) => {
      this.words.push(word)
      this.wake()
    })
    this.worker.on('error', (error: unknown) => {
      // Whatever a thread dies of is an error of Node's; anything else is told by its name.
      this.failure ??= error instanceof Error ? error : new RangeError(String(error))
      this.wake()
    })
    this.worker.on('exit', () => {
      this.hasEnded = true
      this.wake()
    })
  }

  give(order: unknown, isRehearsal: boolean): void {
    this.worker.postMessage({ order, isRehearsal } satisfies Order)
  }

  /** @throws what the thread died of */
  async next(): Promise<Word> {
    for (;;) {
      const word = this.words.shift()
      if (word !== undefined) return word
      if (this.failure !== undefined) throw this.failure
      if (this.hasEnded) throw new RangeError('the thread ended in the middle of its work')
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
  }
}

export interface SideThreadOptions {
  readonly limits?: ResourceLimits
  /** Milliseconds it stands ready for the next order; none unless told. */
  readonly restMs?: number
}

/** A thread that is started when it is needed and may stand ready afterwards. An order that finds it at work gets one of its own. */
export class SideThread {
  private readonly file: string
  private readonly limits: ResourceLimits | undefined
  private readonly restMs: number
  private ready: Started | null = null
  private rest: NodeJS.Timeout | undefined

  /** @param file the thread's own entry, built */
  constructor(file: string, { limits, restMs = 0 }: SideThreadOptions = {}) {
    this.file = file
    this.limits = limits
    this.restMs = restMs
  }

  /** Starts the thread and lets it do an order for nothing, so that what comes next finds it loaded and practised. */
  rehearse(order: unknown): void {
    const thread = this.ready ?? new Started(this.file, this.limits)
    thread.give(order, true)
    this.keep(thread)
  }

  /**
   * @param order what structured cloning can carry
   * @param signal ends the thread; the parts then end too, and whoever takes them must ask the signal
   * @returns what the thread sends, in order
   * @throws what the thread died of, also when it could not start: then before the first part
   */
  async *parts(order: unknown, signal?: AbortSignal): AsyncGenerator<unknown, void> {
    const isStopped = (): boolean => signal?.aborted === true
    if (isStopped()) return
    const thread = this.taken()
    const stop = (): void => void thread.worker.terminate()
    signal?.addEventListener('abort', stop)
    let isDone = false
    try {
      thread.give(order, false)
      for (;;) {
        const word = await thread.next()
        if (word === DONE) {
          isDone = true
          return
        }
        thread.worker.postMessage(TAKEN)
        yield word[0]
      }
    } catch (problem) {
      if (!isStopped()) throw problem
    } finally {
      signal?.removeEventListener('abort', stop)
      if (isDone && !isStopped() && this.ready === null && this.restMs > 0) this.keep(thread)
      else await thread.worker.terminate()
    }
  }

  /** No thread stands ready any more; one at work goes on to its end. */
  async end(): Promise<void> {
    clearTimeout(this.rest)
    const thread = this.ready
    this.ready = null
    await thread?.worker.terminate()
  }

  private taken(): Started {
    clearTimeout(this.rest)
    const thread = this.ready ?? new Started(this.file, this.limits)
    this.ready = null
    thread.worker.ref()
    return thread
  }

  /** A thread that only stands ready keeps no program from ending. */
  private keep(thread: Started): void {
    clearTimeout(this.rest)
    this.ready = thread
    thread.worker.unref()
    this.rest = setTimeout(() => void this.end(), this.restMs).unref()
  }
}
