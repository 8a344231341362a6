/** SQL of what goes with a file: one step after another, in the order in which the tables let each other go, counted the same way for the preview. */
import type { ReadDb, WriteDb } from '../../../db'

export interface Step {
  /** What it is, as a report says it; steps of one label are counted together, and one without is not counted. */
  readonly label: string | null
  readonly table: string
  readonly where: string
  /** Columns that are emptied; without them the rows go. */
  readonly set?: string
}

const SEQS = 'person_seq IN (SELECT seq FROM who)'
const IDS = 'person_id IN (SELECT id FROM who)'
const named = (column: string): string => `EXISTS (SELECT 1 FROM said WHERE instr(${column}, said.v) > 0)`
/** Numbers only: a name alone may be somebody else's. */
const numbered = (column: string): string => `EXISTS (SELECT 1 FROM said WHERE said.sure = 1 AND instr(${column}, said.v) > 0)`
const merged = 'SELECT act FROM person_merge WHERE survivor_id IN (SELECT id FROM who) OR merged_id IN (SELECT id FROM who)'
const LIFTED = `SELECT seq FROM sealing WHERE ${IDS} AND lifted_at IS NOT NULL`

const ownCertificates = `certificate IN (SELECT seq FROM certificate WHERE ${IDS})`
const ownChecks = `checked IN (SELECT seq FROM proof_check WHERE ${IDS})`
const draftSlip = "status IN ('draft', 'to_sign') AND direction = 'out' AND body_record IS NULL"

/** What others hold of the file, and what hangs on it; the file itself comes last. */
export const dependentSteps: readonly Step[] = [
  {
    label: '没有签发的交流单草稿',
    table: 'slip',
    where: `${IDS} AND ${draftSlip}`,
    set: "status = 'ended', waits = NULL, owed = 0, draft = NULL, subject_name = NULL, subject_sex = NULL, subject_birth = NULL, subject_id_no = NULL, pairing_note = NULL"
  },
  { label: '按交流单改过的内容', table: 'slip_adoption', where: IDS },
  { label: null, table: 'slip', where: IDS, set: 'person_id = NULL' },
  { label: '证明的内容', table: 'certificate_snapshot', where: `${ownCertificates} AND data IS NOT NULL`, set: 'data = NULL' },
  { label: null, table: 'certificate_event', where: `${ownCertificates} AND note IS NOT NULL`, set: 'note = NULL' },
  {
    label: '没有签发的证明草稿',
    table: 'certificate',
    where: `${IDS} AND number IS NULL AND status <> 'dropped'`,
    set: "status = 'dropped', draft = NULL, person_id = NULL, subject_name = NULL"
  },
  { label: null, table: 'certificate', where: IDS, set: 'person_id = NULL, subject_name = NULL' },
  { label: '证明核实的记载', table: 'proof_finding', where: ownChecks, set: 'asked = NULL, note = NULL' },
  {
    label: '证明核验记录',
    table: 'proof_check',
    where: IDS,
    set: "person_id = NULL, number = NULL, digest = CASE WHEN digest IS NULL THEN NULL ELSE '' END, proof_id = CASE WHEN proof_id IS NULL THEN NULL ELSE '' END"
  },
  { label: null, table: 'person_mark', where: IDS },
  { label: null, table: 'bereaved_mark', where: IDS },
  {
    label: null,
    table: 'desk_event',
    where: `action IN ('withdraw', 'lift') AND detail IS NOT NULL AND request IN (SELECT seq FROM desk_request WHERE ${IDS})`,
    set: 'detail = NULL'
  },
  {
    label: '本人申请里的文字',
    table: 'desk_request',
    where: IDS,
    set: "person_id = NULL, asker = NULL, wanted = NULL, evidence = NULL, reason = CASE WHEN decision = 'refused' THEN '' END"
  },
  { label: '名单登记结果', table: 'roster_entry', where: IDS },
  { label: '名单和卡片中的一行', table: 'roster_row', where: `${IDS} AND cells <> '{}'`, set: "cells = '{}'" },
  { label: '重复比对结果', table: 'duplicate_pair', where: 'a_id IN (SELECT id FROM who) OR b_id IN (SELECT id FROM who)' },
  { label: '花名册比对的决定', table: 'workbook_decision', where: `${IDS} OR ${numbered('key')}` },
  { label: null, table: 'act', where: `seq IN (${merged})`, set: 'note = NULL' },
  { label: '合并记录', table: 'person_merge', where: `act IN (${merged})` },
  { label: null, table: 'act_person', where: SEQS },
  { label: '草稿', table: 'draft', where: `subject IN (SELECT id FROM who) OR ${numbered('value')}` },
  { label: '保存的查询', table: 'preset', where: `${named('question')} OR ${named('name')}` },
  // Uncounted: not even their existence is told. Who looked into them goes with them.
  { label: null, table: 'service_record', where: SEQS },
  { label: null, table: 'purge_hold', where: IDS },
  // Of seals that were lifted; a file under its seal is in no table and cannot be asked for.
  { label: null, table: 'sealed_file', where: IDS },
  { label: null, table: 'sealed_key', where: `sealing IN (${LIFTED})` },
  { label: null, table: 'sealed_slip', where: `sealing IN (${LIFTED})` },
  { label: '打开封存档案的记录', table: 'sealing_look', where: `sealing IN (${LIFTED})` },
  { label: '以前的封存', table: 'sealing', where: `${IDS} AND lifted_at IS NOT NULL` },
  { label: '显示完整号码的记录', table: 'person_reveal', where: IDS },
  {
    label: '别人档案里与此人的关联',
    table: 'person_spouse',
    where: `spouse_id IN (SELECT id FROM who) AND person_seq NOT IN (SELECT seq FROM who)`,
    set: 'spouse_id = NULL'
  },
  {
    label: '别人档案里与此人的关联',
    table: 'person_child',
    where: `child_id IN (SELECT id FROM who) AND person_seq NOT IN (SELECT seq FROM who)`,
    set: 'child_id = NULL'
  },
  {
    label: '别人档案里与此人的关联',
    table: 'person_child',
    where: `other_parent_id IN (SELECT id FROM who) AND person_seq NOT IN (SELECT seq FROM who)`,
    set: 'other_parent_id = NULL'
  },
  { label: null, table: 'household', where: 'head_id IN (SELECT id FROM who)', set: 'head_id = NULL' }
]

