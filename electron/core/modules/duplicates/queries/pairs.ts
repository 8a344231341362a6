/** SQL of pairs and of the scans that found them. */
import type { PairReason } from '@shared/contract/duplicates'
import type { ReadDb, SqlValue, WriteDb } from '../../../db'

export interface PairRecord {
  readonly a_id: string
  readonly b_id: string
  readonly score: number
  readonly reason: PairReason
  /** JSON list of words. */
  readonly reasons: string
  readonly state: 'open' | 'not_duplicate' | 'merged'
  readonly fingerprint: string
  readonly scan: number
  readonly found_at: string
  readonly decided_by: string | null
  readonly decided_at: string | null
  readonly why: string | null
}

const BY_IDS = 'SELECT * FROM duplicate_pair WHERE a_id = ? AND b_id = ?'
/** @param ids in any order */
export function pairOf(db: ReadDb, one: string, other: string): PairRecord | undefined {
  const [a, b] = one < other ? [one, other] : [other, one]
  return db.one<PairRecord>(BY_IDS, a, b)
}

export interface PairPlace {
  readonly score: number
  readonly a: string
  readonly b: string
}

const START: PairPlace = { score: 101, a: '', b: '' }

/** A file merged meanwhile hides its pairs until it is taken out again. */
const BOTH_GO_ON = `CROSS JOIN comparable_person a ON a.id = pair.a_id AND a.goes_on = a.seq
  CROSS JOIN comparable_person b ON b.id = pair.b_id AND b.goes_on = b.seq`

export function pairPageStatement(state: string, reason: PairReason | null, after: PairPlace | null, limit: number) {
  const place = after ?? START
  const narrowed = reason === null ? '' : ' AND pair.reason = ?'
  const index = reason === null ? 'pair_by_score' : 'pair_by_reason'
  const params: SqlValue[] = [state, ...(reason === null ? [] : [reason]), place.score, place.score, place.a, place.b, limit]
  return {
    sql: `SELECT pair.* FROM duplicate_pair pair INDEXED BY ${index} ${BOTH_GO_ON}
      WHERE pair.state = ?${narrowed} AND pair.score <= ? AND (pair.score < ? OR (pair.a_id, pair.b_id) > (?, ?))
      ORDER BY pair.score DESC, pair.a_id, pair.b_id LIMIT ?`,
    params
  }
}

/** The likeliest first, those after a place. */
export function pairPage(db: ReadDb, state: string, reason: PairReason | null, after: PairPlace | null, limit: number): PairRecord[] {
  const { sql, params } = pairPageStatement(state, reason, after, limit)
  return db.all<PairRecord>(sql, ...params)
}

const OPEN = `SELECT count(*) FROM duplicate_pair pair INDEXED BY pair_by_score ${BOTH_GO_ON} WHERE pair.state = 'open'`
export const openPairs = (db: ReadDb): number => db.value<number>(OPEN) ?? 0

export interface PairHomes {
  readonly a_stay: string
  readonly a_home: string
  readonly b_stay: string
  readonly b_home: string
}
const HOMES = OPEN.replace('count(*)', 'a.stay_code AS a_stay, a.hukou_code AS a_home, b.stay_code AS b_stay, b.hukou_code AS b_home')
/** Where the two files of every open pair live and are registered. */
export const homesOfOpenPairs = (db: ReadDb): PairHomes[] => db.all<PairHomes>(HOMES)

export interface FoundPair {
  readonly a: string
  readonly b: string
  readonly score: number
  readonly reason: PairReason
  readonly reasons: readonly string[]
  readonly fingerprint: string
}

// A decision stands as long as the facts it was made on; within one scan the better match speaks for the pair.
const KEEPS = "duplicate_pair.state = 'not_duplicate' AND duplicate_pair.fingerprint = excluded.fingerprint"
const BETTER = 'duplicate_pair.scan <> excluded.scan OR excluded.score > duplicate_pair.score'
const FOUND = `INSERT INTO duplicate_pair (a_id, b_id, score, reason, reasons, state, fingerprint, scan, found_at)
  VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?)
  ON CONFLICT (a_id, b_id) DO UPDATE SET
    score = CASE WHEN ${BETTER} THEN excluded.score ELSE duplicate_pair.score END,
    reason = CASE WHEN ${BETTER} THEN excluded.reason ELSE duplicate_pair.reason END,
    reasons = CASE WHEN ${BETTER} THEN excluded.reasons ELSE duplicate_pair.reasons END,
    state = CASE WHEN ${KEEPS} THEN duplicate_pair.state ELSE 'open' END,
    decided_by = CASE WHEN ${KEEPS} THEN duplicate_pair.decided_by END,
    decided_at = CASE WHEN ${KEEPS} THEN duplicate_pair.decided_at END,
    why = CASE WHEN ${KEEPS} THEN duplicate_pair.why END,
    fingerprint = excluded.fingerprint,
    scan = excluded.scan`

