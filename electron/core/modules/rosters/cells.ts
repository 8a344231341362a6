/** What is printed of a person in a row of a visit list or a roster, in words, as of the moment of issue. */
import { maskPhone, maskResidentId, moveKindLabels, type ReferenceBook } from '@shared/domain'
import { visitAskLabels, type RosterBasis, type RosterColumn, type VisitAsk } from '@shared/domain/roster'
import type { PersonForSlip } from '../persons'
import { placeBelow, type Placed } from './rules'

export type Cells = Record<string, string>

export const sexWords = (code: string): string => ({ '1': '男', '2': '女' })[code] ?? ''

/** Where the person is looked for: the address the list is sorted by. */
export function placeOf(person: PersonForSlip, basis: RosterBasis, sortKey: string): Placed {
  return basis === 'residence'
    ? { code: person.residenceCode ?? '', text: person.residenceText ?? '', sortKey }
    : { code: person.hukouCode, text: person.hukouText ?? '', sortKey }
}

export interface ListPlace {
  readonly reference: ReferenceBook
  /** Full name of the division the list is about. */
  readonly name: string
}

const wordsOfPlace = ({ reference, name }: ListPlace, code: string | null, text: string | null): string =>
  code === null ? (text ?? '') : placeBelow(reference.divisionName(code), name, text ?? '')

/** Name, sex, year of birth, the door, what to ask; nothing else leaves the office on a visit list. */
export function visitCells(person: PersonForSlip, place: Placed, list: ListPlace, asks: readonly VisitAsk[]): Cells {
  return {
    name: person.name,
    sex: sexWords(person.sex),
    birthYear: person.birthDate.slice(0, 4),
    door: wordsOfPlace(list, place.code, place.text),
    ask: asks.map((ask) => visitAskLabels[ask]).join('、')
  }
}

const NO_NUMBER = '暂无证件号'
const numberWords = (number: string | null, whole: boolean): string =>
  number === null ? NO_NUMBER : whole ? number : maskResidentId(number)
const phoneWords = (phone: string | null, whole: boolean): string => (phone === null ? '' : whole ? phone : maskPhone(phone))

const told: Readonly<Record<RosterColumn, (person: PersonForSlip, list: ListPlace, whole: boolean) => string>> = {
  sex: (person) => sexWords(person.sex),
  birthDate: (person) => person.birthDate,
  idNo: (person, _, whole) => numberWords(person.idNo, whole),
  kind: ({ currentEpisode: stay }) => (stay === null ? '' : moveKindLabels[stay.kind]),
  startedOn: ({ currentEpisode: stay }) => stay?.startedOn ?? '',
  residence: (person, list) => wordsOfPlace(list, person.residenceCode, person.residenceText),
  hukou: (person, list) => wordsOfPlace(list, person.hukouCode, person.hukouText),
  phone: (person, _, whole) => phoneWords(person.phone, whole),
  note: () => ''
}

export function rosterCells(person: PersonForSlip, list: ListPlace, columns: readonly RosterColumn[], whole: boolean): Cells {
  return { name: person.name, ...Object.fromEntries(columns.map((column) => [column, told[column](person, list, whole)])) }
}

const UNGUARDED = new Set(['', NO_NUMBER])
const GUARDED: Readonly<Record<string, (value: string) => string>> = { idNo: maskResidentId, phone: maskPhone }

/** The same row on screen: what was printed whole is masked again. */
export const maskedCells = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).map(([key, value]) => [key, UNGUARDED.has(value) ? value : (GUARDED[key]?.(value) ?? value)]))