export const ownSteps: readonly Step[] = [
  { label: '其他电话', table: 'person_phone', where: SEQS },
  { label: '婚姻', table: 'person_spouse', where: SEQS },
  { label: '子女', table: 'person_child', where: SEQS },
  { label: '同意书', table: 'person_consent', where: SEQS },
  { label: '照片', table: 'person_photo', where: SEQS },
  { label: '修改历史', table: 'person_change', where: SEQS },
  { label: '检索用的字词', table: 'person_search', where: 'rowid IN (SELECT seq FROM who)' }
]

/** Of a file that goes whole. */
export const wholeSteps: readonly Step[] = [
  { label: '居住记录', table: 'person_episode', where: SEQS },
  { label: '人员档案', table: 'person', where: 'seq IN (SELECT seq FROM who)' }
]

/** `sure` marks numbers and ids, which nobody else has. */
export interface Said {
  readonly v: string
  readonly sure: 0 | 1
}

const ASKED = `WITH who (seq, id) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?)),
  said (v, sure) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?))`
export const saidJson = (said: readonly Said[]): string => JSON.stringify(said.map(({ v, sure }) => [v, sure]))

export const countStep = (db: ReadDb, { table, where }: Step, who: string, said: string): number =>
  db.value<number>(`${ASKED} SELECT count(*) FROM ${table} WHERE ${where}`, who, said) ?? 0

export const runStep = (db: WriteDb, { table, where, set }: Step, who: string, said: string): number =>
  db.run(`${ASKED} ${set === undefined ? `DELETE FROM ${table}` : `UPDATE ${table} SET ${set}`} WHERE ${where}`, who, said)

/** Free words in which somebody may be named: small tables, looked through whole. A text that must not be empty keeps its other words. */
export const wordColumns = [
  ['act', 'note'],
  ['approval', 'sentence'],
  ['approval', 'reason'],
  ['approval', 'decided_why'],
  ['job', 'result'],
  ['job', 'error'],
  ['stored_reply', 'reply'],
  ['roster', 'reason'],
  ['workbook_export', 'reason'],
  ['workbook_import', 'file'],
  ['workbook_import', 'sheet'],
  ['quarantine', 'file_name'],
  ['quarantine', 'note'],
  ['link_flag', 'note'],
  ['unvouched_look', 'note'],
  ['waiting_file', 'file_name'],
  ['scanned_file', 'file_name']
] as const

export const BLOT = '（已删除）'
export const countNamed = (db: ReadDb, table: string, column: string, said: string): number =>
  db.value<number>(
    `WITH said (v, sure) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?)) SELECT count(*) FROM ${table} WHERE ${column} IS NOT NULL AND ${named(column)}`,
    said
  ) ?? 0
export const blotOut = (db: WriteDb, table: string, column: string, word: string): number =>
  db.run(`UPDATE ${table} SET ${column} = replace(${column}, ?, ?) WHERE instr(${column}, ?) > 0`, word, BLOT, word)

/** Requests still alive that name a file end with it; what was asked is forgotten. */
export const endRequestsNaming = (db: WriteDb, said: string): number =>
  db.run(
    `WITH said (v, sure) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?))
     UPDATE approval SET state = 'withdrawn', input = NULL WHERE state IN ('open', 'approved') AND ${numbered('input')}`,
    said
  )
