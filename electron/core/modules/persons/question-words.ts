/** A typed text as questions to the indexes: of names, of addresses, and of both when some of its words are a name and the others a place. */
import { nameCharacters, nameSearchKey } from '@shared/domain'
import { isLatin, pairsOf, RUNS } from './index-words'

/** More words prove nothing more. */
const MAX_WORDS = 60

export interface NameWords {
  /** Question in the index's own language. */
  readonly words: string
  /** Runs of three and more characters, whose pairs alone do not prove their order. */
  readonly runs: readonly string[]
}

export interface PlaceWords {
  /** Question to the index of addresses. */
  readonly words: string
  /** Pieces whose pairs alone do not prove their order. */
  readonly proofs: readonly string[]
}

/** One way to read the text: these words a name, those a place. */
export interface MixedWords {
  readonly name: NameWords
  readonly place: PlaceWords
  /** Each piece of the place, with the divisions it names. */
  readonly pieces: readonly { readonly text: string; readonly divisions: readonly string[] }[]
}

/**
 * Codes of the divisions that a piece of text names.
 * @param everywhere also those that hold nearly everybody on file, which narrow nothing by themselves
 */
export type DivisionsNamed = (text: string, everywhere?: boolean) => readonly string[]

const piecesOf = (text: string): string[] => text.split(/\s+/u).filter((piece) => piece !== '')

export function nameWords(text: string): NameWords {
  const words = new Set<string>()
  const runs: string[] = []
  for (const piece of piecesOf(text.replace(/[üÜ]/gu, 'v')))
    for (const run of nameSearchKey(piece).match(RUNS) ?? []) {
      if (isLatin(run)) words.add(`"${run}" *`)
      else {
        for (const word of pairsOf(run)) words.add(`"${word}"`)
        if (nameCharacters(run).length > 2) runs.push(run)
      }
    }
  return { words: [...words].slice(0, MAX_WORDS).join(' AND '), runs }
}

const HAN = /\p{Script=Han}/u
const MOST_PIECES = 6
const lowered = (text: string): string => text.replace(/[A-Z]+/gu, (run) => run.toLowerCase())
const hexOf = (text: string): string => [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Address words are two characters and more; without a Chinese one among them they are a number or a reading. */
export function placeWords(text: string): PlaceWords | null {
  const pieces = piecesOf(lowered(text))
  if (!HAN.test(text) || pieces.length > MOST_PIECES || pieces.some((piece) => nameCharacters(piece).length < 2)) return null
  const words = new Set<string>()
  for (const piece of pieces) {
    const characters = nameCharacters(piece)
    characters.slice(1).forEach((character, at) => words.add(`"${hexOf((characters[at] ?? '') + character)}"`))
  }
  return { words: [...words].slice(0, MAX_WORDS).join(' AND '), proofs: pieces.filter((piece) => nameCharacters(piece).length > 2) }
}

/** Words that can be told apart as name and place; with more of them nobody means a name. */
const MOST_MIXED = 4
/** A single letter is the beginning of half the names. */
const isName = (pieces: readonly string[]): boolean =>
  pieces.every((piece) => nameSearchKey(piece) !== '') && (HAN.test(pieces.join('')) || pieces.every((piece) => piece.length > 1))

/** The words before and the words after some blank, either as the name: 张 花溪, 花溪 张三, 张 三丰 建设路. */
export function mixedWords(text: string, divisionsNamed: DivisionsNamed): MixedWords[] {
  const pieces = piecesOf(text)
  if (pieces.length < 2 || pieces.length > MOST_MIXED) return []
  const splits = pieces.slice(1).flatMap((_, at) => {
    const [front, back] = [pieces.slice(0, at + 1), pieces.slice(at + 1)]
    return [
      { name: front, place: back },
      { name: back, place: front }
    ]
  })
  return splits.flatMap(({ name, place }) => {
    const words = isName(name) ? placeWords(place.join(' ')) : null
    if (words === null) return []
    const named = place.map((piece) => ({ text: lowered(piece), divisions: divisionsNamed(piece, true) }))
    return [{ name: nameWords(name.join(' ')), place: words, pieces: named }]
  })
}
