// Why: the same eighteen digits can be a text, a number, a formula's result or a shared string; here each becomes what was meant and how it looked.
import { AppError } from '@shared/errors'
import { plainNumber, showNumber, type NumberFormat } from './number-format'
import type { CellType, RawCell } from './raw-row'
import { plainDate, serialDate, showDate } from './serial-date'
import type { SharedStrings } from './shared-strings'
import type { CellStyles } from './styles'
import { decodeEscapes } from './xml-scan'

export interface CellContext {
  readonly strings: SharedStrings | null
  readonly styles: CellStyles
  readonly date1904: boolean
}

/** A cell as its tags state it. */
export interface WrittenCell {
  readonly column: number
  /** `t` attribute: s, str, inlineStr, n, b, e, d or nothing. */
  readonly type: string
  readonly style: number
  readonly value: string
  readonly inline: string
  readonly formula: boolean
  /** A `<v>` is there, even an empty one. */
  readonly hasValue: boolean
}

/** Dates of a sheet repeat; so many of one format are remembered. */
const DATES_KEPT = 50_000

interface Shown {
  readonly text: string
  readonly plain: string
  readonly type: CellType
}

/** Makes cells of one workbook; null for a cell that holds an empty text and nothing else. */
export function cellReader(context: CellContext): (cell: WrittenCell, isOrigin: boolean) => RawCell | null {
  const dates = new Map<string, Map<string, Shown>>()

  function sharedText(index: string): Shown {
    const text = context.strings?.at(Number(index))
    // A name that is not in the table is not an empty name.
    if (text === undefined) throw new AppError('workbook.damaged', { part: 'sharedStrings.xml' })
    return plainText(text)
  }

  function number(raw: string, format: NumberFormat): Shown {
    const value = Number(raw)
    if (raw.trim() === '' || !Number.isFinite(value)) return { text: raw, plain: raw, type: 'text' }
    if (format.kind === 'date') return date(raw, value, format)
    const text = showNumber(value, format)
    // `000000` puts back the zeros a number cannot hold; what the clerk reads there is the code.
    const padded = format.kind === 'number' && text.startsWith('0') && /^0\d+$/.test(text)
    return { text, plain: padded ? text : plainNumber(value), type: 'number' }
  }

  function date(raw: string, value: number, format: NumberFormat): Shown {
    const known = dates.get(format.code)?.get(raw)
    if (known) return known
    const moment = serialDate(value, context.date1904)
    const shown: Shown = moment
      ? { text: showDate(moment, format), plain: plainDate(moment, format), type: 'date' }
      : { text: '########', plain: plainNumber(value), type: 'number' }
    const ofFormat = dates.get(format.code) ?? new Map<string, Shown>()
    if (ofFormat.size < DATES_KEPT) ofFormat.set(raw, shown)
    if (dates.size < 1000) dates.set(format.code, ofFormat)
    return shown
  }

  function shown(cell: WrittenCell, format: NumberFormat): Shown {
    const { type, value } = cell
    if (type === 's') return sharedText(value)
    if (type === 'inlineStr') return plainText(decodeEscapes(cell.inline))
    if (type === 'str') return plainText(decodeEscapes(value))
    if (type === 'b') return plainText(value.trim() === '1' || value === 'true' ? 'TRUE' : 'FALSE', 'boolean')
    if (type === 'e') return { text: value, plain: '', type: 'error' }
    if (type === 'd') return isoDate(value, format)
    if (value === '' && cell.inline !== '') return plainText(decodeEscapes(cell.inline))
    return number(value, format)
  }

  return (cell, isOrigin) => {
    const format = context.styles.at(cell.style)
    const { text, plain, type } = shown(cell, format)
    const { column, formula } = cell
    const merged = isOrigin ? 'origin' : null
    if (text === '' && plain === '' && type === 'text') {
      if (!formula) return null
      return { column, text, raw: '', plain, type: 'blank', formula, merged, spanned: null, format: format.code }
    }
    const raw = type === 'text' || cell.type === 's' ? text : cell.value
    return { column, text, raw, plain, type, formula, merged, spanned: null, format: format.code }
  }
}

const plainText = (text: string, type: CellType = 'text'): Shown => ({ text, plain: text, type })

/** `t="d"`: an ISO 8601 moment in the file itself. */
function isoDate(value: string, format: NumberFormat): Shown {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(value.trim())
  if (!found) return plainText(value)
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((group) => Number(found[group] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number
  ] // six groups in, six numbers out
  const moment = { year, month, day, hour, minute, second, timeOnly: false }
  return {
    text: showDate(moment, format.kind === 'date' ? format : { code: 'yyyy/m/d', kind: 'date' }),
    plain: plainDate(moment, format),
    type: 'date'
  }
}
