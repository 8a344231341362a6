/** Puts an old database back behind the program's back: what travelled forgets, files and keys stay. */
import type { ModuleOffice } from './module-office'

/** The tables of the office as they stand now, to be put back behind the program's back. */
export function rollBack(office: ModuleOffice): () => void {
  const { raw } = office.write
  const tables = (
    raw
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%'")
      .all() as { name: string }[]
  ).map(({ name }) => name)
  const kept = tables.filter((name) =>
    /^(slip|own_epoch|bundle|recovered|echo_out|peer_|link_flag|unvouched|receipt_|refused|exchange_counter|pending|blob)/.test(name)
  )
  const rows = new Map(kept.map((name) => [name, raw.prepare(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[]]))
  const triggers = raw.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all() as { name: string; sql: string }[]
  // Leaves out what SQLite reckons itself.
  const columnsOf = (name: string): string[] =>
    (raw.prepare('SELECT name FROM pragma_table_info(?)').all(name) as { name: string }[]).map((column) => column.name)
  return () => {
    raw.pragma('foreign_keys=OFF')
    for (const { name } of triggers) raw.exec(`DROP TRIGGER "${name}"`)
    for (const [name, all] of rows) {
      raw.exec(`DELETE FROM "${name}"`)
      const columns = columnsOf(name)
      const insert = raw.prepare(`INSERT INTO "${name}"(${columns.join()}) VALUES (${columns.map(() => '?').join()})`)
      for (const row of all) insert.run(...columns.map((column) => row[column] as string))
    }
    for (const { sql } of triggers) raw.exec(sql)
    raw.pragma('foreign_keys=ON')
  }
}
