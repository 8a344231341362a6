// Why: other programs take text files; ours open in Excel without lost digits, run no formula and lose no character to a question mark.
import type { Writable } from 'node:stream'
import iconv from 'iconv-lite'
import { AppError } from '@shared/errors'
import { toTarget } from './byte-target'
import { looksLikeFormula } from './csv-open'
import type { WriteCell, WriteOptions, WriteSheet } from './write-workbook'

export interface CsvOptions extends WriteOptions {
  /** UTF-8 gets a byte order mark, without which Excel takes it for GBK. */
  readonly encoding?: 'utf-8' | 'gb18030'
  /** `excel`: digits that Excel would damage are written `="0610…"`. `none`: bare, for other programs. Formulas are neutralised either way. */
  readonly guard?: 'excel' | 'none'
}

const PIECE = 65_536

/**
 * Writes a text file of comma-separated fields (RFC 4180, CRLF) with a line of titles.
 * @returns rows written without the titles
 * @throws AppError workbook.cannot_encode for a character the encoding has no place for; then a path holds what it held before
 */
export async function writeCsv(
  target: string | Writable,
  sheet: Pick<WriteSheet, 'columns' | 'rows'>,
  { encoding = 'utf-8', guard = 'excel', signal }: CsvOptions = {}
): Promise<number> {
  return toTarget(target, async (into) => {
    let rows = 0
    let text = encoding === 'utf-8' ? '\ufeff' : ''
    let firstRow = 1
    const flush = async (): Promise<void> => {
      signal?.throwIfAborted()
      await into.write(encode(text, encoding, firstRow))
      firstRow = rows + 2
      text = ''
    }
    text += `${sheet.columns.map(({ title }) => field(title, false)).join(',')}\r\n`
    for await (const cells of sheet.rows) {
      text += `${cells.map((cell) => (typeof cell === 'string' ? field(cell, guard === 'excel') : plainOf(cell))).join(',')}\r\n`
      rows++
      if (text.length >= PIECE) await flush()
    }
    await flush()
    return rows
  })
}

function plainOf(cell: Exclude<WriteCell, string>): string {
  if (cell === null) return ''
  if (typeof cell === 'object') return cell.date
  return typeof cell === 'boolean' ? (cell ? 'TRUE' : 'FALSE') : String(cell)
}

/** Excel reads as numbers: digits it would cut (more than 11 it shows as 6.1E+17), zeros it would drop, and an E between digits. */
const DAMAGED = /^(?:\d{12,}|0\d+|\d+E\d+)$/i

function field(text: string, guarded: boolean): string {
  const safe = guarded && DAMAGED.test(text) ? `="${text}"` : looksLikeFormula(text) || text.startsWith("'") ? `'${text}` : text
  return /[",\r\n\t;]|^\s|\s$|^sep=/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function encode(text: string, encoding: 'utf-8' | 'gb18030', firstRow: number): Buffer {
  const octets = encoding === 'utf-8' ? Buffer.from(text, 'utf8') : iconv.encode(text, 'gb18030')
  const back = new TextDecoder(encoding, { ignoreBOM: true }).decode(octets)
  if (back === text) return octets
  throw unencodable(text, encoding, firstRow)
}

function unencodable(text: string, encoding: 'utf-8' | 'gb18030', firstRow: number): AppError {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  const fits = (one: string): boolean => decoder.decode(encoding === 'utf-8' ? Buffer.from(one) : iconv.encode(one, 'gb18030')) === one
  let row = firstRow
  let column = 1
  let quoted = false
  for (const one of text) {
    if (!fits(one)) {
      const character = `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
      return new AppError('workbook.cannot_encode', { row, column, character, encoding: encoding === 'utf-8' ? 'UTF-8' : 'GB 18030' })
    }
    if (one === '"') quoted = !quoted
    else if (one === ',' && !quoted) column++
    else if (one === '\n' && !quoted) {
      row++
      column = 1
    }
  }
  throw new RangeError('every character fits, the text does not')
}
