/** SQL of the impact assessment and the yearly review: counts of records and of lines of the log. Nothing here reads a person. */
import type { ReadDb } from '../../db'

/** Instants, the second excluded. */
export interface Span {
  readonly from: string
  readonly before: string
}

export interface EventCount {
  readonly event: string
  readonly done: number
  readonly refused: number
  readonly failed: number
}
/** The program asked back: for a second person, or whether it is needed. Nobody was turned away. */
const ASKED_BACK = "'approval.needed', 'persons.with_care'"
const EVENTS = `SELECT event, sum(outcome = 'done') AS done, sum(outcome = 'failed') AS failed,
    sum(outcome = 'refused' AND coalesce(detail ->> 'code', '') NOT IN (${ASKED_BACK})) AS refused
  FROM audit_entry WHERE at >= ? AND at < ? GROUP BY event ORDER BY event`
export const eventCounts = (db: ReadDb, { from, before }: Span): EventCount[] => db.all<EventCount>(EVENTS, from, before)

const FIRST = 'SELECT at FROM audit_entry ORDER BY seq LIMIT 1'
export const firstLine = (db: ReadDb): string | null => db.value<string>(FIRST) ?? null

const FILES = `SELECT coalesce(sum(status = 'active'), 0) AS active, coalesce(sum(status IN ('set_aside', 'closed')), 0) AS others
  FROM person INDEXED BY person_by_pinyin WHERE sort_key > ''`
export const fileCounts = (db: ReadDb): { active: number; others: number } => db.one(FILES) ?? { active: 0, others: 0 }

const PARTNERS = 'SELECT count(*) AS "all", coalesce(sum(trust = \'confirmed\'), 0) AS confirmed FROM partner'
export const partnerCounts = (db: ReadDb): { all: number; confirmed: number } => db.one(PARTNERS) ?? { all: 0, confirmed: 0 }

export interface RequestCount {
  readonly kind: 'show' | 'correct' | 'contest' | 'restrict' | 'withdraw' | 'erase'
  readonly received: number
  readonly late: number
}
const REQUESTS = `WITH span (first_day, last_day, today) AS (VALUES (?, ?, ?))
  SELECT kind, count(*) AS received,
    sum(CASE WHEN decided_at IS NOT NULL THEN date(decided_at, '+8 hours') > due_on ELSE state = 'open' AND span.today > due_on END) AS late
  FROM desk_request JOIN span ON received_on BETWEEN first_day AND last_day GROUP BY kind ORDER BY kind`
/** @param today a request that waits beyond its day is late as well */
export const requestCounts = (db: ReadDb, firstDay: string, lastDay: string, today: string): RequestCount[] =>
  db.all<RequestCount>(REQUESTS, firstDay, lastDay, today)

const BACKUPS = `SELECT coalesce(sum(result = 'verified'), 0) AS whole, coalesce(sum(result <> 'verified'), 0) AS failed
  FROM backup WHERE at >= ? AND at < ?`
export const backupCounts = (db: ReadDb, { from, before }: Span): { whole: number; failed: number } =>
  db.one(BACKUPS, from, before) ?? { whole: 0, failed: 0 }

const RESTORES = 'SELECT count(*) FROM backup_restore WHERE at >= ? AND at < ?'
export const restoreCount = (db: ReadDb, { from, before }: Span): number => db.value<number>(RESTORES, from, before) ?? 0

const QUARANTINED = 'SELECT count(*) FROM quarantine WHERE found_at >= ? AND found_at < ?'
export const quarantineCount = (db: ReadDb, { from, before }: Span): number => db.value<number>(QUARANTINED, from, before) ?? 0

const PURGES = `SELECT r.at, coalesce((SELECT sum(c.value ->> 'count') FROM json_each(r.counts) c), 0) AS records
  FROM purge_run r WHERE r.at >= ? AND r.at < ? ORDER BY r.seq`
export const purgesIn = (db: ReadDb, { from, before }: Span): { at: string; records: number }[] => db.all(PURGES, from, before)
