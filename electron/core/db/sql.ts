/** A thin typed face on prepared SQL: statements are prepared once per connection, parameters are positional. */
import type Database from 'better-sqlite3'
import { asAppError } from './sqlite-errors'

export type SqlValue = string | number | bigint | Uint8Array | null

/** A connection that SQLite keeps read-only. Row shapes are promised by the SQL beside the call. */
/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- the row type is the promise of the SQL beside the call; SQLite knows no types to infer it from */
export interface ReadDb {
  /** First row or undefined. */
  one<T>(sql: string, ...params: readonly SqlValue[]): T | undefined
  all<T>(sql: string, ...params: readonly SqlValue[]): T[]
  /** First column of the first row or undefined. */
  value<T extends SqlValue>(sql: string, ...params: readonly SqlValue[]): T | undefined
  /** Rows one by one; the connection must not be used otherwise until the iteration ends. */
  each<T>(sql: string, ...params: readonly SqlValue[]): IterableIterator<T>
}

export interface WriteDb extends ReadDb {
  /** Number of rows changed. */
  run(sql: string, ...params: readonly SqlValue[]): number
  /** A prepared statement for loops over many rows; returns the number of rows changed. */
  prepared(sql: string): (...params: readonly SqlValue[]) => number
}

type Statement = Database.Statement

const guarded = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw asAppError(error)
  }
}

/** Wraps an open connection; both faces share its statements. */
export function sqlFace(connection: Database.Database): WriteDb {
  const statements = new Map<string, Statement>()
  const prepare = (sql: string): Statement => {
    const known = statements.get(sql)
    if (known) return known
    const fresh = connection.prepare(sql)
    statements.set(sql, fresh)
    return fresh
  }
  return {
    one: <T>(sql: string, ...params: readonly SqlValue[]) => guarded(() => prepare(sql).get(...params) as T | undefined),
    all: <T>(sql: string, ...params: readonly SqlValue[]) => guarded(() => prepare(sql).all(...params) as T[]),
    value: <T extends SqlValue>(sql: string, ...params: readonly SqlValue[]) =>
      guarded(() => {
        const row = prepare(sql).get(...params) as Record<string, T> | undefined
        return row === undefined ? undefined : Object.values(row)[0]
      }),
    each: <T>(sql: string, ...params: readonly SqlValue[]) => guarded(() => prepare(sql).iterate(...params) as IterableIterator<T>),
    run: (sql, ...params) => guarded(() => prepare(sql).run(...params).changes),
    prepared: (sql) => {
      const statement = guarded(() => prepare(sql))
      return (...params) => guarded(() => statement.run(...params).changes)
    }
  }
}
/* eslint-enable @typescript-eslint/no-unnecessary-type-parameters */
