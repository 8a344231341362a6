/** Long work in sight: list it after a reload, stop it safely. */
import { z } from 'zod'
import { command, query } from './define'
import { JobView } from './events'

export const jobs = {
  list: query({ input: z.strictObject({}), output: z.strictObject({ rows: z.array(JobView) }), needs: 'signed-in' }),
  get: query({ input: z.strictObject({ id: z.string() }), output: JobView, needs: 'signed-in', fails: ['job.unknown'] }),
  cancel: command({
    input: z.strictObject({ id: z.string() }),
    output: z.strictObject({ id: z.string() }),
    needs: 'signed-in',
    audit: 'job.cancelled',
    fails: ['job.unknown']
  })
} as const
