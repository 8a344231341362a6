/** SQL of what an erasure leaves standing, counted so that nobody is promised more than is done. */
import type { ReadDb } from '../../../db'

const WHO = 'WITH who (seq, id) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?))'

export interface Standing {
  readonly count: number
  /** Day of the youngest; '' where there is none. */
  readonly day: string
}
const standing = (db: ReadDb, sql: string, ...params: string[]): Standing => {
  const found = db.one<{ count: number; day: string | null }>(sql, ...params)
  return { count: found?.count ?? 0, day: found?.day ?? '' }
}

const BUNDLES = `${WHO} SELECT count(*) AS count, max(substr(u.made_at, 1, 10)) AS day FROM bundle u WHERE u.archive <> '' AND u.let_go_at IS NULL AND u.id IN (
    SELECT t.bundle_id FROM who CROSS JOIN slip s ON s.person_id = who.id CROSS JOIN slip_travel t ON t.slip = s.seq WHERE t.bundle_id IS NOT NULL
    UNION SELECT b.bundle_id FROM who CROSS JOIN slip s ON s.person_id = who.id CROSS JOIN slip_record r ON r.record_id = s.record_id
      CROSS JOIN slip_batch b ON b.batch = r.batch WHERE b.bundle_id IS NOT NULL)`
/** Archived files of bundles in which slips about the files travelled. */
export const bundleFiles = (db: ReadDb, who: string): Standing => standing(db, BUNDLES, who)

const LOG = `${WHO} SELECT count(*) AS count, max(substr(a.at, 1, 10)) AS day FROM who CROSS JOIN audit_entry a ON a.subject = who.id`
export const logLines = (db: ReadDb, who: string): Standing => standing(db, LOG, who)

const BACKUPS = "SELECT count(*) AS count, max(substr(at, 1, 10)) AS day FROM backup WHERE result = 'verified'"
export const backupsMade = (db: ReadDb): Standing => standing(db, BACKUPS)

const FAMILY = `${WHO} SELECT count(*) AS count, '' AS day FROM (
    SELECT r.id FROM who CROSS JOIN person_spouse r ON r.spouse_id = who.id WHERE r.person_seq NOT IN (SELECT seq FROM who) AND (r.name IS NOT NULL OR r.id_no IS NOT NULL)
    UNION ALL SELECT r.id FROM who CROSS JOIN person_child r ON r.child_id = who.id WHERE r.person_seq NOT IN (SELECT seq FROM who) AND (r.name IS NOT NULL OR r.id_no IS NOT NULL))`
/** Husbands, wives and parents who wrote the person down in their own files. */
export const familyRecords = (db: ReadDb, who: string): Standing => standing(db, FAMILY, who)

const NAMESAKE_DRAFTS = `WITH said (v) AS (SELECT value FROM json_each(?)), sure (v) AS (SELECT value FROM json_each(?))
  SELECT count(*) AS count, max(substr(d.saved_at, 1, 10)) AS day FROM draft d
  WHERE EXISTS (SELECT 1 FROM said WHERE instr(d.value, said.v) > 0) AND NOT EXISTS (SELECT 1 FROM sure WHERE instr(d.value, sure.v) > 0)
    AND d.subject NOT IN (SELECT v FROM sure)`
/** Drafts in which only the name is the same. */
export const namesakeDrafts = (db: ReadDb, names: readonly string[], sure: readonly string[]): Standing =>
  standing(db, NAMESAKE_DRAFTS, JSON.stringify(names), JSON.stringify(sure))
