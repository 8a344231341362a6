// Why: a text file's records are split the way Excel and WPS split them (RFC 4180), piece by piece, and kept with their own spelling.
import { AppError } from '@shared/errors'
import { limits } from './limits'

export type Delimiter = ',' | '\t' | ';'

export interface CsvRecord {
  /** Fields with quotes taken off and doubled quotes undoubled. */
  readonly fields: readonly string[]
  /** The record as it was written, without its line end. */
  readonly source: string
  /** `\r\n`, `\n`, `\r`, or '' at the end of the file. */
  readonly lineEnd: string
}

const QUOTE = 34
const CR = 13
const LF = 10

/**
 * Splits text given in pieces into records.
 * @throws AppError workbook.quote_open when a quoted field never ends, with the record it began in
 */
export function splitRecords(delimiter: Delimiter): { push(text: string): CsvRecord[]; end(): CsvRecord[] } {
  const separator = delimiter.charCodeAt(0)
  let rest = ''
  let number = 0
  /** Where the search for the end of the record goes on, and whether inside quotes. */
  let resume = 0
  let quoted = false
  let fieldStart = true

  /** @returns the end of the record that starts at `from`; -1 when the text stops first */
  function endOfRecord(text: string, last: boolean): number {
    for (let at = resume; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (quoted) {
        const close = code === QUOTE ? at : text.indexOf('"', at)
        if (close < 0) return wait(text.length)
        if (close + 1 >= text.length && !last) return wait(close)
        if (text.charCodeAt(close + 1) === QUOTE) at = close + 1
        else {
          at = close
          quoted = false
        }
        fieldStart = false
      } else if (code === QUOTE && fieldStart) {
        quoted = true
        fieldStart = false
      } else if (code === separator) fieldStart = true
      else if (code === LF || code === CR) return code === CR && at + 1 >= text.length && !last ? wait(at) : at
      else fieldStart = false
    }
    return wait(text.length)
  }

  function wait(at: number): -1 {
    resume = at
    return -1
  }

  function take(last: boolean): CsvRecord[] {
    const records: CsvRecord[] = []
    let from = 0
    for (;;) {
      const end = endOfRecord(rest, last)
      if (end < 0) break
      const lineEnd = rest.startsWith('\r\n', end) ? '\r\n' : rest.charAt(end)
      records.push(record(rest.slice(from, end), lineEnd))
      from = end + lineEnd.length
      resume = from
      fieldStart = true
    }
    rest = rest.slice(from)
    resume -= from
    if (rest.length > limits.tokenCharacters) throw openQuote()
    return records
  }

  const openQuote = (): AppError => new AppError('workbook.quote_open', { row: number + 1 })

  function record(source: string, lineEnd: string): CsvRecord {
    number++
    return { fields: fieldsOf(source, delimiter), source, lineEnd }
  }

  return {
    push(text) {
      rest += text
      return take(false)
    },
    end() {
      const records = take(true)
      if (quoted) throw openQuote()
      if (rest !== '') records.push(record(rest, ''))
      rest = ''
      return records
    }
  }
}

function fieldsOf(source: string, delimiter: Delimiter): string[] {
  if (!source.includes('"')) return source.split(delimiter)
  const fields: string[] = []
  let at = 0
  for (;;) {
    let text = ''
    if (source.charCodeAt(at) === QUOTE) {
      let close = at
      do {
        const end = source.indexOf('"', close + 1)
        text += source.slice(close + 1, end)
        close = end
        if (source.charCodeAt(close + 1) !== QUOTE) break
        text += '"'
        close++
      } while (close < source.length)
      at = close + 1
    }
    // What follows a closing quote belongs to the field, as Excel reads it.
    const end = source.indexOf(delimiter, at)
    fields.push(text + (end < 0 ? source.slice(at) : source.slice(at, end)))
    if (end < 0) return fields
    at = end + 1
  }
}

/** The delimiter that splits the first records most evenly; a comma when none does. */
export function findDelimiter(start: string): Delimiter {
  let best: Delimiter = ','
  let most = 0
  for (const delimiter of [',', '\t', ';'] as const) {
    const widths = splitRecords(delimiter)
      .push(start)
      .slice(0, 20)
      .map((record) => record.fields.length)
    const common = widths.filter((width) => width > 1).sort((a, b) => a - b)[Math.floor(widths.length / 2)] ?? 1
    const even = widths.filter((width) => width === common).length
    const score = common > 1 ? even * 1000 + common : 0
    if (score > most) [best, most] = [delimiter, score]
  }
  return best
}
