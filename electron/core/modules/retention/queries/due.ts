/** SQL of what has been kept long enough: counted, and taken page by page; what was taken no longer fits, so every page is the first one. */
import type { ReadDb, WriteDb } from '../../../db'

export interface DuePerson {
  readonly seq: number
  readonly id: string
  /** Day from which its time ran. */
  readonly day: string
  /** Why it stays; null where nobody holds it. */
  readonly reason: string | null
}

/** A month stands for its last day, a year too: nobody goes too early. */
const LAST = (column: string): string =>
  `CASE length(${column}) WHEN 4 THEN ${column} || '-12-31' WHEN 7 THEN ${column} || '-31' ELSE ${column} END`
const GROUP = '(m.seq = p.seq OR m.survivor = p.seq)'
const STAYING = `EXISTS (SELECT 1 FROM person m CROSS JOIN person_episode e ON e.person_seq = m.seq
  WHERE ${GROUP} AND (e.ended_on IS NULL OR ${LAST('e.ended_on')} > ?))`
const LEFT_ON = `(SELECT max(${LAST('e.ended_on')}) FROM person m CROSS JOIN person_episode e ON e.person_seq = m.seq WHERE ${GROUP})`
const YOUNG_SLIP = `EXISTS (SELECT 1 FROM person m CROSS JOIN slip s ON s.person_id = m.id WHERE ${GROUP}
  AND max(coalesce(s.answered_on, ''), coalesce(s.withdrawn_on, ''), coalesce(s.issued_on, ''), coalesce(s.imported_on, ''), substr(s.created_at, 1, 10)) > ?)`
/** Somebody wants to look at it again, or has asked something about himself that is not answered yet. */
const HOLD = `coalesce((SELECT h.reason FROM person m CROSS JOIN purge_hold h ON h.person_id = m.id WHERE ${GROUP} LIMIT 1),
  (SELECT '本人申请还没有办结' FROM person m CROSS JOIN desk_request d ON d.person_id = m.id WHERE ${GROUP} AND d.state IN ('open', 'decided') LIMIT 1))`

const LEFT = `SELECT p.seq, p.id, ${LEFT_ON} AS day, ${HOLD} AS reason FROM person p INDEXED BY person_by_start
  WHERE p.stay_started > '' AND p.stay_started <= ? AND p.status = 'active' AND NOT ${STAYING}`
const SET_ASIDE = `SELECT p.seq, p.id, coalesce(p.status_recorded_on, p.status_on) AS day, ${HOLD} AS reason FROM person p INDEXED BY person_by_status_day
  WHERE p.status_on <= ? AND coalesce(p.status_recorded_on, p.status_on) <= ? AND p.status IN ('set_aside', 'closed') AND p.name <> '（已匿名）' AND NOT ${YOUNG_SLIP}`

export type DueList = 'person_left' | 'person_set_aside'
const listSql = { person_left: LEFT, person_set_aside: SET_ASIDE } as const
const paramsOf = (list: DueList, day: string, slipDay: string): string[] => (list === 'person_left' ? [day, day] : [day, day, slipDay])

/** @param day last day from which the time has run out @param slipDay the same for slips; a file goes after its slips */
export const duePersons = (db: ReadDb, list: DueList, day: string, slipDay: string, limit: number): DuePerson[] =>
  db.all<DuePerson>(`${listSql[list]} ORDER BY reason IS NOT NULL, day, p.seq LIMIT ?`, ...paramsOf(list, day, slipDay), limit)

export const dueFree = (db: ReadDb, list: DueList, day: string, slipDay: string, limit: number): DuePerson[] =>
  db.all<DuePerson>(`${listSql[list]} AND ${HOLD} IS NULL LIMIT ?`, ...paramsOf(list, day, slipDay), limit)

export const countPersons = (db: ReadDb, list: DueList, day: string, slipDay: string): { due: number; held: number } =>
  db.one(`SELECT count(*) - count(reason) AS due, count(reason) AS held FROM (${listSql[list]})`, ...paramsOf(list, day, slipDay)) ?? {
    due: 0,
    held: 0
  }

/** Things that go by their age: each statement takes the instant before which they ended. */
export interface Aged {
  readonly table: string
  readonly where: string
}

export const draftsAged: readonly Aged[] = [{ table: 'draft', where: 'saved_at < ?' }]
/** Results of work that is over. */
export const tracesAged: readonly Aged[] = [
  { table: 'job', where: "state <> 'running' AND started_at < ?" },
  { table: 'workbook_decision', where: 'at < ?' },
  { table: 'approval', where: "state NOT IN ('open', 'approved') AND requested_at < ?" }
]
/** By the day their purpose ended. */
export const servicesAged: Aged = { table: 'service_record', where: 'purpose_ended_on <= ?' }
/** What came back on a list before the list: in the order in which they let each other go. */
export const rostersAged: readonly Aged[] = [
  { table: 'roster_entry', where: 'roster IN (SELECT seq FROM roster WHERE at < ?)' },
  { table: 'roster_row', where: 'roster IN (SELECT seq FROM roster WHERE at < ?)' },
  { table: 'roster', where: 'at < ?' }
]
export const countAged = (db: ReadDb, { table, where }: Aged, before: string): number =>
  db.value<number>(`SELECT count(*) FROM ${table} WHERE ${where}`, before) ?? 0
/** Ids of what goes, for a table that has them. */
export const idsAged = (db: ReadDb, { table, where }: Aged, before: string): string[] =>
  db.all<{ id: string }>(`SELECT id FROM ${table} WHERE ${where}`, before).map(({ id }) => id)
export const dropAged = (db: WriteDb, { table, where }: Aged, before: string): number =>
  db.run(`DELETE FROM ${table} WHERE ${where}`, before)

export interface KeptFile {
  readonly table: 'bundle' | 'quarantine' | 'waiting_file'
  readonly key: string
  readonly stored: string
}
const BUNDLES = `SELECT 'bundle' AS "table", id AS key, archive AS stored FROM bundle
  WHERE archive <> '' AND made_at < ? AND state IN ('acknowledged', 'applied', 'branch', 'given-up')`
const INCOMING = `SELECT 'quarantine' AS "table", id AS key, stored FROM quarantine WHERE found_at < ?
  UNION ALL SELECT 'waiting_file', id, stored FROM waiting_file WHERE found_at < ?`
/** Archived files of bundles whose exchange is over. */
export const bundleFilesDue = (db: ReadDb, before: string): KeptFile[] => db.all<KeptFile>(BUNDLES, before)
export const incomingDue = (db: ReadDb, before: string): KeptFile[] => db.all<KeptFile>(INCOMING, before, before)

/** The ledger keeps the bundle, and says that its content is gone to whoever asks for it; what else came in goes whole. */
export const letFileGo = (db: WriteDb, { table, key }: KeptFile, now: string): number =>
  table === 'bundle'
    ? db.run("UPDATE bundle SET archive = '', let_go_at = coalesce(let_go_at, ?) WHERE id = ?", now, key)
    : db.run(`DELETE FROM ${table} WHERE id = ?`, key)
