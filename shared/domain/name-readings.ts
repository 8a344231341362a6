// Why: whoever hears a name types it by any reading its characters can have, and must find the person by each of them.
import { NAME_DOT, nameCharacters, nameSearchKey, storedName } from './person-name'
import { doubleSurnames, singleSurnames } from './surname-readings'

/** Toneless readings of a character with v for ü, the likeliest first; none when no dictionary gives one. */
export type ReadingSource = (character: string) => readonly string[]

/** What is read at one go: a character, or a run of Latin letters and digits. */
export interface ReadingUnit {
  readonly text: string
  /** Likeliest first; empty for a character that nobody can read. */
  readonly readings: readonly string[]
}

export interface PlausibleReading {
  /** Toneless syllables separated by spaces; a character without a reading stands for itself. */
  readonly pinyin: string
  /** First letters; a character without a reading keeps its place by standing for itself. */
  readonly initials: string
}

/** Readings offered for one name. */
export const MOST_NAME_READINGS = 16
/** Combinations looked at before the best are taken; a name of fifty polyphones has more than anybody can count. */
const MOST_LOOKED_AT = 1_000
const LATIN = /^[\p{Script=Latin}0-9]$/u

const unique = (readings: readonly string[]): readonly string[] => [...new Set(readings)]

/** @returns readings of the characters at the head of a name that make up its surname; none for a name that has no Chinese surname */
function surnameReadings(name: string, characters: readonly string[]): readonly (readonly string[])[] {
  // Transcribed names (古丽·买买提) begin with a given name.
  if (storedName(name).includes(NAME_DOT)) return []
  const [first = '', second = ''] = characters
  const double = characters.length > 2 ? doubleSurnames.get(first + second) : undefined
  if (double) return double.map((reading) => [reading])
  const single = singleSurnames.get(first)
  return single ? [single] : []
}

/** @returns the units of a name in order, each with all its readings: as a surname where it is one, then as its dictionaries say */
export function readingUnits(name: string, readingsOf: ReadingSource): ReadingUnit[] {
  const characters = nameCharacters(nameSearchKey(name))
  const surname = surnameReadings(name, characters)
  const units: ReadingUnit[] = []
  let latin = false
  characters.forEach((character, at) => {
    if (LATIN.test(character)) {
      const text = (latin ? (units.pop()?.text ?? '') : '') + character
      units.push({ text, readings: [text.normalize('NFD').replace(/\p{M}/gu, '')] })
      latin = true
      return
    }
    latin = false
    units.push({ text: character, readings: unique([...(surname[at] ?? []), ...readingsOf(character)]) })
  })
  return units
}

/** Choices of one reading per unit, the likeliest first: no other reading anywhere, then one, then two … */
function* choices(units: readonly ReadingUnit[]): Generator<readonly number[]> {
  let level: { readonly chosen: readonly number[]; readonly from: number }[] = [{ chosen: units.map(() => 0), from: 0 }]
  let looked = 0
  while (level.length > 0) {
    const next: typeof level = []
    for (const { chosen, from } of level) {
      yield chosen
      looked += 1
      if (looked >= MOST_LOOKED_AT) return
      for (let at = from; at < units.length && next.length < MOST_LOOKED_AT; at += 1) {
        const other = (chosen[at] ?? 0) + 1
        if (other < (units[at]?.readings.length ?? 0)) next.push({ chosen: chosen.with(at, other), from: at })
      }
    }
    level = next
  }
}

/**
 * @returns at most 16 readings, the default one first, then those that give other initials, then the rest; none for an empty name.
 *   Every combination of initials is among them where there are no more than 16.
 */
export function plausibleReadings(name: string, readingsOf: ReadingSource): PlausibleReading[] {
  const units = readingUnits(name, readingsOf)
  if (units.length === 0) return []
  const byInitials = new Map<string, PlausibleReading>()
  const others = new Map<string, PlausibleReading>()
  for (const chosen of choices(units)) {
    const syllables = units.map(({ text, readings }, at) => readings[chosen[at] ?? 0] ?? text)
    const reading = { pinyin: syllables.join(' '), initials: syllables.map((syllable) => nameCharacters(syllable)[0] ?? '').join('') }
    if (!byInitials.has(reading.initials)) byInitials.set(reading.initials, reading)
    else others.set(reading.pinyin, reading)
    if (byInitials.size >= MOST_NAME_READINGS) break
  }
  return [...byInitials.values(), ...others.values()].slice(0, MOST_NAME_READINGS)
}
