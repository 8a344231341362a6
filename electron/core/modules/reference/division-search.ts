/** Finds places by what clerks type: a code, a name, pinyin, initials, a path, or what the place was called or numbered before. */
import { rowsOnDay, type Day, type DivisionQuery, type DivisionRow, type FormerName, type FoundDivision } from '@shared/domain'
import type { Divisions } from './divisions'

/** What was typed, in the forms it is compared in. */
interface Typed {
  readonly text: string
  /** Letters only, without spaces and marks; empty when something else was typed. */
  readonly latin: string
  /** Words before the last one: names or readings of places above. */
  readonly above: readonly string[]
}

interface Hit {
  readonly row: DivisionRow
  /** Lower is better. */
  readonly rank: number
  readonly foundBy: FormerName | null
}

export function readTyped(text: string): Typed | null {
  const whole = text.normalize('NFKC').trim()
  if (whole === '') return null
  if (/^[a-zA-Z' ]+$/.test(whole)) return { text: whole, latin: whole.toLowerCase().replace(/[' ]/g, ''), above: [] }
  const words = whole.split(/\s+/)
  const last = words.pop() ?? whole
  return { text: last, latin: /^[a-zA-Z']+$/.test(last) ? last.toLowerCase().replaceAll("'", '') : '', above: words }
}

/** @returns lower is better; null when the row does not match */
export function rankOf(
  row: Pick<DivisionRow, 'code' | 'name' | 'pinyin' | 'initials'>,
  { text, latin }: Pick<Typed, 'text' | 'latin'>
): number | null {
  if (row.code === text) return 0
  if (row.name === text) return 1
  if (/^\d+$/.test(text)) return row.code.startsWith(text) ? 2 : null
  if (row.name.startsWith(text)) return 3
  if (row.name.includes(text)) return 5
  if (latin === '') return null
  if (row.initials === latin) return 3
  const pinyin = row.pinyin.replaceAll(' ', '')
  if (pinyin === latin) return 3
  return pinyin.startsWith(latin) || row.initials.startsWith(latin) ? 4 : null
}

/** Added to the rank of a row that is found through, or is, a name of the past, or that only statistics use. */
const BY_FORMER_NAME = 0.2
const ABOLISHED = 0.5
const STATISTICAL = 0.25

/**
 * @param villages rows of the villages that are to be looked through as well
 * @returns best first; today's place stands before the abolished name it was found by
 */
export function searchDivisions(divisions: Divisions, villages: readonly DivisionRow[], query: DivisionQuery): FoundDivision[] {
  const today = query.on
  const typed = readTyped(query.text)
  if (typed === null) return []
  const area = query.within === null ? '' : areaOf(query.within)
  const fits = (row: DivisionRow): boolean => row.code.startsWith(area) && (query.levels.length === 0 || query.levels.includes(row.level))
  const best = new Map<DivisionRow, Hit>()
  const add = (hit: Hit): void => {
    if (fits(hit.row) && (best.get(hit.row)?.rank ?? Infinity) > hit.rank) best.set(hit.row, hit)
  }
  for (const rows of [divisions.rows, villages])
    for (const row of rows) {
      const rank = rankOf(row, typed) ?? pathRank(divisions, row, typed)
      if (rank === null || !isBelow(divisions, row, typed)) continue
      const penalty = row.statisticalOnly ? STATISTICAL : 0
      if (row.validTo === null) add({ row, rank: rank + penalty, foundBy: null })
      else addFormer(divisions, { row, rank: rank + penalty }, today, add)
    }
  const near = query.near ?? query.within
  return [...best.values()]
    .sort((a, b) => a.rank - b.rank || distance(a.row, near) - distance(b.row, near) || compareCodes(a.row, b.row))
    .slice(0, query.limit)
    .map((hit) => found(divisions, hit, today))
}

/** An abolished name offers what holds its area today, and then itself. */
function addFormer(divisions: Divisions, { row, rank }: Omit<Hit, 'foundBy'>, today: Day, add: (hit: Hit) => void): void {
  const heirs = rowsOnDay(row, today, divisions.history)
  const foundBy = { code: row.code, name: row.name, until: row.validTo ?? '' }
  for (const heir of heirs) add({ row: heir, rank: rank + BY_FORMER_NAME, foundBy })
  // A code that only changed its name would stand twice in the list and choose the same place.
  if (!heirs.some((heir) => heir.code === row.code)) add({ row, rank: rank + ABOLISHED, foundBy: null })
}

/** 榆林市榆阳区, or 榆林榆阳 with the words for the kinds left out: compared with the full name only when it is long enough to be a path. */
function pathRank(divisions: Divisions, row: DivisionRow, { text, above }: Typed): number | null {
  if (above.length > 0 || text.length < 4 || !/^\p{Script=Han}+$/u.test(text) || !text.endsWith(row.name)) return null
  return divisions.entry(row).fullName.endsWith(text) ? 1 : null
}

/** Whether each word typed before the last one names a place above the row, in characters or in letters. */
function isBelow(divisions: Divisions, row: DivisionRow, { above }: Typed): boolean {
  if (above.length === 0) return true
  const parents: DivisionRow[] = []
  for (let code = row.parent; code !== null;) {
    const rows = divisions.history.rowsOf(code)
    parents.push(...rows)
    code = rows.at(-1)?.parent ?? null
  }
  return above.every((word) => {
    const latin = /^[a-zA-Z']+$/.test(word) ? word.toLowerCase().replaceAll("'", '') : ''
    return parents.some((parent) => rankOf(parent, { text: word, latin }) !== null)
  })
}

/** 0 in the same county, 1 in the same prefecture, 2 in the same province, 3 elsewhere. */
function distance(row: DivisionRow, near: string | null): number {
  if (near === null) return 0
  const shared = [6, 4, 2].findIndex((length) => row.code.slice(0, length) === near.slice(0, length))
  return shared < 0 ? 3 : shared
}

const compareCodes = (a: DivisionRow, b: DivisionRow): number => a.code.length - b.code.length || (a.code < b.code ? -1 : 1)

/** The digits all codes within an area share. */
export const areaOf = (within: string): string =>
  within.length === 6 ? within.replace(/(?:00){1,2}$/, '') : within.replace(/(?:000)+$/, '')

function found(divisions: Divisions, { row, foundBy }: Hit, today: Day): FoundDivision {
  const heirs = row.validTo === null ? [] : rowsOnDay(row, today, divisions.history)
  const now = heirs.map((heir) => ({ code: heir.code, fullName: divisions.entry(heir).fullName }))
  return { ...divisions.entry(row), foundBy, now }
}
