/** Makes the search words of everybody anew from the rows, where the index itself was lost. */
import type { WriteDb } from '../../db'
import { wordsInserter } from './queries/files'
import { housesGrew, personsGrew } from './queries/grown'
import { namesFrom } from './queries/names'
import { wordsOf } from './store'

const STEP = 2_000

/** The indexes must be empty; in the caller's transaction. */
export function reindexEverybody(db: WriteDb): void {
  const insert = wordsInserter(db)
  for (let after = 0; ;) {
    const rows = namesFrom(db, after, STEP)
    for (const row of rows) insert(row.seq, wordsOf(row))
    const last = rows.at(-1)
    if (!last) break
    after = last.seq
  }
  personsGrew(db, 0)
  housesGrew(db, 0)
}
