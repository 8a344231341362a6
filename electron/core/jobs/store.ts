/** Job rows: what a reopened screen finds again. */
import { JobView, methods } from '@shared/contract'
import type { ReadDb, WriteDb } from '../db'

interface JobRow {
  id: string
  method: string
  state: string
  step: string
  done: number
  total: number
  started_at: string
  ended_at: string | null
  error: string | null
  result: string | null
}

const COLUMNS = 'id, method, state, step, done, total, started_at, ended_at, error, result'

export const stepLabel = (method: string, step: string): string => {
  const spec = methods.get(method)
  return spec?.kind === 'job' ? (spec.steps[step] ?? step) : step
}

const view = (row: JobRow): JobView =>
  JobView.parse({
    id: row.id,
    method: row.method,
    state: row.state,
    step: row.step,
    stepLabel: stepLabel(row.method, row.step),
    done: row.done,
    total: row.total,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    error: row.error === null ? null : (JSON.parse(row.error) as unknown),
    result: row.result === null ? null : (JSON.parse(row.result) as unknown)
  })

const KEPT = 50

export const jobsOf = (db: ReadDb, accountId: string): JobView[] =>
  db.all<JobRow>(`SELECT ${COLUMNS} FROM job WHERE account_id = ? ORDER BY started_at DESC LIMIT ${String(KEPT)}`, accountId).map(view)

export function jobOf(db: ReadDb, accountId: string, id: string): JobView | undefined {
  const row = db.one<JobRow>(`SELECT ${COLUMNS} FROM job WHERE id = ? AND account_id = ?`, id, accountId)
  return row && view(row)
}

export function insertJob(db: WriteDb, job: JobView, accountId: string): void {
  db.run(
    'INSERT INTO job(id, method, account_id, state, step, done, total, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    job.id,
    job.method,
    accountId,
    job.state,
    job.step,
    job.done,
    job.total,
    job.startedAt
  )
}

export function endJob(db: WriteDb, job: JobView): void {
  db.run(
    'UPDATE job SET state = ?, step = ?, done = ?, total = ?, ended_at = ?, error = ?, result = ? WHERE id = ?',
    job.state,
    job.step,
    job.done,
    job.total,
    job.endedAt,
    job.error === null ? null : JSON.stringify(job.error),
    job.result === null ? null : JSON.stringify(job.result),
    job.id
  )
}

/** At start nothing can still be running. */
export function interruptRunning(db: WriteDb, now: string): number {
  const error = JSON.stringify({ code: 'job.interrupted', params: {}, ref: '------' })
  return db.run("UPDATE job SET state = 'interrupted', ended_at = ?, error = ? WHERE state = 'running'", now, error)
}
