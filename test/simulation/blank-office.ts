/** Databases of made-up offices in memory: the real schema, cut down to what the exchange touches, opened by the hundred from one image. */
import Database from 'better-sqlite3'
import { migrations, sqlFace, type WriteDb } from '../../electron/core/db'

/** Tables the exchange and the slips work on, and those their triggers and views read. */
const KEPT =
  /^(partner|slip|own_epoch|bundle|recovered_bundle|echo_out|peer_|link_flag|receipt_|refused_bundle|pending_upgrade|blob_part|exchange_counter|person$|person_mark|erasing|gone$|seal|proof_list_least$)/

const KEPT_VIEWS: ReadonlySet<string> = new Set(['v_slip_place_now', 'hidden_slip', 'taken_person_row'])

export interface SimDb {
  readonly db: WriteDb
  transaction<T>(work: () => T): T
  /** Rows changed since it was opened. */
  changes(): number
  /** A backup. */
  image(): Buffer
  close(): void
}

let blank: Buffer | null = null

function blankImage(): Buffer {
  const raw = new Database(':memory:')
  raw.pragma('page_size=1024')
  raw.pragma('foreign_keys=OFF')
  for (const { sql } of migrations) raw.exec(sql)
  const named = (kind: string): string[] =>
    (raw.prepare("SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'").all(kind) as { name: string }[]).map(
      ({ name }) => name
    )
  for (const view of named('view')) if (!KEPT_VIEWS.has(view)) raw.exec(`DROP VIEW "${view}"`)
  // Nobody lives here, so nobody's data is restricted; the real view costs more than all else a queue is asked.
  raw.exec('CREATE VIEW restricted_person AS SELECT seq, id FROM person WHERE 0')
  raw.exec('CREATE VIEW bereaved_person AS SELECT seq, id FROM person WHERE 0')
  const triggers = raw.prepare("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'").all() as {
    name: string
    tbl_name: string
  }[]
  for (const { name, tbl_name: table } of triggers) if (!KEPT.test(table) || table === 'person') raw.exec(`DROP TRIGGER "${name}"`)
  // Virtual tables first: their shadows go with them.
  const tables = raw
    .prepare(
      "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC"
    )
    .all()
  for (const { name } of tables as { name: string }[]) if (!KEPT.test(name)) raw.exec(`DROP TABLE IF EXISTS "${name}"`)
  raw.exec('VACUUM')
  const image = raw.serialize()
  raw.close()
  return image
}

/** @param image left out: an empty office */
export function openSimDb(image?: Buffer): SimDb {
  blank ??= blankImage()
  const raw = new Database(image ?? blank)
  const db = sqlFace(raw)
  const [begin, commit, rollback] = [raw.prepare('BEGIN'), raw.prepare('COMMIT'), raw.prepare('ROLLBACK')]
  const changes = raw.prepare('SELECT total_changes()').pluck()
  return {
    db,
    transaction(work) {
      begin.run()
      try {
        const result = work()
        commit.run()
        return result
      } catch (error) {
        if (raw.inTransaction) rollback.run()
        throw error
      }
    },
    changes: () => Number(changes.get()),
    image: () => raw.serialize(),
    close: () => void raw.close()
  }
}