/** Notes a pair as found. @returns whether nobody had found it before */
export function notePair(db: WriteDb, pair: FoundPair, scan: number, at: string): boolean {
  const { a, b, score, reason, reasons, fingerprint } = pair
  const [one, other] = a < b ? [a, b] : [b, a]
  const known = pairOf(db, one, other) !== undefined
  db.run(FOUND, one, other, score, reason, JSON.stringify(reasons), fingerprint, scan, at)
  return !known
}

const DECIDE = 'UPDATE duplicate_pair SET state = ?, decided_by = ?, decided_at = ?, why = ?, fingerprint = ? WHERE a_id = ? AND b_id = ?'
const REOPEN = "UPDATE duplicate_pair SET state = 'open', decided_by = NULL, decided_at = NULL, why = NULL WHERE a_id = ? AND b_id = ?"

export interface Decision {
  readonly state: 'not_duplicate' | 'merged'
  readonly by: string
  readonly at: string
  readonly why: string | null
}

/** Writes a decision about a pair that stands on the list or was found by the clerk himself. */
export function decidePair(db: WriteDb, pair: FoundPair, { state, by, at, why }: Decision): void {
  const [a, b] = pair.a < pair.b ? [pair.a, pair.b] : [pair.b, pair.a]
  if (pairOf(db, a, b) === undefined) notePair(db, pair, 0, at)
  db.run(DECIDE, state, by, at, why, pair.fingerprint, a, b)
}

export function reopenPair(db: WriteDb, one: string, other: string): void {
  const [a, b] = one < other ? [one, other] : [other, one]
  db.run(REOPEN, a, b)
}

const DROP = 'DELETE FROM duplicate_pair WHERE a_id = ? AND b_id = ?'
export function dropPair(db: WriteDb, one: string, other: string): void {
  const [a, b] = one < other ? [one, other] : [other, one]
  db.run(DROP, a, b)
}

const OPEN_OF = "SELECT * FROM duplicate_pair WHERE (a_id = ? OR b_id = ?) AND state = 'open'"
/** Open pairs of one file. */
export const openPairsOf = (db: ReadDb, id: string): PairRecord[] => db.all<PairRecord>(OPEN_OF, id, id)

const SWEEP = "DELETE FROM duplicate_pair WHERE scan <> ? AND state = 'open' AND scan > 0"
/** Pairs that the finished scan no longer found. */
export const sweepPairs = (db: WriteDb, scan: number): number => db.run(SWEEP, scan)

export interface ScanRecord {
  readonly seq: number
  readonly at: string
  readonly by: string
  readonly state: 'running' | 'done'
  readonly next_round: number
  readonly files: number
  readonly fresh: number
  readonly crowds: string
}

const LAST = 'SELECT * FROM duplicate_scan ORDER BY seq DESC LIMIT 1'
export const lastScan = (db: ReadDb): ScanRecord | undefined => db.one<ScanRecord>(LAST)

const BEGIN = "INSERT INTO duplicate_scan (at, by, state) VALUES (?, ?, 'running')"
export function beginScan(db: WriteDb, at: string, by: string): ScanRecord {
  db.run(BEGIN, at, by)
  return lastScan(db) ?? { seq: 0, at, by, state: 'running', next_round: 0, files: 0, fresh: 0, crowds: '[]' }
}

const ADVANCE = 'UPDATE duplicate_scan SET next_round = ?, files = ?, fresh = ?, crowds = ?, state = ? WHERE seq = ?'
export const advanceScan = (db: WriteDb, scan: ScanRecord): void =>
  void db.run(ADVANCE, scan.next_round, scan.files, scan.fresh, scan.crowds, scan.state, scan.seq)
