/** The scope of a move is stored beside each file, so it is told again when other tables or rules come to hold: slice by slice, wherever it was stopped. */
import type { ReferenceBook } from '@shared/domain'
import type { ReadDb, WriteDb } from '../../db'
import type { JobContext } from '../../rpc'
import { episodesOf } from './queries/files'
import { anyPerson, lastPerson, mergedInto, putScope, settledScopes, settleTo, filesIn, staysIn, type ScopedFile } from './queries/scopes'
import { stayColumns } from './stay-columns'
import { presentOf } from './store'

/** Raise it whenever the same tables and packs come to tell another scope (`movementScope`, `codesOn`, which stay is the present one). */
export const SCOPE_RULES = 1

/** What a scope is told by, in words that differ when it may: the rules of this program, the table of divisions, the rule packs with their days. */
export const scopeBasis = ({ divisionsEdition, rulePacks }: Pick<ReferenceBook, 'divisionsEdition' | 'rulePacks'>): string =>
  JSON.stringify([
    SCOPE_RULES,
    divisionsEdition,
    ...rulePacks.map(({ id, validFrom, validTo, movement }) => [
      id,
      validFrom,
      validTo,
      movement.countsIntraCounty,
      movement.countsInterDistrict
    ])
  ])

/** Files told again between two breaths. */
const SLICE = 500
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** From here on whatever is written is told by this book; for a register that nobody else has written in. */
export const noteScopes = (db: WriteDb, reference: ReferenceBook): void => settleTo(db, { basis: scopeBasis(reference), upTo: null })

/** An office just founded: its first entry notes what it finds. */
export const openScopes = (db: WriteDb): void => settleTo(db, { basis: '', upTo: null })

export function scopesAreNoted(db: ReadDb, reference: ReferenceBook): boolean {
  const known = settledScopes(db)
  return known?.basis === scopeBasis(reference) && known.upTo === null
}

/** @returns whether stored scopes wait for `settleScopes`; an office founded and never entered, or an empty register, does not */
export function scopesWait(db: ReadDb, reference: ReferenceBook): boolean {
  return !scopesAreNoted(db, reference) && settledScopes(db)?.basis !== '' && anyPerson(db)
}

function scopeOfFile(db: ReadDb, reference: ReferenceBook, file: ScopedFile, own: ReturnType<typeof staysIn>, merged: readonly number[]) {
  const stays = merged.length === 0 ? own : [...own, ...merged.flatMap((seq) => episodesOf(db, seq))]
  return stayColumns(presentOf(stays), file, reference).stay_scope
}

/** @returns how many files of the slice were stored with another scope */
function settleSlice(db: WriteDb, reference: ReferenceBook, after: number, upTo: number): number {
  const stays = Map.groupBy(staysIn(db, after, upTo), ({ person_seq: seq }) => seq)
  const merged = Map.groupBy(mergedInto(db, after, upTo), ({ survivor }) => survivor)
  let changed = 0
  for (const file of filesIn(db, after, upTo)) {
    const below = (merged.get(file.seq) ?? []).map(({ seq }) => seq)
    const scope = scopeOfFile(db, reference, file, stays.get(file.seq) ?? [], below)
    if (scope === file.stay_scope) continue
    putScope(db, file.seq, scope)
    changed += 1
  }
  return changed
}

/**
 * Goes on where an earlier run for the same tables was stopped. What is stored is derived, so it leaves neither history nor a new revision.
 * @returns files looked at and files changed by this run
 */
export async function settleScopes(ctx: JobContext): Promise<{ files: number; changed: number }> {
  const { reference } = ctx
  const basis = scopeBasis(reference)
  const done = { files: 0, changed: 0 }
  if (scopesWait(ctx.db, reference)) {
    const before = settledScopes(ctx.db)
    const last = lastPerson(ctx.db)
    for (let after = before?.basis === basis ? (before.upTo ?? 0) : 0; after < last; after += SLICE) {
      const upTo = Math.min(after + SLICE, last)
      done.changed += ctx.slice((db) => {
        settleTo(db, { basis, upTo })
        return settleSlice(db, reference, after, upTo)
      })
      done.files += upTo - after
      ctx.progress('settle', upTo, last)
      await turn()
    }
  }
  ctx.commit({ detail: { ...done } }, (db) => noteScopes(db, reference))
  if (done.changed > 0) ctx.changed('persons')
  return done
}
