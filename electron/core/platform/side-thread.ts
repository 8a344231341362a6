/** A second thread of the program for work that needs no database: texts go there and back, and its death is told. */
import { parentPort, workerData, Worker } from 'node:worker_threads'

/** A thread as whoever started it sees it. */
export interface SideThread {
  post(text: string): void
  /** What the thread sends, in order, until it ends. @throws what the thread died of, also when it could not start */
  texts(): AsyncGenerator<string>
  stop(): Promise<void>
}

/** A thread as it sees itself. */
export interface OwnSide {
  /** What it was started with. */
  readonly data: string
  post(text: string): void
  onText(listener: (text: string) => void): void
  /** Nothing more is listened to; the thread ends with its work. */
  close(): void
}

interface Queue {
  readonly texts: string[]
  ended: boolean
  failure: Error | undefined
  wake: () => void
}

/** @param file the thread's own entry, built */
export function startThread(file: string, data: string): SideThread {
  const worker = new Worker(file, { workerData: data })
  const queue: Queue = { texts: [], ended: false, failure: undefined, wake: () => undefined }
  worker.on('message', (text: unknown) => {
    if (typeof text === 'string') queue.texts.push(text)
    queue.wake()
  })
  worker.on('error', (error: unknown) => {
    // Whatever a thread dies of is an error of Node's; anything else is told by its name.
    queue.failure ??= error instanceof Error ? error : new RangeError(String(error))
    queue.wake()
  })
  worker.on('exit', () => {
    queue.ended = true
    queue.wake()
  })
  return {
    post: (text) => worker.postMessage(text),
    texts: () => textsOf(queue),
    async stop() {
      await worker.terminate()
    }
  }
}

async function* textsOf(queue: Queue): AsyncGenerator<string> {
  for (;;) {
    const next = queue.texts.shift()
    if (next !== undefined) yield next
    else if (queue.failure !== undefined) throw queue.failure
    else if (queue.ended) return
    else
      await new Promise<void>((resolve) => {
        queue.wake = resolve
      })
  }
}

/** @returns null on the main thread */
export function ownSide(): OwnSide | null {
  const port = parentPort
  if (port === null) return null
  return {
    data: String(workerData),
    post: (text) => port.postMessage(text),
    onText: (listener) => void port.on('message', (text: unknown) => listener(String(text))),
    close: () => port.close()
  }
}
