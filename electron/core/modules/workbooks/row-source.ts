/** Where rows of a list come from: large lists from a thread of their own where the program has one, all others from this one. */
import { statSync } from 'node:fs'
import { AppError } from '@shared/errors'
import type { JobContext } from '../../rpc'
import { rowParts, type RowPart, type RowRequest } from './row-parts'
import { threadParts } from './row-thread'

/** What the carrier knows of threads: the built entry, and the folder of the dated data it reads. */
export interface ReadingThread {
  readonly file: string
  readonly codes: string
  /** Octets from which a list is read there. */
  readonly from?: number
}

/** Octets from which a thread may pay: it starts cold and reads the table of divisions once more, two thirds of a second for 10,000 rows. */
const LARGE = 4_000_000

/** @param thread null where the program has none @throws AppError as `rowParts` */
export async function* partsOf(
  { reference, signal }: Pick<JobContext, 'reference' | 'signal'>,
  request: RowRequest,
  thread: ReadingThread | null
): AsyncGenerator<RowPart> {
  if (thread !== null && statSync(request.path).size >= (thread.from ?? LARGE)) {
    let isBegun = false
    try {
      for await (const part of threadParts(thread.file, { codes: thread.codes, request }, signal)) {
        isBegun = true
        yield part
      }
      if (isBegun) return
    } catch (problem) {
      // A PC that cannot start threads reads here; a thread that dies on the way has told half a list.
      if (isBegun || signal.aborted || problem instanceof AppError) throw problem
    }
  }
  yield* rowParts(request, reference, { signal, fresh: false })
}
