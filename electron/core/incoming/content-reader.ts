// Why: reading and writing a large bundle cost about the same; on two threads they cost the longer of the two.
import { BundleFault, unwrapContentKey, type OpenableBundle } from '../container'
import type { Log } from '../platform'
import { contentFromThread, DiskFault } from './content-thread'
import { readContent, type ContentPart, type ContentRequest } from './read-content'

/** @param path the file the bundle's source reads */
export type ContentReader = (bundle: OpenableBundle, path: string, request: ContentRequest) => AsyncGenerator<ContentPart, void>

/** Octets of content below which starting a thread costs more than it saves. */
const LARGE = 4_000_000

/** @param entry the built entry of the reading thread; null reads everything on the thread of the office */
export function createContentReader(entry: string | null, log: Log): ContentReader {
  return async function* read(bundle, path, request) {
    const { header, payload } = bundle
    if (entry !== null && (header.data?.content.bytes ?? 0) >= LARGE) {
      let isBegun = false
      try {
        for await (const part of contentFromThread(entry, { path, header, payload, request: await withoutDevice(bundle, request) })) {
          isBegun = true
          yield part
        }
        return
      } catch (problem) {
        if (isBegun || isOfTheFile(problem)) throw problem
        // A PC that starts no threads reads more slowly, and just as rightly.
        log.write('reading_thread_failed', { name: problem instanceof Error ? problem.name : '' })
      }
    }
    yield* readContent(bundle, request)
  }
}

/** A device cannot follow the work onto another thread: it unwraps before. */
async function withoutDevice({ header }: OpenableBundle, { sm2, ...request }: ContentRequest): Promise<ContentRequest> {
  if (sm2 === undefined || request.contentKey !== undefined) return request
  return { ...request, contentKey: (await unwrapContentKey(header, sm2)) ?? undefined }
}

const isOfTheFile = (problem: unknown): boolean => problem instanceof BundleFault || problem instanceof DiskFault
