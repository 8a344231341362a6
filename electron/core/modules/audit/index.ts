/** The door of the audit module: an append-only chain in which each line commits to the one before it. */
import { isDay } from '@shared/domain'
import { AppError } from '@shared/errors'
import { sha256Hex } from '../../crypto'
import type { ReadDb, WriteDb } from '../../db'
import type { AppendAudit, Handlers } from '../../rpc'
import { subjectsOf } from './about-person'
import { allEntries, cutLines, entriesFor, insertEntry, lastCut, lastEntry, oldLines, witnesses, type AuditRow } from './queries'

/** What stands before the first line. */
export const CHAIN_START = sha256Hex('yipanqi-audit-v1')

const hashOf = (row: Omit<AuditRow, 'hash'>): string =>
  sha256Hex(JSON.stringify([row.prev, row.seq, row.at, row.account, row.method, row.event, row.outcome, row.subject, row.detail]))

/** Adds one line inside the caller's transaction. */
export const appendAudit: AppendAudit = (db, line) => {
  const last = lastEntry(db) ?? lastCut(db)
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

/** The last line, to be told outside (backups, bundles): whoever shortens or rewrites the log later is caught by it. Null before the first line. */
export const auditHead = (db: ReadDb): { readonly seq: number; readonly hash: string } | null => lastEntry(db) ?? null

export interface ChainVerdict {
  readonly intact: boolean
  readonly entries: number
  readonly head: string
  /** Number of the first line that does not fit, or that is missing at the end. */
  readonly brokenAt: number | null
  /** Lines that agree with what backups and bundles carried out of the house. */
  readonly witnessed: number
}

/** @returns how many lines at the front of the log are all older than the instant */
export const linesBefore = (db: ReadDb, before: string): number => oldLines(db, before).lines

/** Lets the oldest lines go, inside an erasure; the chain is checked whole before, and goes on from the last hash. @throws AppError `audit.broken` */
export function cutChain(
  db: WriteDb,
  before: string,
  at: string
): { readonly lines: number; readonly seq: number; readonly hash: string } | null {
  const old = oldLines(db, before)
  if (old.seq === null || old.lines === 0) return null
  assertChain(db)
  return { lines: old.lines, seq: old.seq, hash: cutLines(db, { ...old, seq: old.seq }, at) }
}

/**
 * Walks the whole chain, from where it was last cut, recomputes every hash, and holds it against the last lines that went out with backups and
 * bundles: a log that was shortened or written anew from some line on is whole by itself, but no longer what was told.
 */
export function verifyChain(db: ReadDb): ChainVerdict {
  const cut = lastCut(db)
  let prev = cut?.hash ?? CHAIN_START
  let seq = cut?.seq ?? 0
  let witnessed = 0
  const told = witnesses(db).filter((line) => line.seq > seq || (line.seq === seq && line.hash !== prev))
  const broken = (at: number): ChainVerdict => ({ intact: false, entries: seq, head: prev, brokenAt: at, witnessed })
  for (const row of allEntries(db)) {
    if (row.seq !== seq + 1 || row.prev !== prev || row.hash !== hashOf(row)) return broken(row.seq)
    for (; told[0]?.seq === row.seq; told.shift(), witnessed += 1) if (told[0].hash !== row.hash) return broken(row.seq)
    prev = row.hash
    seq = row.seq
  }
  const [next] = told
  return next === undefined ? { intact: true, entries: seq, head: prev, brokenAt: null, witnessed } : broken(Math.min(next.seq, seq + 1))
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
