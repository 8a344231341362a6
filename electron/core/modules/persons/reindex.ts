/** Makes the search words of everybody anew from the rows, where the index itself was lost. */
import type { WriteDb } from '../../db'
import { personBySeq, replaceWords, wordsInserter } from './queries/files'
import { housesGrew, personCameBack, personsGrew } from './queries/grown'
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

/** Makes the search words of one file whose row came back. @param worded whether it stood in the index of names */
export function reindexPerson(db: WriteDb, seq: number, worded: boolean): void {
  const person = personBySeq(db, seq)
  if (person === undefined) return
  if (worded) replaceWords(db, seq, wordsOf(person))
  personCameBack(db, seq)
}
