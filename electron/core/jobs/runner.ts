/** Runs long work off the gate's back: one row, whole snapshots at most every 150 ms, cancel between batches. */
import type { JobState, JobView } from '@shared/contract'
import { AppError } from '@shared/errors'
import { instant, type Clock, type Log } from '../platform'
import {
  keepReply,
  refusalOf,
  storedReply,
  withPrincipal,
  withSanction,
  type AppendAudit,
  type AuditNote,
  type JobContext,
  type JobStart,
  type OpenOffice,
  type Sanction,
  type StartJob,
  type Topic
} from '../rpc'
import { endJob, insertJob, stepLabel } from './store'

export interface JobRoom {
  readonly start: StartJob
  /** True when the job was running and will stop before its next batch. */
  cancel(accountId: string, id: string): boolean
  /** The live snapshot of a running job. */
  live(id: string): JobView | undefined
  /** Whether anything runs. */
  busy(): boolean
  /** Stops what runs and waits until it has ended. */
  settle(): Promise<void>
}

export interface JobRoomParts {
  readonly clock: Clock
  readonly log: Log
  readonly append: AppendAudit
  readonly announce: (office: OpenOffice, topics: readonly Topic[]) => void
  /** Pushes a snapshot to the screens of the account that started the job. */
  readonly publish: (office: OpenOffice, accountId: string, job: JobView) => void
}

const PUSH_EVERY_MS = 150

interface Running {
  view: JobView
  readonly accountId: string
  readonly sanction: Sanction | null
  readonly abort: AbortController
  readonly ended: Promise<void>
}

export function createJobRoom(parts: JobRoomParts): JobRoom {
  const running = new Map<string, Running>()
  return {
    start(start) {
      const { office, base, action } = start
      const first = Object.keys(start.spec.steps)[0] ?? ''
      const view: JobView = {
        id: base.newId(),
        method: start.method,
        state: 'running',
        step: first,
        stepLabel: stepLabel(start.method, first),
        done: 0,
        total: 0,
        startedAt: base.now,
        endedAt: null,
        error: null,
        result: null
      }
      let sanction: Sanction | null = null
      const reply = office.write.transaction(() => {
        const earlier = action && storedReply(office.write.db, action)
        if (earlier) return earlier.value as { job: string }
        sanction = start.sanction?.(office.write.db) ?? null
        insertJob(office.write.db, view, base.actor.accountId)
        const fresh = { job: view.id }
        if (action) keepReply(office.write.db, action, fresh, base.now)
        return fresh
      })
      if (reply.job !== view.id) return reply
      const abort = new AbortController()
      const entry: Running = { view, accountId: base.actor.accountId, sanction, abort, ended: Promise.resolve() }
      running.set(view.id, entry)
      const ended = run(parts, start, entry).finally(() => running.delete(view.id))
      running.set(view.id, Object.assign(entry, { ended }))
      return reply
    },
    cancel(accountId, id) {
      const entry = running.get(id)
      if (entry?.accountId !== accountId) return false
      entry.abort.abort()
      return true
    },
    live: (id) => running.get(id)?.view,
    busy: () => running.size > 0,
    async settle() {
      const all = [...running.values()]
      for (const entry of all) entry.abort.abort()
      await Promise.all(all.map((entry) => entry.ended))
    }
  }
}

async function run(parts: JobRoomParts, start: JobStart, entry: Running): Promise<void> {
  // The caller learns the job's id before its first snapshot can reach him.
  await new Promise((resolve) => setImmediate(resolve))
  const recorded: AuditNote[] = []
  let state: JobState = 'done'
  let result: unknown = null
  let error: JobView['error'] = null
  try {
    const context = jobContext(parts, start, entry, (note) => void recorded.push(note))
    result = await start.handler(context, start.input)
  } catch (thrown) {
    const wire = refusalOf(thrown, parts.log, start.method)
    state = wire.code === 'job.cancelled' ? 'cancelled' : 'failed'
    error = { code: wire.code, params: { ...wire.params }, ref: wire.ref }
  }
  const endedAt = instant(parts.clock)
  entry.view = { ...entry.view, state, endedAt, result, error }
  finish(parts, start, entry, recorded.length > 0)
  parts.publish(start.office, entry.accountId, entry.view)
}

function finish(parts: JobRoomParts, { office, base, method, spec }: JobStart, entry: Running, recorded: boolean): void {
  const { view } = entry
  const outcome = view.state === 'done' ? 'done' : view.error?.code.startsWith('internal.') ? 'failed' : 'refused'
  const at = view.endedAt ?? base.now
  try {
    office.write.transaction(() => {
      endJob(office.write.db, view)
      if (recorded && view.state === 'done') return
      const detail = { job: view.id, ...(view.error ? { code: view.error.code } : {}) }
      parts.append(office.write.db, {
        ...{ at, account: base.actor.name, method, event: spec.audit, outcome },
        ...withSanction(withPrincipal({ detail }, base.actor, spec.needs), entry.sanction)
      })
    })
  } catch (error) {
    // The work itself has its own outcome already; only the row of the job is missing, and the next start marks it interrupted.
    refusalOf(error, parts.log, `job:${method}`)
  }
}

function jobContext(parts: JobRoomParts, start: JobStart, entry: Running, recorded: (note: AuditNote) => void): JobContext {
  const { office, base, method, spec } = start
  const { signal } = entry.abort
  let pushedAt = 0
  const { losses } = office.write
  /** What the disk did not take earlier is missing now, whoever was told of it. */
  const assertNothingLost = (): void => {
    if (office.write.losses !== losses) throw new AppError('storage.failed', { reason: '前面的一部分没有写入' })
  }
  const checkpoint = (): void => {
    if (signal.aborted) throw new AppError('job.cancelled')
  }
  return {
    ...base,
    jobId: entry.view.id,
    db: office.read.db,
    signal,
    checkpoint,
    batch(work) {
      checkpoint()
      return office.write.transaction(() => work(office.write.db))
    },
    slice(work, touches) {
      checkpoint()
      assertNothingLost()
      return office.write.unflushed(() => work(office.write.db), touches)
    },
    commit(note, work) {
      office.write.settle()
      assertNothingLost()
      const value = office.write.transaction(() => {
        const made = work(office.write.db)
        parts.append(office.write.db, {
          at: instant(parts.clock),
          account: base.actor.name,
          method,
          event: spec.audit,
          outcome: 'done',
          ...withSanction(withPrincipal(note, base.actor, spec.needs), entry.sanction)
        })
        return made
      })
      recorded(note)
      return value
    },
    progress(step, done, total) {
      const turned = step !== entry.view.step
      entry.view = { ...entry.view, step, stepLabel: stepLabel(method, step), done, total }
      const now = performance.now()
      if (!turned && now - pushedAt < PUSH_EVERY_MS) return
      pushedAt = now
      parts.publish(office, entry.accountId, entry.view)
    },
    changed: (...topics) => parts.announce(office, topics)
  }
}
