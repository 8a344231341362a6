/** Entry of the reading thread: opens one bundle and sends its content part by part, never far ahead of the writer. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { BundleFault, openFileSource } from '../container'
import { codeOf } from '../platform'
import { readContent } from './read-content'
import { AHEAD, type FromReader, type ReadingTask } from './thread-words'

async function readFor(port: MessagePort, { path, header, payload, request }: ReadingTask): Promise<void> {
  const send = (word: FromReader): void => port.postMessage(word)
  let allowed = AHEAD
  let goOn = (): void => undefined
  port.on('message', () => {
    allowed += 1
    goOn()
  })
  const source = await openFileSource(path)
  try {
    send({ kind: 'ready' })
    for await (const part of readContent({ source, header, payload }, request)) {
      while (allowed === 0) await new Promise<void>((resolve) => (goOn = resolve))
      allowed -= 1
      send({ kind: 'part', part })
    }
    send({ kind: 'end' })
  } catch (error) {
    const because = error instanceof Error ? error.message : ''
    if (error instanceof BundleFault) send({ kind: 'fault', code: error.code, step: error.step, params: error.params, because })
    else send({ kind: 'failed', code: codeOf(error), because })
  } finally {
    await source.close()
    port.close()
  }
}

if (parentPort) await readFor(parentPort, workerData as ReadingTask) // Written by `readOnThread` of the same program.
