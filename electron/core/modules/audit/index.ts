/** The door of the audit module: an append-only chain in which each line commits to the one before it. */
import { isDay } from '@shared/domain'
import { AppError } from '@shared/errors'
import { sha256Hex } from '../../crypto'
import type { ReadDb } from '../../db'
import type { AppendAudit, Handlers } from '../../rpc'
import { subjectsOf } from './about-person'
import { allEntries, entriesFor, insertEntry, lastEntry, type AuditRow } from './queries'

/** What stands before the first line. */
export const CHAIN_START = sha256Hex('yipanqi-audit-v1')

const hashOf = (row: Omit<AuditRow, 'hash'>): string =>
  sha256Hex(JSON.stringify([row.prev, row.seq, row.at, row.account, row.method, row.event, row.outcome, row.subject, row.detail]))

/** Adds one line inside the caller's transaction. */
export const appendAudit: AppendAudit = (db, line) => {
  const last = lastEntry(db)
  const row = {
    seq: (last?.seq ?? 0) + 1,
    at: line.at,
    account: line.account,
    method: line.method,
    event: line.event,
    outcome: line.outcome,
    subject: line.subject ?? null,
    detail: line.detail === undefined ? null : JSON.stringify(line.detail),
    prev: last?.hash ?? CHAIN_START
  }
  insertEntry(db, { ...row, hash: hashOf(row) })
}

export interface ChainVerdict {
  readonly intact: boolean
  readonly entries: number
  readonly head: string
  /** Number of the first line that does not fit. */
  readonly brokenAt: number | null
}

/** Walks the whole chain and recomputes every hash. */
export function verifyChain(db: ReadDb): ChainVerdict {
  let prev = CHAIN_START
  let seq = 0
  for (const row of allEntries(db)) {
    if (row.seq !== seq + 1 || row.prev !== prev || row.hash !== hashOf(row))
      return { intact: false, entries: seq, head: prev, brokenAt: row.seq }
    prev = row.hash
    seq = row.seq
  }
  return { intact: true, entries: seq, head: prev, brokenAt: null }
}

/** First and last instant of a day in China. @throws AppError `persons.bad_date` */
const beginOf = (day: string): string => new Date(midnight(day)).toISOString()
const endOf = (day: string): string => new Date(midnight(day) + DAY_MS - 1).toISOString()
const DAY_MS = 86_400_000
function midnight(day: string): number {
  if (isDay(day)) return Date.parse(`${day}T00:00:00+08:00`)
  throw new AppError('persons.bad_date', { value: day })
}

export const auditHandlers: Handlers<'audit'> = {
  search: ({ db, note }, { before, from, to, person, ...asked }) => {
    const about = person === null ? null : subjectsOf(db, person)
    for (const subject of about?.files ?? []) note({ subject })
    const found = entriesFor(db, {
      ...asked,
      before: before ?? Number.MAX_SAFE_INTEGER,
      from: from === null ? null : beginOf(from),
      to: to === null ? null : endOf(to),
      subjects: about === null ? null : [...about.files, ...about.slips]
    })
    const rows = found.map(({ prev: _prev, detail, ...row }) => ({
      ...row,
      detail: detail === null ? null : (JSON.parse(detail) as Record<string, unknown>)
    }))
    return { rows, files: about?.files.length ?? null }
  },
  verify: ({ db }) => verifyChain(db)
}

export type { AuditRow }

/** Lines about a person: the files merged with it, its slips, and whatever else held it. @returns at most `limit`, the newest first */
export function linesAbout(db: ReadDb, person: string, others: readonly string[], limit: number): AuditRow[] {
  const { files, slips } = subjectsOf(db, person)
  const anything = { account: null, event: null, outcome: null, from: null, to: null, without: [] }
  return entriesFor(db, { ...anything, before: Number.MAX_SAFE_INTEGER, subjects: [...files, ...slips, ...others], limit })
}

/** @throws AppError `audit.broken` naming the line */
export function assertChain(db: ReadDb): void {
  const verdict = verifyChain(db)
  if (verdict.brokenAt !== null) throw new AppError('audit.broken', { seq: verdict.brokenAt })
}
