/** Finds characters by code point, parts, strokes and reading, best fit first; the table is read when somebody first asks. */
import {
  codePointLabel,
  drawnBy,
  isUnsafeCodePoint,
  mapPrivateUse,
  readCharacterQuery,
  tonelessSyllable,
  type CharacterBook,
  type CharacterEntry,
  type CharacterQuery
} from '@shared/domain'
import { characterParts, isContained, type CharacterParts } from './character-parts'
import { FORM_ONLY, loadCharacterTable, STANDARD, type CharacterTable } from './character-table'

interface Loaded {
  readonly table: CharacterTable
  readonly parts: CharacterParts
  /** Toneless syllable → rows. */
  readonly byReading: () => ReadonlyMap<string, readonly number[]>
}

/** How well a character fits the parts; the lower the better. */
const FIT = { itself: 0, lookalike: 1, exact: 2, builtOf: 3, holds: 4, spread: 5, byRadical: 6 } as const
interface Hit {
  readonly row: number
  readonly fit: number
  readonly rest: number
}
interface Wanted {
  readonly query: CharacterQuery
  /** The parts, each shape of a radical as one. */
  readonly ids: readonly number[]
  readonly leaves: Int32Array
  /** Strokes of the parts as typed. */
  readonly strokes: number
}

/** @param path `characters.tsv.br`; without it only code points are found */
export function loadCharacters(path: string): CharacterBook {
  let loaded: Loaded | undefined
  const book = (): Loaded => (loaded ??= read(path))
  const toneless = new Map<string, readonly string[]>()
  return {
    search(text, limit) {
      const query = readCharacterQuery(mapPrivateUse(text).text)
      const coded = query.codePoints.flatMap((codePoint) => entryOf(book(), codePoint))
      const hits = query.parts.length > 0 || query.strokes !== null || query.reading !== null ? find(book(), query) : []
      const rows = hits.slice(0, limit).flatMap(({ row }) => entryOf(book(), book().table.codes[row] ?? 0))
      return { rows: [...coded, ...rows].slice(0, limit), total: coded.length + hits.length }
    },
    readings(character) {
      const known = toneless.get(character)
      if (known) return known
      const { table } = book()
      const row = table.rowOf(character.codePointAt(0) ?? 0)
      const found = row < 0 ? [] : [...new Set(table.readingsOf(row).map(tonelessSyllable))].filter((reading) => reading !== '')
      toneless.set(character, found)
      return found
    },
    alike: (one, other) => one !== other && areAlike(book(), one, other)
  }
}

/** Parts that two characters share, of those of the one that has more. */
const MOSTLY = 0.5

function areAlike({ table, parts }: Loaded, one: string, other: string): boolean {
  const [row, second] = [table.rowOf(one.codePointAt(0) ?? 0), table.rowOf(other.codePointAt(0) ?? 0)]
  if (row < 0 || second < 0) return false
  if (table.lookalikesOf(row).includes(other) || table.lookalikesOf(second).includes(one)) return true
  const [a, b] = [parts.leavesOf(row), [...parts.leavesOf(second)]]
  const most = Math.max(a.length, b.length)
  const shared = a.reduce((count, leaf) => {
    const at = b.indexOf(leaf)
    if (at < 0) return count
    b.splice(at, 1)
    return count + 1
  }, 0)
  return shared > 0 && shared >= most * MOSTLY
}

function read(path: string): Loaded {
  const table = loadCharacterTable(path)
  let index: ReadonlyMap<string, readonly number[]> | undefined
  return { table, parts: characterParts(table), byReading: () => (index ??= indexReadings(table)) }
}

function indexReadings(table: CharacterTable): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  for (let row = 0; row < table.size; row += 1)
    for (const reading of new Set(table.readingsOf(row).map(tonelessSyllable))) {
      const rows = index.get(reading)
      if (rows) rows.push(row)
      else index.set(reading, [row])
    }
  return index
}

