/** Which stretches of a shown text are what was asked for: folded as the office folds them, told in the characters on screen. */
import { nameSearchKey } from '@shared/domain'

export interface Piece {
  readonly text: string
  readonly marked: boolean
}

const RUNS = /[a-z0-9]+|[^a-z0-9\s]+/gu
/** Longer questions are no words. */
const LONGEST = 200

/** Folds each character on its own, so that every folded sign knows the shown one it came from. */
function folded(text: string): { readonly key: string; readonly at: readonly number[] } {
  let key = ''
  const at: number[] = []
  Array.from(text).forEach((character, index) => {
    const fold = nameSearchKey(character)
    key += fold
    for (let unit = 0; unit < fold.length; unit += 1) at.push(index)
  })
  return { key, at }
}

/** @returns the whole text in pieces; one unmarked piece when nothing of the question stands in it */
export function markedPieces(text: string, asked: string): Piece[] {
  const characters = Array.from(text)
  const { key, at } = folded(text)
  const marks = new Set<number>()
  for (const run of asked
    .slice(0, LONGEST)
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/u)
    .flatMap((word) => nameSearchKey(word).match(RUNS) ?? []))
    for (let from = key.indexOf(run); from >= 0; from = key.indexOf(run, from + 1))
      for (let unit = from; unit < from + run.length; unit += 1) marks.add(at[unit] ?? -1)
  const pieces: { text: string; marked: boolean }[] = []
  characters.forEach((character, index) => {
    const marked = marks.has(index)
    const last = pieces.at(-1)
    if (last?.marked === marked) last.text += character
    else pieces.push({ text: character, marked })
  })
  return pieces
}
