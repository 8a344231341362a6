/** The contract's `jobs` methods. */
import { AppError } from '@shared/errors'
import type { Handlers } from '../rpc'
import type { JobRoom } from './runner'
import { jobOf, jobsOf } from './store'

export const jobHandlers = (room: JobRoom): Handlers<'jobs'> => ({
  list: ({ db, actor }) => ({ rows: jobsOf(db, actor.accountId).map((job) => room.live(job.id) ?? job) }),
  get: ({ db, actor }, { id }) => {
    const job = jobOf(db, actor.accountId, id)
    if (!job) throw new AppError('job.unknown')
    return room.live(id) ?? job
  },
  cancel: ({ actor, note }, { id }) => {
    if (!room.cancel(actor.accountId, id)) throw new AppError('job.unknown')
    note({ detail: { job: id } })
    return { id }
  }
})
