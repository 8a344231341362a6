// Why: what a spreadsheet does to a value is found at the cell alone, from what the column is meant to hold; nothing here knows whose value it is.
import type { DamageCode } from './damage-codes'
import type { RawCell } from './raw-row'
import { serialDate } from './serial-date'
import { compactDay, readTextDate } from './text-date'

/** What a column is meant to hold. */
export type Expected =
  /** Eighteen digits with a check character (GB 11643), or fifteen. */
  | { readonly kind: 'identity' }
  /** Digits of a code or number; `valid` matches a whole one. */
  | { readonly kind: 'code'; readonly valid: RegExp }
  | {
      readonly kind: 'date'
      /** Days between which the date can lie, `YYYY-MM-DD`; a shift of the day count shows against them. */
      readonly earliest?: string
      readonly latest?: string
      /** Column that states the same day: another date, or an identity number with the day in digits 7–14. */
      readonly sameAs?: number
      /** The layout itself prescribes YYYYMMDD. */
      readonly compact?: boolean
    }
  | { readonly kind: 'number' }
  | { readonly kind: 'text' }

export interface Inspected {
  /** The value to go on with: cleaned, dates as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; '' where nothing usable stands. */
  readonly value: string
  readonly damage: readonly { readonly code: DamageCode; readonly value: string; readonly offered?: string }[]
}

interface Work {
  value: string
  /** Kinds of damage that cleaning has dealt with; offered is the end result. */
  readonly repaired: DamageCode[]
  readonly fatal: DamageCode[]
}

const CLEAN: Inspected = { value: '', damage: [] }
// Blank, and in a copy from a web page or chat: no-break, ideographic, zero-width, byte order mark, line and paragraph separators.
const EDGE = /[\s\u200b-\u200f\u2060\ufeff\u202a-\u202e]/
const INSIDE = /[\r\n\t\u200b-\u200d\u2060\ufeff\u2028\u2029]+/g
const PLAIN = /^[!-~\u4e00-\u9fff](?:[ -~\u4e00-\u9fff]*[!-~\u4e00-\u9fff])?$/
const SCIENTIFIC = /^\d(?:\.\d+)?E\+?\d{1,3}$/i

/** Finds what is damaged in one cell. @param date1904 how the workbook counts days */
export function inspectCell(cell: RawCell | undefined, expected: Expected, date1904 = false): Inspected {
  if (!cell) return CLEAN
  if (cell.merged === 'covered') return cell.spanned ? single('merged', '', inspectText(cell.spanned, expected)) : CLEAN
  if (cell.type === 'error') return { value: '', damage: [{ code: 'error_value', value: cell.text }] }
  if (cell.type === 'blank') return cell.formula ? { value: '', damage: [{ code: 'formula_empty', value: '' }] } : CLEAN
  const found = cell.type === 'text' ? inspectText(cell.plain, expected, cell.format === '') : inspectTyped(cell, expected, date1904)
  return cell.formula ? { value: found.value, damage: [{ code: 'formula', value: cell.text }, ...found.damage] } : found
}

/** A covered cell offers what the merged area shows, already cleaned. */
const single = (code: DamageCode, value: string, { value: offered }: Inspected): Inspected => ({
  value: '',
  damage: [{ code, value, offered }]
})

const fine = (value: string): Inspected => ({ value, damage: [] })

function inspectTyped(cell: RawCell, expected: Expected, date1904: boolean): Inspected {
  const { plain, text } = cell
  if (expected.kind === 'date') return cell.type === 'date' ? typedDate(plain, text) : numberAsDate(plain, date1904)
  if (expected.kind === 'identity' && cell.type === 'number') {
    const digits = plain.replace(/^-|\..*$/g, '')
    if (digits.length >= 16) return { value: '', damage: [{ code: 'id_digits_lost', value: plain }] }
    return digits.length === 15 ? { value: plain, damage: [{ code: 'number_typed', value: text, offered: plain }] } : fine(plain)
  }
  if (expected.kind === 'code') return inspectText(plain, expected)
  return fine(expected.kind === 'text' && cell.type === 'date' ? text : plain)
}

function typedDate(plain: string, text: string): Inspected {
  const day = plain.slice(0, 10)
  return /^\d{4}-\d{2}/.test(day) ? fine(day) : { value: '', damage: [{ code: 'date_unreadable', value: text }] }
}

/** Serials of 1927-05 to 2119-01: what a date looks like whose format was lost. */
const FIRST_SERIAL = 10_000
const LAST_SERIAL = 80_000

function numberAsDate(plain: string, date1904: boolean): Inspected {
  const written = readTextDate(plain)
  if (written.kind === 'date')
    return written.spelling === 'house'
      ? fine(written.date)
      : { value: written.date, damage: [{ code: 'date_spelling', value: plain, offered: written.date }] }
  const serial = Number(plain)
  const moment = serial >= FIRST_SERIAL && serial <= LAST_SERIAL ? serialDate(serial, date1904) : null
  if (!moment) return { value: '', damage: [{ code: /^\d{8}$/.test(plain) ? 'date_impossible' : 'date_unreadable', value: plain }] }
  const offered = [String(moment.year).padStart(4, '0'), ...[moment.month, moment.day].map((part) => String(part).padStart(2, '0'))].join(
    '-'
  )
  return { value: offered, damage: [{ code: 'date_serial', value: plain, offered }] }
}

