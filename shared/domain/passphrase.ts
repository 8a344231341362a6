// Why: the screen that shows how strong a passphrase is and the office that refuses a weak one must judge alike (exchange-format.md §4.5).
import { commonPassphrases } from './common-passphrases'

export interface PassphraseVerdict {
  /** Why it is refused, in Chinese; null when it will do. */
  readonly reason: string | null
  /** 0 refused, 1 will do, 2 good, 3 very good. */
  readonly level: 0 | 1 | 2 | 3
}

const MIN_CHARACTERS = 12
const MIN_WORDS = 5
/** What must be left when all that is known to guessers is taken out. */
const MIN_OWN = 6

/** Runs such as 123456789012 or cbaabcdef: four steps in five go to the same or the next character, 9 and 0 being neighbours. */
const isRun = (characters: readonly string[]): boolean => {
  const points = characters.map((character) => character.codePointAt(0) ?? 0)
  const steps = points.slice(1).map((point, at) => Math.abs(point - (points[at] ?? 0)))
  return steps.filter((step) => step <= 1 || step === 9).length >= steps.length * 0.8
}

const SEPARATORS = /[\s·,，、._-]+/g
const plain = (text: string): string => text.toLowerCase().replace(SEPARATORS, '')
/** A year, or a day or month of one, is known in whichever length leaves least. */
const DATE = /^(?:19|20)\d{2}(?:[01]?\d(?:[0-3]?\d)?)?$/
const DATE_LENGTHS = [4, 5, 6, 7, 8] as const

/** What a way through the text leaves: the characters that nobody knows, `\n` where something known was taken out. */
interface Way {
  readonly own: number
  readonly left: readonly string[]
}

/**
 * Words overlap where they are put together, so every way of taking them out is tried, and the one that leaves least counts.
 * @returns the characters that are neither common, nor of the owner's names, nor a date, nor a repetition of the one before
 */
function ownCharacters(typed: string, names: readonly string[]): string[] {
  const text = plain(typed)
  const words = [...names, ...commonPassphrases].map(plain).filter((word) => word !== '')
  const ways: (Way | undefined)[] = [{ own: 0, left: [] }]
  const reach = (to: number, way: Way): void => {
    if ((ways[to]?.own ?? Number.POSITIVE_INFINITY) > way.own) ways[to] = way
  }
  for (let at = 0; at < text.length; at += 1) {
    const way = ways[at]
    if (!way) continue
    const [character = ''] = text.slice(at)
    reach(at + character.length, { own: way.own + 1, left: [...way.left, character] })
    const known: Way = { own: way.own, left: [...way.left, '\n'] }
    for (const word of words) if (text.startsWith(word, at)) reach(at + word.length, known)
    for (const length of DATE_LENGTHS) if (DATE.test(text.slice(at, at + length))) reach(at + length, known)
  }
  return (ways[text.length]?.left ?? []).filter((character, at, all) => character !== '\n' && character !== all[at - 1])
}

/** Bits a guesser who knows the words of the language still has to find: a Han character about 7, a letter about 2.5 as part of a word. */
const bitsOf = (characters: readonly string[]): number =>
  characters.reduce(
    (sum, character) => sum + (/\p{Script=Han}/u.test(character) ? 7 : /[a-z]/.test(character) ? 2.5 : /\d/.test(character) ? 3 : 5),
    0
  )

function reasonOf(text: string, characters: readonly string[], names: readonly string[]): string | null {
  const words = text.split(/[\s·,，、]+/).filter(Boolean)
  if (characters.length < MIN_CHARACTERS && words.length < MIN_WORDS)
    return `少于 ${String(MIN_CHARACTERS)} 个字符，也不足 ${String(MIN_WORDS)} 个词`
  if (new Set(characters).size < 5) return '重复的字符太多'
  if (isRun(characters)) return '是连续的字符'
  const half = characters.length / 2
  if (Number.isInteger(half) && characters.slice(0, half).join('') === characters.slice(half).join('') && half < MIN_CHARACTERS)
    return '是同一段重复两遍'
  for (const name of names)
    if (Array.from(name).length >= 2 && text.includes(name) && characters.length - Array.from(name).length < 8)
      return '主要由姓名或用户名组成'
  return new Set(ownCharacters(text, names)).size < MIN_OWN ? '主要是常见的词、数字或日期，别人容易猜到' : null
}

/** At least twelve characters or five words, and not one that guessers try first. */
export function judgePassphrase(passphrase: string, owner: { readonly name: string; readonly displayName: string }): PassphraseVerdict {
  const text = passphrase.normalize('NFC').trim()
  const characters = Array.from(text)
  const names = [owner.name, owner.displayName].filter((name) => Array.from(name).length >= 2)
  const reason = reasonOf(text, characters, names)
  if (reason !== null) return { reason, level: 0 }
  const bits = bitsOf(ownCharacters(text, names))
  return { reason: null, level: bits >= 75 ? 3 : bits >= 50 ? 2 : 1 }
}
