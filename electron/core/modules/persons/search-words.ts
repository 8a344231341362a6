/** The words under which a name stands in the search index, and the question a typed text asks of that index: both sides cut text alike. */
import { isResidentId, nameCharacters, nameSearchKey, NAME_MAX, upgradeResidentId } from '@shared/domain'
import { readingWords } from './name-reading'

/**
 * SQLite's tokenizer splits at characters its Unicode tables do not know as letters; all but the common ones are therefore written as code
 * points, so that rare, new, private and punctuation characters are found like any other.
 */
const KNOWN_TO_TOKENIZER = /^[a-z0-9\u4e00-\u9fa5]$/u
const encoded = (character: string): string =>
  KNOWN_TO_TOKENIZER.test(character) ? character : `0${(character.codePointAt(0) ?? 0).toString(16)}`

const RUNS = /[a-z0-9]+|[^a-z0-9]+/gu
const isLatin = (run: string): boolean => /^[a-z0-9]/.test(run)
/** Starts inside a Latin word that are indexed; names in Latin letters are rarely longer. */
const LATIN_STARTS = 24

/** @returns the content of the index for one person: blank-separated words, each once */
export function searchWords(name: string, formerName: string | null, pinyin: string): string {
  const words = readingWords(name, pinyin)
  addCharacters(words, name)
  if (formerName !== null) {
    addCharacters(words, formerName)
    for (const word of readingWords(formerName)) words.add(word)
  }
  return [...words].join(' ')
}

function addCharacters(words: Set<string>, name: string): void {
  for (const run of nameSearchKey(name).match(RUNS) ?? []) {
    const characters = nameCharacters(run)
    if (isLatin(run)) for (let at = 0; at < Math.min(run.length, LATIN_STARTS); at++) words.add(run.slice(at))
    else
      characters.forEach((character, at) => {
        words.add(encoded(character))
        const next = characters[at + 1]
        if (next !== undefined) words.add(encoded(character) + encoded(next))
      })
  }
}

/** What the one box asks for. */
export type SearchQuestion =
  | { readonly kind: 'everybody' | 'nobody' }
  /** Digits of a number, whole, from its front or from its end; or the end of a telephone number. */
  | {
      readonly kind: 'number'
      readonly text: string
      readonly reversed: string
      readonly match: string | null
      readonly phone: boolean
      readonly papers: readonly string[]
    }
  | {
      readonly kind: 'name'
      /** Question in the index's own language. */
      readonly words: string
      /** Folded text, for ranking whole and leading matches first. */
      readonly key: string
      /** Runs of three and more characters, whose pairs alone do not prove their order. */
      readonly runs: readonly string[]
      /** The text as a name of its own, by which husbands and wives are found; null for a single character. */
      readonly whole: string | null
      /** The text as the number of a certificate, in the ways it may have been written; none when it cannot be one. */
      readonly papers: readonly string[]
      /** Question to the index of addresses, and pieces whose pairs alone do not prove their order. */
      readonly places: { readonly words: string; readonly proofs: readonly string[] } | null
      /** Divisions of that name (`divisionsNamed`). */
      readonly divisions: readonly string[]
    }

const SHORTEST_NUMBER = 2
const MAX_WORDS = 60

const reversed = (text: string): string => nameCharacters(text).reverse().join('')

/**
 * @param typed anything up to 10,000 characters
 * @param divisionsNamed codes of the divisions that a piece of text names
 */
export function searchQuestion(typed: string, divisionsNamed: (text: string) => readonly string[] = () => []): SearchQuestion {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return { kind: 'everybody' }
  return numberQuestion(text) ?? nameQuestion(text, divisionsNamed)
}

/** A number of a paper has four signs, three of them digits; shorter ones would find half of a drawer. */
function papersOf(text: string): string[] {
  const fits = text.length >= 4 && text.length <= 30 && (text.match(/[0-9]/g) ?? []).length >= 3
  return fits ? [...new Set([text, text.toUpperCase()])] : []
}

function numberQuestion(text: string): SearchQuestion | null {
  const number = text
    .replace(/^\+86/, '')
    .replace(/[\s‐-―−-]/gu, '')
    .toUpperCase()
  const digits = /^[0-9]+$/.test(number)
  if (number.length < SHORTEST_NUMBER || number.length > 18) return null
  if (!digits && !/^[0-9]{2,}X$/.test(number) && !/^[A-Z]{1,3}[0-9]{5,}$/.test(number)) return null
  const match = isResidentId(number) ? upgradeResidentId(number) : null
  return {
    kind: 'number',
    text: number,
    reversed: reversed(number),
    match,
    phone: digits,
    papers: [...new Set([...papersOf(text), ...papersOf(number)])]
  }
}

function nameQuestion(text: string, divisionsNamed: (text: string) => readonly string[]): SearchQuestion {
  const key = nameSearchKey(text.replace(/[üÜ]/gu, 'v'))
  const words = new Set<string>()
  const runs: string[] = []
  if (key === '' || nameCharacters(key).length > NAME_MAX) return { kind: 'nobody' }
  for (const piece of text.replace(/[üÜ]/gu, 'v').split(/\s+/u))
    for (const run of nameSearchKey(piece).match(RUNS) ?? []) {
      if (isLatin(run)) words.add(`"${run}" *`)
      else {
        for (const word of pairsOf(nameCharacters(run))) words.add(`"${word}"`)
        if (nameCharacters(run).length > 2) runs.push(run)
      }
    }
  const places = placesOf(text)
  return {
    kind: 'name',
    words: [...words].slice(0, MAX_WORDS).join(' AND '),
    key,
    runs,
    whole: nameCharacters(key).length < 2 ? null : text,
    papers: papersOf(text),
    places,
    divisions: places === null || /\s/u.test(text) ? [] : divisionsNamed(text)
  }
}

const HAN = /\p{Script=Han}/u
const MOST_PIECES = 6

const hexOf = (text: string): string => [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Address words are two characters and more; without a Chinese one among them they are a number or a reading. */
function placesOf(text: string): { words: string; proofs: string[] } | null {
  const pieces = text.replace(/[A-Z]+/gu, (run) => run.toLowerCase()).split(/\s+/u)
  if (!HAN.test(text) || pieces.length > MOST_PIECES || pieces.some((piece) => nameCharacters(piece).length < 2)) return null
  const words = new Set<string>()
  for (const piece of pieces) {
    const characters = nameCharacters(piece)
    characters.slice(1).forEach((character, at) => words.add(`"${hexOf((characters[at] ?? '') + character)}"`))
  }
  return { words: [...words].slice(0, MAX_WORDS).join(' AND '), proofs: pieces.filter((piece) => nameCharacters(piece).length > 2) }
}

/** Two characters are one word of the index; a single one is a word of its own. */
function pairsOf(characters: readonly string[]): string[] {
  if (characters.length === 1) return characters.map(encoded)
  return characters.slice(1).map((character, at) => encoded(characters[at] ?? '') + encoded(character))
}
