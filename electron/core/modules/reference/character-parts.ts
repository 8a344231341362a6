/** What a character is seen to consist of, down to its simplest parts, with the many shapes of a radical taken as one. */
import type { CharacterTable } from './character-table'

/** Radicals written alike: the ears 邑 and 阜, flesh 肉 and moon 月, sun 日 and speak 曰, scholar 士 and earth 土. */
const ALIKE_RADICALS: readonly (readonly [number, number])[] = [
  [170, 163],
  [130, 74],
  [73, 72],
  [33, 32]
]
/** Characters told apart by the length of a stroke only; whoever types one may mean the other. */
const ALIKE = ['己已巳', '戊戌戍', '未末', '干千于', '人入']
/** A radical of more strokes is itself built of parts that people see (音 of 立 and 日). */
const SIMPLE_STROKES = 4
/** Deeper than any character is built. */
const DEEPEST = 20
/** First Kangxi radical of Unicode; NFKC of each is the ideograph. */
const KANGXI = 0x2f00

const alike = new Map(ALIKE.flatMap((group) => [...group].map((char) => [char.codePointAt(0) ?? 0, group.codePointAt(0) ?? 0] as const)))
const joined = new Map(ALIKE_RADICALS)

export interface CharacterParts {
  /** The part as itself: every shape of a radical is one number (negative), any other character its code point. */
  same(codePoint: number): number
  /** Simplest parts of a row, ascending, look-alikes folded. */
  leavesOf(row: number): Int32Array
  /** Every part of a row at any depth, the character itself first, shapes of a radical taken as one. */
  nodesOf(row: number): number[]
}

export function characterParts(table: CharacterTable): CharacterParts {
  const direct = (row: number): Int32Array => table.parts.subarray(table.partStarts[row], table.partStarts[row + 1])
  const isRadical = (row: number): boolean => (table.residues[row * 2] ?? 1) <= 0
  const same = (codePoint: number): number => {
    const row = table.rowOf(codePoint)
    return row >= 0 && isRadical(row) ? -(table.radicals[row * 2] ?? 0) : codePoint
  }
  const collectNodes = (codePoint: number, depth: number, into: number[]): void => {
    into.push(same(codePoint))
    const row = table.rowOf(codePoint)
    if (row >= 0 && depth < DEEPEST) for (const part of direct(row)) collectNodes(part, depth + 1, into)
  }
  let leaves: { readonly starts: Int32Array; readonly all: Int32Array } | undefined
  return {
    same,
    leavesOf(row) {
      const { starts, all } = (leaves ??= simplestParts(table, same))
      return all.subarray(starts[row], starts[row + 1])
    },
    nodesOf(row) {
      const into: number[] = []
      collectNodes(table.codes[row] ?? 0, 0, into)
      return into
    }
  }
}

/** @returns for each row where its simplest parts begin in `all` */
function simplestParts(table: CharacterTable, same: CharacterParts['same']): { readonly starts: Int32Array; readonly all: Int32Array } {
  const known: (readonly number[] | undefined)[] = []
  const folded = (codePoint: number): number => {
    const id = same(codePoint)
    return id < 0 ? -(joined.get(-id) ?? -id) : (alike.get(id) ?? id)
  }
  /** The row whose parts stand for this one: a radical's shapes are all built like its full form. */
  const fullForm = (row: number): number => {
    if ((table.residues[row * 2] ?? 1) > 0) return row
    const full = String.fromCodePoint(KANGXI + (table.radicals[row * 2] ?? 1) - 1).normalize('NFKC')
    return table.rowOf(full.codePointAt(0) ?? 0)
  }
  function partsOf(row: number): readonly number[] {
    const full = fullForm(row)
    const id = same(table.codes[row] ?? 0)
    if (full < 0 || (id < 0 && (table.strokes[full] ?? 0) <= SIMPLE_STROKES)) return []
    const parts = [...table.parts.subarray(table.partStarts[full], table.partStarts[full + 1])]
    return parts.some((part) => same(part) === id) ? [] : parts
  }
  function leavesOf(codePoint: number): readonly number[] {
    const row = table.rowOf(codePoint)
    if (row < 0) return [codePoint]
    const found = known[row]
    if (found) return found
    const itself = [folded(codePoint)]
    // Should the data ever run in a circle, the character met again counts as simple.
    known[row] = itself
    const parts = partsOf(row)
    return (known[row] = parts.length === 0 ? itself : parts.flatMap(leavesOf).sort((a, b) => a - b))
  }
  const starts = new Int32Array(table.size + 1)
  const all: number[] = []
  for (let row = 0; row < table.size; row += 1) {
    all.push(...leavesOf(table.codes[row] ?? 0))
    starts[row + 1] = all.length
  }
  return { starts, all: Int32Array.from(all) }
}

/** @param some and @param all ascending; @returns whether every number of `some` is in `all` as often */
export function isContained(some: Int32Array, all: Int32Array): boolean {
  let at = 0
  for (const wanted of some) {
    while (at < all.length && (all[at] ?? 0) < wanted) at += 1
    if (all[at] !== wanted) return false
    at += 1
  }
  return true
}
