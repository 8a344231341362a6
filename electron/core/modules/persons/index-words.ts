/** How the search index cuts names into words: both sides, what is written and what is asked, cut alike. */
import { nameCharacters } from '@shared/domain'

/**
 * SQLite's tokenizer splits at characters its Unicode tables do not know as letters; all but the common ones are therefore written as code
 * points, so that rare, new, private and punctuation characters are found like any other.
 */
const KNOWN_TO_TOKENIZER = /^[a-z0-9\u4e00-\u9fa5]$/u
export const encoded = (character: string): string =>
  KNOWN_TO_TOKENIZER.test(character) ? character : `0${(character.codePointAt(0) ?? 0).toString(16)}`

export const RUNS = /[a-z0-9]+|[^a-z0-9]+/gu
export const isLatin = (run: string): boolean => /^[a-z0-9]/.test(run)

/** Two characters are one word of the index; a single one is a word of its own. */
export function pairsOf(run: string): string[] {
  const characters = nameCharacters(run)
  if (characters.length === 1) return characters.map(encoded)
  return characters.slice(1).map((character, at) => encoded(characters[at] ?? '') + encoded(character))
}
