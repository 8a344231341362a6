// Why: names have up to fifty and more characters, rare ones and a separator dot, and must be stored exactly yet found easily.
import { missingGlyphs } from './glyphs'
import { hasPrivateUse } from './private-use'
import { countCodePoints, findUnsafeCodePoint } from './safe-text'

/** GB 18030 A1A4, the one separator allowed in names. Source: 民委发〔2016〕33号. */
export const NAME_DOT = '·'

/** Public systems must take at least 50 characters; twice that leaves room for transcribed names. */
export const NAME_MAX = 100

/**
 * Bullets, katakana dot, full stops and other dots typed for U+00B7.
 * A full stop between two Latin letters abbreviates (J.R.) and is none of them.
 */
const LOOK_ALIKE = '[•․‧∙⋅●・.。．･᛫⸱⸳꞉﹒]'
const DOT_LOOK_ALIKES = new RegExp(LOOK_ALIKE, 'gu')
/** Only between two letters or ideographs does a dot separate parts of a name. */
const SEPARATING = new RegExp(`(?<=[\\p{L}\\p{M}\\p{Nl}])${LOOK_ALIKE}(?=[\\p{L}\\p{Nl}])`, 'gu')
const ABBREVIATING = /(?<=\p{Script=Latin}\p{M}*)[.．․](?=\p{Script=Latin})/gu
/** Nearly every name: neither storing nor folding changes anything in it, and each unit is a character. */
const FOLDED = /^[\u4e00-\u9fa5]+$/
const DAMAGED = /[\ufffd?？]/u

export type NameProblem = 'empty' | 'too_long' | 'unsafe_character'
export type NameWarning = 'dot_look_alike' | 'private_use' | 'damaged' | 'digit' | 'inner_space' | 'glyph_missing'

export interface NameCheck {
  /** what is stored: NFC, without outer spaces, every separator a U+00B7, otherwise as typed */
  name: string
  /** null when the name may be stored */
  problem: NameProblem | null
  /** the character that may not be stored, as U+XXXX; null unless the problem is `unsafe_character` */
  unsafe: string | null
  /** worth showing, never blocking; `dot_look_alike` says that a separator was converted */
  warnings: NameWarning[]
  /** characters that no shipped font draws, each once; `glyph_missing` stands for them */
  missing: string[]
}

const plainName = (typed: string): string => typed.normalize('NFC').trim()

function withNameDots(name: string): string {
  const stops = new Set([...name.matchAll(ABBREVIATING)].map(({ index }) => index))
  return name.replace(SEPARATING, (dot: string, at: number) => (stops.has(at) ? dot : NAME_DOT))
}

/** @returns the NFC text without outer white space, look-alikes of the separator converted to U+00B7, nothing else changed */
export const storedName = (typed: string): string => (FOLDED.test(typed) ? typed : withNameDots(plainName(typed)))

/** @returns the name as it will be stored when a separator has to be converted, or null; the screen says so before it is saved */
export function suggestNameDots(typed: string): string | null {
  const plain = plainName(typed)
  const stored = withNameDots(plain)
  return stored === plain ? null : stored
}

export function checkPersonName(typed: string): NameCheck {
  const name = storedName(typed)
  const warnings: NameWarning[] = []
  const unsafe = findUnsafeCodePoint(name)
  const missing = missingGlyphs(name).filter(hasNoOtherMessage)
  if (suggestNameDots(typed) !== null) warnings.push('dot_look_alike')
  if (hasPrivateUse(name)) warnings.push('private_use')
  if (DAMAGED.test(name)) warnings.push('damaged')
  if (/\p{Nd}/u.test(name)) warnings.push('digit')
  if (/\p{Script=Han}\s+\p{Script=Han}/u.test(name)) warnings.push('inner_space')
  if (missing.length > 0) warnings.push('glyph_missing')
  return { name, problem: nameProblem(name, unsafe), unsafe: unsafe === null ? null : codePointLabel(unsafe), warnings, missing }
}

/** That no font draws a private, a refused or a damaged character goes without saying. */
const hasNoOtherMessage = (character: string): boolean =>
  !hasPrivateUse(character) && !DAMAGED.test(character) && findUnsafeCodePoint(character) === null

function nameProblem(name: string, unsafe: number | null): NameProblem | null {
  if (name === '') return 'empty'
  if (unsafe !== null) return 'unsafe_character'
  return countCodePoints(name) > NAME_MAX ? 'too_long' : null
}

/** @returns a code point as people write it: U+00B7, U+20BB7 */
export const codePointLabel = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`

/**
 * The text names are compared and searched by: compatibility forms and full-width letters folded, lower case, every kind of dot, space,
 * hyphen and apostrophe dropped. Characters outside the basic plane stay whole.
 */
export const nameSearchKey = (name: string): string => (FOLDED.test(name) ? name : folded(name))

function folded(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(DOT_LOOK_ALIKES, '')
    .replace(/[·\s'’`-]/gu, '')
    .normalize('NFC')
}

/** @returns the characters of a text as a reader counts them, one per code point */
export const nameCharacters = (name: string): string[] => (FOLDED.test(name) ? name.split('') : Array.from(name))
