/**
 * Conditions that few files may fulfil: a list starts from those few, found by an index of their own, instead of walking the register in the
 * order of its sort. Where they are many the walk meets enough of them soon, and each row is proved by itself.
 */
import type { PersonConditions } from '@shared/contract/persons'
import { missingGlyphs } from '@shared/domain'
import type { ReadDb } from '../../../db'
import { clause, join, type Clause } from './clause'
import { arrivedStays } from '../arrivals'
import type { OwedContext } from '../first-slips'
import { otherEnds } from '../shared-files'
import { startOf, statusClauses } from './conditions'
import { arrivedFiles } from './arrivals'
import { fileClause } from './minimum-file'
import { CROSSES, sharedFiles } from './shared-files'

export interface Narrowing {
  /** Files (seq, each once) among which all of the list are; null where walking is as quick. */
  readonly set: Clause | null
  /** What must be true of a row beside `conditionClauses`. */
  readonly proofs: readonly Clause[]
}

export const noNarrowing: Narrowing = { set: null, proofs: [] }

/** More than that are walked: one of so many rows of the largest register fits, and a page is met within the first thousands. */
const FEW = 5000

interface FewFiles {
  readonly set: Clause
  /** What is counted to tell whether they are few; the set itself where that stops as soon. */
  readonly counted?: Clause
}

/** Files whose present stay has the value; a stay of a merged file counts for the one that goes on. */
const staying = (index: string, where: string, value: string): Clause =>
  clause(
    `SELECT DISTINCT g.seq FROM person_episode e INDEXED BY ${index} CROSS JOIN person h ON h.seq = e.person_seq
      CROSS JOIN person g ON g.seq = coalesce(h.survivor, h.seq)
      WHERE ${where} AND g.stay_started = e.started_on AND g.stay_code = e.residence_code`,
    value
  )

/** Files with a child born in the year of the day or later, by whichever parent wrote it down, and whoever the child's file went into. */
function withChildSince(day: string): FewFiles {
  const year = day.slice(0, 4)
  const own = 'person_child k INDEXED BY child_by_own_file ON k.child_id = f.id'
  const children = [
    'SELECT k.person_seq, k.other_parent_id FROM person_child k INDEXED BY child_by_birth WHERE k.birth_date >= ? AND k.child_id IS NULL',
    `SELECT k.person_seq, k.other_parent_id FROM person f INDEXED BY person_by_birth CROSS JOIN ${own} WHERE f.birth_date >= ?`,
    `SELECT k.person_seq, k.other_parent_id FROM person o INDEXED BY person_by_birth
      CROSS JOIN person f INDEXED BY person_by_survivor ON f.survivor = o.seq CROSS JOIN ${own} WHERE o.birth_date >= ?`
  ].join(' UNION ALL ')
  const set = `WITH born AS MATERIALIZED (${children})
    SELECT coalesce(h.survivor, h.seq) AS seq FROM born CROSS JOIN person h ON h.seq = born.person_seq
    UNION SELECT coalesce(h.survivor, h.seq) FROM born CROSS JOIN person h ON h.id = born.other_parent_id`
  return { set: clause(set, year, year, year), counted: clause(children, year, year, year) }
}

function setsOf(more: PersonConditions): FewFiles[] {
  const { employer, dwelling, childBornFrom, recordedFrom, recordedBy, untouchedSince } = more
  const sets: FewFiles[] = []
  const add = (set: Clause): void => void sets.push({ set })
  if (employer !== undefined) add(staying('episode_by_employer', 'e.employer_id = ?', employer))
  if (dwelling !== undefined) add(staying('episode_by_dwelling', 'e.dwelling = (SELECT seq FROM dwelling WHERE id = ?)', dwelling))
  if (childBornFrom !== undefined) sets.push(withChildSince(childBornFrom))
  const status = statusClauses(more, 'h')
  if (status.length > 0) {
    const where = join([clause("h.status_on >= ''"), ...status], ' AND ')
    add(clause(`SELECT h.seq FROM person h INDEXED BY person_by_status_day WHERE ${where.sql}`, ...where.params))
  }
  const updated = (compared: string, at: string): Clause =>
    clause(`SELECT h.seq FROM person h INDEXED BY person_by_update WHERE h.updated_at ${compared} ?`, at)
  // A file is never written last before it is made.
  if (recordedFrom !== undefined) add(updated('>=', startOf(recordedFrom)))
  if (untouchedSince !== undefined) add(updated('<', startOf(untouchedSince)))
  if (recordedBy !== undefined)
    add(
      clause(
        `SELECT c.person_seq AS seq FROM person_change c INDEXED BY change_by_maker
          WHERE c.by = ? AND c.field = 'created' AND c.record IS NULL AND c.person_seq IS NOT NULL`,
        recordedBy
      )
    )
  return sets
}

