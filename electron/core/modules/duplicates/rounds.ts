/** What files are brought together by, in three walks through the register: numbers, names, telephones and family. */
import { isResidentId, nameCharacters, normalisePhone } from '@shared/domain'
import { Block } from './blocks'
import { hashOf } from './digest'
import type { HangingKind, KeyColumn, KeyRow } from './queries/facts'
import { wholeNumber } from './score'

export interface Round {
  readonly blocks: readonly Block[]
  /** What it reads of every file. */
  readonly columns: readonly KeyColumn[]
  readonly hanging: readonly HangingKind[]
  /** Only pairs with at least one of these places count in the last block; null where all do. */
  readonly partial: ReadonlySet<number> | null
  add(row: KeyRow, place: number): void
  addHanging(kind: HangingKind, row: KeyRow, value: string | null, place: number): void
}

const nothing = (): void => undefined

/** Digits where the number tells area and century; the others are told apart by the second half. */
const HALF = 9
const AREA = 6
const BIRTH = 14

/** Same number; the same second half; the same area and order with the same sound, whatever stands between. */
function numberRound(): Round {
  const [same, half, ends] = [new Block('number'), new Block('near_number'), new Block('near_number')]
  return {
    blocks: [same, half, ends],
    columns: ['id_match', 'sound_key'],
    hanging: [],
    partial: null,
    add({ id_match: number = null, sound_key: sound = '' }, place) {
      if (number === null) return
      same.add(hashOf(number), place)
      half.add(hashOf(number.slice(HALF)), place)
      ends.add(hashOf(`${number.slice(0, AREA)}${number.slice(BIRTH)}|${sound}`), place)
    },
    addHanging: nothing
  }
}

/** Month and day in the order of their size: a swapped date falls on the same key. */
export function unordered(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return month > day ? `${year}-${day}-${month}` : date
}

/** Same name or former name, same sound, one character different, each with the birth date; same name where a birth date is incomplete. */
function nameRound(): Round {
  const [named, sounding, shaped, vague] = [new Block('name'), new Block('sound'), new Block('shape'), new Block('name')]
  const partial = new Set<number>()
  return {
    blocks: [named, sounding, shaped, vague],
    columns: ['name_key', 'former_key', 'sound_key', 'birth_date'],
    hanging: [],
    partial,
    add({ name_key: name = '', former_key: former = '', sound_key: sound = '', birth_date: birth = '' }, place) {
      const year = birth.slice(0, 4)
      if (year === '') return
      vague.add(hashOf(`${name}|${year}`), place)
      if (birth.length < 10) {
        partial.add(place)
        return
      }
      const day = unordered(birth)
      named.add(hashOf(`${name}|${day}`), place)
      if (former !== '' && former !== name) named.add(hashOf(`${former}|${day}`), place)
      if (sound !== '') sounding.add(hashOf(`${sound}|${day}`), place)
      const characters = nameCharacters(name)
      if (characters.length < 2 || characters.length > LONGEST) return
      characters.forEach((_, gap) => {
        shaped.add(hashOf(`${characters.map((character, at) => (at === gap ? '?' : character)).join('')}|${birth}`), place)
      })
    },
    addHanging: nothing
  }
}

/** Transcribed names are long and told apart by sound. */
const LONGEST = 4

/** Nearly every number on file, written as it is compared. */
const MOBILE = /^1\d{10}$/

/** Same telephone with the birth date or the sound; the same spouse; the same child and sex. */
function bondRound(): Round {
  const [born, sounding, wedded, parents] = [new Block('phone'), new Block('phone'), new Block('family'), new Block('family')]
  const phone = (row: KeyRow, value: string | null, place: number): void => {
    if (value === null) return
    const number = MOBILE.test(value) ? value : normalisePhone(value)
    if (number.length < 7) return
    if (row.birth_date?.length === 10) born.add(hashOf(`${number}|${row.birth_date}`), place)
    if (row.sound_key !== undefined && row.sound_key !== '') sounding.add(hashOf(`${number}|${row.sound_key}`), place)
  }
  return {
    blocks: [born, sounding, wedded, parents],
    columns: ['sound_key', 'birth_date', 'sex', 'phone'],
    hanging: ['phones', 'spouses', 'children'],
    partial: null,
    add: (row, place) => phone(row, row.phone ?? null, place),
    addHanging(kind, row, value, place) {
      if (kind === 'phones') phone(row, value, place)
      else {
        const number = value !== null && isResidentId(value) ? wholeNumber(value) : null
        if (number === null) return
        if (kind === 'spouses') wedded.add(hashOf(number), place)
        else parents.add(hashOf(`${number}|${row.sex ?? ''}`), place)
      }
    }
  }
}

export const rounds: readonly (() => Round)[] = [numberRound, nameRound, bondRound]
