/** Judges a database file that lies apart: whole, of which version, how much is in it. */
import { AppError } from '@shared/errors'
import { isDamage, openRead, type OpenOptions, type ReadDb } from '../../db'

export interface DatabaseFacts {
  readonly schema: number
  /** Rows of each table of the office; those of search indexes are left out. */
  readonly counts: Readonly<Record<string, number>>
  readonly lastAct: string | null
  readonly audit: { readonly seq: number; readonly hash: string } | null
}

/** Tables of the office by name, without virtual ones and what hangs on them. */
export const tableNames = (db: ReadDb): string[] =>
  db
    .all<{ name: string }>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`
    )
    .map(({ name }) => name)

/** Names come from the schema itself; quoted all the same. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export function factsOf(db: ReadDb): DatabaseFacts {
  const counts = Object.fromEntries(
    tableNames(db).map((name) => [name, db.value<number>(`SELECT count(*) FROM ${quoted(name)}`) ?? 0] as const)
  )
  const last = db.one<{ seq: number; hash: string; at: string }>('SELECT seq, hash, at FROM audit_entry ORDER BY seq DESC LIMIT 1')
  return {
    schema: db.value<number>('SELECT max(number) FROM migration') ?? 0,
    counts,
    lastAct: last?.at ?? null,
    audit: last ? { seq: last.seq, hash: last.hash } : null
  }
}

/** @param thorough also compares every index with its table and every reference with its target @throws AppError `backup.source_damaged` */
export function checkDatabase(open: OpenOptions, thorough = false): DatabaseFacts {
  try {
    const { raw, db, close } = openRead(open)
    try {
      const verdict: unknown = raw.pragma(thorough ? 'integrity_check(1)' : 'quick_check(1)', { simple: true })
      if (verdict !== 'ok') throw new AppError('backup.source_damaged')
      if (thorough && (raw.pragma('foreign_key_check') as unknown[]).length > 0) throw new AppError('backup.source_damaged')
      return factsOf(db)
    } finally {
      close()
    }
  } catch (error) {
    if (isDamage(error) || (error instanceof AppError && error.code === 'office.damaged'))
      throw new AppError('backup.source_damaged', {}, { cause: error })
    throw error
  }
}
