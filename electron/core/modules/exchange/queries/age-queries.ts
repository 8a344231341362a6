/** SQL of what the exchange keeps and since when. */
import type { ReadDb, WriteDb } from '../../../db'

export interface AgedCount {
  readonly kept: number
  /** Instant of the oldest; null where nothing is kept. */
  readonly oldest: string | null
  /** How many were kept long enough. */
  readonly due: number
}

const NOTHING: AgedCount = { kept: 0, oldest: null, due: 0 }

const KEPT = "SELECT count(*) AS kept, min(made_at) AS oldest FROM bundle WHERE let_go_at IS NULL AND made_at > ''"
/** Nobody is owed content of other states any more. */
const DUE = "SELECT count(*) FROM bundle WHERE let_go_at IS NULL AND made_at < ? AND state NOT IN ('sealed', 'carried')"

export const agedArchives = (db: ReadDb, before: string): AgedCount => ({
  ...(db.one<Omit<AgedCount, 'due'>>(KEPT) ?? NOTHING),
  due: db.value<number>(DUE, before) ?? 0
})

export const agedQuarantine = (db: ReadDb, before: string): AgedCount =>
  db.one<AgedCount>(
    'SELECT count(*) AS kept, min(found_at) AS oldest, count(CASE WHEN found_at < ? THEN 1 END) AS due FROM quarantine',
    before
  ) ?? NOTHING

export const agedWaiting = (db: ReadDb, before: string): AgedCount =>
  db.one<AgedCount>(
    'SELECT count(*) AS kept, min(found_at) AS oldest, count(CASE WHEN found_at < ? THEN 1 END) AS due FROM waiting_file',
    before
  ) ?? NOTHING

/** Records of later versions, and parts of files whose other parts never came. */
const LEFTOVERS = `SELECT b.made_at FROM pending_upgrade p JOIN bundle b ON b.id = p.bundle_id
  UNION ALL SELECT b.made_at FROM (SELECT id, bundle_id FROM blob_part GROUP BY id, bundle_id HAVING count(*) < max(of_parts)) p JOIN bundle b ON b.id = p.bundle_id` as const

export const agedLeftovers = (db: ReadDb, before: string): AgedCount =>
  db.one<AgedCount>(
    `SELECT count(*) AS kept, min(made_at) AS oldest, count(CASE WHEN made_at < ? THEN 1 END) AS due FROM (${LEFTOVERS})`,
    before
  ) ?? NOTHING

/** @returns how many records and parts went */
export const dropLeftovers = (db: WriteDb, before: string): number =>
  db.run('DELETE FROM pending_upgrade WHERE bundle_id IN (SELECT id FROM bundle WHERE made_at < ?)', before) +
  db.run(
    `DELETE FROM blob_part WHERE bundle_id IN (SELECT id FROM bundle WHERE made_at < ?)
       AND (SELECT count(*) FROM blob_part o WHERE o.id = blob_part.id AND o.bundle_id = blob_part.bundle_id) < of_parts`,
    before
  )
