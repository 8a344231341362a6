/** Steps of a schema to come: each writes its mark behind every row, so that a half step would be seen. */
import { migrations } from '../../electron/core/db'

export const LATER = 3
export const NOW = '2026-03-05T01:00:00.000Z'
const last = migrations.length

/** This program's steps and three more. */
export const laterSteps: typeof migrations = [
  ...migrations,
  ...Array.from({ length: LATER }, (_, at) => ({
    number: last + 1 + at,
    name: `later-${String(at)}`,
    sql: `CREATE TABLE later_${String(at)} (seq INTEGER PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO later_${String(at)} (value) SELECT value FROM draft;
UPDATE draft SET value = value || '+';`
  }))
]
