/** Long work in sight: the last snapshot of every job this window knows, kept true by news and by asking again. */
import type { JobView, MethodSpec, Output } from '@shared/contract'
import { AppError, isErrorCode } from '@shared/errors'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref } from 'vue'
import { useOffice } from './office'
import { reportedFailure, type StartedJob } from './office-client'

type Ending = (view: JobView) => void

export const useJobTracker = defineStore('job-tracker', () => {
  const office = useOffice()
  const jobs = ref(new Map<string, JobView>())
  const endings = new Map<string, Ending[]>()

  function note(view: JobView): void {
    const known = jobs.value.get(view.id)
    // A late snapshot must not bring an ended job back to life.
    if (known && known.state !== 'running' && view.state === 'running') return
    jobs.value.set(view.id, view)
    if (view.state === 'running') return
    for (const tell of endings.get(view.id) ?? []) tell(view)
    endings.delete(view.id)
  }
  async function resync(): Promise<void> {
    for (const view of (await office.client.jobs.list({})).rows) note(view)
  }
  onScopeDispose(office.on('job.updated', note))
  onScopeDispose(
    office.onLink((link) => {
      if (link === 'up') resync().catch(() => undefined) // The next snapshot or the next sign-in brings the list up to date.
    })
  )

  /** Resolves with the job's result; rejects with its error, or `job.cancelled` / `job.interrupted`. */
  function outcome<M extends MethodSpec>(started: StartedJob<M>): Promise<Output<M>> {
    return new Promise((resolve, reject) => {
      const settle: Ending = (view) => {
        if (view.state === 'done')
          resolve(view.result as Output<M>) // The office checked it against the contract's output.
        else reject(failureOf(view))
      }
      const known = jobs.value.get(started.id)
      if (known && known.state !== 'running') settle(known)
      else endings.set(started.id, [...(endings.get(started.id) ?? []), settle])
    })
  }

  return {
    all: computed(() => [...jobs.value.values()]),
    running: computed(() => [...jobs.value.values()].filter((view) => view.state === 'running')),
    view: (id: string): JobView | undefined => jobs.value.get(id),
    outcome,
    resync,
    cancel: (id: string) => office.client.jobs.cancel({ id }),
    /** Another user signs in: his window knows no jobs yet. */
    forget: () => jobs.value.clear()
  }
})

function failureOf({ state, error }: JobView): AppError {
  if (error) {
    // The inner name of a failure that this screen does not know would help nobody; its number in the log does.
    const code = isErrorCode(error.code) ? error.code : 'internal.unexpected'
    return reportedFailure({ code, params: error.params, ref: error.ref })
  }
  return new AppError(state === 'cancelled' ? 'job.cancelled' : state === 'interrupted' ? 'job.interrupted' : 'internal.unexpected')
}
