/** What a database holds, table by table, as one hash each: two databases with equal hashes hold the same rows. */
import { createHash } from 'node:crypto'
import { openRead, type OpenOptions, type ReadDb } from '../../electron/core/db'
import { quoted, tableNames } from '../../electron/core/modules/backup'

export function tableHashes(db: ReadDb, without: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    tableNames(db)
      .filter((name) => !without.includes(name))
      .map((name) => {
        const hash = createHash('sha256')
        const columns = db.all<{ name: string }>('SELECT name FROM pragma_table_info(?)', name).map((one) => quoted(one.name))
        // Ordered by every column: the same rows in another order of storage are the same table.
        for (const row of db.each<Record<string, unknown>>(
          `SELECT ${columns.join(', ')} FROM ${quoted(name)} ORDER BY ${columns.join(', ')}`
        ))
          hash.update(
            JSON.stringify(row, (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value))
          )
        return [name, hash.digest('hex')] as const
      })
  )
}

export function hashesOf(open: OpenOptions, without: readonly string[] = []): Record<string, string> {
  const { db, close } = openRead(open)
  try {
    return tableHashes(db, without)
  } finally {
    close()
  }
}
