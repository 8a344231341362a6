/** The few words between the thread that holds the office and the one that reads for it. */
import type { FaultParams, OpenableBundle } from '../container'
import type { BundleFaultCode } from '@shared/errors/bundle-faults'
import type { ContentPart, ContentRequest } from './read-content'

/** What the reading thread is started with. */
export interface ReadingTask {
  /** The office's own copy of the file. */
  readonly path: string
  readonly header: OpenableBundle['header']
  readonly payload: OpenableBundle['payload']
  readonly request: ContentRequest
}

export type FromReader =
  | { readonly kind: 'ready' }
  | { readonly kind: 'part'; readonly part: ContentPart }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'fault'
      readonly code: BundleFaultCode
      readonly step: number
      readonly params: FaultParams
      readonly because: string
    }
  /** `code` is what the system calls it, as `EIO`; empty when it was no fault of the system. */
  | { readonly kind: 'failed'; readonly code: string; readonly because: string }

/** One part was taken; another may be sent. */
export type ToReader = 'taken'

/** Parts that may wait unread: enough that neither thread stands idle, few enough that memory stays small. */
export const AHEAD = 4
