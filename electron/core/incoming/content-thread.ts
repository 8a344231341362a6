/** The reading of a bundle on a thread of its own, and the few words between it and the office. */
import type { BundleFaultCode } from '@shared/errors/bundle-faults'
import { BundleFault, openFileSource, type FaultParams, type OpenableBundle } from '../container'
import { codeOf, SideThread, type ThreadWork } from '../platform'
import { readContent, type ContentPart, type ContentRequest } from './read-content'

/** What the reading thread is asked for. */
export interface ReadingTask {
  /** The office's own copy of the file. */
  readonly path: string
  readonly header: OpenableBundle['header']
  readonly payload: OpenableBundle['payload']
  readonly request: ContentRequest
}

type Told =
  | { readonly part: ContentPart }
  | { readonly fault: BundleFaultCode; readonly step: number; readonly params: FaultParams; readonly because: string }
  /** What the disk says; `code` is the system's own, as `EIO`. */
  | { readonly disk: string; readonly because: string }

/** A disk that failed under the thread; the office names it by the code the system gave. */
export class DiskFault extends RangeError {
  readonly code: string

  constructor(code: string, because: string) {
    super(because)
    this.code = code
  }
}

/** A thread that holds no more than a few parts needs little; the bound keeps it from growing like a whole office. */
const limits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 128 }

/** Parts that may wait unread: enough that neither thread stands idle, few enough that memory stays small. */
export const CONTENT_AHEAD = 4

/** The thread's own work. */
export const serveContent: ThreadWork = async (order, post) => {
  const { path, header, payload, request } = order as ReadingTask // What `contentFromThread` asked for.
  const send = (told: Told): Promise<void> => post(told)
  try {
    const source = await openFileSource(path)
    try {
      for await (const part of readContent({ source, header, payload }, request)) await send({ part })
    } finally {
      await source.close()
    }
  } catch (error) {
    const because = error instanceof Error ? error.message : ''
    if (error instanceof BundleFault) await send({ fault: error.code, step: error.step, params: error.params, because })
    else if (codeOf(error) !== '') await send({ disk: codeOf(error), because })
    else throw error
  }
}

/** @param entry the built entry of the thread @throws BundleFault of steps 9–12, what the disk says, what the thread died of */
export async function* contentFromThread(entry: string, task: ReadingTask): AsyncGenerator<ContentPart, void> {
  for await (const word of new SideThread(entry, { limits }).parts(task)) {
    const told = word as Told // Sent by `serveContent`.
    if ('part' in told) yield told.part
    else if ('fault' in told)
      throw new BundleFault(told.fault, told.step, { header: task.header, params: told.params, because: told.because })
    else throw new DiskFault(told.disk, told.because)
  }
}
