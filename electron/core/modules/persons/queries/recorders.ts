/** SQL of those who made files: every name once, stepping from one to the next through the index. */
import type { ReadDb } from '../../../db'

/** More names than any office ever had. */
const MOST = 500
const first = (behind: string): string =>
  `SELECT c.by FROM person_change c INDEXED BY change_by_maker WHERE c.field = 'created' AND c.record IS NULL AND c.by > ${behind} ORDER BY c.by LIMIT 1`
const RECORDERS = `WITH RECURSIVE maker (by) AS (
    SELECT (${first("''")}) UNION ALL SELECT (${first('maker.by')}) FROM maker WHERE maker.by IS NOT NULL LIMIT ?
  ) SELECT by FROM maker WHERE by IS NOT NULL`

export const recorders = (db: ReadDb): string[] => db.all<{ by: string }>(RECORDERS, MOST).map(({ by }) => by)
