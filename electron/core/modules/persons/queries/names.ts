/** SQL of what the search words are made from, stretch by stretch. */
import type { ReadDb } from '../../../db'

export interface NamedRow {
  readonly seq: number
  readonly name: string
  readonly former_name: string | null
  readonly pinyin: string
}

const NAMES = 'SELECT seq, name, former_name, pinyin FROM person WHERE seq > ? ORDER BY seq LIMIT ?'

export const namesFrom = (db: ReadDb, after: number, limit: number): NamedRow[] => db.all<NamedRow>(NAMES, after, limit)
