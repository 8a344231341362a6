/** Calls a method as a screen would: signs in, calls, and follows long work to its end. */
import { WIRE_VERSION, type WirePush, type WireReply } from '@shared/contract/wire'
import { methods, type JobView } from '@shared/contract'
import { AppError, fromWire, isErrorCode } from '@shared/errors'
import type { Connection } from '../core'

export interface Progress {
  /** Each snapshot of a job on its way, the last one included. */
  (job: JobView): void
}

/** One call; refusals are thrown as the error they name. `key` makes a repeated call act once, `approval` is a second person's word. */
export async function ask(connection: Connection, method: string, input: unknown, key?: string, approval?: string): Promise<unknown> {
  const reply: WireReply = await connection.call({
    v: WIRE_VERSION,
    id: crypto.randomUUID(),
    method,
    input,
    ...(key === undefined ? {} : { key }),
    ...(approval === undefined ? {} : { approval })
  })
  if (reply.ok) return reply.value
  throw fromWire(reply.error)
}

function resultOf(job: JobView): unknown {
  if (job.state === 'done') return job.result
  if (job.state === 'cancelled') throw new AppError('job.cancelled')
  if (job.state === 'interrupted') throw new AppError('job.interrupted')
  const code = job.error?.code ?? ''
  throw new AppError(isErrorCode(code) ? code : 'internal.unexpected', job.error?.params ?? {})
}

const isJob = (method: string): boolean => methods.get(method)?.kind === 'job'

/** Calls, and for a job waits for its end. Aborting asks the office to stop the job at its next batch. */
export async function callMethod(
  connection: Connection,
  {
    method,
    input,
    key,
    approval
  }: { readonly method: string; readonly input: unknown; readonly key: string; readonly approval?: string | undefined },
  progress: Progress,
  signal: AbortSignal
): Promise<unknown> {
  const needsKey = methods.get(method)?.kind !== 'query'
  if (!isJob(method)) return ask(connection, method, input, needsKey ? key : undefined, approval)
  let id: string | undefined
  const early: JobView[] = []
  let settle: (job: JobView) => void = () => {}
  const ended = new Promise<JobView>((resolve) => {
    settle = resolve
  })
  const see = (job: JobView): void => {
    if (job.id !== id) return
    progress(job)
    if (job.state !== 'running') settle(job)
  }
  const stop = connection.onPush((push: WirePush) => {
    if (push.event !== 'job.updated') return
    if (id === undefined) early.push(push.value)
    else see(push.value)
  })
  const cancel = (): void => void ask(connection, 'jobs.cancel', { id }, crypto.randomUUID()).catch(() => {})
  try {
    id = ((await ask(connection, method, input, key, approval)) as { readonly job: string }).job // Every job method answers with its job's id.
    early.forEach(see)
    signal.addEventListener('abort', cancel)
    if (signal.aborted) cancel()
    // A repeated key names a job that ended long ago and will push nothing more.
    const now = (await ask(connection, 'jobs.get', { id })) as JobView // The contract's own output.
    if (now.state !== 'running') return resultOf(now)
    return resultOf(await ended)
  } finally {
    signal.removeEventListener('abort', cancel)
    stop()
  }
}
