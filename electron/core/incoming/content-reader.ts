// Why: reading and writing a large bundle cost about the same; on two threads they cost the longer of the two.
import { Worker } from 'node:worker_threads'
import { BundleFault, type OpenableBundle } from '../container'
import type { Log } from '../platform'
import { readContent, type ContentPart, type ContentRequest } from './read-content'
import type { FromReader, ReadingTask, ToReader } from './thread-words'

/** @param path the file the bundle's source reads */
export type ContentReader = (bundle: OpenableBundle, path: string, request: ContentRequest) => AsyncGenerator<ContentPart, void>

/** Octets of content below which starting a thread costs more than it saves. */
const LARGE = 4_000_000
/** A thread that holds no more than a few parts needs little; the bound keeps it from growing like a whole office. */
const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 128 }

/** @param entry the built file of the reading thread; null reads everything on the thread of the office */
export function createContentReader(entry: string | null, log: Log): ContentReader {
  return async function* read(bundle, path, request) {
    if (entry === null || (bundle.header.data?.content.bytes ?? 0) < LARGE) return yield* readContent(bundle, request)
    const reader = new ReadingThread(entry, { path, header: bundle.header, payload: bundle.payload, request })
    try {
      if (await reader.started()) return yield* reader.parts(bundle)
    } finally {
      await reader.end()
    }
    // A place where no thread starts reads more slowly, and just as rightly.
    log.write('reading_thread_failed', { reason: reader.reason })
    yield* readContent(bundle, request)
  }
}

class ReadingThread {
  readonly #worker: Worker
  readonly #heard: FromReader[] = []
  #wake = (): void => undefined
  reason = ''

  constructor(entry: string, task: ReadingTask) {
    this.#worker = new Worker(entry, { workerData: task, env: {}, argv: [], execArgv: [], resourceLimits: LIMITS })
    this.#worker.on('message', (word: FromReader) => this.#hear(word))
    this.#worker.on('error', (error) => this.#hear({ kind: 'failed', code: '', because: error instanceof Error ? error.message : '' }))
    this.#worker.on('exit', () => this.#hear({ kind: 'failed', code: '', because: 'thread ended' }))
  }

  /** @returns whether it reads; nothing of the content was sent before that */
  async started(): Promise<boolean> {
    const first = await this.#next()
    if (first.kind === 'failed') this.reason = first.because
    return first.kind === 'ready'
  }

  /** @throws BundleFault, and what the disk says */
  async *parts({ header }: OpenableBundle): AsyncGenerator<ContentPart, void> {
    for (;;) {
      const word = await this.#next()
      if (word.kind === 'end') return
      if (word.kind === 'fault') throw new BundleFault(word.code, word.step, { header, params: word.params, because: word.because })
      // The office names a failing disk by the code the system gave.
      if (word.kind === 'failed') throw Object.assign(new RangeError(word.because), { code: word.code })
      if (word.kind === 'part') {
        this.#worker.postMessage('taken' satisfies ToReader)
        yield word.part
      }
    }
  }

  async end(): Promise<void> {
    this.#worker.removeAllListeners('exit')
    await this.#worker.terminate()
  }

  #hear(word: FromReader): void {
    this.#heard.push(word)
    this.#wake()
  }

  async #next(): Promise<FromReader> {
    for (;;) {
      const word = this.#heard.shift()
      if (word) return word
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}
