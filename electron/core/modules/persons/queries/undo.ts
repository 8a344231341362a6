/** SQL of taking acts back: whom others touched since, who is held by something, and what is removed. */
import type { ReadDb, SqlValue, WriteDb } from '../../../db'
import type { ChangeRecord } from './changes'

const TOUCHED = `SELECT ap.person_seq AS seq FROM act_person ap CROSS JOIN person p ON p.seq = ap.person_seq
  WHERE ap.act = ? AND ap.revision_before IS NOT NULL AND p.revision IS NOT ap.revision_after`
/** Files that somebody changed after the act. */
export const touchedSince = (db: ReadDb, act: number): number[] => db.all<{ seq: number }>(TOUCHED, act).map(({ seq }) => seq)

const LEFT = 'SELECT * FROM person_change WHERE act = ? ORDER BY seq DESC'
export const linesLeft = (db: ReadDb, act: number): ChangeRecord[] => db.all<ChangeRecord>(LEFT, act)

const LINK_LINES = "SELECT * FROM person_change WHERE act = ? AND field IN ('linked', 'unlinked')"
export const linkLines = (db: ReadDb, act: number): ChangeRecord[] => db.all<ChangeRecord>(LINK_LINES, act)

const BACKED = `SELECT 1 FROM person p CROSS JOIN person_change c ON c.person_seq = p.seq
  WHERE c.act = ? AND p.id = ? AND (c.record = ? OR (c.record IS NULL AND c.field = 'created')) LIMIT 1`
/** Whether the owner's history still holds what a line about a link tells. */
export const isLinkBacked = (db: ReadDb, act: number, owner: string, record: string): boolean =>
  db.value<number>(BACKED, act, owner, record) !== undefined

/** Tables of this register that belong to a file or are judged by their own rule. */
const OWN_TABLES = [
  'person',
  'person_episode',
  'person_phone',
  'person_spouse',
  'person_child',
  'person_consent',
  'person_photo',
  'person_change'
]

interface Reference {
  readonly tbl: string
  readonly col: string
  readonly key: string
}

const REFERENCES = `SELECT m.name AS tbl, f."from" AS col, f."to" AS key FROM sqlite_master m CROSS JOIN pragma_foreign_key_list(m.name) f
  WHERE m.type = 'table' AND f."table" = 'person' AND m.name NOT IN (${OWN_TABLES.map(() => '?').join(', ')})`

/** Every column of another module that refers to a person: the database knows them, so no module has to be asked. */
const references = (db: ReadDb): Reference[] => db.all<Reference>(REFERENCES, ...OWN_TABLES)

const MADE = 'act_person ap CROSS JOIN person p ON p.seq = ap.person_seq WHERE ap.act = ? AND ap.revision_before IS NULL'
const seqsOf = (db: ReadDb, sql: string, ...params: readonly SqlValue[]): number[] =>
  db.all<{ seq: number }>(sql, ...params).map(({ seq }) => seq)

/** Files the act made that another module's records name. */
export const namedElsewhere = (db: ReadDb, act: number): number[] =>
  references(db).flatMap(({ tbl, col, key }) =>
    seqsOf(db, `SELECT p.seq FROM ${MADE} AND EXISTS (SELECT 1 FROM "${tbl}" o WHERE o."${col}" = p."${key}")`, act)
  )

/** Files the act made that were changed outside it. */
export const changedElsewhere = (db: ReadDb, act: number): number[] =>
  seqsOf(db, `SELECT p.seq FROM ${MADE} AND EXISTS (SELECT 1 FROM person_change c WHERE c.person_seq = p.seq AND c.act IS NOT ap.act)`, act)

const LINKS = [
  ['person_spouse', 'spouse_id'],
  ['person_child', 'child_id'],
  ['person_child', 'other_parent_id']
] as const

const linkSql = (owner: string, from: string): string =>
  `SELECT ${owner} AS owner, p.seq AS seq,
     EXISTS (SELECT 1 FROM act_person o WHERE o.act = ap.act AND o.person_seq = ${owner} AND o.revision_before IS NULL) AS made
   FROM act_person ap CROSS JOIN person p ON p.seq = ap.person_seq CROSS JOIN ${from}
   WHERE ap.act = ? AND ap.revision_before IS NULL`

const LINK_SQL = [
  ...LINKS.map(([table, column]) => linkSql('r.person_seq', `${table} r ON r.${column} = p.id`)),
  linkSql('m.seq', 'person m INDEXED BY person_by_merged ON m.merged_into = p.seq')
]

/** Records and merges that name files the act made: owner and file, by row number; `made` says whether the act made the owner too. */
export const linksToMade = (db: ReadDb, act: number): { owner: number; seq: number; made: number }[] =>
  LINK_SQL.flatMap((sql) => db.all<{ owner: number; seq: number; made: number }>(sql, act))

const HANGING = ['person_episode', 'person_phone', 'person_spouse', 'person_child', 'person_consent', 'person_photo'] as const
const UNMERGE = "UPDATE person SET merged_into = NULL, survivor = NULL, status = 'active' WHERE seq = ? AND merged_into IS NOT NULL"
/** Everything that hangs on a file about to be dropped, its own merge included. */
export function dropHanging(db: WriteDb, seq: number): void {
  for (const table of HANGING) db.run(`DELETE FROM ${table} WHERE person_seq = ?`, seq)
  db.run(UNMERGE, seq)
}

const DROP_LINES = 'DELETE FROM person_change WHERE person_seq = ?'
const DROP_PERSON = 'DELETE FROM person WHERE seq = ?'
const DROP_WORDS = 'DELETE FROM person_search WHERE rowid = ?'
/** A file with nothing left in it. */
export function dropPerson(db: WriteDb, seq: number): void {
  db.run(DROP_WORDS, seq)
  db.run(DROP_LINES, seq)
  db.run(DROP_PERSON, seq)
}
