/** Where rows of a list come from: large lists from a thread of their own where the program has one, all others from this one. */
import { statSync } from 'node:fs'
import { AppError } from '@shared/errors'
import type { SideThread } from '../../platform'
import type { JobContext } from '../../rpc'
import { rowParts, type RowPart, type RowRequest } from './row-parts'
import { threadParts, type RowOrder } from './row-thread'

/** The thread that reads large lists, and the folder of the dated data it reads. */
export interface ReadingThread {
  readonly thread: SideThread
  readonly codes: string
  /** Octets from which a list is read there. */
  readonly from?: number
}

/** Octets from which the thread pays. */
const LARGE = 200_000

const isFor = ({ from = LARGE }: ReadingThread, path: string): boolean => statSync(path).size >= from

/**
 * While the clerk looks at the columns the thread loads the dated data and reads rows for nothing: the list itself then finds its code
 * compiled, which takes a third off ten thousand rows.
 */
export function rehearse(reading: ReadingThread | null, request: RowRequest): void {
  if (reading !== null && isFor(reading, request.path))
    reading.thread.rehearse({ codes: reading.codes, request, forMs: REHEARSAL_MS } satisfies RowOrder)
}
const REHEARSAL_MS = 1_500

/** @param reading null where the program has none @throws AppError as `rowParts` */
export async function* partsOf(
  { reference, signal }: Pick<JobContext, 'reference' | 'signal'>,
  request: RowRequest,
  reading: ReadingThread | null
): AsyncGenerator<RowPart> {
  if (reading !== null && isFor(reading, request.path)) {
    let isBegun = false
    try {
      for await (const part of threadParts(reading.thread, { codes: reading.codes, request }, signal)) {
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
