/** The words under which a name stands in the search index, and the question a typed text asks of that index: both sides cut text alike. */
import { isResidentId, nameCharacters, nameSearchKey, NAME_MAX, upgradeResidentId } from '@shared/domain'
import { encoded, isLatin, RUNS } from './index-words'
import { readingWords } from './name-reading'
import { mixedWords, nameWords, placeWords, type DivisionsNamed, type MixedWords, type NameWords, type PlaceWords } from './question-words'

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
  | (NameWords & {
      readonly kind: 'name'
      /** Folded text, for ranking whole and leading matches first. */
      readonly key: string
      /** The text as a name of its own, by which husbands and wives are found; null for a single character. */
      readonly whole: string | null
      /** The text as the number of a certificate, in the ways it may have been written; none when it cannot be one. */
      readonly papers: readonly string[]
      readonly places: PlaceWords | null
      /** Divisions of that name (`divisionsNamed`). */
      readonly divisions: readonly string[]
      /** The ways in which some of the words may be a name and the others a place. */
      readonly mixed: readonly MixedWords[]
    })

const SHORTEST_NUMBER = 2

const reversed = (text: string): string => nameCharacters(text).reverse().join('')

/** @param typed anything up to 10,000 characters */
export function searchQuestion(typed: string, divisionsNamed: DivisionsNamed = () => []): SearchQuestion {
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

function nameQuestion(text: string, divisionsNamed: DivisionsNamed): SearchQuestion {
  const key = nameSearchKey(text.replace(/[üÜ]/gu, 'v'))
  if (key === '' || nameCharacters(key).length > NAME_MAX) return { kind: 'nobody' }
  const places = placeWords(text)
  return {
    kind: 'name',
    ...nameWords(text),
    key,
    whole: nameCharacters(key).length < 2 ? null : text,
    papers: papersOf(text),
    places,
    divisions: places === null || /\s/u.test(text) ? [] : divisionsNamed(text),
    mixed: mixedWords(text, divisionsNamed)
  }
}
