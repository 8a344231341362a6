/** What the gate hands to the job room when a job method is called. */
import type { JobSpec } from '@shared/contract'
import type { WriteDb } from '../db'
import type { Sanction } from './approval'
import type { CallContext, JobContext } from './context'
import type { OpenOffice } from './open-office'
import type { ActionKey } from './stored-replies'

export interface JobStart {
  readonly office: OpenOffice
  readonly base: CallContext
  readonly method: string
  readonly spec: JobSpec
  readonly input: unknown
  readonly action: ActionKey | null
  /** Takes the second person's word into use in the transaction that starts the job; null where one person suffices. */
  readonly sanction: ((db: WriteDb) => Sanction) | null
  readonly handler: (context: JobContext, input: unknown) => Promise<unknown>
}

/** Answers `{job: id}` at once, or the stored answer of the same user action. */
export type StartJob = (start: JobStart) => { readonly job: string }
