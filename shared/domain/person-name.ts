// Why: names have up to fifty and more characters, rare ones and a separator dot, and must be stored exactly yet found easily.
import { countCodePoints, findUnsafeCodePoint } from './safe-text'

/** GB 18030 A1A4, the one separator allowed in names. Source: 民委发〔2016〕33号. */
export const NAME_DOT = '·'

/** Public systems must take at least 50 characters; twice that leaves room for transcribed names. */
export const NAME_MAX = 100

/** Bullets, katakana dot, full stops and other dots typed for U+00B7. */
const DOT_LOOK_ALIKES = /[•․‧∙⋅●・.。．･᛫⸱⸳꞉﹒]/gu
const DAMAGED = /[\ufffd?？]/u
const PRIVATE_USE = /[\ue000-\uf8ff\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}]/u

export type NameProblem = 'empty' | 'too_long' | 'unsafe_character'
export type NameWarning = 'dot_look_alike' | 'private_use' | 'damaged' | 'digit' | 'inner_space'

export interface NameCheck {
  /** what is stored: NFC, without outer spaces, otherwise as typed */
  name: string
  /** null when the name may be stored */
  problem: NameProblem | null
  /** worth showing, never blocking */
  warnings: NameWarning[]
}

/** @returns the NFC text without outer white space, nothing else changed */
export const storedName = (typed: string): string => typed.normalize('NFC').trim()

/** @returns the name with look-alikes of the separator converted, or null when there are none; the clerk is asked, not overruled */
export function suggestNameDots(name: string): string | null {
  const offered = name.replace(DOT_LOOK_ALIKES, NAME_DOT)
  return offered === name ? null : offered
}

export function checkPersonName(typed: string): NameCheck {
  const name = storedName(typed)
  const warnings: NameWarning[] = []
  if (suggestNameDots(name) !== null) warnings.push('dot_look_alike')
  if (PRIVATE_USE.test(name)) warnings.push('private_use')
  if (DAMAGED.test(name)) warnings.push('damaged')
  if (/\p{Nd}/u.test(name)) warnings.push('digit')
  if (/\p{Script=Han}\s+\p{Script=Han}/u.test(name)) warnings.push('inner_space')
  return { name, problem: nameProblem(name), warnings }
}

function nameProblem(name: string): NameProblem | null {
  if (name === '') return 'empty'
  if (findUnsafeCodePoint(name) !== null) return 'unsafe_character'
  return countCodePoints(name) > NAME_MAX ? 'too_long' : null
}

/**
 * The text names are compared and searched by: compatibility forms and full-width letters folded, lower case, every kind of dot, space,
 * hyphen and apostrophe dropped. Characters outside the basic plane stay whole.
 */
export function nameSearchKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(DOT_LOOK_ALIKES, '')
    .replace(/[·\s'’`-]/gu, '')
    .normalize('NFC')
}

/** @returns the characters of a text as a reader counts them, one per code point */
export const nameCharacters = (name: string): string[] => Array.from(name)
