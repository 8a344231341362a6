/** The three things the office tells its screens unasked. */
import { z } from 'zod'

export const JobState = z.enum(['running', 'done', 'failed', 'cancelled', 'interrupted'])
export type JobState = z.infer<typeof JobState>

/** A whole snapshot of a job; `done` of `total` counts the present step, `total` 0 when unknown. `result` only when done. */
export const JobView = z.strictObject({
  id: z.string(),
  method: z.string(),
  state: JobState,
  step: z.string(),
  stepLabel: z.string(),
  done: z.int(),
  total: z.int(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  error: z.strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])), ref: z.string() }).nullable(),
  result: z.unknown().nullable()
})
export type JobView = z.infer<typeof JobView>

export const events = {
  'job.updated': JobView,
  /** Which registers changed, so that open lists may ask again. */
  'records.changed': z.strictObject({
    topics: z.array(
      z.enum([
        'persons',
        'slips',
        'bundles',
        'partners',
        'accounts',
        'office',
        'rosters',
        'desk',
        'approvals',
        'services',
        'certificates',
        'forms',
        'proofs'
      ])
    )
  }),
  'session.changed': z.strictObject({
    signedIn: z.boolean(),
    reason: z.enum(['signed-in', 'signed-out', 'idle', 'office-switched', 'rights-changed'])
  })
} as const

export type EventName = keyof typeof events
export type EventValue<E extends EventName> = z.infer<(typeof events)[E]>
