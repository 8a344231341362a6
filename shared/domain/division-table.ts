// Why: one dated table says what every division code was called, when, where it belonged and what became of it.
import type { Day } from './calendar-day'
import { divisionLevels, isDivisionCode, type DivisionCode, type DivisionLevel } from './division-code'
import { firstDayOf, isPartialDate, type PartialDate } from './partial-date'
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

/**
 * Follows a code to the codes that hold its area now.
 * @param rowsOf all rows of a code
 * @param asOf the day the code was written down: codes are reused (469025 was 定安县 to 2007 and is 白沙 since), so without it the code in
 *   force now is taken
 * @returns the code itself when it is in force or leads nowhere; several when its area was divided
 */
export function successorsInForce(
  code: DivisionCode,
  day: Day,
  rowsOf: (code: DivisionCode) => readonly DivisionRow[],
  asOf: Day | null = null
): DivisionCode[] {
  const ends = new Set<DivisionCode>()
  const seen = new Set<DivisionRow | DivisionCode>()
  const open: [DivisionCode, Day | null][] = [[code, asOf]]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [current, since] = at
    const rows = rowsOf(current)
    const row = rowMeant(rows, day, since)
    if (seen.has(row ?? current)) continue
    seen.add(row ?? current)
    if (row === null || isDivisionInForce(row, day) || row.successors.length === 0) ends.add(current)
    else for (const heir of row.successors) open.push([heir, row.validTo === null ? null : firstDayOf(row.validTo)])
  }
  return [...ends].sort()
}

/** The row of the day it was written down; else the one in force; else the last. */
function rowMeant(rows: readonly DivisionRow[], day: Day, since: Day | null): DivisionRow | null {
  const then = since === null ? undefined : rows.find((row) => isDivisionInForce(row, since))
  return then ?? rows.find((row) => isDivisionInForce(row, day)) ?? rows.at(-1) ?? null
}
