// Why: one dated table says what every division code was called, when, where it belonged and what became of it.
import type { Day } from './calendar-day'
import { divisionLevels, isDivisionCode, type DivisionCode, type DivisionLevel } from './division-code'
import { isPartialDate, type PartialDate } from './partial-date'
import { isInForce } from './validity'

/** One name of one code during one period; a renamed code has several rows. */
export interface DivisionRow {
  code: DivisionCode
  name: string
  /** null for a province */
  parent: DivisionCode | null
  level: DivisionLevel
  /** first day, month or year of the name; null when earlier than the sources reach */
  validFrom: PartialDate | null
  /** first day, month or year without it; null while it lasts */
  validTo: PartialDate | null
  /** the codes that took over its area, empty while it lasts or when unknown */
  successors: readonly DivisionCode[]
  /** a counting unit such as a development zone: on no ID card or seal, never offered as an address of a person */
  statisticalOnly: boolean
  /** `gb2260`, `stats`, `patch`, joined by + when several agree */
  source: string
  /** full pinyin without tones, space between syllables */
  pinyin: string
  initials: string
}

/** First line of divisions.tsv; the columns follow in this order. See docs/formats/reference-data.md. */
export const DIVISION_COLUMNS = 'code\tname\tparent\tlevel\tvalid_from\tvalid_to\tsuccessors\tstatistical\tsource\tpinyin\tinitials'

/**
 * Reads the text of resources/codes/divisions.tsv (after gunzip).
 * @throws RangeError naming the line that has another shape: the file is part of the program, so a fault in it is a broken installation
 */
export function* readDivisionTable(text: string): Generator<DivisionRow> {
  let line = 0
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start)
    const row = text.slice(start, end < 0 ? text.length : end)
    start = end < 0 ? text.length : end + 1
    line += 1
    if (line === 1 ? row !== DIVISION_COLUMNS : !isComplete(row)) throw new RangeError(`division table, line ${line}`)
    if (line > 1) yield divisionRow(row, line)
  }
}

const isComplete = (row: string): boolean => row.split('\t').length === 11

function divisionRow(row: string, line: number): DivisionRow {
  const [
    code = '',
    name = '',
    parent = '',
    level = '',
    from = '',
    to = '',
    successors = '',
    statistical,
    source = '',
    pinyin = '',
    initials = ''
  ] = row.split('\t')
  const knownLevel = divisionLevels.find((known) => known === level)
  const heirs = successors === '' ? [] : successors.split(',')
  if (!isDivisionCode(code) || name === '' || knownLevel === undefined || !heirs.every(isDivisionCode)) {
    throw new RangeError(`division table, line ${line}`)
  }
  return {
    code,
    name,
    parent: optional(parent, isDivisionCode, line),
    level: knownLevel,
    validFrom: optional(from, isPartialDate, line),
    validTo: optional(to, isPartialDate, line),
    successors: heirs,
    statisticalOnly: statistical === '1',
    source,
    pinyin,
    initials
  }
}

function optional<T extends string>(text: string, isValid: (text: string) => text is T, line: number): T | null {
  if (text === '') return null
  if (!isValid(text)) throw new RangeError(`division table, line ${line}`)
  return text
}

/** @returns whether the row's name was in use on the day */
export const isDivisionInForce = (row: DivisionRow, day: Day): boolean => isInForce(row, day)