/** @returns nothing for a code point that no name may hold; a private one that a standard explains gives the real character */
function entryOf({ table }: Loaded, codePoint: number): CharacterEntry[] {
  if (isUnsafeCodePoint(codePoint)) return []
  const char = mapPrivateUse(String.fromCodePoint(codePoint)).text
  const code = char.codePointAt(0) ?? 0
  const row = table.rowOf(code)
  if (row < 0 && !/[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(char)) return []
  const readings = row < 0 ? [] : table.readingsOf(row)
  return [
    { char, codePoint: codePointLabel(code), readings, strokes: row < 0 ? null : (table.strokes[row] ?? null), drawnBy: drawnBy(char) }
  ]
}

function find(book: Loaded, query: CharacterQuery): Hit[] {
  const { table, parts } = book
  const codes = query.parts.map((part) => part.codePointAt(0) ?? 0)
  const rows = codes.map((code) => table.rowOf(code))
  if (rows.includes(-1)) return []
  const wanted: Wanted = {
    query,
    ids: codes.map(parts.same),
    leaves: Int32Array.from(rows.flatMap((row) => [...parts.leavesOf(row)])).sort(),
    strokes: rows.reduce((sum, row) => sum + (table.strokes[row] ?? 0), 0)
  }
  const [alone] = rows.length === 1 && query.strokes === null ? rows : []
  const lookalikes = new Set(alone === undefined ? [] : table.lookalikesOf(alone).map((char) => char.codePointAt(0) ?? 0))
  const hits: Hit[] = []
  const look = (row: number): void => {
    if (((table.marks[row] ?? 0) & FORM_ONLY) !== 0) return
    const fit = row === alone ? FIT.itself : lookalikes.has(table.codes[row] ?? 0) ? FIT.lookalike : fitOf(book, row, wanted)
    if (fit !== null) hits.push({ row, fit, rest: (table.strokes[row] ?? 0) - wanted.strokes })
  }
  if (query.reading !== null) (book.byReading().get(query.reading) ?? []).forEach(look)
  else for (let row = 0; row < table.size; row += 1) look(row)
  const rank = (row: number): number => ((table.marks[row] ?? 0) === STANDARD ? 0 : 1)
  return hits.sort((a, b) => a.fit - b.fit || a.rest - b.rest || rank(a.row) - rank(b.row) || a.row - b.row)
}

/** @returns how the row fits the parts and the strokes, or null when it does not */
function fitOf({ table, parts }: Loaded, row: number, wanted: Wanted): number | null {
  if (!fitsStrokes(table, row, wanted)) return null
  if (wanted.ids.length === 0) return FIT.holds
  if (table.partStarts[row] === table.partStarts[row + 1]) return fitsByRadical(table, row, wanted) ? FIT.byRadical : null
  if (isBuiltOf(table, row, wanted.ids, parts.same)) return FIT.exact
  if (!isContained(wanted.leaves, parts.leavesOf(row))) return null
  if (parts.leavesOf(row).length === wanted.leaves.length) return FIT.builtOf
  return holdsAll(parts.nodesOf(row).slice(1), wanted.ids) ? FIT.holds : FIT.spread
}

/** Before simplest parts are compared: 黄 has other parts than 黃, the full form of its radical. */
function isBuiltOf(table: CharacterTable, row: number, ids: readonly number[], same: CharacterParts['same']): boolean {
  const [from = 0, to = 0] = [table.partStarts[row], table.partStarts[row + 1]]
  return to - from === ids.length && holdsAll(Array.from(table.parts.subarray(from, to), same), ids)
}

function holdsAll(nodes: readonly number[], ids: readonly number[]): boolean {
  const left = [...nodes]
  return ids.every((id) => {
    const at = left.indexOf(id)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

function fitsStrokes(table: CharacterTable, row: number, { query, ids, strokes }: Wanted): boolean {
  if (query.strokes === null) return true
  if ((table.strokes[row] ?? 0) - strokes === query.strokes) return true
  // A dictionary counts the strokes beside the radical, whatever shape the radical has there.
  return ids.length === 1 && residuesBeside(table, row, ids[0] ?? 0).includes(query.strokes)
}

/** Strokes beside a radical, where the row stands under that radical. */
const residuesBeside = (table: CharacterTable, row: number, id: number): number[] =>
  [row * 2, row * 2 + 1].filter((at) => id < 0 && table.radicals[at] === -id).map((at) => table.residues[at] ?? 0)

/** The newest extensions come without parts: the radical must be among the parts, and the others must have the strokes that are left. */
function fitsByRadical(table: CharacterTable, row: number, { query, ids, strokes }: Wanted): boolean {
  return ids.some((id, at) => {
    const typed = query.parts[at]?.codePointAt(0) ?? 0
    const others = strokes - (table.strokes[table.rowOf(typed)] ?? 0)
    return residuesBeside(table, row, id).some((residue) => (ids.length === 1 ? residue > 0 : residue === others + (query.strokes ?? 0)))
  })
}
