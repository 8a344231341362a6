/** How a name is read aloud: surname readings first, every plausible reading for search, and one order that no PC's language data can change. */
import { nameCharacters, nameSearchKey } from '@shared/domain'
import { pinyin } from 'pinyin-pro'

export interface NameReading {
  /** Toneless syllables separated by spaces; a character without a known reading stands for itself. */
  readonly pinyin: string
  /** First letters of the syllables. */
  readonly initials: string
  /** Syllables joined: equal for names that sound alike. */
  readonly soundKey: string
  /** Sorts by bytes as a clerk expects: by syllable, then by character; characters without a reading come last. */
  readonly sortKey: string
}

const PLAIN = { toneType: 'none', type: 'array', v: true } as const
const LATIN = /^[a-z0-9]$/
const SYLLABLE = /^[a-z]+$/
const SYLLABLE_OR_NUMBER = /^[a-z0-9]+$/
/** Sorts behind every letter. */
const LAST = '~'
const KEPT_HEADS = 40_000

const readings = new Map<string, readonly string[]>()
const heads = new Map<string, readonly string[]>()

/** @returns toneless readings, the most usual first; none for a character the tables do not know */
function readingsOf(character: string): readonly string[] {
  const known = readings.get(character)
  if (known) return known
  const found = [...new Set(pinyin(character, { ...PLAIN, multiple: true }).filter((reading) => SYLLABLE.test(reading)))]
  readings.set(character, found)
  return found
}

/** Surnames are read otherwise than words (单 shàn, 万俟 mòqí), which two characters are enough to know. */
function headReadings(first: string, second: string): readonly string[] {
  const head = first + second
  const known = heads.get(head)
  if (known) return known
  const found = pinyin(head, { ...PLAIN, surname: 'head' })
  if (heads.size >= KEPT_HEADS) heads.clear()
  heads.set(head, found)
  return found
}

interface Unit {
  readonly text: string
  readonly readings: readonly string[]
}

/** A name is read for its columns and for its search words in turn. */
let last: { readonly name: string; readonly units: readonly Unit[] } = { name: '', units: [] }

/**
 * Readings of each reading unit of a name: a character, or a run of Latin letters and digits.
 * @returns for each unit its readings, the likeliest first; a unit without a reading has none
 */
function unitsOf(name: string): readonly Unit[] {
  if (name !== last.name) last = { name, units: readUnits(name) }
  return last.units
}

function readUnits(name: string): Unit[] {
  const units: { text: string; readings: readonly string[] }[] = []
  const characters = nameCharacters(nameSearchKey(name))
  const [first = '', second = ''] = characters
  const head = headReadings(first, second)
  let latin = false
  characters.forEach((character, index) => {
    if (LATIN.test(character)) {
      const last = units.at(-1)
      if (latin && last) units[units.length - 1] = { text: last.text + character, readings: [last.text + character] }
      else units.push({ text: character, readings: [character] })
      latin = true
      return
    }
    latin = false
    const all = readingsOf(character)
    const likely = index < 2 ? head[index] : undefined
    units.push({ text: character, readings: likely !== undefined && SYLLABLE.test(likely) ? [...new Set([likely, ...all])] : all })
  })
  return units
}

/** Nearly every reading there is: the office's own, in which nothing would change. */
const FOLDED = /^(?:[a-z0-9]+(?: [a-z0-9]+)*)?$/

/** @returns the reading as typed, folded to toneless syllables; '' when nothing readable is left */
export const typedReading = (typed: string): string => (FOLDED.test(typed) ? typed : foldedReading(typed))

const foldedReading = (typed: string): string =>
  typed
    .toLowerCase()
    .replace(/[üǖǘǚǜ]/gu, 'v')
    .normalize('NFD')
    .replace(/[^a-z0-9\s]/gu, '')
    .trim()
    .replace(/\s+/gu, ' ')

/** @param edited reading typed by the clerk; null or an empty one lets the name decide */
export function readName(name: string, edited: string | null = null): NameReading {
  const units = unitsOf(name)
  const likely = units.map(({ text, readings: [first] }) => first ?? text)
  // A form gives the office's own reading back as it was shown, characters without a reading included.
  const own = edited === null || edited === likely.join(' ') ? '' : typedReading(edited)
  const syllables = own === '' ? likely : own.split(' ')
  const aligned = syllables.length === units.length
  const sortUnit = (syllable: string, at: number): string => {
    const text = aligned ? (units[at]?.text ?? '') : ''
    // The blank sorts before letters (zhan before zhang); the character keeps people of one surname together.
    return `${SYLLABLE_OR_NUMBER.test(syllable) ? syllable : LAST} ${text}`
  }
  return {
    pinyin: syllables.join(' '),
    initials: syllables.map((syllable) => nameCharacters(syllable)[0] ?? '').join(''),
    soundKey: syllables.join(''),
    sortKey: syllables.map(sortUnit).join('') + (aligned ? '' : name)
  }
}

/** Readings tried for one name: the likeliest, then every other reading of one character at a time. */
const VARIANTS = 12
/** Syllables of a name whose other readings are tried, and syllables kept after a start inside the name. */
const VARIED_UNITS = 6
const WINDOW = 8

/**
 * @returns words by which a Latin run finds the name when it is the beginning of one of them: initials and joined syllables from every
 *   syllable on
 */
export function readingWords(name: string, edited: string | null = null): Set<string> {
  const words = new Set<string>()
  const own = edited === null ? '' : typedReading(edited)
  if (own !== '') addSuffixes(words, own.split(' '))
  const units = unitsOf(name).map((unit) => unit.readings)
  // A character without a reading cannot be typed, so what stands before and behind it are words of their own.
  for (const stretch of stretchesOf(units)) for (const variant of variantsOf(stretch)) addSuffixes(words, variant)
  return words
}

function stretchesOf(units: readonly (readonly string[])[]): (readonly string[])[][] {
  const stretches: (readonly string[])[][] = [[]]
  for (const unit of units) {
    if (unit.length === 0) stretches.push([])
    else stretches.at(-1)?.push(unit)
  }
  return stretches.filter((stretch) => stretch.length > 0)
}

function variantsOf(units: readonly (readonly string[])[]): string[][] {
  const likely = units.map((readingsOfUnit) => readingsOfUnit[0] ?? '')
  const variants = [likely]
  units.slice(0, VARIED_UNITS).forEach((readingsOfUnit, at) => {
    for (const other of readingsOfUnit.slice(1)) if (variants.length < VARIANTS) variants.push(likely.with(at, other))
  })
  return variants
}

/** Words of a reading: many people are read alike. */
const suffixes = new Map<string, readonly string[]>()
const KEPT_SUFFIXES = 20_000

function suffixesOf(syllables: readonly string[]): readonly string[] {
  const key = syllables.join(' ')
  const known = suffixes.get(key)
  if (known) return known
  const found = syllables.flatMap((_, from) => {
    const rest = from === 0 ? syllables : syllables.slice(from, from + WINDOW)
    return [rest.join(''), rest.map((syllable) => syllable[0] ?? '').join('')]
  })
  if (suffixes.size >= KEPT_SUFFIXES) suffixes.clear()
  suffixes.set(key, found)
  return found
}

function addSuffixes(words: Set<string>, syllables: readonly string[]): void {
  for (const word of suffixesOf(syllables)) words.add(word)
}
