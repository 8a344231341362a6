/** A second thread of the program for work that needs no database: it sends parts, never far ahead of whoever takes them. */
import { parentPort, workerData, Worker, type ResourceLimits } from 'node:worker_threads'

/** A thread as it sees itself. */
export interface OwnSide {
  /** What it was started with. */
  readonly task: unknown
  /** Resolves when another part may be made. */
  send(part: unknown): Promise<void>
  /** All is sent; the thread ends with its work. */
  close(): void
}

export interface ThreadOptions {
  /** Ends the thread; the parts then end too, and whoever takes them must ask the signal. */
  readonly signal?: AbortSignal
  readonly limits?: ResourceLimits
}

const TAKEN = 'taken'
const DONE = 'done'
/** A part travels in a list of one, so that it is never taken for a word. */
type Word = typeof DONE | readonly [part: unknown]

/** @param ahead parts that may wait unread @returns null on the main thread */
export function ownSide(ahead: number): OwnSide | null {
  const port = parentPort
  if (port === null) return null
  let waiting = 0
  let goOn = (): void => undefined
  port.on('message', () => {
    waiting -= 1
    goOn()
  })
  const post = (word: Word): void => port.postMessage(word)
  return {
    task: workerData,
    async send(part) {
      post([part])
      waiting += 1
      while (waiting >= ahead)
        await new Promise<void>((resolve) => {
          goOn = resolve
        })
    },
    close() {
      post(DONE)
      port.close()
    }
  }
}

interface Heard {
  readonly words: Word[]
  ended: boolean
  failure: Error | undefined
  wake: () => void
}

function listen(worker: Worker): Heard {
  const heard: Heard = { words: [], ended: false, failure: undefined, wake: () => undefined }
  worker.on('message', (word: Word) => {
    heard.words.push(word)
    heard.wake()
  })
  worker.on('error', (error: unknown) => {
    // Whatever a thread dies of is an error of Node's; anything else is told by its name.
    heard.failure ??= error instanceof Error ? error : new RangeError(String(error))
    heard.wake()
  })
  worker.on('exit', () => {
    heard.ended = true
    heard.wake()
  })
  return heard
}

/**
 * @param file the thread's own entry, built @param task what structured cloning can carry
 * @returns what the thread sends, in order
 * @throws what the thread died of, also when it could not start: then before the first part
 */
export async function* partsFromThread(file: string, task: unknown, { signal, limits }: ThreadOptions = {}): AsyncGenerator<unknown, void> {
  const isStopped = (): boolean => signal?.aborted === true
  if (isStopped()) return
  const worker = new Worker(file, { workerData: task, argv: [], execArgv: [], ...(limits ? { resourceLimits: limits } : {}) })
  const heard = listen(worker)
  const stop = (): void => void worker.terminate()
  signal?.addEventListener('abort', stop)
  try {
    for (;;) {
      const word = heard.words.shift()
      if (word === DONE) return
      if (word !== undefined) {
        worker.postMessage(TAKEN)
        yield word[0]
      } else if (heard.failure !== undefined) throw heard.failure
      else if (heard.ended) {
        const isStopped = (): boolean => signal?.aborted === true
        if (isStopped()) return
        throw new RangeError('the thread ended in the middle of its work')
      } else
        await new Promise<void>((resolve) => {
          heard.wake = resolve
        })
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