/** Words of the index that begin as rare characters do. Ordinary ones stand for themselves and are all drawn. */
const RARE_WORDS = "SELECT term FROM person_search_word WHERE term >= '0' AND term < '1'"
/** A word `0` and code point; a pair of characters has two of them and is longer, or is proved away in the name itself. */
const ONE_CHARACTER = /^0([0-9a-f]{2,6})$/
const LAST_CODE_POINT = 0x10ffff

function undrawn(db: ReadDb): { readonly words: string; readonly characters: string } | null {
  const codes = db.all<{ term: string }>(RARE_WORDS).flatMap(({ term }) => {
    const code = Number.parseInt(ONE_CHARACTER.exec(term)?.[1] ?? '', 16)
    return code <= LAST_CODE_POINT && missingGlyphs(String.fromCodePoint(code)).length > 0 ? [code] : []
  })
  if (codes.length === 0) return null
  const words = codes.map((code) => `"0${code.toString(16)}"`).join(' OR ')
  return { words, characters: JSON.stringify(codes.map((code) => String.fromCodePoint(code))) }
}

/** Files with a name or former name that holds a character no shipped font draws. */
function withMissingGlyph(db: ReadDb): Clause {
  const found = undrawn(db)
  if (found === null) return clause('SELECT 0 AS seq WHERE 0')
  return clause(
    `SELECT h.seq FROM person_search CROSS JOIN person h ON h.seq = person_search.rowid WHERE person_search MATCH ?
      AND EXISTS (SELECT 1 FROM json_each(?) rare WHERE instr(h.name_key, rare.value) > 0 OR instr(h.former_key, rare.value) > 0)`,
    found.words,
    found.characters
  )
}

const sizeOf = (db: ReadDb, { sql, params }: Clause): number =>
  db.value<number>(`SELECT count(*) FROM (SELECT 1 FROM (${sql}) LIMIT ?)`, ...params, FEW + 1) ?? 0

/** How a list with these conditions is best found, judged by how many files each of them leaves. */
export function narrowing(context: OwedContext, more: PersonConditions | undefined): Narrowing {
  if (more === undefined) return noNarrowing
  const { db, rules } = context
  const sets = setsOf(more)
  const proofs: Clause[] = []
  if (more.missingGlyph !== undefined) {
    const set = withMissingGlyph(db)
    sets.push({ set })
    proofs.push(clause(`+p.seq IN (${set.sql})`, ...set.params))
  }
  if (more.file !== undefined) proofs.push(fileClause(more.file, rules.counting.minimumFile.fields))
  let [best, least]: [Clause | null, number] = [null, FEW + 1]
  for (const { set, counted = set } of sets) {
    const size = sizeOf(db, counted)
    if (size < least) [best, least] = [set, size]
  }
  // However many they are, nobody of these is proved by a walk: each of its steps would find all of them anew.
  const heavy: Clause[] = []
  if (more.arrived !== undefined) {
    const { side } = more.arrived
    const stays = arrivedStays(context, more.arrived, side)
    heavy.push(stays === null ? clause('SELECT 0 AS seq WHERE 0') : arrivedFiles(stays, side))
  }
  if (more.shared === 'either') proofs.push(clause(CROSSES))
  if (more.shared === 'both') heavy.push(sharedFiles(otherEnds(context)))
  const [set = null, ...others] = best === null ? heavy : [best, ...heavy]
  return { set, proofs: [...proofs, ...others.map((one) => clause(`+p.seq IN (${one.sql})`, ...one.params))] }
}