function inspectText(written: string, expected: Expected, isCsv = false): Inspected {
  if (written === '') return CLEAN
  // Nearly every cell there is: nothing to clean.
  if (expected.kind === 'text' && PLAIN.test(written)) return fine(written)
  const work: Work = { value: written, repaired: [], fatal: [] }
  if (written.includes('\ufffd')) work.fatal.push('undecodable')
  clean(work, expected)
  if (work.value === '') return CLEAN
  if (expected.kind === 'identity') identity(work)
  else if (expected.kind === 'code') code(work, expected.valid)
  else if (expected.kind === 'date') date(work, isCsv, expected.compact === true)
  else if (expected.kind === 'number') number(work, isCsv)
  const fatal = work.fatal.map((one) => ({ code: one, value: written }))
  if (fatal.length > 0) return { value: '', damage: fatal }
  return { value: work.value, damage: work.repaired.map((one) => ({ code: one, value: written, offered: work.value })) }
}

/** Written as two walks: a pattern ending in `+$` would go over the blanks in the middle again and again. */
function trimEdges(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && EDGE.test(text.charAt(from))) from++
  while (to > from && EDGE.test(text.charAt(to - 1))) to--
  return text.slice(from, to)
}

/** Visible ASCII and common characters, no apostrophe in front: nearly every number, code and date, in which there is nothing to clean. */
const TIDY = /^[0-9A-Za-z\u4e00-\u9fa5][!-~\u4e00-\u9fa5]*$/

function clean(work: Work, expected: Expected): void {
  if (TIDY.test(work.value)) return
  const replace = (next: string, code: DamageCode): void => {
    if (next === work.value) return
    work.value = next
    work.repaired.push(code)
  }
  const isFree = expected.kind === 'text'
  const joined = trimEdges(work.value).replace(INSIDE, isFree ? ' ' : '')
  replace(isFree || expected.kind === 'date' ? joined : joined.replace(/\s+/g, ''), 'stray_space')
  if (isFree) return
  replace(work.value.replace(/^['’‘`´＇]+/, ''), 'apostrophe')
  replace(
    work.value.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)),
    'full_width'
  )
}

function identity(work: Work): void {
  decimalTail(work)
  if (SCIENTIFIC.test(work.value)) work.fatal.push('scientific')
  else if (/^\d{15}000$/.test(work.value) && !checkCharacterFits(work.value)) work.fatal.push('id_digits_lost')
}

/** ISO 7064 MOD 11-2 over the first seventeen digits. Source: GB 11643-1999. */
export function checkCharacterFits(id: string): boolean {
  let sum = 0
  for (let at = 0; at < 17; at++) sum = (sum + Number(id.charAt(at))) * 2
  return id.charAt(17).toUpperCase() === '10X98765432'.charAt(sum % 11)
}

function decimalTail(work: Work): void {
  const whole = /^(\d+)\.0+$/.exec(work.value)?.[1]
  if (whole === undefined) return
  work.value = whole
  work.repaired.push('decimal_tail')
}

/** A spreadsheet drops every zero in front; more than three are nobody's code. */
const MOST_ZEROS = 3

function code(work: Work, valid: RegExp): void {
  decimalTail(work)
  if (SCIENTIFIC.test(work.value)) work.fatal.push('scientific')
  else if (!valid.test(work.value) && /^\d+$/.test(work.value))
    for (let zeros = 1; zeros <= MOST_ZEROS; zeros++)
      if (valid.test('0'.repeat(zeros) + work.value)) {
        work.value = '0'.repeat(zeros) + work.value
        work.repaired.push('leading_zero')
        return
      }
}

function date(work: Work, isCsv: boolean, compact: boolean): void {
  const found = readTextDate(work.value)
  if (found.kind !== 'date') {
    work.fatal.push(`date_${found.kind}`)
    return
  }
  work.value = found.date
  // A text file has no types: 2026/3/5 is how Excel itself writes a date there.
  const expected = found.spelling === 'house' || (isCsv && found.spelling === 'excel') || (compact && found.spelling === 'compact')
  if (!expected) work.repaired.push('date_spelling')
}

function number(work: Work, isCsv: boolean): void {
  const plain = work.value.replace(/,(?=\d{3}(\D|$))/g, '')
  if (!/^[+-]?\d+(\.\d+)?$/.test(plain)) work.fatal.push('number_unreadable')
  else if (!isCsv || plain !== work.value) work.repaired.push('number_as_text')
  work.value = plain
}

/** The day an identity number states in digits 7–14 (7–12 of fifteen); null when it states none. */
export const dayWithin = (id: string): string | null =>
  compactDay(id.length === 18 ? id.slice(6, 14) : id.length === 15 ? `19${id.slice(6, 12)}` : '')
