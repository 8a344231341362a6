/** The door of the audit module: an append-only chain in which each line commits to the one before it. */
import { AppError } from '@shared/errors'
import { sha256Hex } from '../../crypto'
import type { ReadDb } from '../../db'
import type { AppendAudit, Handlers } from '../../rpc'
import { allEntries, entriesBefore, insertEntry, lastEntry, type AuditRow } from './queries'

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

export const auditHandlers: Handlers<'audit'> = {
  search: ({ db }, { before, account, event, without, limit }) => ({
    rows: entriesBefore(db, before ?? Number.MAX_SAFE_INTEGER, account, event, without, limit).map(({ prev: _prev, detail, ...row }) => ({
      ...row,
      detail: detail === null ? null : (JSON.parse(detail) as Record<string, unknown>)
    }))
  }),
  verify: ({ db }) => verifyChain(db)
}

/** @throws AppError `audit.broken` naming the line */
export function assertChain(db: ReadDb): void {
  const verdict = verifyChain(db)
  if (verdict.brokenAt !== null) throw new AppError('audit.broken', { seq: verdict.brokenAt })
}
