/** Offices without key card: somebody wrote their name, code and telephone down, and corrects them until a card speaks for the office. */
import type { WriteDb } from '../../db'
import type { CallContext } from '../../rpc'
import { correctPartner, insertPartner } from './queries/partner-queries'

export interface PaperFacts {
  readonly name: string
  readonly code: string
  readonly phone: string
}

/** @returns the partner's id */
export function addPaperPartner(
  context: Pick<CallContext, 'now' | 'newId' | 'office'> & { readonly db: WriteDb },
  facts: PaperFacts
): string {
  const { db, now, office } = context
  const id = context.newId()
  insertPartner(db, { ...facts, id, office_id: null, trust: 'paper', suites: null, practice: office.practice ? 1 : 0 }, now)
  return id
}

/** @returns false when the office has a key card, which alone may change what it says */
export const correctPaperPartner = (db: WriteDb, id: string, facts: PaperFacts): boolean => correctPartner(db, id, facts) > 0
