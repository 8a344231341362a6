/** The numbered steps of the schema, in order; a step that has been released is never edited, only followed. */
import foundation from './0001-foundation.sql?raw'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

export const migrations: readonly Migration[] = [{ number: 1, name: 'foundation', sql: foundation }]
