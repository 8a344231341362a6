/** Brings a database to this program's version, step by numbered step, after a verified copy. */
import { rmSync } from 'node:fs'
import type { SqlValue } from './sql'
import { AppError } from '@shared/errors'
import { sha256Hex } from '../crypto'
import { type Connection, openRead, type OpenOptions } from './connection'
import type { WriteDb } from './sql'
import { migrations, type Migration } from './migrations'

interface Applied {
  readonly number: number
  readonly digest: string
}

export const knownVersion = migrations.at(-1)?.number ?? 0

const digestOf = (migration: Migration): string => sha256Hex(migration.sql)

function appliedOf(db: Connection<WriteDb>): Applied[] {
  const there = db.db.value<number>("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migration'") ?? 0
  return there === 0 ? [] : db.db.all<Applied>('SELECT number, digest FROM migration ORDER BY number')
}

/**
 * @param steps the whole schema in order; left out, this program's
 * @param copyTo path for the copy taken before an existing database changes; kept until the next migration
 * @throws AppError `office.database_newer`, `office.migration_failed` (the database is then as it was), `office.damaged`
 */
export function migrate(connection: Connection<WriteDb>, open: OpenOptions, copyTo: string, now: string, steps = migrations): void {
  const applied = appliedOf(connection)
  const last = applied.at(-1)?.number ?? 0
  const newest = steps.at(-1)?.number ?? 0
  if (last > newest) throw new AppError('office.database_newer', { found: last, known: newest })
  for (const done of applied) {
    const known = steps.find((migration) => migration.number === done.number)
    if (!known || digestOf(known) !== done.digest) throw new AppError('office.damaged', { reason: `数据版本 ${String(done.number)}` })
  }
  const pending = steps.filter((migration) => migration.number > last)
  if (pending.length === 0) return
  if (last > 0) verifiedCopy(connection, open, copyTo)
  for (const migration of pending) apply(connection, migration, now)
}

function apply(connection: Connection<WriteDb>, migration: Migration, now: string): void {
  try {
    connection.transaction(() => {
      connection.raw.exec(migration.sql)
      const row: SqlValue[] = [migration.number, migration.name, digestOf(migration), now]
      connection.db.run('INSERT INTO migration(number, name, digest, applied_at) VALUES (?, ?, ?, ?)', ...row)
      const broken = connection.raw.pragma('foreign_key_check')
      if (Array.isArray(broken) && broken.length > 0) throw new AppError('office.migration_failed', { step: migration.number })
    })
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('storage.')) throw error
    throw new AppError('office.migration_failed', { step: migration.number }, { cause: error })
  }
}

/** Copies the encrypted database with its own key and reads the copy back whole before it counts. */
function verifiedCopy(connection: Connection<WriteDb>, open: OpenOptions, copyTo: string): void {
  rmSync(copyTo, { force: true })
  connection.db.run('VACUUM INTO ?', copyTo)
  const copy = openRead({ ...open, path: copyTo })
  try {
    const verdict = copy.raw.pragma('integrity_check', { simple: true })
    if (verdict !== 'ok') throw new AppError('office.migration_failed', { step: 0 })
  } finally {
    copy.close()
  }
}
